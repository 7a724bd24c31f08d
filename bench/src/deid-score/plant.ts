import {
  concatBytes,
  createItem,
  DataSet,
  formatTag,
  setBytes,
  setNumbers,
  setSequence,
  setText,
  setUid,
  type Tag,
  tagOf,
  writePart10,
} from '@pesscara/dicom';
import type { Check, PlantedFile } from './checks.ts';
import { type Person, personOf } from './people.ts';

const side = 256;
const ctClass = '1.2.840.10008.5.1.4.1.1.2';
const mrClass = '1.2.840.10008.5.1.4.1.1.4';
const srClass = '1.2.840.10008.5.1.4.1.1.88.11';

type Vr = Parameters<typeof setText>[2];
type Keyword = Parameters<typeof tagOf>[0];

/** Puts values into an object and notes what is expected of them. */
interface Planter {
  readonly dataSet: DataSet;
  /** Of the data set, from the object's top: '' there, else `(0040,0275)[0]/`. */
  readonly prefix: string;
  readonly checks: Check[];
  readonly sop: string;
  item(sequence: Tag | Keyword, vr?: Vr): Planter;
}

function planter(dataSet: DataSet, sop: string, checks: Check[], prefix = ''): Planter {
  return {
    dataSet,
    prefix,
    checks,
    sop,
    item(sequence) {
      const tag = typeof sequence === 'number' ? sequence : (tagOf(sequence) as Tag);
      const inside = createItem(dataSet);
      setSequence(dataSet, tag, [inside]);
      return planter(inside, sop, checks, `${prefix}${formatTag(tag)}[0]/`);
    },
  };
}

function note(
  at: Planter,
  tag: Tag,
  check: Omit<Check, 'sop' | 'path' | 'expected'> & { expected?: string },
): void {
  at.checks.push({ sop: at.sop, path: `${at.prefix}${formatTag(tag)}`, expected: null, ...check });
}

const tagFrom = (attribute: Tag | Keyword): Tag =>
  typeof attribute === 'number' ? attribute : (tagOf(attribute) as Tag);

/** A structured identifier as the whole value. */
function identifier(at: Planter, attribute: Tag | Keyword, vr: Vr, value: string, category: string): void {
  const tag = tagFrom(attribute);
  setText(at.dataSet, tag, vr, value);
  note(at, tag, { kind: 'text_removed', category, original: value, structured: true });
}

/** Free text: words that must go, and words that must stay. */
function freeText(
  at: Planter,
  attribute: Tag | Keyword,
  vr: Vr,
  value: string,
  words: { gone: string; stays?: string },
): void {
  const tag = tagFrom(attribute);
  setText(at.dataSet, tag, vr, value);
  note(at, tag, { kind: 'text_removed', category: 'free text', original: words.gone, structured: true });
  if (words.stays !== undefined)
    note(at, tag, {
      kind: 'text_retained',
      category: 'words of descriptions',
      original: words.stays,
      expected: words.stays,
    });
}

function date(at: Planter, attribute: Tag | Keyword, vr: Vr, value: string): void {
  const tag = tagFrom(attribute);
  setText(at.dataSet, tag, vr, value);
  note(at, tag, { kind: 'date_shifted', category: 'dates', original: value.slice(0, 8) });
}

function uid(at: Planter, attribute: Tag | Keyword, value: string): void {
  const tag = tagFrom(attribute);
  setUid(at.dataSet, tag, value);
  note(at, tag, { kind: 'uid_changed', category: 'UIDs', original: value });
  note(at, tag, { kind: 'uid_consistent', category: 'UIDs', original: value });
}

/** What research needs. */
function retained(
  at: Planter,
  attribute: Tag | Keyword,
  vr: Vr,
  value: string,
  category = 'acquisition',
): void {
  const tag = tagFrom(attribute);
  setText(at.dataSet, tag, vr, value);
  note(at, tag, { kind: 'tag_retained', category, original: value });
  note(at, tag, { kind: 'text_notnull', category, original: value });
  note(at, tag, { kind: 'text_retained', category, original: value, expected: value });
}

function plantPatient(at: Planter, who: Person): void {
  const { family, given } = who;
  identifier(at, 'PatientName', 'PN', `${family}^${given}`, 'names');
  note(at, tagFrom('PatientName'), { kind: 'text_notnull', category: 'subject', original: '' });
  identifier(at, 'PatientID', 'LO', who.mrn, 'numbers');
  note(at, tagFrom('PatientID'), { kind: 'patid_consistent', category: 'subject', original: who.mrn });
  identifier(at, 'PatientBirthDate', 'DA', who.birthDate, 'date of birth');
  note(at, tagFrom('PatientBirthDate'), {
    kind: 'tag_retained',
    category: 'type 2',
    original: who.birthDate,
  });
  identifier(at, 'OtherPatientIDs', 'LO', who.otherId, 'numbers');
  identifier(at, 'OtherPatientNames', 'PN', `${given}^${family}`, 'names');
  identifier(at, 'PatientMotherBirthName', 'PN', `${family}-Alt^${given}`, 'names');
  identifier(at, 'PatientAddress', 'LO', `${who.street}, ${who.town}`, 'places');
  identifier(at, 'PatientTelephoneNumbers', 'SH', who.phone.slice(0, 16), 'phones');
  freeText(at, 'PatientComments', 'LT', `Call ${given} ${family} at ${who.phone}`, { gone: family });
  freeText(at, 'AdditionalPatientHistory', 'LT', `${family} was seen by Dr ${who.physician[0]}`, {
    gone: family,
  });
  retained(at, 'PatientSex', 'CS', 'F', 'patient characteristics');
  retained(at, 'PatientAge', 'AS', '057Y', 'patient characteristics');
  retained(at, 'PatientWeight', 'DS', '71.5', 'patient characteristics');
  const other = at.item('OtherPatientIDsSequence');
  identifier(other, 'PatientID', 'LO', who.otherId, 'numbers');
  setText(other.dataSet, tagFrom('TypeOfPatientID'), 'CS', 'TEXT');
}

function plantStudy(at: Planter, who: Person, uids: Uids): void {
  const [doctor, first] = who.physician;
  uid(at, 'StudyInstanceUID', uids.study);
  uid(at, 'SeriesInstanceUID', uids.series);
  uid(at, 'SOPInstanceUID', uids.sop);
  date(at, 'StudyDate', 'DA', who.studyDate);
  date(at, 'SeriesDate', 'DA', who.studyDate);
  date(at, 'ContentDate', 'DA', who.studyDate);
  date(at, 'AcquisitionDateTime', 'DT', `${who.studyDate}101530.25`);
  setText(at.dataSet, tagFrom('StudyTime'), 'TM', '101500');
  identifier(at, 'AccessionNumber', 'SH', who.accession, 'numbers');
  identifier(at, 'StudyID', 'SH', who.accession.slice(-6), 'numbers');
  identifier(at, 'ReferringPhysicianName', 'PN', `${doctor}^${first}`, 'names');
  identifier(at, 'PerformingPhysicianName', 'PN', `${doctor}^${first}`, 'names');
  identifier(at, 'OperatorsName', 'PN', who.operator.join('^'), 'names');
  identifier(at, 'RequestingPhysician', 'PN', `${doctor}^${first}`, 'names');
  identifier(at, 'InstitutionName', 'LO', who.institution, 'places');
  identifier(at, 'InstitutionAddress', 'ST', `${who.street} ${who.town}`, 'places');
  identifier(at, 'StationName', 'SH', who.station, 'devices');
  identifier(at, 'DeviceSerialNumber', 'LO', who.serial, 'devices');
  const request = at.item('RequestAttributesSequence');
  identifier(request, 'AccessionNumber', 'SH', who.accession, 'numbers');
  freeText(request, 'RequestedProcedureDescription', 'LO', `HEAD ${who.family} ${who.mrn}`, {
    gone: who.family,
  });
  const original = at.item('OriginalAttributesSequence').item('ModifiedAttributesSequence');
  identifier(original, 'PatientName', 'PN', `${who.family}^${who.given}`, 'names');
  const reference = at.item('ReferencedStudySequence');
  uid(reference, 'ReferencedSOPInstanceUID', uids.study);
}

function plantDescriptions(at: Planter, who: Person, technique: string): void {
  const { family, given, mrn } = who;
  freeText(at, 'StudyDescription', 'LO', `BRAIN ${family} ${given}`, {
    gone: `${family} ${given}`,
    stays: 'BRAIN',
  });
  freeText(at, 'SeriesDescription', 'LO', `${technique} AXIAL ${mrn}`, { gone: mrn, stays: technique });
  freeText(at, 'ProtocolName', 'LO', `${technique} HEAD dr ${who.physician[0]}`, {
    gone: who.physician[0],
    stays: 'HEAD',
  });
  freeText(at, 'DerivationDescription', 'ST', `Smoothed by ${who.operator[0]} for ${family}`, {
    gone: family,
  });
  freeText(at, 'ImageComments', 'LT', `${given} ${family}, born ${who.birthDate}, ${who.phone}`, {
    gone: who.birthDate,
  });
  freeText(at, 'PerformedProcedureStepDescription', 'LO', `HEAD ${who.accession}`, { gone: who.accession });
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le');

/** Blocks of a device that no list knows, and one that PS3.15 E.3.10 lists as safe. */
function plantPrivate(at: Planter, who: Person, uids: Uids): void {
  const { dataSet } = at;
  setText(dataSet, 0x00090010, 'LO', 'ACME WORKLIST 1');
  identifier(at, 0x00091001, 'LO', who.mrn, 'private');
  identifier(at, 0x00091002, 'PN', `${who.family}^${who.given}`, 'private');
  uid(at, 0x00091003, uids.sop);
  setBytes(dataSet, 0x00091004, 'UN', Buffer.from(`${who.family}^${who.given} `, 'latin1'));
  note(at, 0x00091004, { kind: 'text_removed', category: 'private', original: who.family, structured: true });
  setBytes(dataSet, 0x00091005, 'UN', utf16(`${who.mrn} `));
  note(at, 0x00091005, { kind: 'text_removed', category: 'private', original: who.mrn, structured: true });
  const nested = at.item(0x00091010);
  uid(nested, 'ReferencedSOPInstanceUID', uids.study);
  identifier(nested, 'PatientID', 'LO', who.mrn, 'private');
  setText(dataSet, 0x00190010, 'LO', 'SIEMENS MR HEADER');
  retained(at, 0x0019100c, 'IS', '1000', 'safe private');
}

interface Uids {
  study: string;
  series: string;
  sop: string;
  frame: string;
}

function plantImage(at: Planter, who: Person, uids: Uids, kind: 'CT' | 'MR', number: number): void {
  const { dataSet } = at;
  retained(at, 'Modality', 'CS', kind);
  retained(at, 'Manufacturer', 'LO', 'SIEMENS');
  retained(at, 'ImageType', 'CS', 'ORIGINAL\\PRIMARY\\AXIAL');
  retained(at, 'SliceThickness', 'DS', '1.5');
  retained(at, 'PixelSpacing', 'DS', '0.5\\0.5');
  retained(at, 'ImagePositionPatient', 'DS', `-120.5\\-98\\${number * 1.5}`);
  retained(at, 'ImageOrientationPatient', 'DS', '1\\0\\0\\0\\1\\0');
  retained(at, 'InstanceNumber', 'IS', String(number));
  // A trap: the number of the series is the end of the patient's number.
  retained(at, 'SeriesNumber', 'IS', String(Number(who.mrn.slice(-4))), 'traps');
  retained(at, 'BodyPartExamined', 'CS', 'HEAD');
  if (kind === 'CT') {
    retained(at, 'KVP', 'DS', '120');
    retained(at, 'ConvolutionKernel', 'SH', 'H31S');
    retained(at, 'RescaleSlope', 'DS', '1');
  } else {
    retained(at, 'RepetitionTime', 'DS', '2300');
    retained(at, 'EchoTime', 'DS', '2.98');
    retained(at, 'SequenceName', 'SH', '*tfl3d1', 'traps');
  }
  uid(at, 'FrameOfReferenceUID', uids.frame);
  plantDescriptions(at, who, kind === 'CT' ? 'CT' : 'T1');
  plantPrivate(at, who, uids);
  for (const [keyword, value] of [
    ['SamplesPerPixel', 1],
    ['Rows', side],
    ['Columns', side],
    ['BitsAllocated', 16],
    ['BitsStored', 12],
    ['HighBit', 11],
    ['PixelRepresentation', 0],
  ] as const)
    setNumbers(dataSet, keyword, 'US', [value]);
  setText(dataSet, 'PhotometricInterpretation', 'CS', 'MONOCHROME2');
  const pixels = Buffer.alloc(side * side * 2);
  for (let index = 0; index < pixels.length; index += 2)
    pixels.writeUInt16LE((index * number + 17) % 4096, index);
  setBytes(dataSet, 'PixelData', 'OW', pixels);
  note(at, tagFrom('PixelData'), { kind: 'pixels_retained', category: 'pixels', original: '' });
}

function code(item: DataSet, value: string, meaning: string): void {
  const coded = createItem(item);
  setText(coded, 'CodeValue', 'SH', value);
  setText(coded, 'CodingSchemeDesignator', 'SH', 'DCM');
  setText(coded, 'CodeMeaning', 'LO', meaning);
  setSequence(item, 'ConceptNameCodeSequence', [coded]);
}

/** A report: who observed, what was seen, in words, with a date and a reference. */
function plantReport(at: Planter, who: Person, uids: Uids): void {
  retained(at, 'Modality', 'CS', 'SR');
  retained(at, 'ValueType', 'CS', 'CONTAINER');
  const tag = tagFrom('ContentSequence');
  const contents = [0, 1, 2].map(() => createItem(at.dataSet));
  setSequence(at.dataSet, tag, contents);
  const [observer, finding, when] = contents.map((item, index) => {
    const inside = planter(item, at.sop, at.checks, `${at.prefix}${formatTag(tag)}[${index}]/`);
    setText(item, 'RelationshipType', 'CS', 'CONTAINS');
    return inside;
  }) as [Planter, Planter, Planter];
  setText(observer.dataSet, 'ValueType', 'CS', 'PNAME');
  code(observer.dataSet, '121008', 'Person Observer Name');
  identifier(observer, 'PersonName', 'PN', who.physician.join('^'), 'structured content');
  setText(finding.dataSet, 'ValueType', 'CS', 'TEXT');
  code(finding.dataSet, '121071', 'Finding');
  freeText(finding, 'TextValue', 'UT', `Mrs ${who.family}, ${who.mrn}: no bleeding.`, {
    gone: `${who.family} ${who.mrn}`,
  });
  setText(when.dataSet, 'ValueType', 'CS', 'UIDREF');
  code(when.dataSet, '121233', 'Source series for segmentation');
  uid(when, 'UID', uids.series);
}

function plantFile(person: number, kind: 'CT' | 'MR' | 'SR', number: number): PlantedFile {
  const who = personOf(person);
  const kindNumber = { CT: 1, MR: 2, SR: 3 }[kind];
  const study = `1.2.826.0.1.3680043.10.1511.${1000 + person}`;
  const series = `${study}.${kindNumber}`;
  const uids = { study, series, sop: `${series}.${number}`, frame: `${study}.99` };
  const dataSet = new DataSet();
  const checks: Check[] = [];
  const at = planter(dataSet, uids.sop, checks);
  setText(dataSet, 'SpecificCharacterSet', 'CS', who.charset);
  setUid(dataSet, 'SOPClassUID', { CT: ctClass, MR: mrClass, SR: srClass }[kind]);
  plantStudy(at, who, uids);
  plantPatient(at, who);
  if (kind === 'SR') plantReport(at, who, uids);
  else plantImage(at, who, uids, kind, number);
  for (const original of [
    who.mrn,
    who.otherId,
    who.accession,
    who.family,
    who.birthDate,
    who.street,
    who.phone,
  ])
    checks.push({
      sop: uids.sop,
      path: '*',
      kind: 'text_removed',
      category: 'anywhere in the file',
      original,
      expected: null,
      structured: true,
    });
  return {
    name: `${person}-${kind}-${String(number).padStart(3, '0')}.dcm`,
    bytes: concatBytes(writePart10(dataSet)),
    checks,
  };
}

/** CT, MR and reports of invented people, with identifiers planted where they are found in the wild. Always the same. */
export function plantFiles({ people, images }: { people: number; images: number }): PlantedFile[] {
  const files: PlantedFile[] = [];
  for (let person = 0; person < people; person++) {
    for (const kind of ['CT', 'MR'] as const)
      for (let number = 1; number <= images; number++) files.push(plantFile(person, kind, number));
    for (let number = 1; number <= 2; number++) files.push(plantFile(person, 'SR', number));
  }
  return files;
}
