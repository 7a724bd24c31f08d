import { concatBytes, createItem, setBytes, setSequence, setText, writeDataSet } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { createLeakCheck } from './leak-check.ts';
import {
  checkOf,
  cleanOutput,
  fileOf,
  invented,
  pdfDrawing,
  pdfOf,
  permitted,
  planted,
  setPrivate,
} from './testing/made-output.ts';

const check = checkOf();

/** `severity kind variantKind` of what is found in a text that an object keeps. */
function inText(text: string, identifiers = invented): string[] {
  return checkOf(identifiers)
    .texts([{ path: 'x', text }])
    .map(({ severity, kind, variantKind }) => `${severity} ${kind} ${variantKind}`);
}

async function inObject(put: (dataSet: ReturnType<typeof cleanOutput>) => void, from = check) {
  const dataSet = cleanOutput();
  put(dataSet);
  const { findings, unsearched } = await from.object(fileOf(dataSet));
  return { found: findings.map(({ path, kind, severity }) => `${severity} ${kind} ${path}`), unsearched };
}

describe('an identifier in a text', () => {
  it.each([
    ['seen: KOWALSKA', 'high patient-name word'],
    ['kowalska, janina', 'high patient-name whole'],
    ['JANINA_MARIA_KOWALSKA', 'high patient-name whole'],
    ['janinakowalska', 'high patient-name joined'],
    ['jkowalska', 'high patient-name initials'],
    ['K O W A L S K A  JANINA', 'high patient-name compact'],
    ['Janina in the scanner', 'medium patient-name word'],
    ['Kowalskas', 'medium patient-name within-word'],
    ['id 0077319', 'high patient-id digits'],
    ['id 77319 again', 'medium patient-id digits'],
    ['mrn_0077319', 'high patient-id whole'],
    ['fileMRN0077319.dcm', 'high patient-id whole'],
    ['born 07.03.1951', 'high birth-date date'],
    ['DOB 3/7/1951', 'high birth-date date'],
    ['7 March 1951', 'high birth-date date'],
    ['07MAR1951', 'high birth-date date'],
    ['1951-03-07', 'high birth-date date'],
    ['07/03/51', 'medium birth-date short-date'],
    ['acc. A5529017', 'high accession-number whole'],
    ['call 507-284-2511', 'high contact compact'],
    ['17 ZAMKOWA WIELKA', 'high address whole'],
    ['Dr. Brzezinski', 'medium physician word'],
    ['at GRYFINO_SZPITAL_POWIATOWY', 'medium institution whole'],
  ])('%s is found: %s', (text, expected) => {
    expect(inText(text)).toContain(expected);
  });

  it.each([
    'Axial T1 post contrast',
    'kowal 1951 19510308 007731',
    '1.2.840.10077319.1',
    'GLIO-0042',
    'x77319123',
  ])('nothing is seen in %s', (text) => {
    expect(inText(text)).toEqual([]);
  });

  it('a short surname is a word of its own, or nothing', () => {
    const lee = [{ kind: 'patient-name', text: 'Lee^Ann' }] as const;
    expect(inText('SLEEP study, sleeve', [...lee])).toEqual([]);
    expect(inText('seen by lee', [...lee])).toEqual(['medium patient-name word']);
    expect(inText('LEE', [...lee])).toEqual(['high patient-name word']);
    expect(inText('ann lee', [...lee])).toContain('high patient-name whole');
    const bytes = Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * 2654435761) >>> 24));
    bytes.write('\x01lee\xff', 1000, 'latin1');
    expect(checkOf(lee).bytes('x', bytes)).toEqual([]);
    bytes.write('\0lee\0', 1000, 'latin1');
    expect(checkOf(lee).bytes('x', bytes)).toHaveLength(1);
  });

  it('a word of the trade is a name only together with the rest of it', () => {
    const phantom = [{ kind: 'patient-name', text: 'HEAD^PHANTOM' }] as const;
    expect(inText('head first', [...phantom])).toEqual([]);
    expect(inText('head_phantom', [...phantom])).toEqual(['high patient-name whole']);
    expect(inText('ANONYMOUS', [{ kind: 'patient-name', text: 'Anonymous' }])).toEqual([]);
  });

  it('a name with accents is found without them, and the other way round', () => {
    const name = [{ kind: 'patient-name', text: 'Müller-Özgür^Zoë' }] as const;
    for (const text of ['MULLER-OZGUR', 'mueller-oezguer', 'MÜLLER', 'Özgür, Zoe', 'mullerozgur'])
      expect(inText(text, [...name]), text).not.toEqual([]);
    expect(inText('Łódź Müller', [{ kind: 'patient-name', text: 'Muller^Jo' }])).not.toEqual([]);
  });

  it('the research code is no leak, even where it holds the number', () => {
    const own = createLeakCheck({
      identifiers: [{ kind: 'patient-id', text: '0042' }],
      permitted,
      hashKey: Buffer.alloc(32),
    });
    expect(own.texts([{ path: 'x', text: 'subject GLIO-0042' }])).toEqual([]);
    expect(own.texts([{ path: 'x', text: 'subject 0042' }])).toHaveLength(1);
  });
});

describe('an identifier in an object', () => {
  it('is found at depth, in private and unknown values, in file meta and between elements', async () => {
    for (const depth of [1, 2, 5]) {
      const { found } = await inObject((top) =>
        planted(top, depth, (at) => setText(at, 'ImageComments', 'LT', 'Kowalska')),
      );
      expect(found).toEqual([`high patient-name ${'(0008,2112)[0]/'.repeat(depth)}(0020,4000)`]);
    }
    expect(
      (await inObject((at) => setPrivate(at, 'OB', Buffer.from('SV10\x04\x03\x02\x01....Kowalska....'))))
        .found,
    ).toEqual(['high patient-name (0029,1010)']);
    expect((await inObject((at) => setPrivate(at, 'UN', Buffer.from('Kowalska', 'utf16le')))).found).toEqual([
      'high patient-name (0029,1010)',
    ]);
    const meta = Buffer.from(fileOf(cleanOutput()));
    meta.write('Kowalska^Janina', 10, 'latin1');
    expect((await check.object(meta)).findings).toMatchObject([{ path: '@bytes', severity: 'high' }]);
  });

  it('is found in a sequence that was sent as unknown bytes', async () => {
    const item = createItem(cleanOutput());
    setText(item, 'PatientName', 'PN', 'Lee^Ann');
    const outer = cleanOutput();
    setSequence(outer, 0x00291020, [item]);
    const bytes = concatBytes(writeDataSet(outer, { transferSyntaxUid: '1.2.840.10008.1.2' }));
    const at = Buffer.from(bytes).indexOf(Buffer.of(0x29, 0x00, 0x20, 0x10));
    const lee = checkOf([{ kind: 'patient-name', text: 'Lee^Ann' }]);
    const { found } = await inObject((top) => setPrivate(top, 'UN', bytes.subarray(at + 8)), lee);
    expect(found[0]).toContain('high patient-name (0029,1010)');
  });

  it('is found in the text of a PDF and of a CDA, and a document that cannot be read is named', async () => {
    const document = (mediaType: string, bytes: Uint8Array) =>
      inObject((at) => {
        setText(at, 'MIMETypeOfEncapsulatedDocument', 'LO', mediaType);
        setBytes(at, 'EncapsulatedDocument', 'OB', bytes);
      });
    expect(await document('application/pdf', pdfOf('Patient Janina Kowalska'))).toEqual({
      found: ['high patient-name (0042,0011)'],
      unsearched: [],
    });
    expect(await document('application/pdf', pdfOf('Nothing to see'))).toEqual({ found: [], unsearched: [] });
    expect((await document('application/pdf', Buffer.from('%PDF-1.4 broken'))).unsearched).toEqual([
      '(0042,0011)',
    ]);
    // Scanned paper, letters drawn as lines: only eyes read them.
    const scan = pdfDrawing('BT /F1 12 Tf 20 100 Td (Report) Tj ET q 300 0 0 200 0 0 cm /P Do Q', {
      withPicture: true,
    });
    const outlines = pdfDrawing('20 20 m 60 80 l 100 20 l S');
    for (const drawn of [scan, outlines])
      expect(await document('application/pdf', drawn)).toEqual({ found: [], unsearched: ['(0042,0011)'] });
    const blanked = new Uint8Array(pdfOf('Janina Kowalska').length);
    expect(await document('application/pdf', blanked)).toEqual({ found: [], unsearched: [] });
    const cda =
      '<?xml version="1.0"?><ClinicalDocument><given>Janina</given><family>Kow&#97;lska</family></ClinicalDocument>';
    expect((await document('text/XML', Buffer.from(cda))).found).toEqual(['high patient-name (0042,0011)']);
  });

  it('is found in the character sets of Japan, Korea and China', async () => {
    const names: readonly (readonly [string, string, string])[] = [
      ['Yamada^Tarou=山田^太郎=やまだ^たろう', '\\ISO 2022 IR 87', '山田太郎'],
      ['Hong^Gildong=洪^吉洞=홍^길동', '\\ISO 2022 IR 149', '홍 길동'],
      ['Wang^XiaoDong=王^小东=', 'GB18030', '王小东'],
      ['Wang^XiaoDong=王^小东=', 'GB18030', '小东'],
    ];
    for (const [name, terms, text] of names) {
      const dataSet = cleanOutput();
      setText(dataSet, 'SpecificCharacterSet', 'CS', terms.split('\\'));
      setText(dataSet, 'ImageComments', 'LT', `Seen: ${text}.`);
      const own = checkOf([{ kind: 'patient-name', text: name }]);
      const { findings } = await own.object(fileOf(dataSet));
      expect(findings, text).toMatchObject([{ path: '(0020,4000)', severity: 'high' }]);
      setPrivate(dataSet, 'OB', Buffer.from(text, 'utf16le'));
      expect((await own.object(fileOf(dataSet))).findings).toHaveLength(2);
    }
  });

  it('stays unseen where it is a day of the examination that the object keeps', async () => {
    const newborn = checkOf([{ kind: 'birth-date', text: '20240229' }]);
    const severities = async (tag: 'ImageComments' | 'PatientBirthDate', vr: 'DA' | 'LO', text: string) => {
      const dataSet = cleanOutput();
      setText(dataSet, tag, vr, text);
      const { findings } = await newborn.object(fileOf(dataSet));
      return findings.filter(({ path }) => path !== '(0008,0020)').map(({ severity }) => severity);
    };
    expect(await severities('ImageComments', 'LO', 'scan of 20240229')).toEqual(['low']);
    expect(await severities('PatientBirthDate', 'DA', '20240229')).toEqual(['high']);
  });

  it('is high in the attributes of the patient, however short', async () => {
    const short = checkOf([{ kind: 'patient-id', text: '812' }]);
    expect((await inObject((at) => setText(at, 'OtherPatientIDs', 'LO', '812'), short)).found).toEqual([
      'high patient-id (0010,1000)',
    ]);
    expect((await inObject((at) => setText(at, 'SliceThickness', 'DS', '812'), short)).found).toEqual([]);
  });

  it('says what is no DICOM, and looks through it all the same', async () => {
    const { findings, unsearched } = await check.object(Buffer.from('not DICOM, but of Kowalska'));
    expect(unsearched).toEqual(['object']);
    expect(findings).toHaveLength(1);
  });

  it('gives equal identifiers equal hashes under a key, and no value', async () => {
    const dataSet = cleanOutput();
    setText(dataSet, 'ImageComments', 'LT', 'Kowalska');
    setText(dataSet, 'StudyDescription', 'LO', 'for KOWALSKA');
    const { findings } = await check.object(fileOf(dataSet));
    expect(new Set(findings.map(({ valueHash }) => valueHash)).size).toBe(1);
    expect(findings[0]?.valueHash).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify(findings).toLowerCase()).not.toContain('kowalska');
  });
});

describe('an identifier in a derived file', () => {
  it('is found in the fields and extensions of NIfTI', () => {
    const head = Buffer.alloc(400);
    head.writeInt32LE(348, 0);
    expect(check.nifti(head)).toEqual([]);
    head.write('TE=3;Kowalska', 148);
    expect(check.nifti(head)).toMatchObject([{ path: 'nifti.descrip', kind: 'patient-name' }]);
    head.fill(0, 148, 200);
    head.write('<a>Kowalska</a>', 360);
    expect(check.nifti(head)).toMatchObject([{ path: 'nifti.extension' }]);
  });

  it('is found in the values and keys of a sidecar, without saying it in the path', () => {
    expect(check.json('{"EchoTime": 0.003, "SeriesDescription": "T1"}')).toEqual([]);
    expect(check.json('{"a": [{"PatientName": "kowalska"}]}')).toMatchObject([
      { path: '$.a[0].PatientName' },
    ]);
    expect(check.json('{"Kowalska": {"x": "0077319"}}').map(({ path }) => path)).toEqual([
      '$.(key)',
      '$.(key).x',
    ]);
    expect(check.json('{"broken": Kowalska')).toMatchObject([{ path: '$' }]);
  });
});
