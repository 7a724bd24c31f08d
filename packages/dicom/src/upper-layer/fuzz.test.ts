import { expect, it } from 'vitest';
import { fuzzUpperLayer } from '../../fuzz/pdu.ts';

it('survives two seconds of mutated conversations', async () => {
  const { conversations } = await fuzzUpperLayer({ milliseconds: 2000, seed: 20_261_122 });
  expect(conversations).toBeGreaterThan(100);
});
