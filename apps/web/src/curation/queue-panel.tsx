import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { CaseSummary } from '../api/types.ts';
import { quarantineFrameUrl } from '../imaging/queries.ts';
import { formatCount, formatDuration, formatNoun } from '../shared/format.ts';
import { EmptyState, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { caseFramesQuery, type QueueSort, type QueueState } from './queries.ts';
import { isUndecided } from './queue.ts';
import type { QueueSearch } from './search.ts';

const itemPx = 50;
const picturePx = 72;

export interface QueuePanelProps {
  project: string;
  search: QueueSearch;
  cases: CaseSummary[];
  pending: boolean;
  current: string | undefined;
  chosen: ReadonlySet<string>;
  progress: { decided: number; waiting: number; medianSeconds: number | null };
  onNeedMore: (() => void) | null;
  onSearch: (search: QueueSearch) => void;
  onChoose: (id: string, range: boolean) => void;
  onApproveChosen: () => void;
  onChooseNone: () => void;
}

/** A frame from the middle of the series; only rows in view ask for it. */
function Picture(props: { project: string; caseId: string; version: number }) {
  const [failed, setFailed] = useState(false);
  const { data } = useQuery(caseFramesQuery(props.project, props.caseId));
  const frame = data?.frames[data.frames.length >> 1];
  const url =
    frame === undefined
      ? null
      : quarantineFrameUrl(
          props.project,
          props.caseId,
          { instance: frame.instanceId, frame: frame.frame },
          picturePx,
          null,
          props.version,
        );
  return (
    <span className="queue-picture">
      {failed || url === null ? null : (
        <img src={url} alt="" loading="lazy" onError={() => setFailed(true)} />
      )}
    </span>
  );
}

function Mark(props: { one: CaseSummary }) {
  const { one } = props;
  if (!isUndecided(one)) return <Status value={one.state} />;
  if (one.state === 'first-approved') return <Status value="first-approved" label="2nd" />;
  if (one.findingCount === 0) return null;
  const tone = one.worstSeverity === 'high' ? 'bad' : one.worstSeverity === 'medium' ? 'warn' : 'neutral';
  return (
    <span className="status" data-tone={tone}>
      <IconAlertTriangle size={13} aria-hidden />
      {one.findingCount}
      <span className="visually-hidden"> findings, worst {one.worstSeverity}</span>
    </span>
  );
}

function QueueItem(props: { one: CaseSummary; top: number; panel: QueuePanelProps }) {
  const { one, panel } = props;
  const title = one.seriesDescription ?? 'no description';
  return (
    <li
      className="queue-item"
      data-current={one.id === panel.current}
      style={{ transform: `translateY(${props.top}px)` }}
    >
      <label>
        <input
          type="checkbox"
          aria-label={`Choose ${one.subjectCode} ${title}`}
          checked={panel.chosen.has(one.id)}
          disabled={!isUndecided(one)}
          onChange={(event) => panel.onChoose(one.id, (event.nativeEvent as unknown as MouseEvent).shiftKey)}
        />
      </label>
      <Link
        to="/p/$project/quarantine"
        params={{ project: panel.project }}
        search={{ ...panel.search, case: one.id }}
        aria-current={one.id === panel.current ? 'true' : undefined}
      >
        <Picture project={panel.project} caseId={one.id} version={one.version} />
        <span style={{ minWidth: 0 }}>
          <strong className="ellipsis" style={{ display: 'block' }}>
            {one.subjectCode}
          </strong>
          <span className="dim ellipsis" style={{ display: 'block' }}>
            {title}
          </span>
        </span>
      </Link>
      <Mark one={one} />
    </li>
  );
}

function QueueList(props: { panel: QueuePanelProps }) {
  const { panel } = props;
  const { cases, current, onNeedMore } = panel;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: cases.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => itemPx,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const at = cases.findIndex((one) => one.id === current);
  useEffect(() => {
    if (at >= 0) virtualizer.scrollToIndex(at, { align: 'auto' });
  }, [virtualizer, at]);
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onNeedMore !== null && lastShown > cases.length - 20) onNeedMore();
  }, [onNeedMore, lastShown, cases.length]);
  return (
    <div ref={scroller} className="queue-list">
      <ol style={{ height: virtualizer.getTotalSize() }} aria-label="Cases">
        {items.map((item) => {
          const one = cases[item.index];
          return one === undefined ? null : (
            <QueueItem key={one.id} one={one} top={item.start} panel={panel} />
          );
        })}
      </ol>
    </div>
  );
}

function ProgressLine(props: { progress: QueuePanelProps['progress'] }) {
  const { decided, waiting, medianSeconds } = props.progress;
  const whole = decided + waiting;
  return (
    <>
      <div className="row">
        <h1 style={{ fontSize: '1rem' }}>Quarantine</h1>
        <span title="Decided in this visit, of all that waited">
          {formatCount(decided)} / {formatCount(whole)}
        </span>
      </div>
      <div
        className="bar"
        role="progressbar"
        aria-label="Decided in this visit"
        aria-valuemin={0}
        aria-valuemax={Math.max(1, whole)}
        aria-valuenow={decided}
      >
        <span style={{ width: whole === 0 ? 0 : `${(decided / whole) * 100}%` }} />
      </div>
      {medianSeconds === null ? null : (
        <span className="dim">median {formatDuration(medianSeconds)} per series</span>
      )}
    </>
  );
}

/** The cases that wait, in the order of the URL; many can be chosen for one decision. */
export function QueuePanel(props: QueuePanelProps) {
  const { search, chosen } = props;
  return (
    <section className="queue" aria-label="Queue">
      <div className="queue-head">
        <ProgressLine progress={props.progress} />
        <SegmentedControl
          fullWidth
          aria-label="Order"
          value={search.sort ?? 'risk'}
          onChange={(sort) => props.onSearch({ ...search, sort: sort as QueueSort })}
          data={[
            { value: 'risk', label: 'Risk' },
            { value: 'opened', label: 'Arrival' },
            { value: 'subject', label: 'Subject' },
          ]}
        />
        <Select
          aria-label="Which cases"
          value={search.state ?? 'open'}
          allowDeselect={false}
          data={[
            { value: 'open', label: 'Waiting for a decision' },
            { value: 'decided', label: 'Decided' },
            { value: 'all', label: 'All' },
          ]}
          onChange={(state) => props.onSearch({ ...search, state: (state ?? 'open') as QueueState })}
        />
        <Link to="/p/$project/released-findings" params={{ project: props.project }}>
          Findings in released series
        </Link>
      </div>
      {props.pending ? <SkeletonRows rows={10} height={36} /> : null}
      {!props.pending && props.cases.length === 0 ? (
        <EmptyState icon={<IconShieldCheck size={32} aria-hidden />} title="Nothing waits here">
          New arrivals appear by themselves.
        </EmptyState>
      ) : null}
      {props.cases.length > 0 ? <QueueList panel={props} /> : null}
      {chosen.size > 0 ? (
        <div className="queue-bulk">
          <Button color="teal" size="compact-sm" onClick={props.onApproveChosen}>
            Approve {formatNoun(chosen.size, 'series')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={props.onChooseNone}>
            Choose none
          </Button>
        </div>
      ) : null}
    </section>
  );
}
