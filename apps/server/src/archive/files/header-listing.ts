import { type DataSet, type Element, formatTag, keywordOf, textValues } from '@pesscara/dicom';

/** One line of a header as people read it. */
export interface HeaderLine {
  /** Tags from the outside in, with item numbers: `(0008,1140)[0]/(0008,1155)`. */
  path: string;
  tag: string;
  keyword: string | null;
  vr: string;
  value: string;
  depth: number;
}

const longest = 256;

function valueText(dataSet: DataSet, element: Element): string {
  if (element.kind === 'sequence')
    return `${element.items.length} item${element.items.length === 1 ? '' : 's'}`;
  if (element.kind === 'bulk')
    return element.byteLength === undefined ? 'compressed pixel data' : `${element.byteLength} bytes`;
  if (element.kind === 'fragments') return `${Math.max(0, element.fragments.length - 1)} fragments`;
  if (element.vr.startsWith('O') || element.vr === 'UN') return `${element.bytes.length} bytes`;
  const text = textValues(dataSet, element.tag).join('\\');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** A data set as lines, sequences indented below their own line. Ends after `maxLines`. */
export function listHeader(dataSet: DataSet, maxLines = 20_000): HeaderLine[] {
  const lines: HeaderLine[] = [];
  const walk = (items: DataSet, prefix: string, depth: number): void => {
    for (const element of items) {
      if (lines.length >= maxLines) return;
      const tag = formatTag(element.tag);
      const path = `${prefix}${tag}`;
      lines.push({
        path,
        tag,
        keyword: keywordOf(element.tag) ?? null,
        vr: element.vr,
        value: valueText(items, element),
        depth,
      });
      if (element.kind === 'sequence')
        element.items.forEach((item, index) => walk(item, `${path}[${index}]/`, depth + 1));
    }
  };
  walk(dataSet, '', 0);
  return lines;
}
