import { parseArgs } from 'node:util';
import {
  characterSetIn,
  concatBytes,
  createPart10Stream,
  type DataSet,
  DicomReadError,
  encapsulatedFrames,
  fromDicomJson,
  nativeFrameLayout,
  parseDataSet,
  parsePart10,
  toDicomJson,
  writeDataSet,
} from '../src/index.ts';
import { describeDataSet } from '../test/arbitrary-data-set.ts';
import { mutate } from './mutate.ts';
import { createRandom, type Random } from './random.ts';
import { seedFiles } from './seed-files.ts';

/**
 * Fuzzes the reader and the writer: files are cut, flipped, crossed and given false lengths. Nothing may throw, take
 * long or grow; what was read must be written back byte for byte; encoded anew, it must read as the same data set
 * every time.
 *
 *     node packages/dicom/fuzz/parse.ts --seconds 60 [--seed N]
 */
export async function fuzzParse(options: { milliseconds: number; seed: number }): Promise<FuzzTally> {
  const random = createRandom(options.seed);
  const files = seedFiles(random);
  const deadline = performance.now() + options.milliseconds;
  const tally: FuzzTally = { inputs: 0, read: 0, slowestMilliseconds: 0, codes: {} };
  while (performance.now() < deadline) {
    const input = mutate(random, random.pick(files), files);
    const started = cpuMilliseconds();
    try {
      await tryInput(random, input, tally);
    } catch (error) {
      const where = `seed ${options.seed}, input ${tally.inputs}, bytes ${Buffer.from(input).toString('base64')}`;
      throw new Error(where, { cause: error });
    }
    const milliseconds = cpuMilliseconds() - started;
    tally.slowestMilliseconds = Math.max(tally.slowestMilliseconds, milliseconds);
    if (milliseconds > maxInputMilliseconds)
      throw new Error(`Input ${tally.inputs} of seed ${options.seed} is slow`);
    tally.inputs += 1;
    if (tally.inputs % 500 === 0) checkMemory();
  }
  return tally;
}

export type FuzzTally = {
  inputs: number;
  read: number;
  slowestMilliseconds: number;
  /** How often each refusal. */
  codes: Record<string, number>;
};

const maxInputMilliseconds = 1000;

/** Of this process, so that a busy machine makes no input look slow. */
function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const maxHeapBytes = 512 * 1024 * 1024;

function checkMemory(): void {
  const { heapUsed } = process.memoryUsage();
  if (heapUsed > maxHeapBytes) throw new Error(`The heap grew to ${heapUsed} bytes`);
}

async function tryInput(random: Random, input: Uint8Array, tally: FuzzTally): Promise<void> {
  const parsed = parsePart10(input);
  await streamInput(random, input);
  if (parsed instanceof DicomReadError) {
    tally.codes[parsed.code] = (tally.codes[parsed.code] ?? 0) + 1;
    return;
  }
  tally.read += 1;
  checkRoundTrip(parsed.dataSet);
  lookAround(parsed.dataSet);
  parsed.fileMeta?.markEdited();
  if (parsed.fileMeta) writeDataSet(parsed.fileMeta);
}

/** A stream may refuse what is readable in memory: it has to guess encodings before it knows where the bytes end. */
async function streamInput(random: Random, input: Uint8Array): Promise<void> {
  const stream = createPart10Stream({ onHeader: lookAround, limits: { maxHeaderBytes: 4 * 1024 * 1024 } });
  for (let at = 0; at < input.length; ) {
    const length = 1 + random.below(random.chance(0.2) ? 40 : 20_000);
    const failure = await stream.feed(input.subarray(at, at + length));
    if (failure) break;
    at += length;
  }
  await stream.end();
  stream.abort();
}

function checkRoundTrip(dataSet: DataSet): void {
  const { span, encoding } = dataSet;
  if (!span) throw new Error('A data set that was read has no span');
  const source = span.source.buffer.bytes.subarray(span.start, span.end);
  if (Buffer.compare(concatBytes(writeDataSet(dataSet)), source) !== 0)
    throw new Error('Other bytes came back');
  markAllEdited(dataSet);
  const anew = concatBytes(writeDataSet(dataSet));
  const again = parseDataSet(anew, { encoding });
  if (again instanceof DicomReadError) throw new Error('What was written cannot be read', { cause: again });
  markAllEdited(again.dataSet);
  const third = concatBytes(writeDataSet(again.dataSet));
  if (Buffer.compare(third, anew) !== 0) throw new Error('Writing twice gives two results');
  // Implicit VR has no place for a VR that is not the dictionary's, which a spoilt file may state.
  const described = (one: DataSet) =>
    encoding.explicitVr
      ? describeDataSet(one)
      : describeDataSet(one).replace(/\b([0-9a-f]+) [A-Z]{2}\b/g, '$1');
  if (described(again.dataSet) !== described(dataSet)) throw new Error('Writing changed the elements');
}

function markAllEdited(dataSet: DataSet): void {
  dataSet.markEdited();
  for (const element of dataSet) {
    if (element.kind === 'sequence') element.items.forEach(markAllEdited);
  }
}

/** What users of a data set do with it. */
function lookAround(dataSet: DataSet): void {
  characterSetIn(dataSet);
  nativeFrameLayout(dataSet);
  encapsulatedFrames(dataSet);
  fromDicomJson(toDicomJson(dataSet));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
  const seed = Number(values.seed ?? process.hrtime.bigint() % 1_000_000_007n);
  process.stdout.write(`seed ${seed}\n`);
  const tally = await fuzzParse({ milliseconds: Number(values.seconds ?? 2) * 1000, seed });
  process.stdout.write(`${JSON.stringify(tally)}\n`);
}
