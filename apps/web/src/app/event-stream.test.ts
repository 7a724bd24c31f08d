import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEventCutter } from './event-stream.ts';

function cut(pieces: string[]): string[] {
  const found: string[] = [];
  const take = createEventCutter((data) => found.push(data));
  for (const piece of pieces) take(piece);
  return found;
}

describe('a stream of events', () => {
  const text =
    ': open\n\nid: 1\nevent: a.b\ndata: {"n":1}\n\nid: 2\ndata: one\ndata: two\n\n: beat\n\nid: 3\ndata:bare\n\ndata: unfinished';
  const whole = ['{"n":1}', 'one\ntwo', 'bare'];
  it('is cut into the data of its events', () => {
    expect(cut([text])).toEqual(whole);
  });
  it('is the same however it arrives', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 })), (lengths) => {
        const pieces: string[] = [];
        let at = 0;
        for (const length of lengths) {
          pieces.push(text.slice(at, at + length));
          at += length;
        }
        expect(cut([...pieces, text.slice(at)])).toEqual(whole);
      }),
    );
  });
});
