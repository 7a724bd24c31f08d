import { describe, expect, it } from 'vitest';
import { deidentified, type MadeElements, madeObject, reread, sopClassUids } from './testing/made-objects.ts';

function findingsFor(sopClassUid: string, elements: MadeElements): string[] {
  const { findings } = deidentified(reread(madeObject(sopClassUid, elements)));
  return findings.map(({ severity, code, path }) => [severity, code, path].filter(Boolean).join(' '));
}

const word = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);

describe('findings', () => {
  it('are none for a plain image', () => {
    expect(findingsFor(sopClassUids.CT, { Modality: 'CT', ImageType: 'ORIGINAL\\PRIMARY\\AXIAL' })).toEqual(
      [],
    );
  });

  it.each([
    ['high burned-in-annotation', sopClassUids.CT, { BurnedInAnnotation: 'YES' }],
    ['high secondary-capture', sopClassUids.SC, {}],
    ['high secondary-capture', `${sopClassUids.SC}.4`, {}],
    ['high secondary-capture', sopClassUids.CT, { ImageType: 'DERIVED\\SECONDARY\\SCREEN SAVE' }],
    ['medium image-type-secondary', sopClassUids.CT, { ImageType: 'DERIVED\\SECONDARY\\MPR' }],
    ['medium burned-in-possible', sopClassUids.US, { Modality: 'US' }],
    ['medium recognizable-features', sopClassUids.MR, { RecognizableVisualFeatures: 'YES' }],
    ['medium unknown-character-set', sopClassUids.MR, { SpecificCharacterSet: 'KLINGON' }],
    ['low private-removed', sopClassUids.MR, { '00290010 LO': 'ACME', '00291001 LO': 'x' }],
    ['low words-dropped (0008,103E)', sopClassUids.MR, { SeriesDescription: 'T1 Smith' }],
    ['low date-unreadable (0008,0021)', sopClassUids.MR, { SeriesDate: 'SPRING' }],
    ['low age-unreadable (0010,1010)', sopClassUids.MR, { PatientAge: 'OLD' }],
    ['low value-undefined (0010,0040)', sopClassUids.MR, { PatientSex: 'KOWALSKA' }],
    ['low uid-malformed (0020,0052)', sopClassUids.MR, { FrameOfReferenceUID: '1.2.KOW' }],
    ['medium already-deidentified', sopClassUids.MR, { PatientIdentityRemoved: 'YES', PatientBirthDate: '' }],
    ['high identifier-in-output (0008,1090)', sopClassUids.MR, { ManufacturerModelName: 'KOWALSKA' }],
    ['medium name-in-output (0008,1090)', sopClassUids.MR, { ManufacturerModelName: 'Brzezinski' }],
  ])('%s', (expected, sopClassUid, elements) => {
    expect(findingsFor(sopClassUid, elements)).toEqual([expected]);
  });

  it('see an overlay kept in the bits of the pixels, and an object that claims to be what it is not', () => {
    const overlay = { '60000100 US': word(16), '60000102 US': word(12) };
    expect(findingsFor(sopClassUids.CT, overlay)).toContain('high overlay-in-pixel-bits');
    expect(findingsFor(sopClassUids.CT, { PatientIdentityRemoved: 'YES' })).toContain(
      'medium identity-removed-doubtful',
    );
  });

  it('do not suspect an ultrasound that says that it has no burned-in text', () => {
    expect(findingsFor(sopClassUids.US, { Modality: 'US', BurnedInAnnotation: 'NO' })).toEqual([]);
  });

  it('tell of a SOP class that is not known', () => {
    expect(findingsFor('1.2.840.113619.4.27', {})).toEqual(['low unknown-sop-class']);
  });
});
