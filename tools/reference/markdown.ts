/** The first line of every generated page. */
export const generatedNote = '<!-- Made by `npm run generate`; do not edit. -->';

/** A value in a table: one line, with no sign that ends the cell. */
export function cell(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
}

/** A table; cells are text already marked up. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A page: title, one paragraph of introduction, sections. */
export function page(title: string, introduction: string, sections: readonly string[]): string {
  return `${[generatedNote, `# ${title}`, introduction, ...sections].join('\n\n')}\n`;
}

/** Items by the value of a key, keys in order. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
