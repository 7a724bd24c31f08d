import { SegmentedControl } from '@mantine/core';
import { IconPhotoOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { ConversionVolume, SeriesSummary } from '../api/types.ts';
import { seriesFileUrl } from '../archive/queries.ts';
import { conversionQuery } from '../conversion/queries.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, SkeletonRows } from '../shared/ui/page.tsx';
import { framesQuery, volumeQuery } from './queries.ts';
import { FrameViewer, SliceViewer } from './slice-viewer.tsx';
import { canDrawVolumes } from './webgl.ts';

const VolumeViewer = lazy(() => import('./volume-viewer.tsx'));

type Way = 'volume' | 'slices' | 'images';
const wayNames: Record<Way, string> = { volume: 'Volume', slices: 'Slices', images: 'Original images' };

function Images(props: { project: string; series: SeriesSummary }) {
  const frames = useQuery(framesQuery(props.project, props.series.id));
  if (frames.isPending) return <SkeletonRows rows={10} height={28} />;
  if (frames.isError) return <ProblemNotice error={frames.error} retry={() => void frames.refetch()} />;
  if (frames.data.frames.length === 0)
    return (
      <EmptyState icon={<IconPhotoOff size={32} aria-hidden />} title="This series has no pictures">
        Structured reports, presentation states and the like have no pixels. Their content is under Header.
      </EmptyState>
    );
  return <FrameViewer project={props.project} list={frames.data} modality={props.series.modality} />;
}

function VolumeOf(props: { project: string; series: SeriesSummary; volumes: ConversionVolume[] }) {
  const { project, series, volumes } = props;
  const [at, setAt] = useState(0);
  const volume = volumes[at] ?? volumes[0];
  if (volume === undefined) return null;
  return (
    <>
      {volumes.length > 1 ? (
        <SegmentedControl
          aria-label="Volume"
          value={String(at)}
          onChange={(next) => setAt(Number(next))}
          data={volumes.map((one, index) => ({ value: String(index), label: one.name }))}
        />
      ) : null}
      <Suspense fallback={<SkeletonRows rows={10} height={28} />}>
        <VolumeViewer
          key={volume.fileId}
          url={seriesFileUrl(project, series.id, volume.fileId)}
          name={volume.name}
          sizeBytes={volume.sizeBytes}
          modality={series.modality}
        />
      </Suspense>
    </>
  );
}

/** The best way to look at a series that this browser and this series allow; the others can be chosen. */
export function Viewer(props: { project: string; series: SeriesSummary }) {
  const { project, series } = props;
  const conversion = useQuery(conversionQuery(project, series.id));
  const volume = useQuery(volumeQuery(project, series.id));
  const drawable = useMemo(canDrawVolumes, []);
  const [wanted, setWanted] = useState<Way | null>(null);
  if (conversion.isPending || volume.isPending) return <SkeletonRows rows={10} height={28} />;
  const volumes = conversion.data?.volumes ?? [];
  const ways: Way[] = [
    ...(drawable && volumes.length > 0 ? (['volume'] as const) : []),
    ...(volume.data?.available === true ? (['slices'] as const) : []),
    'images',
  ];
  const way = wanted !== null && ways.includes(wanted) ? wanted : (ways[0] ?? 'images');
  return (
    <div className="series-viewer">
      {ways.length > 1 ? (
        <div className="row">
          <SegmentedControl
            aria-label="Way of looking"
            value={way}
            onChange={(next) => setWanted(next as Way)}
            data={ways.map((one) => ({ value: one, label: wayNames[one] }))}
          />
          {drawable ? null : (
            <span className="dim">
              This browser cannot draw volumes (no WebGL2): the server draws the slices instead.
            </span>
          )}
        </div>
      ) : null}
      {way === 'volume' ? <VolumeOf project={project} series={series} volumes={volumes} /> : null}
      {way === 'slices' && volume.data?.available ? (
        <SliceViewer project={project} seriesId={series.id} volume={volume.data} modality={series.modality} />
      ) : null}
      {way === 'images' ? <Images project={project} series={series} /> : null}
    </div>
  );
}
