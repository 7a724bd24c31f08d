import { expect, it } from 'vitest';
import { fuzzParse } from '../fuzz/parse.ts';

it('mutated files never break the reader or the writer', async () => {
  const tally = await fuzzParse({ milliseconds: 2000, seed: 20_261_122 });
  expect(tally.inputs).toBeGreaterThan(100);
  expect(tally.read).toBeGreaterThan(10);
}, 30_000);
