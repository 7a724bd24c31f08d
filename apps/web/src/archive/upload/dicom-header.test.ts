import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readHeader } from './dicom-header.ts';

type Part = Uint8Array;
const ascii = (text: string) => new Uint8Array([...text].map((letter) => letter.charCodeAt(0)));
const even = (text: string) => (text.length % 2 === 0 ? text : `${text}\0`);

function joined(parts: readonly Part[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function bytesOf(numbers: [value: number, size: 2 | 4][], little = true): Part {
  const view = new DataView(new ArrayBuffer(numbers.reduce((sum, [, size]) => sum + size, 0)));
  let at = 0;
  for (const [value, size] of numbers) {
    if (size === 2) view.setUint16(at, value, little);
    else view.setUint32(at, value, little);
    at += size;
  }
  return new Uint8Array(view.buffer);
}

const explicit = (tag: number, vr: string, text: string, little = true) =>
  joined([
    bytesOf(
      [
        [tag >>> 16, 2],
        [tag & 0xffff, 2],
      ],
      little,
    ),
    ascii(vr),
    bytesOf([[even(text).length, 2]], little),
    ascii(even(text)),
  ]);
const implicit = (tag: number, text: string) =>
  joined([
    bytesOf([
      [tag >>> 16, 2],
      [tag & 0xffff, 2],
      [even(text).length, 4],
    ]),
    ascii(even(text)),
  ]);

const fields: [number, string, string][] = [
  [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'],
  [0x00080018, 'UI', '1.2.3.4'],
  [0x00080020, 'DA', '20190304'],
  [0x00080060, 'CS', 'MR'],
  [0x0008103e, 'LO', 'AX T1'],
  [0x00100010, 'PN', 'DOE^JANE'],
  [0x00100020, 'LO', 'MRN42'],
  [0x0020000d, 'UI', '1.2.3'],
  [0x0020000e, 'UI', '1.2.3.9'],
  [0x00200011, 'IS', '7'],
  [0x00280010, 'US', 'xx'],
];
const header = {
  sopInstanceUid: '1.2.3.4',
  studyInstanceUid: '1.2.3',
  seriesInstanceUid: '1.2.3.9',
  patientId: 'MRN42',
  patientName: 'DOE^JANE',
  studyDate: '20190304',
  studyDescription: '',
  modality: 'MR',
  seriesDescription: 'AX T1',
  seriesNumber: 7,
};
const explicitSet = (little = true) =>
  joined(fields.map(([tag, vr, text]) => explicit(tag, vr, text, little)));
const file = (syntax: string, set: Uint8Array) =>
  joined([new Uint8Array(128), ascii('DICM'), explicit(0x00020010, 'UI', syntax), set]);

describe('the header of a local file', () => {
  it.each([
    ['explicit little endian', file('1.2.840.10008.1.2.1', explicitSet())],
    ['explicit big endian', file('1.2.840.10008.1.2.2', explicitSet(false))],
    ['implicit', file('1.2.840.10008.1.2', joined(fields.map(([tag, , text]) => implicit(tag, text))))],
    ['deflated', file('1.2.840.10008.1.2.1.99', deflateSync(explicitSet()))],
    ['explicit without preamble', explicitSet()],
    ['implicit without preamble', joined(fields.map(([tag, , text]) => implicit(tag, text)))],
  ])('is read from %s', (_, bytes) => {
    expect(readHeader(bytes, true)).toEqual({ kind: 'dicom', header });
  });
  it('is read past sequences without a length', () => {
    const sequence = joined([
      bytesOf([
        [0x0008, 2],
        [0x1140, 2],
      ]),
      ascii('SQ'),
      bytesOf([
        [0, 2],
        [0xffffffff, 4],
      ]),
      bytesOf([
        [0xfffe, 2],
        [0xe000, 2],
        [0xffffffff, 4],
      ]),
      explicit(0x00081150, 'UI', '9.9'),
      bytesOf([
        [0xfffe, 2],
        [0xe00d, 2],
        [0, 4],
      ]),
      bytesOf([
        [0xfffe, 2],
        [0xe0dd, 2],
        [0, 4],
      ]),
    ]);
    const set = joined(
      fields.flatMap(([tag, vr, text]) => [
        ...(tag === 0x00100010 ? [sequence] : []),
        explicit(tag, vr, text),
      ]),
    );
    expect(readHeader(file('1.2.840.10008.1.2.1', set), true)).toEqual({ kind: 'dicom', header });
  });
  it('asks for more bytes when the series is not reached yet', () => {
    expect(readHeader(file('1.2.840.10008.1.2.1', explicitSet()).subarray(0, 300), false)).toEqual({
      kind: 'more',
    });
  });
  it('decodes descriptions by the file’s character set', () => {
    const set = joined([
      explicit(0x00080005, 'CS', 'ISO_IR 192'),
      ...fields.map(([tag, vr, text]) =>
        tag === 0x0008103e
          ? joined([
              bytesOf([
                [8, 2],
                [0x103e, 2],
              ]),
              ascii('LO'),
              bytesOf([[6, 2]]),
              new TextEncoder().encode('Kopf é'.slice(5)),
              ascii('abcd'),
            ])
          : explicit(tag, vr, text),
      ),
    ]);
    const reading = readHeader(file('1.2.840.10008.1.2.1', set), true);
    expect(reading.kind === 'dicom' && reading.header.seriesDescription).toBe('éabcd');
  });
  it('says why a file is left out', () => {
    expect(readHeader(ascii('Just a readme that is long enough to look at.'), true)).toEqual({
      kind: 'ignored',
      reason: 'not DICOM',
    });
    const dicomdir = file('1.2.840.10008.1.2.1', explicit(0x00080016, 'UI', '1.2.840.10008.1.3.10'));
    expect(readHeader(dicomdir, true)).toMatchObject({
      kind: 'ignored',
      reason: expect.stringMatching(/DICOMDIR/),
    });
    expect(readHeader(file('1.2.840.10008.1.2.1', explicit(0x00080060, 'CS', 'MR')), true).kind).toBe(
      'ignored',
    );
  });
  it('ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.boolean(), (noise, complete) => {
        const bytes = joined([
          new Uint8Array(128),
          ascii('DICM'),
          explicit(0x00020010, 'UI', '1.2.840.10008.1.2.1'),
          noise,
        ]);
        expect(['dicom', 'more', 'ignored']).toContain(readHeader(bytes, complete).kind);
        expect(['dicom', 'more', 'ignored']).toContain(readHeader(noise, complete).kind);
      }),
      { numRuns: 400 },
    );
  });
});
