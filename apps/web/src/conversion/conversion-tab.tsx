import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Conversion } from '../api/types.ts';
import { seriesFileUrl } from '../archive/queries.ts';
import { useProject } from '../projects/queries.ts';
import { download } from '../shared/download.tsx';
import { formatBytes, formatCount } from '../shared/format.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { conversionQuery, convertAgain } from './queries.ts';

function Volumes(props: { project: string; seriesId: string; conversion: Conversion }) {
  const { volumes } = props.conversion;
  if (volumes.length === 0) return null;
  return (
    <TableFrame label="Volumes">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Volume</th>
            <th scope="col">Matrix</th>
            <th scope="col">Voxel, mm</th>
            <th scope="col" className="right">
              Time points
            </th>
            <th scope="col" className="right">
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {volumes.map((volume) => (
            <tr key={volume.fileId}>
              <th scope="row">
                <button
                  type="button"
                  className="text-button"
                  onClick={() =>
                    void download(
                      seriesFileUrl(props.project, props.seriesId, volume.fileId),
                      volume.name,
                      volume.sizeBytes,
                    )
                  }
                >
                  {volume.name}
                </button>
              </th>
              <td>{volume.dimensions.slice(0, 3).join(' × ')}</td>
              <td>{volume.voxelSizesMm.map((mm) => Number(mm.toFixed(3))).join(' × ')}</td>
              <td className="right">{formatCount(volume.timePoints)}</td>
              <td className="right">{formatBytes(volume.sizeBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** How the conversion to NIfTI stands, and why it did not work where it did not. */
export function ConversionTab(props: { project: string; seriesId: string }) {
  const conversion = useQuery(conversionQuery(props.project, props.seriesId));
  const mayEdit = useProject().permissions.includes('catalogue:edit');
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: () => convertAgain(props.project, props.seriesId),
    onSuccess: () => client.invalidateQueries({ queryKey: ['conversion', props.project, props.seriesId] }),
  });
  if (conversion.isPending) return <SkeletonRows />;
  if (conversion.isError)
    return <ProblemNotice error={conversion.error} retry={() => void conversion.refetch()} />;
  const { data } = conversion;
  return (
    <div className="stack page-narrow">
      {again.isError ? <ProblemNotice error={again.error} /> : null}
      {data.reason === null ? null : (
        <Notice tone={data.state === 'failed' ? 'bad' : 'info'} title={data.reason}>
          {data.detail}
        </Notice>
      )}
      <section className="panel">
        <Properties
          pairs={[
            ['State', <Status key="state" value={data.state} />],
            ['Converter', data.converter],
            ['Started', <When key="started" iso={data.startedAt} />],
            ['Finished', <When key="finished" iso={data.finishedAt} />],
          ]}
        />
      </section>
      <Volumes project={props.project} seriesId={props.seriesId} conversion={data} />
      {mayEdit ? (
        <div>
          <Button
            variant="default"
            leftSection={<IconRefresh size={16} />}
            loading={again.isPending}
            disabled={data.state === 'waiting' || data.state === 'running'}
            onClick={() => again.mutate()}
          >
            Convert again
          </Button>
        </div>
      ) : null}
    </div>
  );
}
