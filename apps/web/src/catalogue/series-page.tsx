import './browse.css';
import './series.css';
import { Button, Menu, Tabs } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { SeriesDetail } from '../api/types.ts';
import { FilesTab } from '../archive/files-tab.tsx';
import { HeaderTab } from '../archive/header-tab.tsx';
import { filesQuery, seriesFilesUrl } from '../archive/queries.ts';
import { SeriesVersions } from '../archive/series-versions.tsx';
import { History } from '../audit/history.tsx';
import { ClassificationTab } from '../classification/classification-tab.tsx';
import { ConversionTab } from '../conversion/conversion-tab.tsx';
import { Viewer } from '../imaging/viewer.tsx';
import { useProject } from '../projects/queries.ts';
import { download } from '../shared/download.tsx';
import { formatBytes, formatNoun } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { Chip } from '../shared/ui/tag-chip.tsx';
import { seriesTitle } from './columns.tsx';
import { seriesQuery } from './queries.ts';
import { type SeriesTab, seriesTabs } from './series-search.ts';
import { TagsTab } from './tags-tab.tsx';

const route = getRouteApi('/signed-in/p/$project/series/$id');
const tabNames: Record<SeriesTab, string> = {
  viewer: 'Viewer',
  header: 'Header',
  files: 'Files',
  tags: 'Tags',
  classification: 'Class',
  conversion: 'Conversion',
  history: 'History',
};

function DownloadMenu(props: { project: string; series: SeriesDetail }) {
  const { project, series } = props;
  const files = useQuery(filesQuery(project, series.id));
  const nifti = (files.data?.items ?? []).filter((file) => file.format === 'nifti');
  const niftiBytes = nifti.reduce((sum, file) => sum + file.sizeBytes, 0);
  const dicomBytes = series.sizeBytes;
  const name = `${series.subjectCode}-series-${series.seriesNumber ?? 'x'}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconDownload size={16} />}>Download</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={nifti.length === 0}
          onClick={() =>
            void download(seriesFilesUrl(project, series.id, 'nifti'), `${name}.nii.gz`, niftiBytes)
          }
        >
          {nifti.length === 0 ? 'NIfTI (not converted)' : `NIfTI, ${formatBytes(niftiBytes)}`}
        </Menu.Item>
        <Menu.Item
          disabled={nifti.length === 0}
          onClick={() => void download(seriesFilesUrl(project, series.id, 'sidecar'), `${name}.json`, 0)}
        >
          JSON sidecar
        </Menu.Item>
        <Menu.Item
          onClick={() =>
            void download(seriesFilesUrl(project, series.id, 'dicom'), `${name}.zip`, dicomBytes)
          }
        >
          DICOM zip, about {formatBytes(dicomBytes)}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Under(props: { project: string; series: SeriesDetail }) {
  const { project, series } = props;
  return (
    <span>
      <Link to="/p/$project/subjects/$id" params={{ project, id: series.subjectId }}>
        {series.subjectCode}
      </Link>{' '}
      ›{' '}
      <Link to="/p/$project/exams/$id" params={{ project, id: series.examId }}>
        exam {series.studyDate ?? ''}
      </Link>{' '}
      › series {series.seriesNumber ?? '–'} · {series.modality ?? 'unknown modality'} ·{' '}
      {formatNoun(series.instanceCount, 'image')} · {formatBytes(series.sizeBytes)}{' '}
      {series.tags.map((tag) => (
        <Chip key={tag} label={tag} />
      ))}
    </span>
  );
}

function TabContent(props: {
  tab: SeriesTab;
  project: string;
  series: SeriesDetail;
  instance: string | undefined;
}) {
  const { tab, project, series } = props;
  switch (tab) {
    case 'viewer':
      return <Viewer project={project} series={series} />;
    case 'header':
      return <HeaderTab project={project} seriesId={series.id} instance={props.instance} />;
    case 'files':
      return <FilesTab project={project} series={series} />;
    case 'tags':
      return <TagsTab project={project} series={series} />;
    case 'classification':
      return <ClassificationTab project={project} series={series} />;
    case 'conversion':
      return <ConversionTab project={project} seriesId={series.id} />;
    case 'history':
      return (
        <div className="stack">
          <SeriesVersions project={project} seriesId={series.id} />
          <h2>What was done</h2>
          <History project={project} level="series" id={series.id} />
        </div>
      );
  }
}

/** One series: looked at, read, downloaded, tagged, classified. */
export function SeriesPage() {
  const project = useProject();
  const { id } = route.useParams();
  const { tab = 'viewer', instance } = route.useSearch();
  const navigate = route.useNavigate();
  const series = useQuery(seriesQuery(project.key, id));
  if (series.isPending)
    return (
      <div className="page">
        <SkeletonRows rows={8} />
      </div>
    );
  if (series.isError)
    return (
      <div className="page page-narrow">
        <h1>This series cannot be shown</h1>
        <ProblemNotice error={series.error} retry={() => void series.refetch()} />
        <Link to="/p/$project/browse" params={{ project: project.key }}>
          Back to browse
        </Link>
      </div>
    );
  return (
    <div className="page series-page">
      <PageHead
        title={seriesTitle(series.data)}
        under={<Under project={project.key} series={series.data} />}
        actions={<DownloadMenu project={project.key} series={series.data} />}
      />
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ search: { tab: next as SeriesTab } })}
        className="series-tabs"
      >
        <Tabs.List>
          {seriesTabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {tabNames[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab} className="series-panel">
          <TabContent tab={tab} project={project.key} series={series.data} instance={instance} />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
