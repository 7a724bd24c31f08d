import { concatBytes, DicomReadError, parsePart10, writePart10 } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { score } from './judge.ts';
import { plantFiles } from './plant.ts';
import { plantBurnedFiles } from './plant-burned.ts';

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

  it('of pixels: untreated text is not hidden; all black is hidden, and nothing beside it is kept', async () => {
    const burned = await plantBurnedFiles({ people: 1 });
    const asTheyCame = score(burned, (name) => burned.find((file) => file.name === name)?.bytes).byKind;
    expect(asTheyCame.get('pixels_hidden')).toMatchObject({ passed: 0, total: 16 });
    expect(asTheyCame.get('pixels_retained')).toMatchObject({ passed: 2, total: 2 });
    const black = score(burned, (name) => {
      const parsed = parsePart10(Uint8Array.from(burned.find((file) => file.name === name)?.bytes ?? []));
      if (parsed instanceof DicomReadError) throw parsed;
      const element = parsed.dataSet.get('PixelData');
      if (element?.kind === 'value') element.bytes.fill(0);
      return concatBytes(writePart10(parsed.dataSet));
    }).byKind;
    expect(black.get('pixels_hidden')).toMatchObject({ passed: 16, total: 16 });
    expect(black.get('pixels_retained')?.passed).toBe(0);
  });
});
