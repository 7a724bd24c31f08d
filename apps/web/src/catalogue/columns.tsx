import { Link } from '@tanstack/react-router';
import type { ExamSummary, InstanceSummary, SeriesSummary, SubjectSummary } from '../api/types.ts';
import { formatBytes, formatCount, formatInstant } from '../shared/format.ts';
import type { GridColumn } from '../shared/ui/grid-props.ts';
import { Status } from '../shared/ui/status.tsx';
import { Chip } from '../shared/ui/tag-chip.tsx';
import { Thumbnail } from './thumbnail.tsx';

const none = <span className="dim">–</span>;

/** What a series is called on screen. */
export function seriesTitle(series: SeriesSummary): string {
  return series.seriesDescription ?? series.normalisedName ?? 'no description';
}

function SubjectLink(props: { project: string; id: string; code: string }) {
  return (
    <Link to="/p/$project/subjects/$id" params={{ project: props.project, id: props.id }} tabIndex={-1}>
      {props.code}
    </Link>
  );
}

const descriptive = (project: string): GridColumn<SeriesSummary>[] => [
  {
    id: 'subject',
    title: 'Subject',
    width: 94,
    sortUp: 'subject',
    cell: (row) => <SubjectLink project={project} id={row.subjectId} code={row.subjectCode} />,
  },
  {
    id: 'studyDate',
    title: 'Exam',
    width: 98,
    sortUp: 'studyDate',
    sortDown: '-studyDate',
    cell: (row) => row.studyDate ?? none,
  },
  { id: 'seriesNumber', title: '#', width: 36, align: 'right', cell: (row) => row.seriesNumber ?? none },
  {
    id: 'description',
    title: 'Series description',
    width: 150,
    grows: true,
    cell: (row) => (
      <>
        <Thumbnail project={project} seriesId={row.id} sizePx={26} />
        <Link
          to="/p/$project/series/$id"
          params={{ project, id: row.id }}
          tabIndex={-1}
          className="ellipsis grid-title"
          title={seriesTitle(row)}
        >
          {seriesTitle(row)}
        </Link>
      </>
    ),
  },
  { id: 'modality', title: 'Mod', width: 54, sortUp: 'modality', cell: (row) => row.modality ?? none },
];

const classified: GridColumn<SeriesSummary>[] = [
  {
    id: 'weighting',
    title: 'Class',
    width: 72,
    cell: (row) => (row.weighting === null ? none : <Chip label={row.weighting} />),
  },
  { id: 'plane', title: 'Plane', width: 84, cell: (row) => row.plane ?? none },
  { id: 'contrast', title: 'Contrast', width: 84, cell: (row) => row.contrast ?? none },
  {
    id: 'normalisedName',
    title: 'Name',
    width: 180,
    cell: (row) => <span className="ellipsis">{row.normalisedName ?? none}</span>,
  },
];

const stored: GridColumn<SeriesSummary>[] = [
  {
    id: 'centre',
    title: 'Centre',
    width: 84,
    cell: (row) => <span className="ellipsis">{row.centre ?? none}</span>,
  },
  {
    id: 'manufacturer',
    title: 'Vendor',
    width: 110,
    cell: (row) => <span className="ellipsis">{row.manufacturer ?? none}</span>,
  },
  {
    id: 'instanceCount',
    title: 'Images',
    width: 72,
    align: 'right',
    cell: (row) => formatCount(row.instanceCount),
  },
  { id: 'sizeBytes', title: 'Size', width: 82, align: 'right', cell: (row) => formatBytes(row.sizeBytes) },
  {
    id: 'tags',
    title: 'Tags',
    width: 88,
    cell: (row) => row.tags.map((tag) => <Chip key={tag} label={tag} />),
  },
  { id: 'conversion', title: 'NIfTI', width: 112, cell: (row) => <Status value={row.conversionState} /> },
  {
    id: 'releasedAt',
    title: 'Released',
    width: 132,
    sortDown: '-releasedAt',
    cell: (row) => (row.releasedAt === null ? none : formatInstant(row.releasedAt)),
  },
];

/** Columns of the series list. */
export const seriesColumns = (project: string): GridColumn<SeriesSummary>[] => [
  ...descriptive(project),
  ...classified,
  ...stored,
];
/** Where the list, its filters and the inspector, which tells of the NIfTI, stand side by side without it. */
const isNarrow = window.innerWidth < 1600;

/** Series columns that are not shown until chosen. */
export const seriesHidden = [
  ...(isNarrow ? ['conversion'] : []),
  'centre',
  'contrast',
  'normalisedName',
  'manufacturer',
  'releasedAt',
  'sizeBytes',
  'plane',
];

/** Columns of the subject list. */
export const subjectColumns = (project: string): GridColumn<SubjectSummary>[] => [
  {
    id: 'code',
    title: 'Subject',
    width: 180,
    grows: true,
    cell: (row) => <SubjectLink project={project} id={row.id} code={row.code} />,
  },
  { id: 'exams', title: 'Exams', width: 90, align: 'right', cell: (row) => formatCount(row.examCount) },
  { id: 'series', title: 'Series', width: 90, align: 'right', cell: (row) => formatCount(row.seriesCount) },
  {
    id: 'images',
    title: 'Images',
    width: 100,
    align: 'right',
    cell: (row) => formatCount(row.instanceCount),
  },
  {
    id: 'last',
    title: 'Last release',
    width: 150,
    cell: (row) => (row.lastReleasedAt === null ? none : formatInstant(row.lastReleasedAt)),
  },
];

/** Columns of the exam list. */
export const examColumns = (project: string): GridColumn<ExamSummary>[] => [
  {
    id: 'subject',
    title: 'Subject',
    width: 120,
    cell: (row) => <SubjectLink project={project} id={row.subjectId} code={row.subjectCode} />,
  },
  { id: 'date', title: 'Exam date', width: 110, cell: (row) => row.studyDate ?? none },
  {
    id: 'description',
    title: 'Exam description',
    width: 220,
    grows: true,
    cell: (row) => (
      <Link
        to="/p/$project/exams/$id"
        params={{ project, id: row.id }}
        tabIndex={-1}
        className="ellipsis grid-title"
      >
        {row.studyDescription ?? 'no description'}
      </Link>
    ),
  },
  { id: 'modalities', title: 'Modalities', width: 120, cell: (row) => row.modalities.join(', ') },
  { id: 'series', title: 'Series', width: 80, align: 'right', cell: (row) => formatCount(row.seriesCount) },
  { id: 'images', title: 'Images', width: 90, align: 'right', cell: (row) => formatCount(row.instanceCount) },
];

/** Columns of the image list. */
export const instanceColumns = (project: string): GridColumn<InstanceSummary>[] => [
  { id: 'number', title: '#', width: 64, align: 'right', cell: (row) => row.instanceNumber ?? none },
  {
    id: 'sop',
    title: 'SOP Instance UID',
    width: 320,
    grows: true,
    cell: (row) => (
      <Link
        to="/p/$project/series/$id"
        params={{ project, id: row.seriesId }}
        search={{ tab: 'header', instance: row.id }}
        tabIndex={-1}
        className="ellipsis mono grid-title"
      >
        {row.sopInstanceUid}
      </Link>
    ),
  },
  {
    id: 'matrix',
    title: 'Matrix',
    width: 110,
    cell: (row) => (row.rows === null ? none : `${row.columns} × ${row.rows}`),
  },
  { id: 'frames', title: 'Frames', width: 76, align: 'right', cell: (row) => formatCount(row.frameCount) },
  { id: 'size', title: 'Size', width: 90, align: 'right', cell: (row) => formatBytes(row.sizeBytes) },
  {
    id: 'syntax',
    title: 'Transfer syntax',
    width: 200,
    cell: (row) => <span className="mono ellipsis">{row.transferSyntaxUid}</span>,
  },
  { id: 'received', title: 'Received', width: 140, cell: (row) => formatInstant(row.receivedAt) },
];
