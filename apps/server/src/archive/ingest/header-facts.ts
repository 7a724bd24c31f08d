import { type AttributeRef, type DataSet, firstText, numberValues } from '@pesscara/dicom';
import type { SeriesAttributes } from './arrived-instance.ts';

/** The attribute's first value, trimmed; null when absent or empty. */
export function textOf(header: DataSet, keyword: AttributeRef): string | null {
  // PS3.5 6.2 allows no NUL in text, and PostgreSQL takes none.
  const text = firstText(header, keyword)?.replaceAll('\0', '').trim();
  return text === undefined || text === '' ? null : text;
}

/** The attribute's first number as a whole number; null when absent or no number. */
export function integerOf(header: DataSet, keyword: AttributeRef): number | null {
  const value = numberValues(header, keyword)[0];
  return value === undefined || !Number.isFinite(value) || Math.abs(value) > 2_147_483_647
    ? null
    : Math.trunc(value);
}

/** A DA value as a calendar date; null when it is none. */
export function calendarDate(da: string | null): string | null {
  const match = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(da ?? '');
  if (match === null) return null;
  const [, year, month, day] = match.map(Number) as [number, number, number, number];
  const lastDay =
    month === 2
      ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
        ? 29
        : 28
      : [4, 6, 9, 11].includes(month)
        ? 30
        : 31;
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= lastDay
    ? `${match[1]}-${match[2]}-${match[3]}`
    : null;
}

/** What the catalogue keeps of the series, read from a de-identified header. */
export function seriesAttributes(
  header: DataSet,
  uids: { study: string; series: string; sopClass: string },
): SeriesAttributes {
  return {
    studyInstanceUid: uids.study,
    studyDate: calendarDate(textOf(header, 'StudyDate')),
    studyTime: textOf(header, 'StudyTime'),
    studyDescription: textOf(header, 'StudyDescription'),
    studyId: textOf(header, 'StudyID'),
    accessionNumber: textOf(header, 'AccessionNumber'),
    seriesInstanceUid: uids.series,
    modality: textOf(header, 'Modality'),
    seriesNumber: integerOf(header, 'SeriesNumber'),
    seriesDescription: textOf(header, 'SeriesDescription'),
    protocolName: textOf(header, 'ProtocolName'),
    bodyPartExamined: textOf(header, 'BodyPartExamined'),
    manufacturer: textOf(header, 'Manufacturer'),
    manufacturerModelName: textOf(header, 'ManufacturerModelName'),
    sopClassUid: uids.sopClass,
  };
}
