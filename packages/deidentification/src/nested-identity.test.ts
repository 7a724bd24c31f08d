import {
  concatBytes,
  createItem,
  type DataSet,
  implicitLittleEndian,
  setBytes,
  writeDataSet,
} from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { basicProfile, option, researchProfile } from './index.ts';
import {
  basicWith,
  codesIn,
  deidentified,
  fileOf,
  fill,
  type MadeElements,
  madeObject,
  reread,
  sopClassUids,
  textOf,
} from './testing/made-objects.ts';

const secret = 'Zbigniewska';
const planted: MadeElements = {
  PatientName: `${secret}^Ewa`,
  PatientID: `${secret}77`,
  PatientBirthDate: '19440404',
  ReferringPhysicianName: `${secret}^Dr`,
  InstitutionName: `${secret} Clinic`,
  SeriesInstanceUID: '1.2.9999.44444.77777',
  SeriesDescription: secret,
  '00291010 LO': secret,
  '00290010 LO': 'ACME',
};

const profiles = [
  ['research', researchProfile()],
  ['basic', basicProfile()],
  ['basic with safe private', basicWith(option.retainSafePrivate, option.cleanDescriptors)],
] as const;

/** The planted elements under `depth` sequences: standard ones that the profile enters, the last one as given. */
function nestedIn(depth: number, last: string): MadeElements {
  const path = [
    'ReferencedSeriesSequence',
    'SourceImageSequence',
    'PurposeOfReferenceCodeSequence',
    'ReferencedSeriesSequence',
  ];
  let elements: MadeElements = { [last]: [planted] };
  for (const name of path.slice(0, depth - 1)) elements = { [name]: [elements] };
  return elements;
}

function holdsSecret(dataSet: DataSet): boolean {
  const bytes = Buffer.from(fileOf(dataSet));
  return [secret, '19440404', '1.2.9999.44444.77777'].some((text) => bytes.includes(text));
}

/** The items as a device writes them that does not know the sequence: implicit VR little endian inside UN. */
function itemsAsUnknown(elements: MadeElements): Uint8Array {
  const outer = madeObject(sopClassUids.CT, {}, implicitLittleEndian);
  fill(outer, { ReferencedSeriesSequence: [elements] });
  const only = createItem(outer);
  const sequence = outer.get('ReferencedSeriesSequence');
  if (sequence === undefined) throw new Error('no sequence');
  only.set(sequence);
  return concatBytes(writeDataSet(only)).subarray(8);
}

describe.each(profiles)('identity planted under sequences, profile %s', (_, profile) => {
  it.each([1, 2, 3, 4, 5])('is gone at depth %i', (depth) => {
    const header = reread(madeObject(sopClassUids.CT, nestedIn(depth, 'ReferencedSeriesSequence')));
    expect(holdsSecret(header)).toBe(true);
    expect(holdsSecret(deidentified(header, profile).dataSet)).toBe(false);
  });

  it.each([1, 2, 3, 4, 5])('is gone at depth %i, in implicit VR', (depth) => {
    const made = madeObject(sopClassUids.CT, nestedIn(depth, 'SourceImageSequence'), implicitLittleEndian);
    expect(holdsSecret(deidentified(reread(made), profile).dataSet)).toBe(false);
  });

  it.each([1, 2, 3, 4, 5])('is gone from a private sequence at depth %i', (depth) => {
    const header = reread(
      madeObject(sopClassUids.CT, { ...nestedIn(depth, '00291011 SQ'), '00290010 LO': 'ACME' }),
    );
    expect(holdsSecret(deidentified(header, profile).dataSet)).toBe(false);
  });

  it.each([1, 2, 3, 4, 5])('is gone from a sequence sent as UN at depth %i', (depth) => {
    const path = [
      'SourceImageSequence',
      'ReferencedSeriesSequence',
      'SourceImageSequence',
      'ReferencedSeriesSequence',
    ];
    let elements: MadeElements = { '00081115 UN': itemsAsUnknown(planted) };
    for (const name of path.slice(0, depth - 1)) elements = { [name]: [elements] };
    const header = reread(madeObject(sopClassUids.CT, elements));
    expect(holdsSecret(header)).toBe(true);
    const { dataSet } = deidentified(header, profile);
    expect(holdsSecret(dataSet)).toBe(false);
    expect(holdsSecret(reread(dataSet))).toBe(false);
  });
});

describe('a private sequence kept by an override', () => {
  const profile = {
    ...researchProfile(),
    overrides: [{ path: '0029[ACME]11', action: 'K', why: 'geometry' } as const],
  };

  it('has the identity in its items removed', () => {
    const header = reread(
      madeObject(sopClassUids.CT, {
        '00290010 LO': 'ACME',
        '00291011 SQ': [{ ...planted, SliceThickness: '1.5' }],
      }),
    );
    const { dataSet } = deidentified(header, profile);
    expect(holdsSecret(dataSet)).toBe(false);
    expect(textOf(dataSet, '00291011[0]/SliceThickness')).toBe('1.5');
  });

  it('also when it was sent as UN', () => {
    const header = reread(
      madeObject(sopClassUids.CT, {
        '00290010 LO': 'ACME',
        '00291011 UN': itemsAsUnknown({ ...planted, SliceThickness: '1.5' }),
      }),
    );
    const { dataSet } = deidentified(header, profile);
    expect(holdsSecret(dataSet)).toBe(false);
    expect(textOf(reread(dataSet), '00291011[0]/SliceThickness')).toBe('1.5');
  });
});

describe('places where identity hides', () => {
  it('beside the table: names, instance UIDs, unknown attributes, groups that do not belong', () => {
    const header = reread(
      madeObject(sopClassUids.CT, {
        '00140104 PN': secret,
        MultiFrameSourceSOPInstanceUID: '1.2.9999.44444.77777',
        '00089ABC LO': secret,
        '00041130 CS': secret.toUpperCase(),
        '00010010 LO': secret,
        '00070010 LO': secret,
        '60003000 OB': Buffer.from(secret),
        '60000022 LO': secret,
        '50000022 LO': secret,
        'FFFCFFFC OB': Buffer.from(secret),
        '04000561 SQ': [{ ModifiedAttributesSequence: [planted] }],
        '04000500 SQ': [{ '04000520 OB': Buffer.from(secret) }],
        '4FFE0001 SQ': [planted],
        'FFFAFFFA SQ': [planted],
        IconImageSequence: [planted],
      }),
    );
    const { dataSet } = deidentified(header);
    expect(holdsSecret(dataSet)).toBe(false);
    expect(Buffer.from(fileOf(dataSet)).includes(secret.toUpperCase())).toBe(false);
    expect(textOf(dataSet, 'MultiFrameSourceSOPInstanceUID')).toMatch(/^2\.25\./);
  });

  it('a sequence under a VR that is none, unreadable, is removed', () => {
    const header = reread(madeObject(sopClassUids.CT, { '00081115 OB': Buffer.from(`xx${secret}`) }));
    const { dataSet, findings } = deidentified(header);
    expect(dataSet.has('ReferencedSeriesSequence')).toBe(false);
    expect(findings.map(({ code }) => code)).toContain('sequence-unreadable');
  });

  it('a second element with the same tag', () => {
    const header = madeObject(sopClassUids.CT);
    const bytes = Buffer.from(`${secret} `);
    header.append({ kind: 'value', tag: 0x00100010, vr: 'PN', bytes, littleEndian: true });
    header.append({ kind: 'value', tag: 0x00080080, vr: 'LO', bytes, littleEndian: true });
    expect(holdsSecret(deidentified(header).dataSet)).toBe(false);
  });

  it('bytes that a lenient reader skips inside an item', () => {
    const header = madeObject(sopClassUids.CT, { ReferencedSeriesSequence: [{ Modality: 'CT' }] });
    const item = header.get('ReferencedSeriesSequence');
    if (item?.kind !== 'sequence') throw new Error('no sequence');
    deidentified(header);
    expect(item.items[0]?.isEdited).toBe(true);
  });

  it('text in a character set, folded or not', () => {
    const header = madeObject(sopClassUids.MR, {
      SpecificCharacterSet: 'ISO_IR 192',
      PatientName: 'Łukaszewicz^Żaneta=漢字',
      SeriesDescription: 'Schädel T1 ŁUKASZEWICZ 漢字',
    });
    const { dataSet } = deidentified(reread(header));
    expect(textOf(dataSet, 'SeriesDescription')).toBe(Buffer.from('Schädel T1').toString('latin1'));
  });
});

describe('structured reports', () => {
  const text = (meaning: string, code: string, value: string): MadeElements => ({
    RelationshipType: 'CONTAINS',
    ValueType: 'TEXT',
    ConceptNameCodeSequence: [{ CodeValue: code, CodingSchemeDesignator: 'DCM', CodeMeaning: meaning }],
    TextValue: value,
  });
  const report = (): DataSet =>
    reread(
      madeObject(sopClassUids.SR, {
        VerifyingObserverSequence: [
          {
            VerifyingObserverName: `${secret}^Dr`,
            VerifyingOrganization: `${secret} Clinic`,
            VerificationDateTime: '20240229101112',
            VerifyingObserverIdentificationCodeSequence: [
              { CodeValue: secret, CodingSchemeDesignator: '99LOCAL', CodeMeaning: secret },
            ],
          },
        ],
        ContentSequence: [
          text('Accession Number', '121022', secret),
          text('Comment', '121106', `T1 axial by ${secret}`),
          text('Unlisted', '999999', `post contrast ${secret}`),
          {
            RelationshipType: 'CONTAINS',
            ValueType: 'IMAGE',
            ReferencedSOPSequence: [
              { ReferencedSOPClassUID: sopClassUids.CT, ReferencedSOPInstanceUID: '1.2.3.4.5.6.7' },
            ],
            ContentSequence: [
              { ValueType: 'PNAME', '0040A123 PN': `${secret}^Ewa` },
              { ValueType: 'UIDREF', UID: '1.2.9999.44444.77777' },
              { ValueType: 'DATETIME', DateTime: '20240229101112' },
              {
                ValueType: 'NUM',
                MeasuredValueSequence: [
                  {
                    NumericValue: '42.5',
                    MeasurementUnitsCodeSequence: [
                      { CodeValue: 'mm', CodingSchemeDesignator: 'UCUM', CodeMeaning: 'millimeter' },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      }),
    );

  it('lose their texts in the Basic Profile, and keep structure, codes and numbers', () => {
    const { dataSet, sopInstanceUid } = deidentified(report(), basicProfile());
    expect(holdsSecret(dataSet)).toBe(false);
    expect(textOf(dataSet, 'ContentSequence[1]/TextValue')).toBe('REMOVED');
    expect(textOf(dataSet, 'ContentSequence[1]/ConceptNameCodeSequence/CodeMeaning')).toBe('Comment');
    const nested = 'ContentSequence[3]/ContentSequence[3]/MeasuredValueSequence';
    expect(textOf(dataSet, `${nested}/NumericValue`)).toBe('42.5');
    expect(textOf(dataSet, `${nested}/MeasurementUnitsCodeSequence/CodeMeaning`)).toBe('millimeter');
    // A report of the object itself: the same UID is mapped the same way.
    expect(textOf(dataSet, 'ContentSequence[3]/ReferencedSOPSequence/ReferencedSOPInstanceUID')).toBe(
      sopInstanceUid,
    );
    expect(textOf(dataSet, 'ContentSequence[3]/ReferencedSOPSequence/ReferencedSOPClassUID')).toBe(
      sopClassUids.CT,
    );
  });

  it('are cleaned by concept name with Clean Structured Content', () => {
    const profile = basicWith(
      option.cleanStructuredContent,
      option.cleanDescriptors,
      option.retainModifiedDates,
    );
    const { dataSet } = deidentified(report(), profile);
    expect(holdsSecret(dataSet)).toBe(false);
    // The accession number's item is gone.
    expect(textOf(dataSet, 'ContentSequence[0]/TextValue')).toBe('T1 axial by');
    expect(textOf(dataSet, 'ContentSequence[1]/TextValue')).toBe('post contrast');
    expect(textOf(dataSet, 'ContentSequence[2]/ContentSequence[2]/DateTime')).toBe('20231121101112');
  });
});

describe('graphics', () => {
  const presentation = (): DataSet =>
    reread(
      madeObject('1.2.840.10008.5.1.4.1.1.11.1', {
        GraphicAnnotationSequence: [
          {
            GraphicLayer: 'LAYER',
            TextObjectSequence: [
              { UnformattedTextValue: `${secret} T1 axial` },
              { UnformattedTextValue: secret },
            ],
            GraphicObjectSequence: [{ GraphicType: 'POLYLINE' }],
            CompoundGraphicSequence: [
              {
                CompoundGraphicType: 'RULER',
                MajorTicksSequence: [{ TickPosition: '', TickLabel: `5 mm ${secret}` }],
              },
            ],
          },
        ],
      }),
    );
  const texts = 'GraphicAnnotationSequence/TextObjectSequence';

  it('keep their shapes, and lose their texts in the Basic Profile', () => {
    const { dataSet } = deidentified(presentation(), basicProfile());
    expect(holdsSecret(dataSet)).toBe(false);
    expect(textOf(dataSet, `${texts}/UnformattedTextValue`)).toBe('REMOVED');
    expect(textOf(dataSet, 'GraphicAnnotationSequence/GraphicObjectSequence/GraphicType')).toBe('POLYLINE');
  });

  it('keep their shapes and the words of the dictionary with Clean Graphics', () => {
    const { dataSet, originals } = deidentified(presentation(), basicWith(option.cleanGraphics));
    expect(holdsSecret(dataSet)).toBe(false);
    expect(textOf(dataSet, `${texts}/UnformattedTextValue`)).toBe('T1 axial');
    // A text object has a text (Type 1).
    expect(textOf(dataSet, `${texts}[1]/UnformattedTextValue`)).toBe('REMOVED');
    expect(textOf(dataSet, 'GraphicAnnotationSequence/GraphicObjectSequence/GraphicType')).toBe('POLYLINE');
    const tick = 'GraphicAnnotationSequence/CompoundGraphicSequence/MajorTicksSequence/TickLabel';
    expect(textOf(dataSet, tick)).toBe('5 mm');
    expect(originals().some(({ bytes }) => Buffer.from(bytes).includes(secret))).toBe(true);
    expect(codesIn(dataSet)).toContain('113103');
  });
});

describe('documents', () => {
  it('are replaced, with their length', () => {
    const header = madeObject('1.2.840.10008.5.1.4.1.1.104.1', {
      '00420011 OB': Buffer.from(`%PDF ${secret}`),
      '00420015 UL': new Uint8Array(4).fill(1),
    });
    setBytes(header, 'EncapsulatedDocument', 'OB', Buffer.from(`%PDF ${secret}`));
    const { dataSet, findings } = deidentified(reread(header));
    expect(holdsSecret(dataSet)).toBe(false);
    expect(dataSet.has(0x00420015)).toBe(false);
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toContain(
      'high encapsulated-document',
    );
  });
});
