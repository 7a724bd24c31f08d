import { concatBytes, DataSet, setBytes, setNumbers, setText, setUid, writePart10 } from '@pesscara/dicom';
import { drawScene, fontNames, type Planted, type Scene } from '../planted-text.ts';
import type { BurnedText, Check, PlantedFile } from './checks.ts';
import { personOf } from './people.ts';

const captureClass = '1.2.840.10008.5.1.4.1.1.7';
const clipClass = '1.2.840.10008.5.1.4.1.1.3.1';
const [columns, rows] = [640, 480];
const scenes: readonly Scene[] = ['black', 'speckle', 'tissue'];
const clipFrames = 3;
const capitalHeights = [12, 16, 24];

function asBurned({ left, top, right, bottom }: Planted, frame: number): BurnedText {
  return {
    frame,
    left: Math.floor(left),
    top: Math.floor(top),
    right: Math.ceil(right),
    bottom: Math.ceil(bottom),
  };
}

interface BurnedPixels {
  readonly bytes: Buffer;
  readonly burned: readonly BurnedText[];
}

/** The frames of a capture or a clip, with the texts at other places in each. */
async function burnedPixels(
  number: number,
  texts: readonly string[],
  isClip: boolean,
): Promise<BurnedPixels> {
  const burned: BurnedText[] = [];
  const frames: Buffer[] = [];
  for (let frame = 1; frame <= (isClip ? clipFrames : 1); frame += 1) {
    const { picture, planted } = await drawScene({
      seed: number * 7 + frame,
      scene: scenes[number % scenes.length] as Scene,
      font: fontNames[number % fontNames.length] as (typeof fontNames)[number],
      capitalPx: capitalHeights[(number >> 1) % capitalHeights.length] as number,
      polarity: (number >> 2) % 2 === 0 ? 'light' : 'dark',
      texts,
    });
    burned.push(...planted.map((one) => asBurned(one, frame)));
    const bytes = Buffer.alloc(picture.levels.length * (isClip ? 3 : 2));
    for (const [at, level] of picture.levels.entries())
      if (isClip) bytes.fill(level, at * 3, at * 3 + 3);
      else bytes.writeUInt16LE(level << 4, at * 2);
    frames.push(bytes);
  }
  return { bytes: Buffer.concat(frames), burned };
}

function setPixels(dataSet: DataSet, bytes: Buffer, isClip: boolean): void {
  if (isClip) setText(dataSet, 'NumberOfFrames', 'IS', String(clipFrames));
  for (const [keyword, value] of [
    ['SamplesPerPixel', isClip ? 3 : 1],
    ['Rows', rows],
    ['Columns', columns],
    ['BitsAllocated', isClip ? 8 : 16],
    ['BitsStored', isClip ? 8 : 12],
    ['HighBit', isClip ? 7 : 11],
    ['PixelRepresentation', 0],
  ] as const)
    setNumbers(dataSet, keyword, 'US', [value]);
  if (isClip) setNumbers(dataSet, 'PlanarConfiguration', 'US', [0]);
  setText(dataSet, 'PhotometricInterpretation', 'CS', isClip ? 'RGB' : 'MONOCHROME2');
  setBytes(dataSet, 'PixelData', isClip ? 'OB' : 'OW', bytes);
}

/** A capture of 12 grey bits in 16, or a clip in colour. */
async function burnedFile(person: number, kind: 'SC' | 'US'): Promise<PlantedFile> {
  const who = personOf(person);
  const isClip = kind === 'US';
  const [year, month, day] = [who.birthDate.slice(0, 4), who.birthDate.slice(4, 6), who.birthDate.slice(6)];
  const texts = [`${who.family}, ${who.given}`, `ID ${who.mrn}`, `${day}/${month}/${year}`, who.institution];
  const { bytes, burned } = await burnedPixels(person * 2 + (isClip ? 1 : 0), texts, isClip);
  const series = `1.2.826.0.1.3680043.10.1511.${1000 + person}.${isClip ? 5 : 4}`;
  const sop = `${series}.1`;
  const dataSet = new DataSet();
  setUid(dataSet, 'SOPClassUID', isClip ? clipClass : captureClass);
  setUid(dataSet, 'SOPInstanceUID', sop);
  setUid(dataSet, 'SeriesInstanceUID', series);
  setText(dataSet, 'Modality', 'CS', isClip ? 'US' : 'OT');
  setText(dataSet, 'BurnedInAnnotation', 'CS', 'YES');
  setPixels(dataSet, bytes, isClip);
  const of = { sop, path: '(7FE0,0010)', original: '', expected: null };
  const hidden = burned.map(
    (one): Check => ({ ...of, kind: 'pixels_hidden', category: 'text in pixels', burned: [one] }),
  );
  const kept: Check = { ...of, kind: 'pixels_retained', category: 'pixels beside text', burned };
  return {
    name: `${person}-${kind}-001.dcm`,
    bytes: concatBytes(writePart10(dataSet)),
    checks: [...hidden, kept],
  };
}

/** Captures and clips with the patient's name, number, date of birth and hospital burned into their pixels. Always the same. */
export async function plantBurnedFiles({ people }: { people: number }): Promise<PlantedFile[]> {
  const files: PlantedFile[] = [];
  for (let person = 0; person < people; person += 1)
    for (const kind of ['SC', 'US'] as const) files.push(await burnedFile(person, kind));
  return files;
}
