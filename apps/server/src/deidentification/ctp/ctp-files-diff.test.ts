import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CtpDocument } from './ctp-document.ts';
import { diffCtpFiles } from './ctp-files-diff.ts';

const version = (files: Partial<CtpDocument>): CtpDocument => ({
  kind: 'ctp',
  id: 'site',
  version: 1,
  script: '',
  ...files,
});

describe('two versions of a profile of CTP', () => {
  it('differ by lines of their script', () => {
    const [before, after] = [version({ script: 'a\nb\nc\n' }), version({ script: 'a\nB\nc\nd\n' })];
    expect(diffCtpFiles(before, after)).toEqual([
      {
        file: 'script',
        lines: [
          { change: 'kept', text: 'a\n' },
          { change: 'removed', text: 'b\n' },
          { change: 'added', text: 'B\n' },
          { change: 'kept', text: 'c\n' },
          { change: 'added', text: 'd\n' },
        ],
      },
    ]);
  });

  it('differ by a filter that only one has, and by a lookup table of which nothing more is told', () => {
    const before = version({ filter: 'Modality.equals("CT")', lookupTableHmac: 'one' });
    expect(diffCtpFiles(before, version({ lookupTableHmac: 'other' }))).toEqual([
      { file: 'filter', lines: [{ change: 'removed', text: 'Modality.equals("CT")' }] },
      { file: 'lookupTable', lines: null },
    ]);
    expect(diffCtpFiles(before, before)).toEqual([]);
  });

  it('are both told whole, whatever their scripts', () => {
    const script = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(script, script, (before, after) => {
        const [found] = diffCtpFiles(version({ script: before }), version({ script: after }));
        const side = (other: string) =>
          (found?.lines ?? [{ change: 'kept', text: before }])
            .filter(({ change }) => change !== other)
            .map(({ text }) => text)
            .join('');
        expect([side('added'), side('removed')]).toEqual([before, after]);
      }),
    );
  });
});
