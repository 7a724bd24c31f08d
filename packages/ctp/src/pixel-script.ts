import { type DataSet, firstNumber } from '@pesscara/dicom';
import { type CtpFilter, readCtpFilter } from './filter.ts';
import type { LintFinding } from './lint-finding.ts';

/** Pixels of an image, from its left upper corner. */
export interface PixelRegion {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Signature {
  readonly filter: CtpFilter;
  readonly line: number;
  /** As written: x and y may count from the right and the bottom, and ends are inclusive. */
  readonly boxes: readonly (readonly [x: number, y: number, width: number, height: number])[];
}

/** A script of CTP's DicomPixelAnonymizer, read. */
export interface CtpPixelScript {
  /** The regions of the first signature that fits, cut to the image; undefined when none fits. */
  regionsFor(dataSet: DataSet, fileMeta?: DataSet): readonly PixelRegion[] | undefined;
  readonly findings: readonly LintFinding[];
}

/** The position of the brace that closes the one at `open`, outside quotation marks; -1 when none does. */
function closingBrace(text: string, open: number): number {
  let isQuoted = false;
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '"') isQuoted = !isQuoted;
    else if (text[at] === '}' && !isQuoted) return at;
  }
  return -1;
}

function boxesIn(text: string, line: number, findings: LintFinding[]): Signature['boxes'] {
  const boxes: (readonly [number, number, number, number])[] = [];
  for (const { 1: inner = '', index } of text.matchAll(/\(([^()]*)\)/g)) {
    const numbers = inner
      .split(',')
      .map((cell) => (/^\s*-?\d{1,9}\s*$/.test(cell) ? Number(cell) : Number.NaN));
    const [x = Number.NaN, y = Number.NaN, width = Number.NaN, height = Number.NaN] = numbers;
    if (numbers.length === 4 && ![x, y, width, height].some(Number.isNaN)) boxes.push([x, y, width, height]);
    else if (/\d/.test(inner) && inner.includes(','))
      findings.push({
        code: 'regionDropped',
        severity: 'error',
        line: line + text.slice(0, index).split('\n').length - 1,
        message: 'A region is four whole numbers: (left,top,width,height).',
      });
  }
  return boxes;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** The pixels from a to a + length, both included, within an image that long; undefined when none are. */
function span(start: number, length: number, size: number): { from: number; count: number } | undefined {
  const first = start < 0 ? size + start : start;
  const from = Math.max(0, first);
  const end = Math.min(size, first + length + 1);
  return end > from ? { from, count: end - from } : undefined;
}

function regionsOf({ boxes }: Signature, dataSet: DataSet): PixelRegion[] {
  const columns = firstNumber(dataSet, 'Columns') ?? 0;
  const rows = firstNumber(dataSet, 'Rows') ?? 0;
  return boxes.flatMap(([x, y, width, height]) => {
    const across = span(x, width, columns);
    const down = span(y, height, rows);
    if (across === undefined || down === undefined) return [];
    return [{ left: across.from, top: down.from, width: across.count, height: down.count }];
  });
}

/** Reads a pixel script: `{ filter } (x,y,w,h) (x,y,w,h)…`, with any text between as comment. */
export function readCtpPixelScript(script: string): CtpPixelScript {
  const findings: LintFinding[] = [];
  const signatures: Signature[] = [];
  for (let open = script.indexOf('{'); open >= 0; ) {
    const line = lineAt(script, open);
    const close = closingBrace(script, open);
    if (close < 0) {
      findings.push({ code: 'pixelSignature', severity: 'error', line, message: 'No } closes this {.' });
      break;
    }
    const next = script.indexOf('{', close);
    const filter = readCtpFilter(script.slice(open + 1, close), line);
    const behind = script.slice(close + 1, next < 0 ? script.length : next);
    const boxes = boxesIn(behind, lineAt(script, close), findings);
    findings.push(...filter.findings);
    if (boxes.length === 0)
      findings.push({
        code: 'pixelSignature',
        severity: 'warning',
        line,
        message:
          'The signature has no regions: an object that fits it stays as it is, and later ones are not asked.',
      });
    signatures.push({ filter, line, boxes });
    open = next;
  }
  if (signatures.length === 0 && findings.length === 0)
    findings.push({
      code: 'pixelSignature',
      severity: 'error',
      line: 1,
      message: 'There is no { filter } in it.',
    });
  return {
    regionsFor: (dataSet, fileMeta) => {
      const fitting = signatures.find(({ filter }) => filter.passes(dataSet, fileMeta));
      return fitting && regionsOf(fitting, dataSet);
    },
    findings,
  };
}
