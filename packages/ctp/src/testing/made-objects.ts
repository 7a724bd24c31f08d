import { createItem, DataSet, type Element, setBytes, setNumbers, setText, type Vr } from '@pesscara/dicom';
import { elementText } from '../element-text.ts';

/** An element as the vectors write it: path of digits (`00081140/0/00081155`), VR, values joined by backslashes. */
export type WrittenElement = readonly [path: string, vr: string, value: string];

const numeric: ReadonlySet<string> = new Set(['US', 'SS', 'UL', 'SL', 'FL', 'FD']);

function put(dataSet: DataSet, tag: number, vr: Vr, value: string): void {
  if (value.startsWith('hex:')) setBytes(dataSet, tag, vr, Buffer.from(value.slice(4), 'hex'));
  else if (value === '') setBytes(dataSet, tag, vr, new Uint8Array(0));
  else if (numeric.has(vr)) setNumbers(dataSet, tag, vr, value.split('\\').map(Number));
  else if (vr === 'OB' || vr === 'OW' || vr === 'UN') setBytes(dataSet, tag, vr, Buffer.from(value));
  else setText(dataSet, tag, vr, value);
}

/** A data set of the elements given; sequences are made as their items are named. */
export function madeDataSet(elements: readonly WrittenElement[]): DataSet {
  const root = new DataSet();
  for (const [path, vr, value] of elements) {
    const steps = path.split('/');
    let at = root;
    for (let step = 0; step + 2 < steps.length + 1 && step + 1 < steps.length; step += 2)
      at = itemOf(at, Number.parseInt(steps[step] ?? '', 16), Number(steps[step + 1]));
    const tag = Number.parseInt(steps.at(-1) ?? '', 16);
    if (vr !== 'SQ') put(at, tag, vr as Vr, value);
    else if (!at.has(tag)) at.set({ kind: 'sequence', tag, vr, items: [], undefinedLength: false });
  }
  return root;
}

function itemOf(dataSet: DataSet, tag: number, index: number): DataSet {
  const present = dataSet.get(tag);
  const items = present?.kind === 'sequence' ? [...present.items] : [];
  while (items.length <= index) items.push(createItem(dataSet));
  dataSet.set({ kind: 'sequence', tag, vr: 'SQ', items, undefinedLength: false });
  return items[index] as DataSet;
}

function written(dataSet: DataSet, element: Element): string {
  if (element.kind === 'sequence') return String(element.items.length);
  if (element.kind === 'value' && ['OB', 'OW', 'UN'].includes(element.vr))
    return `hex:${Buffer.from(element.bytes).toString('hex')}`;
  return elementText(dataSet, element.tag) ?? '';
}

/** Path to value of everything in a data set, as the vectors write it. */
export function writtenValues(dataSet: DataSet, prefix = ''): Record<string, string> {
  const values: Record<string, string> = {};
  for (const element of dataSet.elements) {
    const path = prefix + element.tag.toString(16).padStart(8, '0');
    values[path] = written(dataSet, element);
    if (element.kind === 'sequence')
      for (const [index, item] of element.items.entries())
        Object.assign(values, writtenValues(item, `${path}/${index}/`));
  }
  return values;
}
