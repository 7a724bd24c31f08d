import { describe, expect, it } from 'vitest';
import { inventedPatient, type MadeElements, madeObject, sopClassUids } from '../testing/made-objects.ts';
import { createLeakChecker } from './leak-check.ts';
import { identifiersOf, writtenDates } from './subject-identifiers.ts';

const identified = madeObject(sopClassUids.MR, {
  OtherPatientIDs: '0000556677',
  PatientTelephoneNumbers: '(507) 284-2511',
});
const checker = createLeakChecker(identifiersOf(identified, new Set()));

const cleared = Object.fromEntries(Object.keys(inventedPatient).map((name) => [name, '']));

/** The kinds of identifiers found in an otherwise empty object. */
function kindsIn(elements: MadeElements): string[] {
  const made = madeObject(sopClassUids.MR, { ...cleared, ...elements });
  return checker.search(made).leaks.map(({ kind, path }) => `${kind} ${path}`);
}

describe('an identifier left in the output', () => {
  it.each([
    ['patient-name', { ImageComments: 'Kowalska' }],
    ['patient-name', { ImageComments: 'seen by: KOWALSKA,J' }],
    ['patient-name', { ImageComments: 'jkowalska' }],
    ['patient-name', { ImageComments: 'x_janinakowalska_y' }],
    ['patient-name', { ImageComments: 'Mrs Janina K.' }],
    ['patient-name', { SliceThickness: 'Kowalska' }],
    ['patient-name', { SeriesDate: 'KOWALSKA' }],
    ['patient-id', { ImageComments: 'mrn-7731902' }],
    ['patient-id', { ImageComments: 'fileMRN7731902.dcm' }],
    ['patient-id', { ImageComments: '556677' }],
    ['patient-id', { InstanceNumber: '0000556677' }],
    ['patient-id', { ImageComments: 'acc552901' }],
    ['birth-date', { ImageComments: 'born 03.03.1951' }],
    ['birth-date', { ImageComments: 'DOB 3/3: 03-MAR-1951' }],
    ['birth-date', { ImageComments: 'X19510303X' }],
    ['contact', { ImageComments: '507 284 2511' }],
    ['physician', { ImageComments: 'Dr. Brzezinski' }],
    ['institution', { ImageComments: 'at GRYFINO SZPITAL POWIATOWY' }],
  ])('is found as %s in %j', (kind, elements) => {
    const [name = ''] = Object.keys(elements);
    expect(kindsIn(elements)).toEqual([expect.stringContaining(kind)]);
    expect(name).not.toBe('');
  });

  it('is found at depth, in private, unknown and binary values, and in UTF-16', () => {
    expect(
      kindsIn({
        SourceImageSequence: [{ PurposeOfReferenceCodeSequence: [{ CodeMeaning: 'Kowalska' }] }],
        '00290010 LO': 'ACME',
        '00291001 UN': Buffer.from('....Kowalska....'),
        '00291002 OB': Buffer.from('..Kowalska..', 'utf16le'),
      }),
    ).toEqual([
      'patient-name (0008,2112)[0]/(0040,A170)[0]/(0008,0104)',
      'patient-name (0029,1001)',
      'patient-name (0029,1002)',
    ]);
  });

  it('is not seen where there is none', () => {
    expect(
      kindsIn({
        ImageComments: 'axial T1 Adama 1951 MRN 19510304 kowal',
        SliceLocation: '7731902',
        ContentTime: '195103.03',
        SeriesDate: '19510303',
        StudyID: '2511',
      }),
    ).toEqual([]);
  });

  it('takes no word of the dictionary for a name, unless the whole name is there', () => {
    const device = madeObject(sopClassUids.MR, { ...inventedPatient, PatientName: 'HEAD^PHANTOM' });
    const search = (text: string): number =>
      createLeakChecker(identifiersOf(device, new Set())).search(
        madeObject(sopClassUids.MR, {
          ...inventedPatient,
          PatientName: '',
          AccessionNumber: '',
          PatientID: '',
          ReferringPhysicianName: '',
          InstitutionName: '',
          ImageComments: text,
        }),
      ).leaks.length;
    expect(search('head scan')).toBe(0);
    expect(search('head_phantom')).toBe(1);
  });

  it('finds a short name only where it is all there is', () => {
    const short = madeObject(sopClassUids.MR, { PatientName: 'Li^Na' });
    const found = (text: string): number =>
      createLeakChecker(identifiersOf(short, new Set())).search(
        madeObject(sopClassUids.MR, { ...cleared, ImageComments: text }),
      ).leaks.length;
    expect(found('LI, NA')).toBe(1);
    expect(found('line art')).toBe(0);
  });

  it('names values too long to be searched', () => {
    const made = madeObject(sopClassUids.MR, { '00291001 UN': new Uint8Array(1024 * 1024 + 2) });
    expect(checker.search(made).unsearched).toEqual(['(0029,1001)']);
  });
});

describe('a birth date', () => {
  it('is looked for as people write it', () => {
    expect(writtenDates('19510304')).toEqual(
      expect.arrayContaining([
        '19510304',
        '1951-03-04',
        '04.03.1951',
        '03/04/1951',
        '04-MAR-1951',
        'MAR 04, 1951',
      ]),
    );
    expect(writtenDates('')).toEqual([]);
  });
});
