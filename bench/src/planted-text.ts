import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font } from 'opentype.js';
import sharp from 'sharp';

/** Fonts as screens, scanners and forms have them: with and without serifs, of one width, of a terminal. */
export const fontNames = [
  'roboto',
  'open-sans',
  'inter',
  'roboto-mono',
  'source-code-pro',
  'merriweather',
  'noto-serif',
  'vt323',
] as const;
type FontName = (typeof fontNames)[number];

export type Scene = 'black' | 'speckle' | 'tissue';

export interface Planted {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const require = createRequire(import.meta.url);
const fonts = new Map(
  fontNames.map((name) => {
    const bytes = readFileSync(require.resolve(`@fontsource/${name}/files/${name}-latin-400-normal.woff`));
    return [name, opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))];
  }),
);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What is behind the text: a black screen with noise, ultrasound speckle, or smooth tissue. */
function backgroundOf(scene: Scene, width: number, height: number, random: () => number): Float32Array {
  const blobs = Array.from({ length: 6 }, () => ({
    x: random() * width,
    y: random() * height,
    size: 30 + random() * 90,
    level: 30 + random() * 80,
  }));
  const levels = new Float32Array(width * height);
  for (let at = 0; at < levels.length; at += 1) {
    const x = at % width;
    const y = Math.floor(at / width);
    let level = scene === 'black' ? 4 : 0;
    if (scene !== 'black')
      for (const blob of blobs)
        level += blob.level * Math.exp(-((x - blob.x) ** 2 + (y - blob.y) ** 2) / (2 * blob.size ** 2));
    level = Math.min(120, level);
    level += (random() - 0.5) * (scene === 'speckle' ? level * 0.9 : 12);
    levels[at] = Math.max(0, level);
  }
  return levels;
}

/** Outlines as SVG writes them; the library's own writer drops closing lines of some letters. */
function pathText(commands: ReturnType<ReturnType<Font['charToGlyph']>['getPath']>['commands']): string {
  const parts = commands.map(({ type, x1, y1, x2, y2, x, y }) =>
    [
      type,
      ...[x1, y1, x2, y2, x, y].filter((value) => value !== undefined).map((value) => value.toFixed(3)),
    ].join(' '),
  );
  return parts.join(' ');
}

/** Outlines of a text whose capitals are `capitalPx` high, and its box. */
function outlined(text: string, font: FontName, capitalPx: number, left: number, baseline: number) {
  const face = fonts.get(font);
  if (face === undefined) throw new Error(`There is no font ${font}`);
  const capital = face.charToGlyph('H').getPath(0, 0, 1000).getBoundingBox();
  const size = (capitalPx * 1000) / (capital.y2 - capital.y1);
  const outlines: string[] = [];
  const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 };
  let at = left;
  for (const letter of text) {
    const glyph = face.charToGlyph(letter);
    if (letter !== ' ') {
      const path = glyph.getPath(at, baseline, size);
      const { x1, y1, x2, y2 } = path.getBoundingBox();
      outlines.push(pathText(path.commands));
      box.left = Math.min(box.left, x1);
      box.top = Math.min(box.top, y1);
      box.right = Math.max(box.right, x2);
      box.bottom = Math.max(box.bottom, y2);
    }
    at += ((glyph.advanceWidth ?? 0) * size) / face.unitsPerEm;
  }
  return { outlines, box: { text, ...box } };
}

function apart(one: Planted, other: Planted): boolean {
  return (
    one.right + 12 < other.left ||
    other.right + 12 < one.left ||
    one.bottom + 8 < other.top ||
    other.bottom + 8 < one.top
  );
}

export interface SceneOrder {
  readonly seed: number;
  readonly scene: Scene;
  readonly font: FontName;
  /** Height of capital letters. */
  readonly capitalPx: number;
  readonly polarity: 'light' | 'dark';
  readonly texts: readonly string[];
}

/** A grey picture of 640 × 480 with texts at random places, and where they are. */
export async function drawScene(order: SceneOrder) {
  const [width, height] = [640, 480];
  const random = randomOf(order.seed);
  const background = backgroundOf(order.scene, width, height, random);
  const planted: Planted[] = [];
  const outlines: string[] = [];
  for (const text of order.texts)
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const left = 6 + Math.floor(random() * width * 0.6);
      const baseline = order.capitalPx + 8 + Math.floor(random() * (height - order.capitalPx - 20));
      const made = outlined(text, order.font, order.capitalPx, left, baseline);
      if (made.box.right > width - 4 || made.box.bottom > height - 3) continue;
      if (!planted.every((other) => apart(other, made.box))) continue;
      planted.push(made.box);
      outlines.push(...made.outlines);
      break;
    }
  const paths = outlines.map((path) => `<path fill="#fff" d="${path}"/>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${paths}</svg>`;
  const ink = await sharp(Buffer.from(svg)).ensureAlpha().extractChannel(3).raw().toBuffer();
  const levels = new Uint8Array(width * height);
  for (let at = 0; at < levels.length; at += 1) {
    const share = (ink[at] ?? 0) / 255;
    const behind = background[at] ?? 0;
    // Dark letters stand on a bright picture.
    const under = order.polarity === 'light' ? behind : Math.min(255, behind * 0.5 + 140);
    levels[at] = Math.round(under * (1 - share) + (order.polarity === 'light' ? 235 : 15) * share);
  }
  return { picture: { levels, width, height }, planted };
}
