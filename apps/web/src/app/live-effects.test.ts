import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../api/types.ts';
import { effectsOf } from './live-effects.ts';

const event = (type: string, id: string): LiveEvent => ({
  position: 1,
  id: 'e',
  type,
  projectId: 'p',
  subject: { kind: 'series', id },
  occurredAt: '2026-11-22T12:00:00Z',
  data: {},
});

describe('what live events do', () => {
  it('counts released series instead of reloading lists', () => {
    const effects = effectsOf([
      event('curation.series.released', 'a'),
      event('curation.series.released', 'b'),
    ]);
    expect(effects.released).toEqual({ p: 2 });
    expect(effects.invalidate.flat()).not.toContain('catalogue');
  });
  it('asks for each stale answer once in a burst', () => {
    const burst = Array.from({ length: 50 }, () => event('conversion.series.converted', 'a'));
    const effects = effectsOf(burst);
    expect(effects.series).toEqual(['a']);
    expect(effects.invalidate).toEqual([['conversion'], ['imaging'], ['overview']]);
  });
  it('ignores types it does not know', () => {
    expect(effectsOf([{ ...event('weather.changed', 'a'), subject: { kind: 'sky', id: '1' } }])).toEqual({
      invalidate: [],
      series: [],
      released: {},
    });
  });
});
