/** Fails when docs/conformance/claims.md names a test that does not exist, or a claim names none. `npm run check:claims`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { missingProofs, testTitles } from './claims.ts';

const root = path.join(import.meta.dirname, '..');
const claims = path.join('docs', 'conformance', 'claims.md');

async function titlesOf(file: string): Promise<ReadonlySet<string>> {
  return testTitles(await readFile(path.join(root, file), 'utf8').catch(() => ''));
}

const missing = await missingProofs(await readFile(path.join(root, claims), 'utf8'), titlesOf);
if (missing.length > 0) {
  process.stderr.write(`${claims}:\n${missing.map((line) => `  ${line}\n`).join('')}`);
  process.exitCode = 1;
}
