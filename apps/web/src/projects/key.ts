const pattern = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/;

/** A project key made from a name: "GBM Progression (2026)" → "gbm-progression-2026". */
export function keyFromName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}

/** What is wrong with a key, in words; null when nothing is. */
export function keyProblem(key: string): string | null {
  if (key === '') return 'A project needs a key: it stands in every address.';
  return pattern.test(key) ? null : 'Use 1 to 40 small letters, digits and hyphens; no hyphen at either end.';
}
