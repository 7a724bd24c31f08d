import {
  concatBytes,
  DicomReadError,
  nativeFrameLayout,
  parsePart10,
  setBytes,
  writePart10,
} from '@pesscara/dicom';
import { blackOf, harmlessMarks, maskedNativeValue } from '@pesscara/pixel-cleaning';
import { readPixelFormat } from '../../../apps/server/src/imaging/codecs/image-pixel-module.ts';
import { addLines, createTextJudge, type FoundText } from '../../../apps/server/src/pixels/found-text.ts';
import { openTextModel } from '../../../apps/server/src/pixels/text-model.ts';

/**
 * Makes black what is read in the pixels of uncompressed files, as the server does for a profile with Clean Pixel Data: its
 * model, its judgement, its boxes, its masks. Only the pictures are made here: the upper eight of the stored bits.
 */
export async function openTextHider() {
  const model = await openTextModel();
  const judge = createTextJudge([], new Set(harmlessMarks));

  return async (bytes: Uint8Array): Promise<Uint8Array> => {
    const parsed = parsePart10(bytes);
    if (parsed instanceof DicomReadError) throw parsed;
    const { dataSet } = parsed;
    const layout = readPixelFormat(dataSet);
    const frames = nativeFrameLayout(dataSet);
    const element = dataSet.get('PixelData');
    if (frames.kind === 'invalid' || element?.kind !== 'value')
      throw new Error('A planted file has its pixels');
    const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored } = layout;
    const stored = Buffer.from(element.bytes);
    const size = { columns, rows };
    const found: FoundText[] = [];
    for (let frame = 0; frame < frames.frames; frame += 1) {
      const levels = new Uint8Array(rows * columns);
      for (let at = 0; at < levels.length; at += 1) {
        const place = (frame * levels.length + at) * samplesPerPixel;
        levels[at] =
          bitsAllocated === 8 ? (stored[place] ?? 0) : stored.readUInt16LE(place * 2) >> (bitsStored - 8);
      }
      addLines(found, await model.read({ levels, width: columns, height: rows }), [frame + 1], size, judge);
    }
    const boxesOf = (frame: number) =>
      found.filter((one) => one.kind !== 'harmless' && one.frames.includes(frame)).map(({ box }) => box);
    const parts: Uint8Array[] = [];
    const options = { black: blackOf(dataSet, layout), littleEndian: true };
    const read = (start: number, end: number) => Promise.resolve(stored.subarray(start, end));
    for await (const part of maskedNativeValue({
      layout,
      frames,
      boxesOf,
      options,
      valueBytes: stored.length,
      read,
    }))
      parts.push(part);
    setBytes(dataSet, 'PixelData', bitsAllocated === 8 ? 'OB' : 'OW', Buffer.concat(parts));
    return concatBytes(writePart10(dataSet));
  };
}
