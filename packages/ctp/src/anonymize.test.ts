import { firstText, parseDataSet, sequenceItems } from '@pesscara/dicom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anonymize, type CtpResult } from './anonymize.ts';
import type { CtpSources, WantedInteger } from './evaluation.ts';
import { parseLookupTable } from './lookup-table.ts';
import { readCtpScript } from './script/read-script.ts';
import { madeDataSet, type WrittenElement, writtenValues } from './testing/made-objects.ts';

const header: readonly WrittenElement[] = [
  ['00080005', 'CS', 'ISO_IR 100'],
  ['00080018', 'UI', '1.2.3.4'],
  ['00080020', 'DA', '20200229'],
  ['00100010', 'PN', 'Quill^Ada'],
  ['00100020', 'LO', 'MRN42'],
  ['00101010', 'AS', '047Y'],
  ['00280010', 'US', '512'],
];

const rule = (tag: string, code: string): string => `<e en="T" t="${tag}" n="">${code}</e>`;

interface Ran {
  result: CtpResult;
  values: Record<string, string>;
  codes: string[];
}

function run(
  body: string,
  elements: readonly WrittenElement[] = header,
  sources: Partial<CtpSources> = {},
): Ran {
  const dataSet = madeDataSet(elements);
  const now = new Date('2026-03-04T05:06:07Z');
  const result = anonymize(readCtpScript(`<script>${body}</script>`), dataSet, { now, ...sources });
  const codes = result.kind === 'anonymized' ? result.findings.map(({ code }) => code) : [];
  return { result, values: writtenValues(dataSet), codes };
}

describe('a script', () => {
  it('reads everything as it came, whatever the order of its rules', () => {
    const { values } = run(
      rule('00100010', '@hash(PatientID,4)') + rule('00100020', '@uppercase(PatientName)'),
    );
    expect(values['00100020']).toBe('QUILL^ADA');
    expect(values['00100010']).toMatch(/^\d{4}$/);
  });

  it('takes date and time from the moment it is given', () => {
    const { values } = run(rule('00100020', '@date(-) @time(:)'));
    expect(values['00100020']).toBe('2026-03-04 05:06:07');
  });

  it('rolls dates over as Java does', () => {
    const { values } = run(rule('00080020', '@modifydate(this,2021,*,*)'));
    expect(values['00080020']).toBe('20210301');
  });

  it('gives back what it encrypted with the same key, and says so of another key', () => {
    const code = '@encrypt(PatientID,"a key")';
    const encrypted = run(rule('00100020', code)).values['00100020'] ?? '';
    const elements = header.map((one) =>
      one[0] === '00100020' ? (['00100020', 'LO', encrypted] as const) : one,
    );
    expect(run(rule('00100020', '@decrypt(this,"a key")'), elements).values['00100020']).toBe('MRN42');
    expect(run(rule('00100020', '@decrypt(this,"another")'), elements).codes).toEqual(['ctp.functionFailed']);
  });

  it('changes nothing when it puts the object into quarantine', () => {
    const { result, values } = run(rule('00100010', '@empty()') + rule('00280010', '@quarantine()'));
    expect(result.kind).toBe('quarantined');
    expect(values['00100010']).toBe('Quill^Ada');
  });

  it('asks for integers before anything is changed, and goes on when it has them', () => {
    const wanted: WantedInteger[] = [];
    const body = rule('00100020', 'S-@integer(this,ptid,4)') + rule('00100010', '@empty()');
    const first = run(body, header, { integerOf: () => undefined });
    expect(first.result).toEqual({ kind: 'needsIntegers', wanted: [{ keyType: 'ptid', text: 'MRN42' }] });
    expect(first.values['00100010']).toBe('Quill^Ada');
    const integerOf = (one: WantedInteger): number => wanted.push(one);
    expect(run(body, header, { integerOf }).values['00100020']).toBe('S-0001');
  });

  it('holds an object whose value the lookup table lacks, and names no value in the reason', () => {
    const { table } = parseLookupTable('ptid/OTHER = X');
    const { result } = run(rule('00100020', '@lookup(this,ptid)'), header, { lookupTable: table });
    expect(result).toMatchObject({ kind: 'quarantined', path: '(0010,0020)' });
    expect(JSON.stringify(result)).not.toContain('MRN42');
  });

  it('ends when rules go round in a circle', () => {
    const { result } = run(rule('00080018', '@hashuid(1.2,this,SOPInstanceUID)'));
    expect(result).toMatchObject({ kind: 'quarantined', reason: expect.stringContaining('circle') });
  });

  it('finds private elements by their creator, whatever their block', () => {
    const elements: WrittenElement[] = [...header, ['00190012', 'LO', 'ACME'], ['0019120c', 'LO', 'secret']];
    const { values } = run(rule('0019[ACME]0C', '@empty()'), elements);
    expect(values['0019120c']).toBe('');
  });

  it('holds no value in what it reports of an element but the original', () => {
    const { result } = run(rule('00100010', 'X'));
    if (result.kind !== 'anonymized') throw new Error(result.kind);
    const [entry] = result.entries.filter(({ outcome }) => outcome === 'replaced');
    expect(entry).toMatchObject({ path: '(0010,0010)', vr: 'PN', rule: 'ctp:1' });
    expect(JSON.stringify({ ...entry, original: undefined })).not.toContain('Quill');
  });
});

describe('where CTP leaks', () => {
  const sequence: WrittenElement[] = [
    ...header,
    ['00081140', 'SQ', ''],
    ['00081140/0/00100020', 'LO', 'MRN42'],
  ];

  it.each([
    ['a sequence without a rule', '', sequence, 'ctp.unscriptedSequence'],
    ['a sequence whose rule does not enter it', rule('00081140', 'X'), sequence, 'ctp.unscriptedSequence'],
    [
      'a sequence within one that is entered',
      rule('00081115', '@process()'),
      [...header, ['00081115/0/00081140/0/00100020', 'LO', 'MRN42']],
      'ctp.unscriptedSequence',
    ],
    ['a value that a date cannot have', rule('00080020', 'REMOVED'), header, 'ctp.writeRefused'],
    ['a value that a number cannot have', rule('00280010', '70000'), header, 'ctp.writeRefused'],
    ['letters that the character set lacks', rule('00100010', 'Ω'), header, 'ctp.writeRefused'],
    ['a function that is none', rule('00100010', '@Remove()'), header, 'ctp.unknownFunction'],
    ['a parameter that is none', rule('00100010', '@param(@SITE)'), header, 'ctp.undefinedParameter'],
    ['a function that fails', rule('00101010', '@round(PatientName,10)'), header, 'ctp.functionFailed'],
    [
      'a rule for what is behind the pixels',
      rule('7fe10010', 'X'),
      [...header, ['7fe00010', 'OW', 'hex:0000'], ['7fe10010', 'LO', 'ACME']],
      'ctp.scriptIgnored',
    ],
    [
      'several UIDs hashed as one',
      rule('00080058', '@hashuid(1.2,this)'),
      [...header, ['00080058', 'UI', '1.2\\1.3']],
      'ctp.multiValuedUid',
    ],
    [
      'curves that are said to be removed',
      '<r en="T" t="curves">x</r>',
      [...header, ['50000022', 'LO', 'a note']],
      'ctp.curvesKept',
    ],
    [
      'a character set that is taken away',
      rule('00080005', '@remove()'),
      [
        ['00080005', 'CS', 'ISO_IR 192'],
        ['00100010', 'PN', 'Łuk'],
      ],
      'ctp.characterSetRemoved',
    ],
  ] as [string, string, WrittenElement[], string][])('%s is found', (_, body, elements, code) => {
    expect(run(body, elements).codes).toContain(code);
  });

  it('pixels stay whatever a rule says, and that is found', () => {
    const pixels: WrittenElement[] = [...header, ['7fe00010', 'OW', 'hex:0102']];
    const { values, codes } = run(rule('7fe00010', '@remove()'), pixels);
    expect(values['7fe00010']).toBe('hex:0102');
    expect(codes).toEqual(['ctp.scriptIgnored']);
  });

  it('nothing is found where a sequence is entered or removed', () => {
    expect(run(rule('00081140', '@process()'), sequence).codes).toEqual([]);
    expect(run(rule('00081140', '@remove()'), sequence).codes).toEqual([]);
  });

  it('a sequence that is removed leaves no trace of what was done in it', () => {
    const body = rule('00081140', '@process()@remove()') + rule('00100020', 'X');
    const dataSet = madeDataSet(sequence);
    const result = anonymize(readCtpScript(`<script>${body}</script>`), dataSet, { now: new Date(0) });
    if (result.kind !== 'anonymized') throw new Error(result.kind);
    expect(sequenceItems(dataSet, 'ReferencedImageSequence')).toHaveLength(0);
    expect(result.entries.some(({ path }) => path.includes('[0]'))).toBe(false);
  });
});

describe('any text as code', () => {
  it('is evaluated without an error', () => {
    const letters = fc.constantFrom(
      ...'@(){}[],"\\:| \n',
      'this',
      'PatientID',
      'if',
      'hash',
      'append',
      'contents',
      '1',
      'A',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 40 }), (parts) => {
        const script = readCtpScript(`set.[0010,0020]x=${parts.join('').replaceAll('\n', ' ')}`);
        const dataSet = madeDataSet(header);
        const result = anonymize(script, dataSet, { now: new Date(0), integerOf: () => 1 });
        expect(['anonymized', 'quarantined', 'skipped']).toContain(result.kind);
        expect(firstText(dataSet, 'SOPInstanceUID')).toBe('1.2.3.4');
      }),
      { numRuns: 400 },
    );
  });

  it('however deep, ends', () => {
    const deep = `${'@append(){'.repeat(3000)}x${'}'.repeat(3000)}`;
    expect(run(rule('00100020', deep)).result.kind).toBe('anonymized');
  });
});

it('what was read from bytes counts as edited only where the script changed it', () => {
  const parsed = parseDataSet(new Uint8Array(0), { transferSyntaxUid: '1.2.840.10008.1.2.1' });
  if (parsed.kind !== 'parsed') throw new Error('unreadable');
  anonymize(readCtpScript('<script></script>'), parsed.dataSet, { now: new Date(0) });
  expect(firstText(parsed.dataSet, 'SpecificCharacterSet')).toBe('ISO_IR 100');
});
