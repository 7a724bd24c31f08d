import type { CtpPixelScript } from '@pesscara/ctp';
import { type DataSet, firstNumber, firstText, sequenceItems } from '@pesscara/dicom';
import { boxesOutside, clipBox, type PixelBox } from './boxes.ts';

/** Regions of an image that hold text by what is known of its device. */
export interface KnownRegions {
  readonly source: 'device-signature' | 'ultrasound-regions';
  readonly boxes: readonly PixelBox[];
}

/**
 * What lies outside the regions with ultrasound data (PS3.3 C.8.5.5): device name, patient, menus. Corners are in the
 * regions. Undefined when the object has no regions, or a region that cannot be read: then nothing is known.
 */
function outsideUltrasoundRegions(header: DataSet): PixelBox[] | undefined {
  const size = { columns: firstNumber(header, 'Columns') ?? 0, rows: firstNumber(header, 'Rows') ?? 0 };
  const kept: PixelBox[] = [];
  for (const item of sequenceItems(header, 'SequenceOfUltrasoundRegions')) {
    const left = firstNumber(item, 'RegionLocationMinX0');
    const top = firstNumber(item, 'RegionLocationMinY0');
    const right = firstNumber(item, 'RegionLocationMaxX1');
    const bottom = firstNumber(item, 'RegionLocationMaxY1');
    if (left === undefined || top === undefined || right === undefined || bottom === undefined)
      return undefined;
    const box = clipBox({ left, top, width: right - left + 1, height: bottom - top + 1 }, size);
    if (box !== undefined) kept.push(box);
  }
  return kept.length === 0 ? undefined : boxesOutside(kept, size);
}

/**
 * Regions to blank that need no look at the pixels. The first signature of the script that fits decides alone, even
 * when it names no region; only without one do ultrasound regions count.
 */
export function knownRegions(header: DataSet, script?: CtpPixelScript): KnownRegions | undefined {
  const signed = script?.regionsFor(header);
  if (signed !== undefined) return { source: 'device-signature', boxes: signed };
  if (firstText(header, 'Modality') !== 'US') return undefined;
  const outside = outsideUltrasoundRegions(header);
  return outside && { source: 'ultrasound-regions', boxes: outside };
}
