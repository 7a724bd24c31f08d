declare module 'opentype.js' {
  interface Path {
    getBoundingBox(): { x1: number; y1: number; x2: number; y2: number };
    readonly commands: readonly {
      type: 'M' | 'L' | 'Q' | 'C' | 'Z';
      x?: number;
      y?: number;
      x1?: number;
      y1?: number;
      x2?: number;
      y2?: number;
    }[];
  }
  interface Glyph {
    readonly advanceWidth: number | undefined;
    getPath(x: number, y: number, fontSize: number): Path;
  }
  export interface Font {
    readonly unitsPerEm: number;
    charToGlyph(letter: string): Glyph;
  }
  const opentype: { parse(bytes: ArrayBuffer): Font };
  export default opentype;
}
