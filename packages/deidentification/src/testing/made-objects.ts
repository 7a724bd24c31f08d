import {
  concatBytes,
  createItem,
  DataSet,
  type Element,
  type Encoding,
  explicitLittleEndian,
  orThrow,
  parsePart10,
  sequenceItems,
  setBytes,
  setSequence,
  setText,
  setUid,
  tagOf,
  type Vr,
  vrOf,
  writePart10,
} from '@pesscara/dicom';
import {
  basicProfile,
  createDeidentifier,
  type DeidentificationProfile,
  type Deidentified,
  type Deidentifier,
  deriveSubkey,
  type OptionCode,
  researchProfile,
} from '../index.ts';

/** A value of a made object: text, bytes, or the items of a sequence. */
export type MadeValue = string | Uint8Array | readonly MadeElements[];

/** Elements by keyword, or by 'ggggeeee' and optionally a VR: `{ PatientName: 'A^B', '00291010 OB': bytes }`. */
export interface MadeElements {
  readonly [name: string]: MadeValue;
}

function tagAndVr(name: string): { tag: number; vr: Vr } {
  const [key = '', vr] = name.split(' ');
  const tag = /^[0-9A-Fa-f]{8}$/.test(key) ? Number.parseInt(key, 16) : tagOf(key);
  if (tag === undefined) throw new RangeError(`${key} is no attribute`);
  return { tag, vr: (vr as Vr | undefined) ?? vrOf(tag) };
}

/** Puts made elements into a data set. */
export function fill(dataSet: DataSet, elements: MadeElements): DataSet {
  for (const [name, value] of Object.entries(elements)) {
    const { tag, vr } = tagAndVr(name);
    if (typeof value === 'string') {
      if (vr === 'UI') setUid(dataSet, tag, value);
      else setText(dataSet, tag, vr, value);
    } else if (value instanceof Uint8Array) setBytes(dataSet, tag, vr, value);
    else {
      const items = value.map((item) => fill(createItem(dataSet), item));
      setSequence(dataSet, tag, items);
    }
  }
  return dataSet;
}

export const sopClassUids = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
  PT: '1.2.840.10008.5.1.4.1.1.128',
  SC: '1.2.840.10008.5.1.4.1.1.7',
  SEG: '1.2.840.10008.5.1.4.1.1.66.4',
  SR: '1.2.840.10008.5.1.4.1.1.88.33',
  RTSTRUCT: '1.2.840.10008.5.1.4.1.1.481.3',
} as const;

/** A patient nobody has met. */
export const inventedPatient: MadeElements = {
  PatientName: 'Kowalska^Janina',
  PatientID: 'MRN7731902',
  PatientBirthDate: '19510303',
  PatientSex: 'F',
  AccessionNumber: 'ACC552901',
  ReferringPhysicianName: 'Brzezinski^Adam',
  InstitutionName: 'Gryfino Szpital Powiatowy',
};

/** An object of a SOP Class with UIDs, the invented patient, and the elements given. */
export function madeObject(
  sopClassUid: string,
  elements: MadeElements = {},
  encoding: Encoding = explicitLittleEndian,
): DataSet {
  return fill(new DataSet({ encoding }), {
    SpecificCharacterSet: 'ISO_IR 100',
    SOPClassUID: sopClassUid,
    SOPInstanceUID: '1.2.3.4.5.6.7',
    StudyInstanceUID: '1.2.3.4.5',
    SeriesInstanceUID: '1.2.3.4.5.6',
    StudyDate: '20240229',
    StudyTime: '101112.5',
    ...inventedPatient,
    ...elements,
  });
}

export const testUidKey = deriveSubkey(new Uint8Array(32).fill(1), 'test-project', 'uid');
export const testSubject = { code: 'GLIO-0042', dateShiftDays: -100 };

/** The research profile, changed. */
export function profileWith(changes: Partial<DeidentificationProfile>): DeidentificationProfile {
  return { ...researchProfile(), id: 'changed', ...changes };
}

/** The Basic Profile with options. */
export function basicWith(...options: OptionCode[]): DeidentificationProfile {
  return { ...basicProfile(), id: 'options', options: [...options].sort() };
}

export function testDeidentifier(profile: DeidentificationProfile = researchProfile()): Deidentifier {
  return createDeidentifier({ profile, uidKey: testUidKey, engineVersion: '0.0.0' });
}

/** De-identifies and expects success. */
export function deidentified(
  header: DataSet,
  profile: DeidentificationProfile = researchProfile(),
  subject = testSubject,
): Deidentified {
  const sopClassUid = textOf(header, 'SOPClassUID') ?? '';
  const result = testDeidentifier(profile).deidentify(header, { subject, sopClassUid });
  if (result.kind === 'refused') throw new Error(`${result.code}: ${result.reason}`);
  return result;
}

/** The values of an element by path (`0040A730[0]/0040A123`), joined by backslashes; undefined when absent. */
export function textOf(dataSet: DataSet, path: string): string | undefined {
  const steps = path.split('/');
  let at: DataSet | undefined = dataSet;
  for (const step of steps.slice(0, -1)) {
    const [name = '', index = '0'] = step.split(/[[\]]/);
    const element: Element | undefined = at?.get(tagAndVr(name).tag);
    at = element?.kind === 'sequence' ? element.items[Number(index)] : undefined;
  }
  const element = at?.get(tagAndVr(steps.at(-1) ?? '').tag);
  if (element === undefined) return undefined;
  if (element.kind !== 'value') return element.kind;
  return Buffer.from(element.bytes)
    .toString('latin1')
    .replace(/[\0 ]+$/, '');
}

/** The codes that the object carries of how it was de-identified (0012,0064). */
export function codesIn(dataSet: DataSet): string[] {
  return sequenceItems(dataSet, 'DeidentificationMethodCodeSequence').map(
    (item) => textOf(item, 'CodeValue') ?? '',
  );
}

/** The object as a file. */
export function fileOf(dataSet: DataSet, transferSyntaxUid?: string): Uint8Array {
  return concatBytes(writePart10(dataSet, transferSyntaxUid === undefined ? {} : { transferSyntaxUid }));
}

/** Written as a file and read again, as objects arrive. */
export function reread(dataSet: DataSet): DataSet {
  return orThrow(parsePart10(fileOf(dataSet))).dataSet;
}
