import { describe, expect, it } from 'vitest';
import { score } from './judge.ts';
import { plantFiles } from './plant.ts';

const files = plantFiles({ people: 2, images: 1 });
const untreated = new Map(files.map(({ name, bytes }) => [name, bytes]));

describe('the score', () => {
  it('of objects that nobody treated: everything is kept, and nothing is gone', () => {
    const { byKind } = score(files, (name) => untreated.get(name));
    for (const kind of ['tag_retained', 'text_notnull', 'text_retained', 'pixels_retained'] as const)
      expect(byKind.get(kind)?.passed).toBe(byKind.get(kind)?.total);
    for (const kind of ['text_removed', 'date_shifted', 'uid_changed'] as const)
      expect(byKind.get(kind)?.passed).toBe(0);
  });

  it('of objects that are not there: what asks for removal passes, the rest fails', () => {
    const { byKind, missingFiles } = score(files, () => undefined);
    expect(missingFiles).toBe(files.length);
    expect(byKind.get('text_removed')?.passed).toBe(byKind.get('text_removed')?.total);
    expect(byKind.get('text_retained')?.passed).toBe(0);
  });
});
