import { deflateRawSync } from 'node:zlib';
import {
  buildFileMeta,
  concatBytes,
  createItem,
  DataSet,
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  setBytes,
  setNumbers,
  setSequence,
  setText,
  setUid,
  writeDataSet,
} from '../src/index.ts';
import { dicomFolders, sharedFiles } from '../test/shared-data.ts';
import type { Random } from './random.ts';

/** Larger files teach the reader nothing new and slow the fuzzer down. */
const maxSeedBytes = 64 * 1024;

/** Files to mutate: made ones of every encoding, and real ones where they are present. */
export function seedFiles(random: Random): Uint8Array[] {
  const made: Uint8Array[] = [];
  for (const transferSyntaxUid of [explicitVrLittleEndian, implicitVrLittleEndian, explicitVrBigEndian]) {
    for (let count = 0; count < 8; count++)
      made.push(file(makeDataSet(random, count % 2 === 0), transferSyntaxUid));
  }
  made.push(deflatedFile(makeDataSet(random, false)));
  const real = sharedFiles(...dicomFolders.slice(0, 3))
    .map(({ read }) => read())
    .filter(({ length }) => length <= maxSeedBytes);
  return [...made, ...real];
}

function makeDataSet(random: Random, encapsulated: boolean): DataSet {
  const dataSet = new DataSet();
  setText(dataSet, 'SpecificCharacterSet', 'CS', ['ISO 2022 IR 6', 'ISO 2022 IR 87']);
  setUid(dataSet, 'SOPClassUID', '1.2.840.10008.5.1.4.1.1.2');
  setUid(dataSet, 'SOPInstanceUID', `1.2.3.${random.below(1000)}`);
  setText(dataSet, 'PatientName', 'PN', 'Yamada^Tarou=山田^太郎');
  setNumbers(dataSet, 'Rows', 'US', random.below(600));
  setNumbers(dataSet, 'PixelSpacing', 'DS', [0.5, 0.25]);
  setText(dataSet, 0x00090010, 'LO', 'PRIVATE CREATOR');
  setBytes(dataSet, 0x00091001, 'UN', random.bytes(random.below(40)));
  nest(random, dataSet, random.below(6));
  const pixels = [new Uint8Array(0), random.bytes(random.below(300)), random.bytes(20)];
  if (encapsulated) dataSet.set({ kind: 'fragments', tag: 0x7fe00010, vr: 'OB', fragments: pixels });
  else setBytes(dataSet, 'PixelData', 'OW', random.bytes(2 * random.below(300)));
  if (random.chance(0.3)) setBytes(dataSet, 0xfffcfffc, 'OB', new Uint8Array(random.below(64)));
  return dataSet;
}

function nest(random: Random, dataSet: DataSet, depth: number): void {
  if (depth === 0) return;
  const items = Array.from({ length: random.below(3) }, () => {
    const item = createItem(dataSet, { undefinedLength: random.chance(0.5) });
    setText(item, 'CodeValue', 'SH', 'T-A0100');
    nest(random, item, depth - 1);
    return item;
  });
  const undefinedLength = random.chance(0.5);
  if (random.chance(0.3))
    dataSet.set({ kind: 'sequence', tag: 0x00091002, vr: 'UN', items, undefinedLength: true });
  else setSequence(dataSet, random.chance(0.5) ? 0x0040a730 : 0x00081140, items, { undefinedLength });
}

function file(dataSet: DataSet, transferSyntaxUid: string): Uint8Array {
  const meta = buildFileMeta({
    mediaStorageSopClassUid: '1.2',
    mediaStorageSopInstanceUid: '1.2.3',
    transferSyntaxUid,
  });
  return concat(meta, concatBytes(writeDataSet(dataSet, { transferSyntaxUid })));
}

function deflatedFile(dataSet: DataSet): Uint8Array {
  const plain = concatBytes(writeDataSet(dataSet));
  const meta = buildFileMeta({
    mediaStorageSopClassUid: '1.2',
    mediaStorageSopInstanceUid: '1.2.3',
    transferSyntaxUid: deflatedExplicitVrLittleEndian,
  });
  return concat(meta, deflateRawSync(plain));
}

function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
