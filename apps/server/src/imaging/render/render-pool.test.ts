import { afterEach, describe, expect, test } from 'vitest';
import type { PixelFormat } from '../codecs/pixel-format.ts';
import { createRenderPool, type RenderPool } from './render-pool.ts';
import type { RenderTask } from './render-task.ts';

let pool: RenderPool | undefined;
afterEach(() => pool?.close());

function task(rows: number, columns: number, transferSyntaxUid = '1.2.840.10008.1.2.1', bytes?: Uint8Array) {
  const format: PixelFormat = {
    rows,
    columns,
    samplesPerPixel: 1,
    bitsAllocated: 16,
    bitsStored: 16,
    highBit: 15,
    isSigned: false,
    photometricInterpretation: 'MONOCHROME2',
    planarConfiguration: 0,
    sampleKind: 'integer',
    isWordSwapped: false,
  };
  return {
    kind: 'render',
    frame: {
      bytes: bytes ?? new Uint8Array(rows * columns * 2).map((_, index) => index * 7),
      bitOffset: 0,
      transferSyntaxUid,
      format,
      maxFrameSamples: 100_000_000,
    },
    presentation: {
      modality: { slope: 1, intercept: 0 },
      voi: undefined,
      palette: undefined,
      padding: undefined,
      pixelAspect: 1,
    },
    options: { format: 'webp', sizePx: 64 },
  } as const satisfies RenderTask;
}

describe('the render pool', () => {
  test('renders on threads while the main loop turns', async () => {
    const two = createRenderPool({ size: 2 });
    pool = two;
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    const results = await Promise.all(Array.from({ length: 8 }, () => two.run(task(512, 512))));
    clearInterval(turning);
    expect(results.map(({ kind }) => kind)).toEqual(Array(8).fill('rendered'));
    expect(turns).toBeGreaterThan(5);
  });

  test('answers what cannot be decoded with the reason', async () => {
    pool = createRenderPool({ size: 1 });
    const result = await pool.run(task(8, 8, '1.2.840.10008.1.2.4.100'));
    expect(result).toMatchObject({ kind: 'unsupported', reason: expect.stringContaining('MPEG2') as string });
  });

  test('gives decoded bytes as the header describes them', async () => {
    pool = createRenderPool({ size: 1 });
    const { frame } = task(2, 2, '1.2.840.10008.1.2.2', Uint8Array.of(0, 1, 0, 2, 0, 3, 0, 4));
    const result = await pool.run({ kind: 'decode', frame });
    expect(result.kind === 'decoded' && [...result.bytes]).toEqual([1, 0, 2, 0, 3, 0, 4, 0]);
  });

  test('refuses more than may wait', async () => {
    const one = createRenderPool({ size: 1, maxQueued: 1 });
    pool = one;
    const results = await Promise.all([1, 2, 3].map(() => one.run(task(64, 64))));
    expect(results.map(({ kind }) => kind)).toEqual(['rendered', 'rendered', 'busy']);
  });

  test('a task that takes too long costs its thread, and the next one is done', async () => {
    pool = createRenderPool({ size: 1, taskTimeoutMs: 1 });
    const slow = pool.run(task(6000, 6000));
    expect(await slow).toMatchObject({
      kind: 'unsupported',
      reason: expect.stringContaining('longer than') as string,
    });
    await pool.close();
    pool = createRenderPool({ size: 1 });
    expect(await pool.run(task(8, 8))).toMatchObject({ kind: 'rendered' });
  });

  test('a cancelled task leaves the queue', async () => {
    pool = createRenderPool({ size: 1 });
    const controller = new AbortController();
    const first = pool.run(task(512, 512));
    const second = pool.run(task(512, 512), controller.signal);
    controller.abort();
    expect(await second).toEqual({ kind: 'cancelled' });
    expect(await first).toMatchObject({ kind: 'rendered' });
    expect(pool.waiting()).toBe(0);
  });

  test('after closing, everything is refused', async () => {
    pool = createRenderPool({ size: 1 });
    await pool.close();
    expect(await pool.run(task(8, 8))).toEqual({ kind: 'busy' });
  });
});
