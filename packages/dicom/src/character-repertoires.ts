/** One coded character set of PS3.3 C.12.1.1.2 that code extension can designate (PS3.5 6.1.2.4, Annexes H to K). */
export type Repertoire = {
  /** ISO registration number as in the defined terms; 6 is ASCII. */
  readonly registration: number;
  /** G0 holds codes below 0x80, G1 those above. */
  readonly area: 'G0' | 'G1';
  readonly escape: readonly number[];
  readonly bytesPerCharacter: 1 | 2;
  /** Decodes a run of codes of this repertoire, as they stand in the value. */
  decode(codes: Uint8Array): string;
  /** The codes of one character, as they stand in a value; undefined when the repertoire lacks it. */
  encode(character: string): readonly number[] | undefined;
};

const escapeCode = 0x1b;

/** ISO 8859-1 exactly; the 'iso-8859-1' of TextDecoder is windows-1252. */
export function decodeLatin1(codes: Uint8Array): string {
  return Buffer.from(codes.buffer, codes.byteOffset, codes.length).toString('latin1');
}

/** A reverse table for a decoder, built from all its codes on first use. */
function reverseTable(codes: () => Iterable<readonly number[]>, decode: (codes: Uint8Array) => string) {
  let table: Map<string, readonly number[]> | undefined;
  return (character: string): readonly number[] | undefined => {
    if (!table) {
      table = new Map();
      for (const code of codes()) {
        const text = decode(Uint8Array.from(code));
        if (!text.includes('\uFFFD') && !table.has(text)) table.set(text, code);
      }
    }
    return table.get(character);
  };
}

function* singleCodes(): Iterable<readonly number[]> {
  for (let code = 0xa0; code <= 0xff; code++) yield [code];
}

function* doubleCodes(first: number, last: number): Iterable<readonly number[]> {
  for (let lead = first; lead <= last; lead++) {
    for (let trail = first; trail <= last; trail++) yield [lead, trail];
  }
}

function singleByte(registration: number, final: string, label: string): Repertoire {
  const decoder = registration === 100 ? undefined : new TextDecoder(label);
  const decode = (codes: Uint8Array) => (decoder ? decoder.decode(codes) : decodeLatin1(codes));
  return {
    registration,
    area: 'G1',
    escape: [escapeCode, 0x2d, final.charCodeAt(0)],
    bytesPerCharacter: 1,
    decode,
    encode: reverseTable(singleCodes, decode),
  };
}

/** Two 7-bit codes in G0, decoded as EUC-JP after setting the high bits (and a prefix for JIS X 0212). */
function japaneseG0(registration: number, escape: readonly number[], prefix: readonly number[]): Repertoire {
  const decoder = new TextDecoder('euc-jp');
  const decode = (codes: Uint8Array): string => {
    const raised: number[] = [];
    for (let at = 0; at + 1 < codes.length; at += 2) {
      raised.push(...prefix, (codes[at] as number) | 0x80, (codes[at + 1] as number) | 0x80);
    }
    return decoder.decode(Uint8Array.from(raised)) + (codes.length % 2 === 1 ? '\uFFFD' : '');
  };
  return {
    registration,
    area: 'G0',
    escape,
    bytesPerCharacter: 2,
    decode,
    encode: reverseTable(() => doubleCodes(0x21, 0x7e), decode),
  };
}

function doubleByteG1(registration: number, final: string, label: string): Repertoire {
  const decoder = new TextDecoder(label);
  const decode = (codes: Uint8Array) => decoder.decode(codes);
  return {
    registration,
    area: 'G1',
    escape: [escapeCode, 0x24, 0x29, final.charCodeAt(0)],
    bytesPerCharacter: 2,
    decode,
    encode: reverseTable(() => doubleCodes(0xa1, 0xfe), decode),
  };
}

function isAscii(character: string): boolean {
  return character.length === 1 && character.charCodeAt(0) < 0x80;
}

/** ASCII, the default repertoire; codes above it are shown as Latin-1, as every toolkit does. */
export const asciiRepertoire: Repertoire = {
  registration: 6,
  area: 'G0',
  escape: [escapeCode, 0x28, 0x42],
  bytesPerCharacter: 1,
  decode: decodeLatin1,
  encode: (character) => (isAscii(character) ? [character.charCodeAt(0)] : undefined),
};

/** JIS X 0201 romaji: 0x5C and 0x7E stay backslash and tilde, since 0x5C separates values whatever it looks like. */
const romaji: Repertoire = { ...asciiRepertoire, registration: 14, escape: [escapeCode, 0x28, 0x4a] };

const katakanaDecoder = new TextDecoder('shift_jis');
const decodeKatakana = (codes: Uint8Array): string =>
  katakanaDecoder.decode(codes.map((code) => (code >= 0xa1 && code <= 0xdf ? code : 0x3f)));
const katakana: Repertoire = {
  registration: 13,
  area: 'G1',
  escape: [escapeCode, 0x29, 0x49],
  bytesPerCharacter: 1,
  decode: decodeKatakana,
  encode: reverseTable(function* () {
    for (let code = 0xa1; code <= 0xdf; code++) yield [code];
  }, decodeKatakana),
};

/** Every repertoire, in the order of PS3.3 Tables C.12-2 to C.12-4. */
export const repertoires: readonly Repertoire[] = [
  asciiRepertoire,
  romaji,
  katakana,
  singleByte(100, 'A', 'iso-8859-1'),
  singleByte(101, 'B', 'iso-8859-2'),
  singleByte(109, 'C', 'iso-8859-3'),
  singleByte(110, 'D', 'iso-8859-4'),
  singleByte(144, 'L', 'iso-8859-5'),
  singleByte(127, 'G', 'iso-8859-6'),
  singleByte(126, 'F', 'iso-8859-7'),
  singleByte(138, 'H', 'iso-8859-8'),
  singleByte(148, 'M', 'iso-8859-9'),
  singleByte(203, 'b', 'iso-8859-15'),
  singleByte(166, 'T', 'windows-874'),
  japaneseG0(87, [escapeCode, 0x24, 0x42], []),
  japaneseG0(159, [escapeCode, 0x24, 0x28, 0x44], [0x8f]),
  doubleByteG1(149, 'C', 'euc-kr'),
  doubleByteG1(58, 'A', 'gbk'),
];

/** The repertoires of a registration number: ISO_IR 13 brings romaji for G0 and katakana for G1. */
export function repertoiresOf(registration: number): readonly Repertoire[] {
  if (registration === 13) return [romaji, katakana];
  return repertoires.filter((repertoire) => repertoire.registration === registration);
}

/** The repertoire whose escape sequence stands at `at`; undefined when none of ours does. */
export function repertoireAt(bytes: Uint8Array, at: number): Repertoire | undefined {
  return repertoires.find(({ escape }) => escape.every((code, offset) => bytes[at + offset] === code));
}

/** All characters of GBK and the four-byte BMP range of GB 18030, by code: what no browser API encodes. */
export const encodeGb18030: (character: string) => readonly number[] | undefined = (() => {
  const decoder = new TextDecoder('gb18030');
  return reverseTable(gb18030Codes, (codes) => decoder.decode(codes));
})();

function* gb18030Codes(): Iterable<readonly number[]> {
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) yield [lead, trail];
  }
  for (let lead = 0x81; lead <= 0x84; lead++) {
    for (let second = 0x30; second <= 0x39; second++) {
      for (let third = 0x81; third <= 0xfe; third++) {
        for (let last = 0x30; last <= 0x39; last++) yield [lead, second, third, last];
      }
    }
  }
}
