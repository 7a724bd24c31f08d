import {
  createItem,
  type DataSet,
  setBytes,
  setNumbers,
  setSequence,
  setText,
  type Tag,
  type Vr,
} from '@pesscara/dicom';
import type { Exam } from './exam.ts';
import { encodeCsa } from './siemens-csa.ts';
import type { Vector } from './vectors.ts';

/** What private elements say about one MR picture. */
export interface PrivateFacts {
  readonly diffusionBValue?: number;
  readonly sliceNormal: Vector;
}

function reserve(dataSet: DataSet, group: number, block: number, creator: string): (element: number) => Tag {
  setText(dataSet, group * 0x10000 + block, 'LO', creator);
  return (element) => group * 0x10000 + block * 0x100 + element;
}

function putText(dataSet: DataSet, tag: Tag, vr: Vr, text: string | readonly string[]): void {
  setText(dataSet, tag, vr, text);
}

// Names leak from private elements of every form: plain text, text in bytes of unknown VR, items of private sequences.
function putStrayIdentity(dataSet: DataSet, exam: Exam): void {
  const { patient, centre } = exam;
  const tag = reserve(dataSet, 0x0033, 0x10, 'INVENTED ARCHIVE 1.0');
  putText(dataSet, tag(0x01), 'LO', centre.institutionName);
  setBytes(
    dataSet,
    tag(0x02),
    'UN',
    Buffer.from(`${patient.patientId}|${patient.birthDate}|${exam.accessionNumber}`, 'latin1'),
  );
  const item = createItem(dataSet, { undefinedLength: true });
  putText(item, 0x00330010, 'LO', 'INVENTED ARCHIVE 1.0');
  putText(item, 0x00331004, 'PN', patient.name);
  putText(item, 0x00331005, 'LO', patient.address);
  setSequence(dataSet, tag(0x03), [item], { undefinedLength: true });
}

function putGe(dataSet: DataSet, exam: Exam, { diffusionBValue }: PrivateFacts): void {
  const identification = reserve(dataSet, 0x0009, 0x10, 'GEMS_IDEN_01');
  putText(dataSet, identification(0x01), 'LO', 'GE_GENESIS_FF');
  putText(dataSet, identification(0x02), 'SH', exam.centre.stationName);
  putText(dataSet, identification(0x04), 'SH', 'SIGNA');
  putText(dataSet, identification(0x30), 'SH', exam.centre.deviceSerialNumber);
  putText(dataSet, identification(0x31), 'SH', exam.patient.patientId);
  const parameters = reserve(dataSet, 0x0043, 0x10, 'GEMS_PARM_01');
  if (diffusionBValue !== undefined) setNumbers(dataSet, parameters(0x39), 'IS', [diffusionBValue, 8, 0, 0]);
}

function csaOfImage(exam: Exam, { diffusionBValue, sliceNormal }: PrivateFacts): Uint8Array {
  const [x, y, z] = sliceNormal.map((value) => value.toFixed(8)) as [string, string, string];
  return encodeCsa([
    { name: 'SliceNormalVector', vr: 'FD', values: [x, y, z] },
    { name: 'PhaseEncodingDirectionPositive', vr: 'IS', values: ['1'] },
    ...(diffusionBValue === undefined
      ? []
      : [{ name: 'B_value', vr: 'IS', values: [String(diffusionBValue)] }]),
    { name: 'ImaCoilString', vr: 'LO', values: ['HEA;HEP'] },
    { name: 'MeasuredFourierLines', vr: 'IS', values: ['0'] },
    { name: 'PatReinPattern', vr: 'ST', values: [`HFS;-1;${exam.patient.name}`] },
  ]);
}

function csaOfSeries(exam: Exam): Uint8Array {
  return encodeCsa([
    { name: 'UsedPatientWeight', vr: 'IS', values: ['71'] },
    { name: 'TransmittingCoil', vr: 'LO', values: ['Body'] },
    { name: 'PatientName', vr: 'PN', values: [exam.patient.name] },
    { name: 'Laterality4MF', vr: 'SH', values: [exam.patient.patientId] },
  ]);
}

function putSiemens(dataSet: DataSet, exam: Exam, facts: PrivateFacts): void {
  const parameters = reserve(dataSet, 0x0019, 0x10, 'SIEMENS MR HEADER');
  putText(dataSet, parameters(0x08), 'CS', 'IMAGE NUM 4');
  if (facts.diffusionBValue !== undefined) {
    setNumbers(dataSet, parameters(0x0c), 'IS', facts.diffusionBValue);
    putText(dataSet, parameters(0x0d), 'CS', facts.diffusionBValue === 0 ? 'NONE' : 'ISOTROPIC');
  }
  const csa = reserve(dataSet, 0x0029, 0x10, 'SIEMENS CSA HEADER');
  putText(dataSet, csa(0x08), 'CS', 'IMAGE NUM 4');
  putText(dataSet, csa(0x09), 'LO', exam.date);
  setBytes(dataSet, csa(0x10), 'OB', csaOfImage(exam, facts));
  putText(dataSet, csa(0x18), 'CS', 'MR');
  putText(dataSet, csa(0x19), 'LO', exam.date);
  setBytes(dataSet, csa(0x20), 'OB', csaOfSeries(exam));
  const medcom = reserve(dataSet, 0x0029, 0x11, 'SIEMENS MEDCOM HEADER2');
  putText(dataSet, medcom(0x60), 'LO', 'com');
  const texts = reserve(dataSet, 0x0051, 0x10, 'SIEMENS MR HEADER');
  putText(dataSet, texts(0x08), 'CS', 'IMAGE NUM 4');
  putText(dataSet, texts(0x0c), 'LO', 'FoV 230*230');
}

/** The private elements of the exam's vendor, true to form and full of what should not be there. */
export function putPrivateBlocks(dataSet: DataSet, exam: Exam, facts: PrivateFacts): void {
  if (exam.centre.manufacturer === 'SIEMENS') putSiemens(dataSet, exam, facts);
  else putGe(dataSet, exam, facts);
  putStrayIdentity(dataSet, exam);
}
