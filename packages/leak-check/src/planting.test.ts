import { setBytes, setText } from '@pesscara/dicom';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Identifier } from './identifier.ts';
import { createLeakCheck, type LeakCheck } from './leak-check.ts';
import { stopWords } from './stop-words.ts';
import { cleanOutput, fileOf, pdfOf, planted, setPrivate } from './testing/made-output.ts';

// Written anew here, not taken from the checker: what people do to a name, an id and a date.
const letters = fc.constantFrom(...'ABCDEFGHIJKLMNOPRSTUVWZ');
const nameWord = fc
  .string({ unit: letters, minLength: 4, maxLength: 10 })
  .filter((word) => !stopWords.has(word));
const person = fc.record({
  family: nameWord,
  given: nameWord,
  id: fc.tuple(
    fc.string({ unit: letters, minLength: 1, maxLength: 3 }),
    fc.integer({ min: 1_000_000, max: 9_999_999 }),
  ),
  birth: fc.date({ min: new Date('1920-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }),
});
type Person = typeof person extends fc.Arbitrary<infer Value> ? Value : never;

const pad = (value: number) => String(value).padStart(2, '0');
const partsOf = ({ birth }: Person) =>
  [String(birth.getUTCFullYear()), pad(birth.getUTCMonth() + 1), pad(birth.getUTCDate())] as const;
const capital = (word: string) => word.charAt(0) + word.slice(1).toLowerCase();

const forms: Record<string, (one: Person) => string> = {
  'family name': ({ family }) => capital(family),
  'as PN': ({ family, given }) => `${family}^${given}`,
  'given first': ({ family, given }) => `${capital(given)} ${capital(family)}`,
  'with comma': ({ family, given }) => `${family},${given}`.toLowerCase(),
  joined: ({ family, given }) => (family + given).toLowerCase(),
  'joined the other way': ({ family, given }) => given + family,
  underscores: ({ family, given }) => `${given}_${family}`,
  'initial and surname': ({ family, given }) => given.charAt(0) + family,
  id: ({ id }) => id.join(''),
  'id with dash': ({ id }) => id.join('-').toLowerCase(),
  'id with blank': ({ id }) => id.join(' '),
  'digits of the id': ({ id }) => String(id[1]),
  'date as DA': (one) => partsOf(one).join(''),
  'date ISO': (one) => partsOf(one).join('-'),
  'date with slashes': (one) => partsOf(one).join('/'),
  'date German': (one) => [...partsOf(one)].reverse().join('.'),
  'date American': (one) => [partsOf(one)[1], partsOf(one)[2], partsOf(one)[0]].join('/'),
  'date without zeros': (one) => [...partsOf(one)].reverse().map(Number).join('.'),
  'date day first, joined': (one) => [...partsOf(one)].reverse().join(''),
  'date with month': (one) =>
    `${partsOf(one)[2]}-${one.birth.toLocaleString('en', { month: 'short', timeZone: 'UTC' })}-${partsOf(one)[0]}`,
  'date in words': (one) => one.birth.toLocaleString('en', { dateStyle: 'long', timeZone: 'UTC' }),
};

const codings: Record<string, (text: string) => Buffer> = {
  'Latin-1': (text) => Buffer.from(text, 'latin1'),
  'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': (text) => Buffer.from(text, 'utf16le').swap16(),
};

type Place = (check: LeakCheck, bytes: Buffer) => Promise<number> | number;
const inObject =
  (put: (dataSet: ReturnType<typeof cleanOutput>, bytes: Buffer) => void): Place =>
  async (check, bytes) => {
    const dataSet = cleanOutput();
    put(dataSet, bytes);
    return (await check.object(fileOf(dataSet))).findings.length;
  };

const bytePlaces: Record<string, Place> = {
  'a private OB': inObject((at, bytes) =>
    setPrivate(at, 'OB', Buffer.concat([Buffer.of(0, 1, 0), bytes, Buffer.of(0, 0, 9)])),
  ),
  'a private UN': inObject((at, bytes) => setPrivate(at, 'UN', bytes)),
  'five sequences deep': inObject((top, bytes) => planted(top, 5, (at) => setPrivate(at, 'OB', bytes))),
  'a numeric VR': inObject((at, bytes) =>
    setBytes(at, 0x00091002, 'US', Buffer.concat([Buffer.alloc(2), bytes, Buffer.alloc(2)])),
  ),
  'an overlay': inObject((at, bytes) =>
    setBytes(at, 0x60003000, 'OW', Buffer.concat([Buffer.alloc(64), bytes, Buffer.alloc(64)])),
  ),
  'bytes after the pixels': (check, bytes) => check.bytes('tail', bytes).length,
};

const textPlaces: Record<string, Place> = {
  LO: inObject((at, bytes) => setText(at, 'StudyDescription', 'LO', `x ${bytes.toString('latin1')} y`)),
  'UT of a report': inObject((top, bytes) =>
    planted(top, 3, (at) =>
      setText(at, 'TextValue', 'UT', `Findings: ${bytes.toString('latin1')}. Nothing else.`),
    ),
  ),
  'a private LO': inObject((at, bytes) => setPrivate(at, 'LO', bytes)),
  'the file meta': async (check, bytes) => {
    const file = Buffer.from(fileOf(cleanOutput()));
    bytes.copy(file, 2);
    return (await check.object(file)).findings.length;
  },
  'a PDF': inObject((at, bytes) => {
    setText(at, 'MIMETypeOfEncapsulatedDocument', 'LO', 'application/pdf');
    setBytes(at, 'EncapsulatedDocument', 'OB', pdfOf(`Report on ${bytes.toString('latin1')} of today`));
  }),
  'a CDA': inObject((at, bytes) => {
    setText(at, 'MIMETypeOfEncapsulatedDocument', 'LO', 'text/XML');
    setBytes(
      at,
      'EncapsulatedDocument',
      'OB',
      Buffer.from(`<?xml version="1.0"?><a>${bytes.toString('latin1')}</a>`),
    );
  }),
  'a file name': (check, bytes) =>
    check.texts([{ path: 'file name', text: `IM-${bytes.toString('latin1')}.dcm` }]).length,
  'recognised text': (check, bytes) =>
    check.texts([{ path: 'pixels/1', text: bytes.toString('latin1') }]).length,
  NIfTI: (check, bytes) => {
    const head = Buffer.alloc(352);
    head.writeInt32LE(348);
    bytes.copy(head, 148);
    return check.nifti(head).length;
  },
  'an extension of NIfTI': (check, bytes) =>
    check.nifti(Buffer.concat([Buffer.alloc(360), bytes, Buffer.alloc(8)])).length,
  'a sidecar': (check, bytes) =>
    check.json(JSON.stringify({ ProtocolName: [bytes.toString('latin1')] })).length,
};

function identifiersOf({ family, given, id, birth }: Person): Identifier[] {
  return [
    { kind: 'patient-name', text: `${family}^${given}` },
    { kind: 'patient-id', text: id.join('') },
    { kind: 'birth-date', text: birth.toISOString().slice(0, 10).replaceAll('-', '') },
  ];
}

const checkOf = (one: Person) =>
  createLeakCheck({ identifiers: identifiersOf(one), permitted: ['GLIO-0042'], hashKey: Buffer.alloc(32) });

it('any form of an identifier is found as text, wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(
      person,
      fc.constantFrom(...Object.keys(forms)),
      fc.constantFrom(...Object.keys(textPlaces)),
      async (one, form, place) => {
        const text = (forms[form] as (of: Person) => string)(one);
        const found = await (textPlaces[place] as Place)(checkOf(one), Buffer.from(text, 'latin1'));
        expect(found, `${form} “${text}” in ${place}`).toBeGreaterThan(0);
      },
    ),
    { numRuns: 400 },
  );
});

it('any form of an identifier is found in bytes, however it is encoded', async () => {
  await fc.assert(
    fc.asyncProperty(
      person,
      fc.constantFrom(...Object.keys(forms)),
      fc.constantFrom(...Object.keys(codings)),
      fc.constantFrom(...Object.keys(bytePlaces)),
      async (one, form, coding, place) => {
        const text = (forms[form] as (of: Person) => string)(one);
        const bytes = (codings[coding] as (from: string) => Buffer)(text);
        const found = await (bytePlaces[place] as Place)(checkOf(one), bytes);
        expect(found, `${form} “${text}” as ${coding} in ${place}`).toBeGreaterThan(0);
      },
    ),
    { numRuns: 400 },
  );
});

it('whole identifiers are found in base64 and hexadecimal', () => {
  fc.assert(
    fc.property(person, fc.string({ maxLength: 5 }), (one, before) => {
      const check = checkOf(one);
      const name = `${one.family}^${one.given}`;
      for (const code of ['base64', 'base64url', 'hex'] as const) {
        const text = Buffer.from(`${before.replaceAll(/[^\x20-\x7e]/g, '')}${name} and more`).toString(code);
        expect(check.texts([{ path: 'x', text }]).length, `${code} of ${name}`).toBeGreaterThan(0);
      }
    }),
    { numRuns: 100 },
  );
});

it('an output without the person holds nothing of them, whatever numbers it is made of', async () => {
  await fc.assert(
    fc.asyncProperty(
      person,
      fc.uint8Array({ minLength: 200, maxLength: 2000 }),
      fc.bigInt({ min: 0n, max: 2n ** 120n }),
      async (one, noise, number) => {
        const dataSet = cleanOutput();
        setPrivate(dataSet, 'OB', noise);
        setText(dataSet, 'FrameOfReferenceUID', 'UI', `2.25.${number}`);
        setText(dataSet, 'ImagePositionPatient', 'DS', [
          '-120.5',
          String(Number(number % 100_000n) / 7).slice(0, 14),
          '1e-05',
        ]);
        expect((await checkOf(one).object(fileOf(dataSet))).findings).toEqual([]);
      },
    ),
    { numRuns: 100 },
  );
});
