import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSharedDataPresent, sharedDataPath } from '../../test/shared-data.ts';
import {
  characterSetIn,
  characterSetOf,
  firstText,
  orThrow,
  parsePart10,
  sequenceItems,
  textValues,
} from '../index.ts';

function bytesOf(hexadecimal: string): Uint8Array {
  return new Uint8Array(Buffer.from(hexadecimal.replaceAll(' ', ''), 'hex'));
}

const japanese = ['ISO 2022 IR 6', 'ISO 2022 IR 87'];

describe('character sets', () => {
  it('decode the single-byte sets of PS3.3 Table C.12-2', () => {
    const cases: [string, string, string][] = [
      ['ISO_IR 100', 'c4 80', 'Ä\u0080'],
      ['ISO_IR 101', 'b1', 'ą'],
      ['ISO_IR 109', 'a1', 'Ħ'],
      ['ISO_IR 110', 'b1', 'ą'],
      ['ISO_IR 144', 'bb', 'Л'],
      ['ISO_IR 127', 'c7', 'ا'],
      ['ISO_IR 126', 'e1', 'α'],
      ['ISO_IR 138', 'f9', 'ש'],
      ['ISO_IR 148', 'fe', 'ş'],
      ['ISO_IR 203', 'a4', '€'],
      ['ISO_IR 13', 'd4 cf c0 de', 'ﾔﾏﾀﾞ'],
      ['ISO_IR 166', 'a1', 'ก'],
      ['ISO_IR 192', 'e2 82 ac', '€'],
      ['GB18030', 'cd f5', '王'],
      ['GBK', 'cd f5', '王'],
    ];
    for (const [term, codes, text] of cases) {
      const characterSet = characterSetOf([term]);
      expect(characterSet.decode(bytesOf(codes))).toBe(text);
      expect(characterSet.encode(text.replace('\u0080', ''))).toEqual(bytesOf(codes.replace(' 80', '')));
      expect(characterSet.unknownCharacterSet).toBe(false);
    }
  });

  it('follow escape sequences, for each example name of PS3.5 Annexes H, I and K', () => {
    const cases: [string[], string, string][] = [
      [['', 'ISO 2022 IR 87'], '1b 24 42 3b 33 45 44 1b 28 42 5e 1b 24 42 42 40 4f 3a 1b 28 42', '山田^太郎'],
      [
        ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
        'd4 cf c0 de 5e c0 db b3 3d 1b 24 42 3b 33 45 44 1b 28 4a',
        'ﾔﾏﾀﾞ^ﾀﾛｳ=山田',
      ],
      [['', 'ISO 2022 IR 149'], '1b 24 29 43 fb f3 5e 1b 24 29 43 d1 ce d4 d7', '洪^吉洞'],
      [['', 'ISO 2022 IR 58'], '1b 24 29 41 d5 c5 5e 1b 24 29 41 d0 a1 b6 ab', '张^小东'],
    ];
    for (const [terms, codes, text] of cases) {
      expect(characterSetOf(terms).decode(bytesOf(codes))).toBe(text);
      expect(characterSetOf(terms).encode(text)).toEqual(bytesOf(codes));
    }
  });

  it('do not take the second byte of a double-byte character for a delimiter', () => {
    const codes = bytesOf('1b 24 42 25 5c 25 5e 25 3d 1b 28 42');
    expect(characterSetOf(japanese).decode(codes)).toBe('ボマソ');
    expect(characterSetOf(['GB18030']).decode(bytesOf('81 5c'))).toHaveLength(1);
  });

  it('use the last designation where a writer forgot to repeat it', () => {
    expect(characterSetOf(['', 'ISO 2022 IR 149']).decode(bytesOf('1b 24 29 43 fb f3 5e d1 ce'))).toBe(
      '洪^吉',
    );
  });

  it('understand common misspellings', () => {
    for (const term of [
      'ISO-IR 100',
      'ISO IR 100',
      'ISO_IR_100',
      'ISO 2022 IR 100',
      'ISO 2022-IR 100',
      'iso_ir 100',
    ]) {
      expect(characterSetOf([term])).toMatchObject({ unknownCharacterSet: false });
      expect(characterSetOf([term]).decode(bytesOf('e4'))).toBe('ä');
    }
    expect(characterSetOf(['UTF-8']).decode(bytesOf('c3 a4'))).toBe('ä');
  });

  it('flag what they do not know and decode it as Latin-1', () => {
    const characterSet = characterSetOf(['KLINGON']);
    expect(characterSet.unknownCharacterSet).toBe(true);
    expect(characterSet.decode(bytesOf('41 e4'))).toBe('Aä');
  });

  it('say when text cannot be expressed', () => {
    expect(characterSetOf([]).encode('ä')).toBeUndefined();
    expect(characterSetOf(['ISO_IR 100']).encode('山')).toBeUndefined();
    expect(characterSetOf(japanese).encode('ä')).toBeUndefined();
  });

  it('give back any text they can express', () => {
    const sets = [
      [],
      ['ISO_IR 100'],
      ['ISO_IR 192'],
      ['GB18030'],
      japanese,
      ['', 'ISO 2022 IR 100', 'ISO 2022 IR 149', 'ISO 2022 IR 58', 'ISO 2022 IR 159'],
    ];
    const characters = fc.constantFrom(...'aZ ^=\\äé山田丂太郎洪吉洞김희张小东ą€\n');
    fc.assert(
      fc.property(fc.constantFrom(...sets), fc.array(characters), (terms, list) => {
        const text = list.join('');
        const characterSet = characterSetOf(terms);
        const bytes = characterSet.encode(text);
        if (bytes) expect(characterSet.decode(bytes)).toBe(text);
      }),
    );
  });

  it('never fail on any bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([], ['ISO_IR 13'], japanese, ['GB18030'], ['', 'ISO 2022 IR 149']),
        fc.uint8Array(),
        (terms, bytes) => {
          expect(typeof characterSetOf(terms).decode(bytes)).toBe('string');
        },
      ),
    );
  });
});

describe.skipIf(!isSharedDataPresent)('the character set files of pydicom', () => {
  const names: Record<string, string> = {
    chrArab: 'قباني^لنزار',
    chrFren: 'Buc^Jérôme',
    chrFrenMulti: 'Buc^Jérôme',
    chrGerm: 'Äneas^Rüdiger',
    chrGreek: 'Διονυσιος',
    chrH31: 'Yamada^Tarou=山田^太郎=やまだ^たろう',
    chrH32: 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
    chrHbrw: 'שרון^דבורה',
    chrI2: 'Hong^Gildong=洪^吉洞=홍^길동',
    chrJapMulti: 'やまだ^たろう',
    chrJapMultiExplicitIR6: 'やまだ^たろう',
    chrKoreanMulti: '김희중',
    chrRuss: 'Люкceмбypг',
    chrX1: 'Wang^XiaoDong=王^小東=',
    chrX2: 'Wang^XiaoDong=王^小东=',
  };

  it.each(Object.entries(names))('%s is decoded, and encoded to the same bytes', (file, name) => {
    const path = sharedDataPath('pydicom/src/pydicom/data/charset_files', `${file}.dcm`);
    const { dataSet } = orThrow(parsePart10(readFileSync(path)));
    expect(firstText(dataSet, 'PatientName')).toBe(name);
    const element = dataSet.get('PatientName');
    const stored = element?.kind === 'value' ? Buffer.from(element.bytes).toString('hex') : '';
    const encoded = Buffer.from(characterSetIn(dataSet).encode(name) ?? '').toString('hex');
    expect([encoded, `${encoded}20`, `${encoded}1b284220`]).toContain(stored);
  });

  it.each([
    ['chrSQEncoding', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
    ['chrSQEncoding1', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
  ])('%s has its own character set in an item, or inherits it', (file, name) => {
    const path = sharedDataPath('pydicom/src/pydicom/data/charset_files', `${file}.dcm`);
    const { dataSet } = orThrow(parsePart10(readFileSync(path)));
    const [item] = sequenceItems(dataSet, 'RequestedProcedureCodeSequence');
    expect(item && textValues(item, 'PatientName')).toEqual([name]);
  });
});
