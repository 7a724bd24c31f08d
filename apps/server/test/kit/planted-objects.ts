import { deflateRawSync } from 'node:zlib';
import {
  buildFileMeta,
  concatBytes,
  createItem,
  DataSet,
  type Encoding,
  setBytes,
  setSequence,
  setText,
  writeDataSet,
} from '@pesscara/dicom';
import {
  type Centre,
  centres,
  makeSeries,
  type PatientIdentity,
  type PhantomInstance,
} from '@pesscara/phantom';
import { changed } from './objects.ts';

/** A patient who is nobody, in texts that occur nowhere else. */
const patient: PatientIdentity = {
  name: 'Zyxquorble^Wilhelmöne^Trudhilde',
  patientId: 'ZQX-9917-342K',
  otherPatientId: 'TEMP-ZQ-55120',
  birthDate: '19430217',
  sex: 'F',
  address: '77 Quarrelweg, Blimmeringen',
  telephone: '+49 4711 0815992',
  comments: 'Sister of Zyxquorble, Anselmgard',
  characterSet: 'ISO_IR 100',
};

function centreOf(manufacturer: Centre['manufacturer']): Centre {
  return {
    ...centres.northgate,
    institutionName: 'Vorngasse Quendelklinik',
    institutionAddress: 'Hinterfrettau 12a, Blimmeringen',
    departmentName: 'Knollenstation Siebenschlaf',
    stationName: 'QUENDELMR4',
    deviceSerialNumber: 'QKX8800417Z',
    referringPhysician: 'Grumplestilt^Ottokarius^^Dr',
    performingPhysician: 'Pfefferlingk^Ursulinde^^Dr',
    readingPhysician: 'Wackersdorn^Theobaldus^^Prof',
    operatorName: 'Mumpitzer^Gerlindis',
    accessionPrefix: 'ACQZ',
    manufacturer,
  };
}

const accessionNumber = 'ACQZ55187-Q';

/** What must be found nowhere after all this went through the server. */
export const plantedTexts: readonly string[] = [
  'Zyxquorble',
  'Wilhelmöne',
  'Trudhilde',
  'Anselmgard',
  'ZQX-9917-342K',
  'TEMP-ZQ-55120',
  '19430217',
  '1943-02-17',
  'Quarrelweg',
  'Blimmeringen',
  '4711 0815992',
  'Vorngasse',
  'Quendelklinik',
  'Hinterfrettau',
  'Siebenschlaf',
  'QUENDELMR4',
  'QKX8800417Z',
  'Grumplestilt',
  'Ottokarius',
  'Pfefferlingk',
  'Ursulinde',
  'Wackersdorn',
  'Mumpitzer',
  'Gerlindis',
  accessionNumber,
];

const everything = `${patient.name}|${patient.patientId}|${patient.birthDate}|${accessionNumber}|Grumplestilt^Ottokarius`;

/** Identity in places where it does not belong: free text, wrong VRs, deep sequences, elements behind the pixels. */
function plant(dataSet: DataSet): void {
  for (const keyword of ['SeriesDescription', 'ProtocolName', 'RequestedProcedureDescription'] as const)
    setText(dataSet, keyword, 'LO', 'AX T1 Zyxquorble 19430217');
  setText(dataSet, 'ImageComments', 'LT', `Compare with ${everything}`);
  setText(dataSet, 'StudyDescription', 'LO', 'MR Quendelklinik for Dr Grumplestilt');
  setText(dataSet, 'BodyPartExamined', 'CS', 'ZYXQUORBLE');
  setText(dataSet, 'ScanOptions', 'CS', ['FS', 'ZQX-9917-342K']);
  setText(dataSet, 'SoftwareVersions', 'LO', 'syngo Vorngasse Quendelklinik');
  const unknown = dataSet.encoding.explicitVr ? 'UN' : 'LO';
  setBytes(
    dataSet,
    'OtherPatientNames',
    unknown,
    Buffer.from(`${patient.name}\\Zyxquorble^Anselmgard`, 'latin1'),
  );
  setBytes(dataSet, 'MilitaryRank', unknown, Buffer.from(everything, 'latin1'));
  plantDeep(dataSet);
  if (dataSet.encoding.explicitVr) plantUnknownSequence(dataSet);
  setText(dataSet, 0x7fe10010, 'LO', 'QUENDEL ARCHIVE');
  setText(dataSet, 0x7fe11001, 'LO', everything);
  setBytes(dataSet, 0x7fe11002, 'OB', Buffer.from(everything, 'utf16le'));
  setBytes(dataSet, 0xfffcfffc, 'OB', Buffer.from(everything.repeat(3), 'latin1'));
}

/** Eight sequences deep: a public one, a private one, and so on. */
function plantDeep(dataSet: DataSet): void {
  let item = createItem(dataSet);
  setText(item, 'PatientName', 'PN', patient.name);
  setText(item, 'TextValue', 'UT', everything);
  for (let depth = 0; depth < 7; depth++) {
    const outer = createItem(dataSet);
    setText(outer, 0x00210010, 'LO', 'QUENDEL NEST');
    setText(outer, 0x00211001, 'LO', everything);
    setSequence(outer, depth % 2 === 0 ? 'ContentSequence' : 0x00211002, [item], {
      undefinedLength: depth % 3 === 0,
    });
    item = outer;
  }
  setSequence(dataSet, 'ReferencedPatientSequence', [item]);
}

/** A standard sequence as a device forwards it that does not know it: UN, its items in implicit VR (PS3.5 6.2.2). */
function plantUnknownSequence(dataSet: DataSet): void {
  const encoding: Encoding = { explicitVr: false, littleEndian: true };
  const inner = new DataSet({ encoding });
  setText(inner, 'PatientID', 'LO', patient.otherPatientId);
  setText(inner, 'PatientBirthName', 'PN', 'Zyxquorble^Anselmgard');
  const bytes = concatBytes(writeDataSet(inner));
  const item = Buffer.alloc(8 + bytes.length);
  item.set([0xfe, 0xff, 0x00, 0xe0]);
  item.writeUInt32LE(bytes.length, 4);
  item.set(bytes, 8);
  setBytes(dataSet, 'OtherPatientIDsSequence', 'UN', item);
  setText(dataSet, 0x00350010, 'LO', 'QUENDEL UNKNOWN');
  setBytes(dataSet, 0x00351001, 'UN', item);
}

/** A second Patient’s Name behind the pixels, out of order. */
function withNameAtTheEnd(instance: PhantomInstance): PhantomInstance {
  const last = new DataSet({
    encoding: { explicitVr: instance.transferSyntaxUid !== '1.2.840.10008.1.2', littleEndian: true },
  });
  setText(last, 'PatientName', 'PN', 'Zyxquorble^Anselmgard');
  return { ...instance, dataSet: Buffer.concat([instance.dataSet, concatBytes(writeDataSet(last))]) };
}

export interface PlantedOptions {
  seriesNumber: number;
  manufacturer?: Centre['manufacturer'];
  slices?: number;
  kind?: Parameters<typeof makeSeries>[0]['kind'];
}

/** A series full of identity in every kind of element. */
export function plantedSeries({
  seriesNumber,
  manufacturer = 'GE MEDICAL SYSTEMS',
  slices = 2,
  kind = 't1',
}: PlantedOptions): PhantomInstance[] {
  const made = makeSeries({
    kind,
    slices,
    seriesNumber,
    patient,
    centre: centreOf(manufacturer),
    accessionNumber,
    studyDate: '20240312',
  });
  return made
    .map((instance) => changed(instance, plant))
    .map((instance, index) => (index % 2 === 0 ? instance : withNameAtTheEnd(instance)));
}

/** A file whose preamble and file meta name the patient as well. */
export function plantedFile(instance: PhantomInstance): Buffer {
  const meta = new DataSet({ encoding: { explicitVr: true, littleEndian: true } });
  setText(meta, 0x00020016, 'AE', 'QUENDELMR4');
  setText(meta, 0x00020100, 'UI', '1.2.3.4');
  setBytes(meta, 0x00020102, 'OB', Buffer.from(everything, 'latin1'));
  const usual = Buffer.from(
    buildFileMeta({
      mediaStorageSopClassUid: instance.sopClassUid,
      mediaStorageSopInstanceUid: instance.sopInstanceUid,
      transferSyntaxUid: instance.transferSyntaxUid,
    }),
  );
  const more = concatBytes(writeDataSet(meta));
  usual.write(everything.slice(0, 128), 0, 'latin1');
  // (0002,0000) counts what follows it, and is the first element: its value stands 12 bytes behind 'DICM' and four more.
  usual.writeUInt32LE(usual.readUInt32LE(140) + more.length, 140);
  return Buffer.concat([usual, more, instance.dataSet]);
}

/** The same in the deflated transfer syntax. */
export function deflatedFile(instance: PhantomInstance): Buffer {
  const head = buildFileMeta({
    mediaStorageSopClassUid: instance.sopClassUid,
    mediaStorageSopInstanceUid: instance.sopInstanceUid,
    transferSyntaxUid: '1.2.840.10008.1.2.1.99',
  });
  return Buffer.concat([head, deflateRawSync(instance.dataSet)]);
}
