import { describe, expect, it } from 'vitest';
import { safeNext } from './session.ts';

describe('where sign-in leads', () => {
  it('keeps a path of this site', () => {
    expect(safeNext('/p/glioma/browse?modality=MR')).toBe('/p/glioma/browse?modality=MR');
  });
  it.each([undefined, '', 'https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example'])(
    'goes home for %s',
    (next) => {
      expect(safeNext(next)).toBe('/');
    },
  );
});
