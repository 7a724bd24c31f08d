import './browse.css';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { SeriesSummary } from '../api/types.ts';
import { examFilesUrl } from '../archive/queries.ts';
import { History } from '../audit/history.tsx';
import { useProject } from '../projects/queries.ts';
import { download } from '../shared/download.tsx';
import { formatBytes, formatCount, formatNoun } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { Chip } from '../shared/ui/tag-chip.tsx';
import { StudyDate } from '../shared/ui/when.tsx';
import { seriesTitle } from './columns.tsx';
import { examQuery } from './queries.ts';
import { Thumbnail } from './thumbnail.tsx';

const route = getRouteApi('/signed-in/p/$project/exams/$id');

function SeriesRow(props: { project: string; series: SeriesSummary }) {
  const { project, series } = props;
  return (
    <tr>
      <td className="right">{series.seriesNumber ?? '–'}</td>
      <th scope="row">
        <span className="row" style={{ flexWrap: 'nowrap' }}>
          <Thumbnail project={project} seriesId={series.id} sizePx={28} />
          <Link to="/p/$project/series/$id" params={{ project, id: series.id }}>
            {seriesTitle(series)}
          </Link>
        </span>
      </th>
      <td>{series.modality}</td>
      <td>{series.weighting === null ? '–' : <Chip label={series.weighting} />}</td>
      <td className="right">{formatCount(series.instanceCount)}</td>
      <td className="right">{formatBytes(series.sizeBytes)}</td>
      <td>
        <Status value={series.conversionState} />
      </td>
      <td>
        <span className="row" style={{ gap: 4 }}>
          {series.tags.map((tag) => (
            <Chip key={tag} label={tag} />
          ))}
        </span>
      </td>
    </tr>
  );
}

/** A table of series on the page of what holds them. */
export function SeriesTable(props: { project: string; series: SeriesSummary[] }) {
  return (
    <TableFrame label="Series">
      <table className="table">
        <thead>
          <tr>
            <th scope="col" className="right">
              #
            </th>
            <th scope="col">Series</th>
            <th scope="col">Modality</th>
            <th scope="col">Class</th>
            <th scope="col" className="right">
              Images
            </th>
            <th scope="col" className="right">
              Size
            </th>
            <th scope="col">NIfTI</th>
            <th scope="col">Tags</th>
          </tr>
        </thead>
        <tbody>
          {props.series.map((series) => (
            <SeriesRow key={series.id} project={props.project} series={series} />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** One exam with its series. */
export function ExamPage() {
  const project = useProject();
  const { id } = route.useParams();
  const exam = useQuery(examQuery(project.key, id));
  if (exam.isPending)
    return (
      <div className="page">
        <SkeletonRows />
      </div>
    );
  if (exam.isError)
    return (
      <div className="page page-narrow">
        <h1>This exam cannot be shown</h1>
        <ProblemNotice error={exam.error} retry={() => void exam.refetch()} />
      </div>
    );
  const { data } = exam;
  const sizeBytes = data.series.reduce((sum, one) => sum + one.sizeBytes, 0);
  return (
    <div className="page">
      <PageHead
        title={data.studyDescription ?? 'Exam'}
        under={
          <>
            <Link to="/p/$project/subjects/$id" params={{ project: project.key, id: data.subjectId }}>
              {data.subjectCode}
            </Link>{' '}
            · <StudyDate date={data.studyDate} mark /> · {data.modalities.join(', ')} ·{' '}
            {formatNoun(data.seriesCount, 'series')} · {formatNoun(data.instanceCount, 'image')}
          </>
        }
        actions={
          <Button
            leftSection={<IconDownload size={16} />}
            onClick={() =>
              void download(examFilesUrl(project.key, id), `${data.subjectCode}-exam.zip`, sizeBytes)
            }
          >
            Download DICOM, about {formatBytes(sizeBytes)}
          </Button>
        }
      />
      <SeriesTable project={project.key} series={data.series} />
      <section className="panel">
        <h2>History</h2>
        <History project={project.key} level="exams" id={id} />
      </section>
    </div>
  );
}
