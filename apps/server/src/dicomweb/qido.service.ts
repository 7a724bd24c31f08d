import {
  type DataSet,
  type DicomJson,
  formatTagCompact,
  keywordOf,
  type Tag,
  tagOf,
  toDicomJson,
  vrOf,
} from '@pesscara/dicom';
import { findInstance, type InstanceReader } from '../archive/index.ts';
import type { Database } from '../kernel/db/index.ts';
import { isMatchable, type QidoLevel, type QidoRow, searchQido } from './qido.repository.ts';
import type { QidoQuery } from './qido-query.ts';

/** What a page holds when the client does not say. */
const defaultLimit = 1000;
const maxLimit = 5000;

function da(date: string | null): string | null {
  return date === null ? null : date.replaceAll('-', '');
}

type Listed = [keyword: string, values: (string | number | null)[]][];

function studyAttributes(row: QidoRow): Listed {
  return [
    ['StudyDate', [da(row.studyDate)]],
    ['StudyTime', [row.studyTime]],
    ['AccessionNumber', [row.accessionNumber]],
    ['InstanceAvailability', ['ONLINE']],
    ['ModalitiesInStudy', row.modalities],
    ['ReferringPhysicianName', [null]],
    ['StudyDescription', [row.studyDescription]],
    ['PatientName', [row.subjectCode]],
    ['PatientID', [row.subjectCode]],
    ['PatientBirthDate', [null]],
    ['PatientSex', [null]],
    ['StudyInstanceUID', [row.studyInstanceUid]],
    ['StudyID', [row.studyId]],
    ['NumberOfStudyRelatedSeries', [row.studySeriesCount]],
    ['NumberOfStudyRelatedInstances', [row.studyInstanceCount]],
  ];
}

function seriesAttributes(row: QidoRow): Listed {
  return [
    ['Modality', [row.modality]],
    ['SeriesDescription', [row.seriesDescription]],
    ['BodyPartExamined', [row.bodyPartExamined]],
    ['SeriesInstanceUID', [row.seriesInstanceUid]],
    ['SeriesNumber', [row.seriesNumber]],
    ['NumberOfSeriesRelatedInstances', [row.seriesInstanceCount]],
  ];
}

function instanceAttributes(row: QidoRow): Listed {
  const frames: Listed =
    row.frameCount !== null && row.frameCount > 1 ? [['NumberOfFrames', [row.frameCount]]] : [];
  return [
    ['SOPClassUID', [row.sopClassUid]],
    ['SOPInstanceUID', [row.sopInstanceUid]],
    ['InstanceNumber', [row.instanceNumber]],
    ['Rows', [row.rows]],
    ['Columns', [row.columns]],
    ...frames,
    ['AvailableTransferSyntaxUID', [row.transferSyntaxUid]],
  ];
}

/** PS3.18 Tables 10.6.3-3 to -5: what every result shows. */
function attributesOf(row: QidoRow, level: QidoLevel, baseUrl: string): Listed {
  const studyUrl = `${baseUrl}/studies/${row.studyInstanceUid}`;
  if (level === 'study') return [...studyAttributes(row), ['RetrieveURL', [studyUrl]]];
  const seriesUrl = `${studyUrl}/series/${row.seriesInstanceUid ?? ''}`;
  const series = [...studyAttributes(row), ...seriesAttributes(row)];
  if (level === 'series') return [...series, ['RetrieveURL', [seriesUrl]]];
  const url = `${seriesUrl}/instances/${row.sopInstanceUid ?? ''}`;
  return [...series, ...instanceAttributes(row), ['RetrieveURL', [url]]];
}

function jsonOf(attributes: Listed): DicomJson {
  const json: DicomJson = {};
  for (const [keyword, values] of attributes) {
    const tag = tagOf(keyword) as Tag;
    const vr = vrOf(tag) ?? 'UN';
    const present = values.filter((value) => value !== null && value !== '');
    json[formatTagCompact(tag)] =
      present.length === 0
        ? { vr }
        : { vr, Value: present.map((value) => (vr === 'PN' ? { Alphabetic: String(value) } : value)) };
  }
  return json;
}

function included(header: DataSet, query: QidoQuery): DicomJson {
  const json = toDicomJson(header, { inlineLimitBytes: 256, bulkDataUri: () => undefined });
  if (query.includeAll) {
    for (const [tag, attribute] of Object.entries(json))
      if (attribute.vr.startsWith('O') || attribute.vr === 'UN') delete json[tag];
    return json;
  }
  return Object.fromEntries(
    query.includeTags
      .map(formatTagCompact)
      .flatMap((tag) => (json[tag] === undefined ? [] : [[tag, json[tag]]])),
  );
}

/** Searches of DICOMweb (QIDO-RS, PS3.18 10.6) over what is released. */
export function createQido({ db, reader }: { db: Database; reader: InstanceReader }) {
  async function more(projectId: string, row: QidoRow, query: QidoQuery): Promise<DicomJson> {
    const instance = await findInstance(db, { kind: 'released', projectId }, row.sampleInstanceId);
    return instance === undefined ? {} : included((await reader.header(instance)).dataSet, query);
  }

  /** The results as DICOM JSON, and what to warn of. */
  async function search(projectId: string, level: QidoLevel, query: QidoQuery, baseUrl: string) {
    const limit = Math.min(query.limit ?? defaultLimit, maxLimit);
    const rows = await searchQido(db, projectId, level, query, limit + 1);
    const page = rows.slice(0, limit);
    const needsHeader = query.includeAll || query.includeTags.length > 0;
    const results: DicomJson[] = [];
    for (const row of page) {
      const base = jsonOf(attributesOf(row, level, baseUrl));
      const extra = needsHeader ? await more(projectId, row, query) : {};
      const merged = { ...extra, ...base };
      // A value in the header is better than our empty one (PatientSex, ReferringPhysicianName).
      for (const [tag, attribute] of Object.entries(extra))
        if (base[tag]?.Value === undefined) merged[tag] = attribute;
      results.push(Object.fromEntries(Object.entries(merged).sort(([a], [b]) => (a < b ? -1 : 1))));
    }
    const unmatched = [...query.matches.keys()]
      .filter((tag) => !isMatchable(tag))
      .map((tag) => keywordOf(tag) ?? formatTagCompact(tag));
    const warnings = [...query.ignored, ...unmatched].map(
      (name) => `The parameter ${name} is not supported and was ignored`,
    );
    if (rows.length > limit) warnings.push('There are additional results that can be requested');
    return { results, warnings };
  }

  return { search };
}

export type Qido = ReturnType<typeof createQido>;
