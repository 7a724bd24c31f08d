// Seven rows of five pixels, each row one digit of base 32 with the leftmost pixel as its highest bit.
const glyphs: Readonly<Record<string, string>> = {
  A: 'ehhvhhh',
  B: 'uhhuhhu',
  C: 'ehggghe',
  D: 'uhhhhhu',
  E: 'vgguggv',
  F: 'vgguggg',
  G: 'ehgnhhf',
  H: 'hhhvhhh',
  I: 'e44444e',
  J: '72222ic',
  K: 'hikokih',
  L: 'ggggggv',
  M: 'hrllhhh',
  N: 'hpljhhh',
  O: 'ehhhhhe',
  P: 'uhhuggg',
  Q: 'ehhhlid',
  R: 'uhhukih',
  S: 'fgge11u',
  T: 'v444444',
  U: 'hhhhhhe',
  V: 'hhhhha4',
  W: 'hhhllla',
  X: 'hha4ahh',
  Y: 'hha4444',
  Z: 'v1248gv',
  0: 'ehjlphe',
  1: '4c4444e',
  2: 'eh1248v',
  3: 'v2421he',
  4: '26aiv22',
  5: 'vgu11he',
  6: '68guhhe',
  7: 'v124888',
  8: 'ehhehhe',
  9: 'ehhf12c',
  '.': '00000cc',
  ',': '0000c48',
  ':': '0cc0cc0',
  '-': '000v000',
  '/': '01248g0',
  '(': '2488842',
  ')': '8422248',
  '+': '044v440',
  '=': '00v0v00',
  '*': '04lel40',
  '%': 'op248j3',
};

const glyphRows = 7;
const advance = 6;

/** Letters of the font: capitals without accents; what it has no picture for becomes a space. */
export function drawableText(text: string): string {
  const plain = text.replaceAll(/[łŁ]/g, 'L').replaceAll('^', ' ').normalize('NFD').replaceAll(/\p{M}/gu, '');
  return [...plain.toUpperCase()].map((letter) => (letter in glyphs ? letter : ' ')).join('');
}

export interface TextPlace {
  readonly x: number;
  readonly y: number;
  /** Pixels of the picture for one of the font. */
  readonly magnification: number;
}

/** Burns text into a picture by calling `dot` for every pixel of its letters. */
export function drawText(
  text: string,
  { x, y, magnification }: TextPlace,
  dot: (x: number, y: number) => void,
): void {
  for (const [index, letter] of [...drawableText(text)].entries()) {
    const rows = glyphs[letter];
    if (rows === undefined) continue;
    const left = x + index * advance * magnification;
    for (let row = 0; row < glyphRows * magnification; row++) {
      const bits = Number.parseInt(rows[Math.floor(row / magnification)] ?? '0', 32);
      for (let column = 0; column < 5 * magnification; column++)
        if (bits & (16 >> Math.floor(column / magnification))) dot(left + column, y + row);
    }
  }
}
