import { ConnectionError, ProblemError } from '@pesscara/api-client';
import { describe, expect, it, vi } from 'vitest';
import type { IngestAnswer } from '../../api/types.ts';
import type { Bundle } from './bundles.ts';
import type { MeasuredSource } from './local-source.ts';
import { createUploadEngine, type SendBundle, type UploadProgress } from './upload-engine.ts';

const bundle = (seriesKey: string, files: number): Bundle => ({
  seriesKey,
  sources: Array.from(
    { length: files },
    (_, at): MeasuredSource => ({
      kind: 'file',
      path: `${seriesKey}/${at}`,
      sizeBytes: 10,
      file: new File([], ''),
    }),
  ),
  instances: Array.from({ length: files }, (_, at) => `${seriesKey}.${at}`),
  sizeBytes: files * 10,
});
const noCounts = { received: 0, duplicate: 0, conflict: 0, held: 0, refused: 0, ignored: 0, sizeBytes: 0 };
const allStored = (one: Bundle): IngestAnswer => ({
  results: one.sources.map(() => ({ name: null, outcome: 'stored', reason: null })),
  counts: { ...noCounts, received: one.sources.length },
});

function engineOf(bundles: Bundle[], send: SendBundle) {
  const acknowledged: Bundle[] = [];
  let clockMs = 0;
  const engine = createUploadEngine({
    bundles,
    send,
    onAcknowledged: (one) => acknowledged.push(one),
    nowMs: () => {
      clockMs += 100;
      return clockMs;
    },
    wait: () => Promise.resolve(),
  });
  const until = (phase: UploadProgress['phase']) =>
    vi.waitFor(() => expect(engine.progress().phase).toBe(phase), { interval: 1 });
  return { engine, acknowledged, until };
}

describe('the upload', () => {
  it('sends everything, at most three requests at once', async () => {
    let now = 0;
    let most = 0;
    const { engine, acknowledged, until } = engineOf(
      [bundle('a', 2), bundle('a', 2), bundle('b', 1), bundle('c', 1), bundle('d', 1)],
      async (one) => {
        now += 1;
        most = Math.max(most, now);
        await Promise.resolve();
        now -= 1;
        return allStored(one);
      },
    );
    engine.start();
    await until('finished');
    expect(most).toBe(3);
    expect(acknowledged).toHaveLength(5);
    expect(engine.progress().counts).toEqual({ stored: 7 });
    expect(engine.progress().series.map((one) => one.state)).toEqual(['done', 'done', 'done', 'done']);
    expect(engine.progress().sentBytes).toBe(70);
  });

  it('tries again what the network lost', async () => {
    let failures = 2;
    const { engine, until } = engineOf([bundle('a', 1)], (one) =>
      failures-- > 0
        ? Promise.reject(new ConnectionError('http://server', new Error('gone')))
        : Promise.resolve(allStored(one)),
    );
    engine.start();
    await until('finished');
    expect(engine.progress().series[0]).toMatchObject({ state: 'done', sentBytes: 10 });
  });

  it('does not repeat what the server refuses, and retries when asked', async () => {
    let refuse = true;
    let sent = 0;
    const { engine, until } = engineOf([bundle('a', 1), bundle('b', 1)], (one) => {
      sent += 1;
      if (one.seriesKey === 'a' && refuse)
        return Promise.reject(
          new ProblemError({
            type: 'about:blank',
            title: 'May not',
            status: 403,
            detail: 'You may not import.',
          }),
        );
      return Promise.resolve(allStored(one));
    });
    engine.start();
    await until('finished');
    expect(sent).toBe(2);
    expect(engine.progress().series[0]).toMatchObject({ state: 'failed', problem: 'You may not import.' });
    refuse = false;
    engine.retryFailed();
    await until('finished');
    expect(engine.progress().series[0]?.state).toBe('done');
  });

  it('pauses without losing what is on its way', async () => {
    const open: (() => void)[] = [];
    const { engine, until } = engineOf(
      ['a', 'b', 'c', 'd'].map((key) => bundle(key, 1)),
      (one) => new Promise((done) => open.push(() => done(allStored(one)))),
    );
    engine.start();
    engine.pause();
    await until('pausing');
    for (const finish of open.splice(0)) finish();
    await until('paused');
    expect(engine.progress().series.map((one) => one.state)).toEqual(['done', 'done', 'done', 'waiting']);
    engine.resume();
    await vi.waitFor(() => expect(open).toHaveLength(1), { interval: 1 });
    open[0]?.();
    await until('finished');
  });

  it('lists what was not stored by its place on disk', async () => {
    const { engine, until } = engineOf([bundle('a', 2)], () =>
      Promise.resolve({
        results: [
          { name: '2.dcm', outcome: 'held', reason: 'malformed' },
          { name: '1.dcm', outcome: 'duplicate', reason: null },
        ],
        counts: { ...noCounts, held: 1, duplicate: 1 },
      }),
    );
    engine.start();
    await until('finished');
    expect(engine.progress().notStored).toEqual([{ path: 'a/1', outcome: 'held', reason: 'malformed' }]);
    expect(engine.progress().counts).toEqual({ duplicate: 1, held: 1 });
  });

  it('is finished at once when there is nothing to send', () => {
    const { engine } = engineOf([], (one) => Promise.resolve(allStored(one)));
    engine.start();
    expect(engine.progress().phase).toBe('finished');
  });
});
