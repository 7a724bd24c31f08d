import type { Attributes } from './attributes.ts';
import type { Centre, PatientIdentity } from './identities.ts';
import { phantomUid } from './phantom-uids.ts';

/** One visit of a patient to a scanner: what all its series share. */
export interface Exam {
  readonly seed: number;
  /** Names the exam within the seed. */
  readonly key: string;
  readonly patient: PatientIdentity;
  readonly centre: Centre;
  /** YYYYMMDD. */
  readonly date: string;
  /** HHMMSS. */
  readonly time: string;
  readonly description: string;
  readonly accessionNumber: string;
}

export function examUid(exam: Exam, ...path: readonly (string | number)[]): string {
  return phantomUid(exam.seed, exam.key, ...path);
}

/** HHMMSS some seconds into the exam. */
export function timeInExam(exam: Exam, seconds: number): string {
  const [hours, minutes, start] = [0, 2, 4].map((at) => Number(exam.time.slice(at, at + 2))) as [
    number,
    number,
    number,
  ];
  const total = hours * 3600 + minutes * 60 + start + Math.round(seconds);
  return [total / 3600, (total / 60) % 60, total % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join('');
}

function ageAt(exam: Exam): string {
  const years = Number(exam.date.slice(0, 4)) - Number(exam.patient.birthDate.slice(0, 4));
  const hadBirthday = exam.date.slice(4) >= exam.patient.birthDate.slice(4);
  return `${String(years - (hadBirthday ? 0 : 1)).padStart(3, '0')}Y`;
}

function patientAttributes(exam: Exam): Attributes {
  const { patient, centre } = exam;
  return {
    PatientName: patient.name,
    PatientID: patient.patientId,
    IssuerOfPatientID: centre.institutionName,
    PatientBirthDate: patient.birthDate,
    PatientSex: patient.sex,
    PatientAge: ageAt(exam),
    PatientWeight: 62 + (exam.key.length % 7) * 4,
    PatientSize: 1.71,
    OtherPatientIDsSequence: [
      { PatientID: patient.otherPatientId, IssuerOfPatientID: 'REGIONAL', TypeOfPatientID: 'TEXT' },
    ],
    PatientAddress: patient.address,
    PatientTelephoneNumbers: patient.telephone,
    PatientComments: patient.comments,
    EthnicGroup: null,
    AdditionalPatientHistory: `Seen by ${centre.referringPhysician.split('^')[0] ?? ''}`,
  };
}

// Identity hides in sequences as well: requests, operators, what a corrected header said before.
function nestedAttributes(exam: Exam): Attributes {
  const { patient, centre } = exam;
  return {
    RequestAttributesSequence: [
      {
        AccessionNumber: exam.accessionNumber,
        RequestedProcedureID: `RP${exam.accessionNumber}`,
        RequestedProcedureDescription: exam.description,
        ScheduledProcedureStepID: `SP${exam.accessionNumber}`,
        ScheduledProcedureStepDescription: exam.description,
      },
    ],
    OperatorIdentificationSequence: [
      {
        InstitutionName: centre.institutionName,
        PersonIdentificationCodeSequence: [
          {
            CodeValue: 'OP7',
            CodingSchemeDesignator: '99LOCAL',
            CodeMeaning: centre.operatorName.replace('^', ' '),
          },
        ],
        PersonAddress: centre.institutionAddress,
      },
    ],
    ReferencedStudySequence: [
      {
        ReferencedSOPClassUID: '1.2.840.10008.3.1.2.3.1',
        ReferencedSOPInstanceUID: examUid(exam, 'referenced-study'),
      },
    ],
    OriginalAttributesSequence: [
      {
        SourceOfPreviousValues: null,
        AttributeModificationDateTime: `${exam.date}${exam.time}`,
        ModifyingSystem: centre.stationName,
        ReasonForTheAttributeModification: 'CORRECT',
        ModifiedAttributesSequence: [{ PatientName: patient.name, PatientID: patient.otherPatientId }],
      },
    ],
  };
}

/** Patient, study, equipment and what hangs around them: the header that every instance of an exam has. */
export function examAttributes(exam: Exam): Attributes {
  const { patient, centre } = exam;
  return {
    SpecificCharacterSet: patient.characterSet,
    StudyInstanceUID: examUid(exam, 'study'),
    StudyID: exam.accessionNumber.slice(-4),
    StudyDate: exam.date,
    StudyTime: exam.time,
    StudyDescription: exam.description,
    AccessionNumber: exam.accessionNumber,
    ReferringPhysicianName: centre.referringPhysician,
    PerformingPhysicianName: centre.performingPhysician,
    NameOfPhysiciansReadingStudy: centre.readingPhysician,
    OperatorsName: centre.operatorName,
    Manufacturer: centre.manufacturer,
    InstitutionName: centre.institutionName,
    InstitutionAddress: centre.institutionAddress,
    InstitutionalDepartmentName: centre.departmentName,
    StationName: centre.stationName,
    DeviceSerialNumber: centre.deviceSerialNumber,
    ...patientAttributes(exam),
    ...nestedAttributes(exam),
  };
}
