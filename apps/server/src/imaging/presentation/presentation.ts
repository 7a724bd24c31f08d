import {
  type AttributeRef,
  type DataSet,
  firstNumber,
  firstText,
  numberValues,
  sequenceItems,
} from '@pesscara/dicom';
import { type LookupTable, readLookupTable, readPalette } from './lookup-table.ts';

export interface Window {
  readonly center: number;
  readonly width: number;
}

export type VoiFunction = 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';

/** How stored values become grey levels or colours on a screen (PS3.3 C.11). */
export interface Presentation {
  readonly modality: { readonly slope: number; readonly intercept: number } | { readonly table: LookupTable };
  /** Undefined: nothing in the header, the values decide. */
  readonly voi: (Window & { readonly function: VoiFunction }) | { readonly table: LookupTable } | undefined;
  readonly palette: readonly [LookupTable, LookupTable, LookupTable] | undefined;
  /** Values that are no image: left out when the values decide (PS3.3 C.7.5.1.1.2). */
  readonly padding: readonly [number, number] | undefined;
  /** Height of a pixel ÷ its width. */
  readonly pixelAspect: number;
}

/** Where an attribute of a frame may stand: its own functional groups, the shared ones, the data set. */
function scopesOf(dataSet: DataSet, frameIndex: number, macro: AttributeRef): DataSet[] {
  const own = sequenceItems(dataSet, 'PerFrameFunctionalGroupsSequence')[frameIndex];
  const [shared] = sequenceItems(dataSet, 'SharedFunctionalGroupsSequence');
  return [own, shared]
    .flatMap((group) => (group ? [sequenceItems(group, macro)[0]] : []))
    .concat(dataSet)
    .filter((scope): scope is DataSet => scope !== undefined);
}

function firstNumberIn(scopes: readonly DataSet[], attribute: AttributeRef): number | undefined {
  for (const scope of scopes) {
    const value = firstNumber(scope, attribute);
    if (value !== undefined) return value;
  }
  return undefined;
}

function modalityOf(dataSet: DataSet, frameIndex: number, isSigned: boolean): Presentation['modality'] {
  const [item] = sequenceItems(dataSet, 'ModalityLUTSequence');
  const table = item && readLookupTable(item, isSigned);
  if (table) return { table };
  const scopes = scopesOf(dataSet, frameIndex, 'PixelValueTransformationSequence');
  const slope = firstNumberIn(scopes, 'RescaleSlope') ?? 1;
  return { slope: slope === 0 ? 1 : slope, intercept: firstNumberIn(scopes, 'RescaleIntercept') ?? 0 };
}

function voiFunctionOf(text: string | undefined): VoiFunction {
  return text === 'SIGMOID' || text === 'LINEAR_EXACT' ? text : 'LINEAR';
}

function voiOf(dataSet: DataSet, frameIndex: number): Presentation['voi'] {
  for (const scope of scopesOf(dataSet, frameIndex, 'FrameVOILUTSequence')) {
    const center = firstNumber(scope, 'WindowCenter');
    const width = firstNumber(scope, 'WindowWidth');
    if (center === undefined || width === undefined || !(width > 0)) continue;
    return { center, width, function: voiFunctionOf(firstText(scope, 'VOILUTFunction')) };
  }
  const [item] = sequenceItems(dataSet, 'VOILUTSequence');
  const table = item && readLookupTable(item, false);
  return table && { table };
}

function paddingOf(dataSet: DataSet): readonly [number, number] | undefined {
  const value = firstNumber(dataSet, 'PixelPaddingValue');
  if (value === undefined) return undefined;
  const limit = firstNumber(dataSet, 'PixelPaddingRangeLimit') ?? value;
  return [Math.min(value, limit), Math.max(value, limit)];
}

function pixelAspectOf(dataSet: DataSet, frameIndex: number): number {
  const scopes = scopesOf(dataSet, frameIndex, 'PixelMeasuresSequence');
  const pairs = scopes.flatMap((scope) => [
    numberValues(scope, 'PixelSpacing'),
    numberValues(scope, 'ImagerPixelSpacing'),
    numberValues(scope, 'PixelAspectRatio'),
  ]);
  for (const [vertical, horizontal] of pairs) {
    if (vertical === undefined || horizontal === undefined || !(vertical > 0) || !(horizontal > 0)) continue;
    const aspect = vertical / horizontal;
    // A header that states a grotesque ratio would otherwise ask for a grotesque picture.
    return aspect > 0.05 && aspect < 20 ? aspect : 1;
  }
  return 1;
}

/** Reads what the header says about showing a frame. */
export function readPresentation(dataSet: DataSet, frameIndex: number): Presentation {
  const isSigned = firstNumber(dataSet, 'PixelRepresentation') === 1;
  return {
    modality: modalityOf(dataSet, frameIndex, isSigned),
    voi: voiOf(dataSet, frameIndex),
    palette: readPalette(dataSet, isSigned),
    padding: paddingOf(dataSet),
    pixelAspect: pixelAspectOf(dataSet, frameIndex),
  };
}
