import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { formatBytes, formatCount, formatDuration, formatNoun } from '../../shared/format.ts';
import { Status } from '../../shared/ui/status.tsx';
import type { PatientGroup } from './grouping.ts';
import type { SeriesProgress, UploadEngine, UploadProgress } from './upload-engine.ts';

const rowPx = 34;

/** What each series is called in the list of progress. */
function seriesNames(patients: readonly PatientGroup[]): Map<string, string> {
  return new Map(
    patients.flatMap((patient) =>
      patient.exams.flatMap((exam) =>
        exam.series.map((series): [string, string] => [
          series.key,
          `${patient.label} · ${series.modality || '?'} · ${series.description || 'no description'}`,
        ]),
      ),
    ),
  );
}

function Numbers(props: { progress: UploadProgress }) {
  const { progress } = props;
  const done = progress.series.filter((one) => one.state === 'done').length;
  return (
    <dl className="upload-numbers">
      <div>
        <dt>Sent</dt>
        <dd>
          {formatBytes(progress.sentBytes)} of {formatBytes(progress.totalBytes)}
        </dd>
      </div>
      <div>
        <dt>Series</dt>
        <dd>
          {formatCount(done)} of {formatCount(progress.series.length)}
        </dd>
      </div>
      <div>
        <dt>Speed</dt>
        <dd>{progress.bytesPerSecond === null ? '–' : `${formatBytes(progress.bytesPerSecond)}/s`}</dd>
      </div>
      <div>
        <dt>Time left</dt>
        <dd>{progress.secondsLeft === null ? '–' : formatDuration(progress.secondsLeft)}</dd>
      </div>
    </dl>
  );
}

function SeriesLine(props: { series: SeriesProgress; name: string; top: number }) {
  const { series } = props;
  const share = series.totalBytes === 0 ? 100 : (series.sentBytes / series.totalBytes) * 100;
  return (
    <li
      className="row"
      style={{
        position: 'absolute',
        top: 0,
        left: 0,
        right: 0,
        height: rowPx,
        padding: '0 10px',
        flexWrap: 'nowrap',
        transform: `translateY(${props.top}px)`,
      }}
    >
      <span style={{ width: 96, flex: 'none' }}>
        <Status value={series.state} />
      </span>
      <span className="grow ellipsis" title={series.problem ?? undefined}>
        {props.name}
        {series.problem === null ? null : <span style={{ color: 'var(--bad)' }}> · {series.problem}</span>}
      </span>
      <span className="meter" style={{ width: 120, flex: 'none' }} aria-hidden>
        <span style={{ width: `${share}%` }} />
      </span>
      <span className="right" style={{ width: 76, flex: 'none' }}>
        {formatBytes(series.totalBytes)}
      </span>
    </li>
  );
}

const weight = { failed: 0, running: 1, waiting: 2, done: 3 } as const;

function SeriesList(props: { series: SeriesProgress[]; names: Map<string, string> }) {
  const scroller = useRef<HTMLDivElement>(null);
  const ordered = useMemo(
    () => [...props.series].sort((a, b) => weight[a.state] - weight[b.state]),
    [props.series],
  );
  const virtualizer = useVirtualizer({
    count: ordered.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
  });
  return (
    <div
      ref={scroller}
      className="table-frame"
      style={{ height: Math.min(440, ordered.length * rowPx + 2), overflowY: 'auto' }}
      tabIndex={0}
      role="region"
      aria-label="Progress by series"
    >
      <ol
        style={{
          height: virtualizer.getTotalSize(),
          position: 'relative',
          margin: 0,
          padding: 0,
          listStyle: 'none',
        }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const one = ordered[item.index];
          return one === undefined ? null : (
            <SeriesLine key={one.key} series={one} name={props.names.get(one.key) ?? ''} top={item.start} />
          );
        })}
      </ol>
    </div>
  );
}

const phaseWords: Record<UploadProgress['phase'], string> = {
  running: 'Uploading',
  pausing: 'Pausing: what is on its way is finished first',
  paused: 'Paused',
  finished: 'Finished',
};

/** The upload while it runs: numbers, state per series, pause, resume, retry. */
export function ProgressStep(props: {
  progress: UploadProgress;
  engine: UploadEngine;
  patients: PatientGroup[];
  onReceipt: () => void;
}) {
  const { progress, engine } = props;
  const names = useMemo(() => seriesNames(props.patients), [props.patients]);
  const failed = progress.series.filter((one) => one.state === 'failed').length;
  const share =
    progress.totalBytes === 0 ? 100 : Math.round((progress.sentBytes / progress.totalBytes) * 100);
  const halted = progress.phase === 'paused' || progress.phase === 'pausing';
  return (
    <>
      <section className="panel stack" aria-label="Progress">
        <strong role="status">{phaseWords[progress.phase]}</strong>
        <div
          className="meter"
          role="progressbar"
          aria-label="Upload"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share}
        >
          <span style={{ width: `${share}%` }} />
        </div>
        <Numbers progress={progress} />
        <div className="row">
          {progress.phase === 'running' ? (
            <Button variant="default" leftSection={<IconPlayerPause size={16} />} onClick={engine.pause}>
              Pause
            </Button>
          ) : null}
          {halted ? (
            <Button leftSection={<IconPlayerPlay size={16} />} onClick={engine.resume}>
              Resume
            </Button>
          ) : null}
          {failed > 0 ? (
            <Button
              color="red"
              variant="light"
              leftSection={<IconRefresh size={16} />}
              onClick={engine.retryFailed}
            >
              {formatNoun(failed, 'series')} failed: retry
            </Button>
          ) : null}
          {progress.phase === 'finished' && failed > 0 ? (
            <Button variant="default" onClick={props.onReceipt}>
              Go on without them
            </Button>
          ) : null}
          {progress.phase === 'running' ? (
            <span className="dim">
              Keep this page open. If it closes, choose the same folder again: it goes on.
            </span>
          ) : null}
        </div>
      </section>
      <SeriesList series={progress.series} names={names} />
    </>
  );
}
