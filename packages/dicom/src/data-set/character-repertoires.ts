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

type Encode = (character: string) => readonly number[] | undefined;

/**
 * The inverse of a decoder, built on first use from all its codes in one call: separated by line feeds, which no
 * decoder takes for part of a character. `asDecoded` gives a code the form in which the decoder knows it.
 */
function inverseOf(
  decoder: { decode(codes: Uint8Array): string },
  codes: () => Iterable<readonly number[]>,
  asDecoded: (code: readonly number[]) => readonly number[] = (code) => code,
): Encode {
  let table: Map<string, readonly number[]> | undefined;
  const build = (): Map<string, readonly number[]> => {
    const list = [...codes()];
    const text = decoder.decode(Uint8Array.from(list.flatMap((code) => [...asDecoded(code), 0x0a])));
    const built = new Map<string, readonly number[]>();
    text.split('\n').forEach((character, index) => {
      const code = list[index];
      const isOne = [...character].length === 1 && character !== '\uFFFD';
      if (code && isOne && !built.has(character)) built.set(character, code);
    });
    return built;
  };
  return (character) => {
    table ??= build();
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
  const decoder = new TextDecoder(label);
  return {
    registration,
    area: 'G1',
    escape: [escapeCode, 0x2d, final.charCodeAt(0)],
    bytesPerCharacter: 1,
    decode: (codes) => decoder.decode(codes),
    encode: inverseOf(decoder, singleCodes),
  };
}

const latin1: Repertoire = { ...singleByte(100, 'A', 'iso-8859-1'), decode: decodeLatin1 };

/** Two 7-bit codes in G0, decoded as EUC-JP after setting the high bits (and a prefix for JIS X 0212). */
function japaneseG0(registration: number, escape: readonly number[], prefix: readonly number[]): Repertoire {
  const decoder = new TextDecoder('euc-jp');
  const raised = (code: readonly number[]): number[] => [...prefix, ...code.map((byte) => byte | 0x80)];
  const decode = (codes: Uint8Array): string => {
    const pairs: number[] = [];
    for (let at = 0; at + 1 < codes.length; at += 2) pairs.push(...raised([...codes.subarray(at, at + 2)]));
    return decoder.decode(Uint8Array.from(pairs)) + (codes.length % 2 === 1 ? '\uFFFD' : '');
  };
  const encode = inverseOf(decoder, () => doubleCodes(0x21, 0x7e), raised);
  return { registration, area: 'G0', escape, bytesPerCharacter: 2, decode, encode };
}

function doubleByteG1(registration: number, final: string, label: string): Repertoire {
  const decoder = new TextDecoder(label);
  return {
    registration,
    area: 'G1',
    escape: [escapeCode, 0x24, 0x29, final.charCodeAt(0)],
    bytesPerCharacter: 2,
    decode: (codes) => decoder.decode(codes),
    encode: inverseOf(decoder, () => doubleCodes(0xa1, 0xfe)),
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

function* katakanaCodes(): Iterable<readonly number[]> {
  for (let code = 0xa1; code <= 0xdf; code++) yield [code];
}

const katakanaDecoder = new TextDecoder('shift_jis');
const decodeKatakana = (codes: Uint8Array): string =>
  katakanaDecoder.decode(codes.map((code) => (code >= 0xa1 && code <= 0xdf ? code : 0x3f)));
const katakana: Repertoire = {
  registration: 13,
  area: 'G1',
  escape: [escapeCode, 0x29, 0x49],
  bytesPerCharacter: 1,
  decode: decodeKatakana,
  encode: inverseOf(katakanaDecoder, katakanaCodes),
};

/** Every repertoire, in the order of PS3.3 Tables C.12-2 to C.12-4. */
export const repertoires: readonly Repertoire[] = [
  asciiRepertoire,
  romaji,
  katakana,
  latin1,
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

const gb18030Decoder = new TextDecoder('gb18030');
const encodeTwoBytes = inverseOf(gb18030Decoder, twoByteCodes);
const encodeFourBytes = inverseOf(gb18030Decoder, fourByteCodes);

/** GBK, and the four-byte codes of GB 18030 for the rest of the Basic Multilingual Plane; the platform only decodes them. */
export const encodeGb18030: Encode = (character) => encodeTwoBytes(character) ?? encodeFourBytes(character);

function* twoByteCodes(): Iterable<readonly number[]> {
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) yield [lead, trail];
  }
}

function* fourByteCodes(): Iterable<readonly number[]> {
  for (let lead = 0x81; lead <= 0x84; lead++) {
    for (let second = 0x30; second <= 0x39; second++) {
      for (let third = 0x81; third <= 0xfe; third++) {
        for (let last = 0x30; last <= 0x39; last++) yield [lead, second, third, last];
      }
    }
  }
}
