import type { LocalHeader } from './dicom-header.ts';
import type { MeasuredSource } from './local-source.ts';

export interface SeriesGroup {
  key: string;
  description: string;
  modality: string;
  number: number | null;
  sizeBytes: number;
  sources: MeasuredSource[];
  /** SOP Instance UIDs, beside `sources`. */
  instances: string[];
}
export interface ExamGroup {
  key: string;
  date: string;
  description: string;
  series: SeriesGroup[];
}
export interface PatientGroup {
  key: string;
  /** Masked: enough to recognise on one's own disk, no full name. */
  label: string;
  exams: ExamGroup[];
}
export interface IgnoredFile {
  path: string;
  reason: string;
}

/** A patient as shown on screen: "MRN1004 (DOE…)". */
export function maskedPatient(patientId: string, patientName: string): string {
  const family = patientName.split(/[\^=]/)[0]?.trim() ?? '';
  const start = family === '' ? '' : ` (${[...family].slice(0, 3).join('')}…)`;
  return `${patientId === '' ? 'no patient ID' : patientId}${start}`;
}

interface PatientIndex {
  group: PatientGroup;
  exams: Map<string, { group: ExamGroup; series: Map<string, SeriesGroup> }>;
}

export interface Grouping {
  add: (header: LocalHeader, source: MeasuredSource) => void;
  /** Patients in the order of their ids, exams by date, series by number. */
  patients: () => PatientGroup[];
}

function newSeries(header: LocalHeader): SeriesGroup {
  return {
    key: header.seriesInstanceUid,
    description: header.seriesDescription,
    modality: header.modality,
    number: header.seriesNumber,
    sizeBytes: 0,
    sources: [],
    instances: [],
  };
}

function sorted(index: PatientIndex): PatientGroup {
  const exams = [...index.exams.values()].map(({ group, series }) => ({
    ...group,
    series: [...series.values()].sort((a, b) => (a.number ?? 1e9) - (b.number ?? 1e9)),
  }));
  return { ...index.group, exams: exams.sort((a, b) => a.date.localeCompare(b.date)) };
}

/** Gathers files by patient, exam and series as their headers are read. */
export function createGrouping(): Grouping {
  const patients = new Map<string, PatientIndex>();
  const patientOf = (header: LocalHeader): PatientIndex => {
    const key = `${header.patientId}\n${header.patientId === '' ? header.patientName : ''}`;
    const known = patients.get(key);
    if (known !== undefined) return known;
    const label = maskedPatient(header.patientId, header.patientName);
    const made: PatientIndex = { group: { key, label, exams: [] }, exams: new Map() };
    patients.set(key, made);
    return made;
  };
  return {
    add: (header, source) => {
      const { exams } = patientOf(header);
      let exam = exams.get(header.studyInstanceUid);
      if (exam === undefined) {
        const group: ExamGroup = {
          key: header.studyInstanceUid,
          date: header.studyDate,
          description: header.studyDescription,
          series: [],
        };
        exam = { group, series: new Map() };
        exams.set(header.studyInstanceUid, exam);
      }
      let series = exam.series.get(header.seriesInstanceUid);
      if (series === undefined) {
        series = newSeries(header);
        exam.series.set(header.seriesInstanceUid, series);
      }
      series.sources.push(source);
      series.instances.push(header.sopInstanceUid);
      series.sizeBytes += source.sizeBytes;
    },
    patients: () => [...patients.values()].map(sorted).sort((a, b) => a.label.localeCompare(b.label)),
  };
}

export interface GroupTotals {
  patients: number;
  exams: number;
  series: number;
  images: number;
  sizeBytes: number;
}

/** What a list of patients adds up to; only series that `counts` accepts. */
export function totalsOf(
  patients: readonly PatientGroup[],
  counts: (series: SeriesGroup) => boolean,
): GroupTotals {
  const totals: GroupTotals = { patients: 0, exams: 0, series: 0, images: 0, sizeBytes: 0 };
  for (const patient of patients) {
    let ofPatient = 0;
    for (const exam of patient.exams) {
      const chosen = exam.series.filter(counts);
      if (chosen.length > 0) totals.exams += 1;
      ofPatient += chosen.length;
      for (const series of chosen) {
        totals.series += 1;
        totals.images += series.sources.length;
        totals.sizeBytes += series.sizeBytes;
      }
    }
    if (ofPatient > 0) totals.patients += 1;
  }
  return totals;
}

/** The list of files that were left out, as CSV (RFC 4180). A leading = + - @ would be a formula in a spreadsheet. */
export function ignoredCsv(ignored: readonly IgnoredFile[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return ['file,reason', ...ignored.map((one) => `${cell(one.path)},${cell(one.reason)}`)].join('\r\n');
}
