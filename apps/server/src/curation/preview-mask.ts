/** A row of a preview, as far as masking looks at it. */
export interface MaskableRow {
  readonly path: string;
  readonly vr: string;
  readonly change: string;
  readonly rule: string | null;
  readonly before: string | null;
  readonly after: string | null;
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

/** The rows with original values taken out. `originals`: paths that were changed on arrival. `stored`: what the archive holds now. */
export function maskRows<Row extends MaskableRow>(
  rows: readonly Row[],
  originals: ReadonlySet<string>,
  stored: ReadonlyMap<string, string>,
): (Row & { masked: boolean })[] {
  return rows.map((row) => {
    if (!originals.has(row.path)) return { ...row, masked: false };
    const after = isAfterOpen(row, stored.get(row.path)) ? row.after : null;
    return { ...row, before: null, after, masked: true };
  });
}
