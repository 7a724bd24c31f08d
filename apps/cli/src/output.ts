/** What a command has to show: `value` for programs (`--json`), `text` for people. */
export interface Output {
  readonly value: unknown;
  readonly text: string;
}

type Cell = string | number | boolean | null | undefined;

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined || cell === '') return '–';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return String(cell);
}

// How many columns of a terminal a text takes: letters of East Asian scripts take two.
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += /[ᄀ-ᅟ⺀-꓏가-힣豈-﫿︰-﹏＀-｠￠-￦]/.test(letter) ? 2 : 1;
  return width;
}

/** Columns with a heading, numbers to the right. */
export function table<Item>(
  items: readonly Item[],
  columns: Readonly<Record<string, (item: Item) => Cell>>,
): string {
  const headings = Object.keys(columns);
  const cells = items.map((item) => Object.values(columns).map((cellOf) => cellOf(item)));
  const lines = [headings, ...cells.map((row) => row.map(cellText))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => widthOf(line[column] ?? ''))));
  const isNumeric = headings.map(
    (_, column) => cells.length > 0 && cells.every((row) => typeof row[column] === 'number'),
  );
  return lines
    .map((line) =>
      line
        .map((text, column) => {
          const padding = ' '.repeat((widths[column] ?? 0) - widthOf(text));
          return isNumeric[column] === true ? padding + text : text + padding;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Names and values, one a line. */
export function fields(values: Readonly<Record<string, Cell | readonly string[]>>): string {
  const width = Math.max(...Object.keys(values).map((name) => name.length));
  return Object.entries(values)
    .map(
      ([name, value]) =>
        `${name.padEnd(width)}  ${typeof value === 'object' && value !== null ? cellText(value.join(', ')) : cellText(value)}`,
    )
    .join('\n');
}

/** '1.4 MB': decimal units, as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? String(value) : value.toPrecision(3)} ${units[unit] ?? ''}`;
}

/** '1 series', '3 files'. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
