/** A row of a preview, as far as masking looks at it. */
export interface MaskableRow {
  readonly path: string;
  readonly vr: string;
  readonly change: string;
  readonly rule: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** A script made the value after, and it may hold something of the original. */
  readonly mayTell?: boolean;
}

/** Outcomes whose value is made by the engine and says nothing of the original. */
const madeUp: ReadonlySet<string> = new Set(['removed', 'emptied', 'remapped', 'added']);

/**
 * Whether the value after tells no more than is known already: it is what the archive holds, or the engine made it up.
 * A draft that keeps, caps or cleans less would otherwise show originals to whoever writes it.
 */
function isAfterOpen(row: MaskableRow, stored: string | undefined): boolean {
  const { after, change, rule, vr } = row;
  if (after === null || after === '' || after === stored || madeUp.has(change)) return true;
  if (change === 'replaced') return !(rule ?? '').split(':').includes('K');
  return change === 'shifted' && vr === 'DA';
}

/**
 * The rows with original values taken out. `originals`: paths that were changed on arrival. `stored`: what the archive
 * holds now. What a script made of originals is taken out wherever it stands, unless
 * everything is shown anyway (`showsAll`).
 */
export function maskRows<Row extends MaskableRow>(
  rows: readonly Row[],
  originals: ReadonlySet<string>,
  stored: ReadonlyMap<string, string>,
  showsAll = false,
): (Omit<Row, 'mayTell'> & { masked: boolean })[] {
  return rows.map(({ mayTell, ...row }) => {
    const isKnown = row.after === null || row.after === '' || row.after === stored.get(row.path);
    const isDerived = mayTell === true && !showsAll && !isKnown;
    if (!originals.has(row.path))
      return isDerived ? { ...row, after: null, masked: true } : { ...row, masked: false };
    const isOpen = !isDerived && isAfterOpen(row, stored.get(row.path));
    return { ...row, before: null, after: isOpen ? row.after : null, masked: true };
  });
}
