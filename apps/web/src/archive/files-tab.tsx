import { Button } from '@mantine/core';
import { IconDownload, IconFileZip } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { SeriesDetail, SeriesFile } from '../api/types.ts';
import { download } from '../shared/download.tsx';
import { formatBytes, formatNoun } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { filesQuery, seriesFilesUrl, seriesFileUrl } from './queries.ts';

const formatNames: Record<string, string> = {
  nifti: 'NIfTI',
  'nifti-sidecar': 'JSON sidecar',
  dicom: 'DICOM',
};

function FileRow(props: { project: string; seriesId: string; file: SeriesFile }) {
  const { file } = props;
  return (
    <tr>
      <th scope="row">{file.name}</th>
      <td>{formatNames[file.format] ?? file.format}</td>
      <td className="right">{formatBytes(file.sizeBytes)}</td>
      <td>
        <When iso={file.createdAt} />
      </td>
      <td className="right">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={15} />}
          aria-label={`Download ${file.name}`}
          onClick={() =>
            void download(seriesFileUrl(props.project, props.seriesId, file.id), file.name, file.sizeBytes)
          }
        >
          Download
        </Button>
      </td>
    </tr>
  );
}

function DicomRow(props: { project: string; series: SeriesDetail }) {
  const { project, series } = props;
  const name = `${series.subjectCode}-series-${series.seriesNumber ?? 'x'}.zip`;
  return (
    <tr>
      <th scope="row">
        {formatNoun(series.instanceCount, 'image')} as received, de-identified{' '}
        <Link to="/p/$project/browse" params={{ project }} search={{ level: 'images', series: series.id }}>
          list them
        </Link>
      </th>
      <td>DICOM</td>
      <td className="right">{formatBytes(series.sizeBytes)}</td>
      <td>
        <When iso={series.releasedAt} />
      </td>
      <td className="right">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconFileZip size={15} />}
          aria-label="Download all images as a zip"
          onClick={() => void download(seriesFilesUrl(project, series.id, 'dicom'), name, series.sizeBytes)}
        >
          Download zip
        </Button>
      </td>
    </tr>
  );
}

/** The files of a series: its images, and what was made from them. */
export function FilesTab(props: { project: string; series: SeriesDetail }) {
  const { project, series } = props;
  const files = useQuery(filesQuery(project, series.id));
  if (files.isPending) return <SkeletonRows />;
  if (files.isError) return <ProblemNotice error={files.error} retry={() => void files.refetch()} />;
  return (
    <div className="stack">
      <TableFrame label="Files">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Format</th>
              <th scope="col" className="right">
                Size
              </th>
              <th scope="col">Made</th>
              <th scope="col">
                <span className="visually-hidden">Download</span>
              </th>
            </tr>
          </thead>
          <tbody>
            <DicomRow project={project} series={series} />
            {files.data.items.map((file) => (
              <FileRow key={file.id} project={project} seriesId={series.id} file={file} />
            ))}
          </tbody>
        </table>
      </TableFrame>
      <p className="dim">Every download is recorded in the audit trail.</p>
    </div>
  );
}
