import { Button, Tabs } from '@mantine/core';
import { IconEye, IconTag } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SeriesSummary, Volume } from '../api/types.ts';
import { filesQuery, seriesFileUrl } from '../archive/queries.ts';
import { History } from '../audit/history.tsx';
import { sliceUrl, thumbnailUrl, volumeQuery } from '../imaging/queries.ts';
import { download } from '../shared/download.tsx';
import { formatBytes, formatCount } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { RemovableChip } from '../shared/ui/tag-chip.tsx';
import { StudyDate, When } from '../shared/ui/when.tsx';
import { seriesTitle } from './columns.tsx';
import { useTagChange } from './use-tag-change.tsx';

/** Three orthogonal slices of a converted series, or its one small picture. */
function Pictures(props: { project: string; series: SeriesSummary; volume: Volume | null }) {
  const { project, series, volume } = props;
  if (volume === null)
    return (
      <div className="inspector-pictures">
        <img src={thumbnailUrl(project, series.id, 256)} alt={`Preview of ${seriesTitle(series)}`} />
      </div>
    );
  return (
    <div className="inspector-pictures">
      {(['axial', 'coronal', 'sagittal'] as const).map((plane) => (
        <img
          key={plane}
          src={sliceUrl(project, series.id, {
            plane,
            index: Math.floor(volume.planes[plane] / 2),
            time: 0,
            sizePx: 192,
            window: null,
          })}
          alt={`Middle ${plane} slice`}
        />
      ))}
    </div>
  );
}

function classWords(series: SeriesSummary): string | null {
  if (series.weighting === null) return null;
  const source = series.corrected
    ? 'corrected by a person'
    : series.confidence === null
      ? 'automatic'
      : `automatic, ${series.confidence.toFixed(2)}`;
  return `${series.weighting} (${source})`;
}

function SeriesProperties(props: { series: SeriesSummary }) {
  const { series } = props;
  return (
    <Properties
      pairs={[
        ['Name', series.normalisedName],
        ['Modality', series.modality],
        ['Class', classWords(series)],
        ['Plane', series.plane],
        ['Contrast', series.contrast],
        ['Centre', series.centre],
        ['Vendor', series.manufacturer],
        ['Images', formatCount(series.instanceCount)],
        ['Size', formatBytes(series.sizeBytes)],
        ['Exam date', <StudyDate key="date" date={series.studyDate} mark />],
        ['NIfTI', <Status key="state" value={series.conversionState} />],
        ['Released', <When key="released" iso={series.releasedAt} />],
      ]}
    />
  );
}

function DerivedFiles(props: { project: string; series: SeriesSummary }) {
  const files = useQuery(filesQuery(props.project, props.series.id));
  if (files.isPending) return <SkeletonRows rows={3} />;
  if (files.isError) return <ProblemNotice error={files.error} />;
  if (files.data.items.length === 0)
    return <p className="dim">Nothing has been made from this series yet.</p>;
  return (
    <ul className="plain-list">
      {files.data.items.map((file) => (
        <li key={file.id} className="row">
          <button
            type="button"
            className="text-button grow"
            onClick={() =>
              void download(seriesFileUrl(props.project, props.series.id, file.id), file.name, file.sizeBytes)
            }
          >
            <span className="ellipsis">{file.name}</span>
          </button>
          <span className="dim">{formatBytes(file.sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}

function Tags(props: { project: string; series: SeriesSummary; mayEdit: boolean; onTag: () => void }) {
  const change = useTagChange(props.project, [props.series]);
  const { series } = props;
  return (
    <div className="row" style={{ gap: 6 }}>
      {series.tags.map((tag) =>
        props.mayEdit ? (
          <RemovableChip
            key={tag}
            label={tag}
            onRemove={() => change.mutate({ seriesIds: [series.id], add: [], remove: [tag] })}
          />
        ) : (
          <span key={tag} className="chip">
            {tag}
          </span>
        ),
      )}
      {props.mayEdit ? (
        <button type="button" className="text-button" onClick={props.onTag}>
          <IconTag size={14} aria-hidden /> Add tag
        </button>
      ) : null}
    </div>
  );
}

interface InspectorProps {
  project: string;
  series: SeriesSummary;
  mayEdit: boolean;
  onTag: () => void;
}

/** Everything about the series under the cursor without leaving the list. */
export function Inspector(props: InspectorProps) {
  const { project, series } = props;
  const volume = useQuery(volumeQuery(project, series.id));
  return (
    <div className="stack">
      <div className="row" style={{ flexWrap: 'nowrap', alignItems: 'flex-start' }}>
        <div className="grow">
          <h2>{seriesTitle(series)}</h2>
          <div className="dim ellipsis">
            <Link to="/p/$project/subjects/$id" params={{ project, id: series.subjectId }}>
              {series.subjectCode}
            </Link>{' '}
            ›{' '}
            <Link to="/p/$project/exams/$id" params={{ project, id: series.examId }}>
              {series.studyDate ?? 'exam'}
            </Link>{' '}
            › series {series.seriesNumber ?? '–'}
          </div>
        </div>
        <Button
          component={Link}
          to={`/p/${project}/series/${series.id}`}
          size="compact-sm"
          variant="default"
          style={{ flex: 'none' }}
          leftSection={<IconEye size={15} />}
        >
          Open
        </Button>
      </div>
      <Pictures project={project} series={series} volume={volume.data?.available ? volume.data : null} />
      <Tags {...props} />
      <Tabs defaultValue="properties">
        <Tabs.List>
          <Tabs.Tab value="properties">Properties</Tabs.Tab>
          <Tabs.Tab value="derived">Derived</Tabs.Tab>
          <Tabs.Tab value="history">History</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="properties" pt={8}>
          <SeriesProperties series={series} />
        </Tabs.Panel>
        <Tabs.Panel value="derived" pt={8}>
          <DerivedFiles project={project} series={series} />
        </Tabs.Panel>
        <Tabs.Panel value="history" pt={8}>
          <History project={project} level="series" id={series.id} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
