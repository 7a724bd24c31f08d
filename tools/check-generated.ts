/** Fails when a generated file is not what the program makes now; the right one is there afterwards. `npm run check:generated`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { generate, generatedFiles } from './generate.ts';

const root = path.join(import.meta.dirname, '..');

async function contents(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const file of Object.values(generatedFiles))
    texts.set(file, await readFile(path.join(root, file), 'utf8').catch(() => ''));
  return texts;
}

const before = await contents();
await generate();
const stale = [...(await contents())]
  .filter(([file, text]) => before.get(file) !== text)
  .map(([file]) => file);
if (stale.length > 0) {
  process.stderr.write(
    `These files were out of date and are made anew; look at them and commit them:\n${stale.map((file) => `  ${file}\n`).join('')}`,
  );
  process.exitCode = 1;
}
