/** `npm run bench`: every benchmark, or the one that is named; results go to docs/benchmarks. */
const benchmarks = [
  'receive',
  'deidentify',
  'deid-score',
  'browse-queries',
  'read-text',
  'defacing',
  'distinct-values',
] as const;

const [name, ...rest] = process.argv.slice(2);
const chosen = benchmarks.filter((one) => name === undefined || name.startsWith('-') || one === name);
if (chosen.length === 0) {
  process.stderr.write(`There is no benchmark ${name ?? ''}. There are: ${benchmarks.join(', ')}.\n`);
  process.exit(2);
}
process.argv.splice(2, process.argv.length, ...(name === undefined ? ['--write'] : rest));
for (const one of chosen) await import(`./${one}.ts`);
