import { describe, expect, it } from 'vitest';
import { describeDataSet } from '../test/arbitrary-data-set.ts';
import { concat } from '../test/bytes.ts';
import { dicomFolders, isSharedDataPresent, type SharedFile, sharedFiles } from '../test/shared-data.ts';
import {
  concatBytes,
  createPart10Stream,
  DataSet,
  DicomReadError,
  explicitVrLittleEndian,
  fromDicomJson,
  orThrow,
  type ParsedPart10,
  parseDataSet,
  parsePart10,
  toDicomJson,
  writeDataSet,
} from './index.ts';

type ReadFile = { name: string; bytes: Uint8Array; file: ParsedPart10 };

const files: SharedFile[] = sharedFiles(...dicomFolders);

/** The slices of a series differ little: of large series one file in `every` is taken. */
function* readable(every = 8): Iterable<ReadFile> {
  for (const [index, { name, read }] of files.entries()) {
    if (name.startsWith('dcm_qa') && index % every !== 0) continue;
    const bytes = read();
    const file = parsePart10(bytes);
    if (!(file instanceof DicomReadError)) yield { name, bytes, file };
  }
}

/** The bytes of the data set as they were read: of the file, or inflated. */
function dataSetBytes({ dataSet }: ParsedPart10): Uint8Array {
  const { span } = dataSet;
  return span ? span.source.buffer.bytes.subarray(span.start) : new Uint8Array(0);
}

function markAllEdited(dataSet: DataSet): void {
  dataSet.markEdited();
  for (const element of dataSet) {
    if (element.kind === 'sequence') element.items.forEach(markAllEdited);
  }
}

describe.skipIf(!isSharedDataPresent)('files of many vendors', () => {
  it('are read, or refused as cut off or as no DICOM', () => {
    const refused: string[] = [];
    let count = 0;
    for (const { name, read } of files) {
      const result = parsePart10(read());
      if (!(result instanceof DicomReadError)) count += 1;
      else if (result.code !== 'not-dicom') refused.push(`${name.split('/').at(-1)} ${result.code}`);
    }
    expect(count).toBeGreaterThan(900);
    expect(refused.sort()).toEqual([
      'DICOMDIR-nooffset length-beyond-end',
      'MR_truncated.dcm truncated',
      'rtplan_truncated.dcm truncated',
    ]);
  });

  it('come back byte for byte', () => {
    const changed: string[] = [];
    for (const { name, file } of readable(1)) {
      if (Buffer.compare(concatBytes(writeDataSet(file.dataSet)), dataSetBytes(file)) !== 0)
        changed.push(name);
    }
    expect(changed).toEqual([]);
  });

  it('have the same elements after every one was encoded anew', () => {
    const changed: string[] = [];
    for (const { name, file } of readable()) {
      const before = describeDataSet(file.dataSet);
      markAllEdited(file.dataSet);
      const again = parseDataSet(concatBytes(writeDataSet(file.dataSet)), {
        encoding: file.dataSet.encoding,
      });
      if (again instanceof DicomReadError || describeDataSet(again.dataSet) !== before) changed.push(name);
    }
    expect(changed).toEqual([]);
  });

  it('stream to the same header and the same pixel value', async () => {
    const changed: string[] = [];
    for (const { name, bytes, file } of readable()) {
      const bulk: Uint8Array[] = [];
      const stream = createPart10Stream({
        onHeader: () => undefined,
        onBulk: (chunk) => void bulk.push(chunk),
      });
      for (let at = 0; at < bytes.length; at += 4099) await stream.feed(bytes.subarray(at, at + 4099));
      const { header, trailerByteLength } = orThrow(await stream.end());
      const streamed = concat(concatBytes(writeDataSet(header)), ...bulk);
      const whole = dataSetBytes(file);
      const isSame = Buffer.compare(streamed, whole.subarray(0, whole.length - trailerByteLength)) === 0;
      if (!isSame) changed.push(name);
    }
    expect(changed).toEqual([]);
  });

  it('keep their text and numbers through the JSON model', () => {
    // Two files have values of odd length, which come back padded.
    const changed: string[] = [];
    for (const { name, file } of readable()) {
      if (/(nested_priv_SQ|meta_missing_tsyntax)\.dcm$/.test(name)) continue;
      const json = toDicomJson(file.dataSet, { bulkDataUri: () => undefined, inlineLimitBytes: 4096 });
      const again = fromDicomJson(JSON.parse(JSON.stringify(json)));
      if (again instanceof DicomReadError) changed.push(`${name} ${again.message}`);
      else {
        const bytes = concatBytes(writeDataSet(again));
        const parsed = orThrow(parseDataSet(bytes, { transferSyntaxUid: explicitVrLittleEndian }));
        const second = toDicomJson(parsed.dataSet, { inlineLimitBytes: 4096 });
        if (JSON.stringify(second) !== JSON.stringify(json)) changed.push(name);
      }
    }
    expect(changed).toEqual([]);
  });
});
