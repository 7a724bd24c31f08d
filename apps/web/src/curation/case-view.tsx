import { Button, Tooltip } from '@mantine/core';
import { IconCheck, IconEye, IconEyeOff, IconX, IconZoomIn } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { RevealDialog } from '../accounts/reveal-dialog.tsx';
import type { AttributeView, CaseDetail, Frame, FrameList } from '../api/types.ts';
import { quarantineFrameUrl } from '../imaging/queries.ts';
import { useProject } from '../projects/queries.ts';
import { formatNoun } from '../shared/format.ts';
import { useKeyActions } from '../shared/keys.ts';
import { KeyLegend } from '../shared/ui/key-legend.tsx';
import { ProblemNotice, toastNotice } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { AttributePanel } from './attribute-panel.tsx';
import { unseenFlagged, useCaseFrames } from './case-frames.ts';
import { CaseNotices } from './case-notices.tsx';
import { FacePanel } from './faces/face-panel.tsx';
import { fewFrames, Montage } from './montage.tsx';
import { revealOriginals, type Verdict } from './queries.ts';
import { isUndecided, montageOf } from './queue.ts';
import { RejectDialog } from './reject-dialog.tsx';
import { ReleaseDialog } from './release-dialog.tsx';
import { useRevealed } from './reveal.tsx';
import { caseTitle } from './use-decisions.ts';
import { Zoom } from './zoom.tsx';

const montagePx = 256;
const fewMontagePx = 768;

/** Why the case cannot be approved by this person now; null when it can. */
function approvalLock(
  one: CaseDetail,
  list: FrameList | undefined,
  seen: ReadonlySet<string>,
): string | null {
  if (!isUndecided(one)) return 'It is decided already.';
  if (!one.policy.mayApprove) return one.policy.why ?? 'You may not approve this series.';
  if (list === undefined) return 'The images are still loading.';
  const unseen = unseenFlagged(list, seen).length;
  return unseen === 0
    ? null
    : `Look at the flagged images first: ${formatNoun(unseen, 'image')} not seen yet.`;
}

/** Brings the first flagged frame that was not seen into view: the way to an approval without a mouse. */
function showUnseen(list: FrameList | undefined, seen: ReadonlySet<string>): void {
  const first = list === undefined ? undefined : unseenFlagged(list, seen)[0];
  document.querySelector(`.montage-frame[data-frame="${first}"]`)?.scrollIntoView({ block: 'start' });
}

function CaseHead(props: {
  one: CaseDetail;
  lock: string | null;
  onApprove: () => void;
  onReject: () => void;
  onZoom: () => void;
}) {
  const { one, lock } = props;
  const project = useProject();
  const sender = one.callingAe ?? one.importerName;
  return (
    <div className="case-head">
      <div>
        <h2 className="ellipsis">{caseTitle(one)}</h2>
        <div className="dim">
          received <When iso={one.openedAt} ago /> by {one.channel}
          {sender === null ? '' : ` from ${sender}`} · {formatNoun(one.instanceCount, 'image')} ·{' '}
          {one.modality ?? 'no modality'}{' '}
          {one.profile === null ? '' : ` · profile ${one.profile.name} v${one.profile.version}`}
          {one.centre === null ? '' : ` · ${one.centre}`}
          {isUndecided(one) ? (
            <>
              {' · '}
              <Link
                to="/p/$project/quarantine-values"
                params={{ project: project.key }}
                search={{ case: one.id }}
              >
                its values
              </Link>
            </>
          ) : null}
          {one.state === 'released' ? (
            <>
              {' · '}
              <Link to="/p/$project/series/$id" params={{ project: project.key, id: one.seriesId }}>
                see it released
              </Link>
            </>
          ) : null}
        </div>
      </div>
      <Button variant="default" leftSection={<IconZoomIn size={16} />} onClick={props.onZoom}>
        Zoom <kbd style={{ marginLeft: 6 }}>Z</kbd>
      </Button>
      <Button
        variant="light"
        color="red"
        leftSection={<IconX size={16} />}
        disabled={!isUndecided(one)}
        onClick={props.onReject}
      >
        Reject <kbd style={{ marginLeft: 6 }}>R</kbd>
      </Button>
      <Tooltip label={lock} disabled={lock === null}>
        <Button
          color="teal"
          leftSection={<IconCheck size={16} />}
          {...(lock === null ? {} : { 'data-disabled': true })}
          aria-disabled={lock !== null}
          onClick={props.onApprove}
        >
          Approve{' '}
          <kbd className="button-key" style={{ marginLeft: 6 }}>
            A
          </kbd>
        </Button>
      </Tooltip>
    </div>
  );
}

export interface CaseViewProps {
  one: CaseDetail;
  /** The image and the attribute of its header to stand at first. */
  start?: { image: string | undefined; at: string | undefined };
  onDecide: (one: CaseDetail, verdict: Verdict) => void;
}

/** What is open over or beside a case. */
function useCasePanels({ one, start }: CaseViewProps) {
  const [view, setView] = useState<AttributeView>(start?.at === undefined ? 'changed' : 'all');
  const [instance, setInstance] = useState<string | undefined>(start?.image);
  const [allFrames, setAllFrames] = useState(false);
  const [zoomAt, setZoomAt] = useState<Frame | null>(null);
  const [dialog, setDialog] = useState<'reject' | 'reveal' | 'release' | null>(null);
  const [wantedPath, setWantedPath] = useState<string | undefined>(start?.at);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const onSeen = useCallback(
    (key: string) => setSeen((before) => (before.has(key) ? before : new Set(before).add(key))),
    [],
  );
  const reveal = useRevealed(one.id);
  return {
    view,
    setView,
    instance,
    setInstance,
    allFrames,
    setAllFrames,
    zoomAt,
    setZoomAt,
    dialog,
    setDialog,
    wantedPath,
    setWantedPath,
    seen,
    onSeen,
    ...reveal,
  };
}
type Panels = ReturnType<typeof useCasePanels>;

function OriginalsSwitch(props: { panels: Panels; may: boolean }) {
  const { panels } = props;
  if (!props.may) return null;
  if (panels.revealed !== null)
    return (
      <Button variant="light" color="red" leftSection={<IconEyeOff size={16} />} onClick={panels.hide}>
        Hide original values ({panels.revealed.secondsLeft} s)
      </Button>
    );
  return (
    <Button variant="default" leftSection={<IconEye size={16} />} onClick={() => panels.setDialog('reveal')}>
      Show original values (logged)
    </Button>
  );
}

function CaseBody(props: {
  one: CaseDetail;
  list: FrameList | undefined;
  whole: FrameList | undefined;
  error: unknown;
  panels: Panels;
  project: string;
}) {
  const { one, panels, project } = props;
  const list = (panels.allFrames ? props.whole : undefined) ?? props.list;
  const shownInstance = panels.instance ?? list?.frames[0]?.instanceId;
  const sizePx = (list?.frames.length ?? 0) <= fewFrames ? fewMontagePx : montagePx;
  const urlOf = useCallback(
    (at: number) => {
      const frame = list?.frames[at];
      if (frame === undefined) return '';
      return quarantineFrameUrl(
        project,
        one.id,
        { instance: frame.instanceId, frame: frame.frame },
        sizePx,
        null,
        one.version,
      );
    },
    [list, project, one.id, one.version, sizePx],
  );
  return (
    <div className="case-body">
      {props.error ? <ProblemNotice error={props.error} /> : null}
      {list === undefined && !props.error ? <SkeletonRows rows={6} height={90} /> : null}
      {list === undefined ? null : (
        <Montage
          list={list}
          all={panels.allFrames}
          onAll={panels.setAllFrames}
          urlOf={urlOf}
          onOpen={panels.setZoomAt}
          onSeen={panels.onSeen}
        />
      )}
      <AttributePanel
        project={project}
        caseId={one.id}
        instance={panels.instance}
        onInstance={(instance) => {
          panels.hide();
          panels.setInstance(instance);
        }}
        view={panels.view}
        onView={panels.setView}
        wantedPath={panels.wantedPath}
        originals={panels.revealed?.instanceId === shownInstance ? (panels.revealed?.values ?? null) : null}
      />
    </div>
  );
}

/** One case: its images, what was done to its header, and the decision. */
export function CaseView(props: CaseViewProps) {
  const { one, onDecide } = props;
  const project = useProject();
  const panels = useCasePanels(props);
  const { zoomAt, setZoomAt } = panels;
  const frames = useCaseFrames(project.key, one.id, panels.allFrames || zoomAt !== null);
  const { list, whole } = frames;
  const lock = approvalLock(one, list, panels.seen);
  const approve = () => {
    if (lock === null && one.policy.reasonNeeded) panels.setDialog('release');
    else if (lock === null) onDecide(one, { verdict: 'approve' });
    else {
      toastNotice(lock);
      showUnseen(list, panels.seen);
    }
  };
  const zoom = () => {
    if (list !== undefined) setZoomAt(list.frames[montageOf(list.frames, 1)[0] ?? 0] ?? null);
  };
  useKeyActions('Review', [
    { keys: 'A', name: 'approve', run: approve },
    {
      keys: 'R',
      name: 'reject (asks a reason)',
      run: () => panels.setDialog('reject'),
      enabled: isUndecided(one),
    },
    { keys: 'Z', name: 'zoom into the full stack', run: zoom },
    { keys: '1', name: 'changed attributes', run: () => panels.setView('changed') },
    { keys: '2', name: 'kept attributes', run: () => panels.setView('kept') },
    { keys: '3', name: 'all attributes', run: () => panels.setView('all') },
  ]);
  const mayReveal = project.permissions.includes('quarantine:reveal');
  const shownInstance = panels.instance ?? list?.frames[0]?.instanceId;
  return (
    <section className="case" aria-label={caseTitle(one)}>
      <CaseHead
        one={one}
        lock={lock}
        onApprove={approve}
        onReject={() => panels.setDialog('reject')}
        onZoom={zoom}
      />
      <CaseNotices
        one={one}
        lock={lock}
        list={list}
        onOpen={(at) => setZoomAt(list?.frames[at] ?? null)}
        onAttribute={(path, instance) => {
          panels.hide();
          panels.setView('all');
          panels.setInstance(instance);
          panels.setWantedPath(path);
        }}
      />
      <FacePanel one={one} />
      <CaseBody
        one={one}
        list={list}
        whole={whole}
        error={frames.error}
        panels={panels}
        project={project.key}
      />
      <div className="case-foot">
        <KeyLegend
          keys={[
            ['A', 'approve'],
            ['R', 'reject (asks a reason)'],
            ['J|K', 'next / previous'],
            ['Z', 'zoom'],
            ['U', 'undo'],
            ['?', 'all keys'],
          ]}
        />
        <OriginalsSwitch panels={panels} may={mayReveal} />
      </div>
      {panels.dialog === 'release' ? (
        <ReleaseDialog
          title={caseTitle(one)}
          onClose={() => panels.setDialog(null)}
          onRelease={(verdict) => {
            panels.setDialog(null);
            onDecide(one, verdict);
          }}
        />
      ) : null}
      {panels.dialog === 'reject' ? (
        <RejectDialog
          title={caseTitle(one)}
          onClose={() => panels.setDialog(null)}
          onReject={(verdict) => {
            panels.setDialog(null);
            onDecide(one, verdict);
          }}
        />
      ) : null}
      {panels.dialog === 'reveal' && shownInstance !== undefined ? (
        <RevealDialog
          title="Show original values"
          ends="The values hide by themselves"
          run={async (reason) => {
            const { rows } = await revealOriginals(project.key, one.id, shownInstance, reason);
            panels.show(shownInstance, rows);
          }}
          onClose={() => panels.setDialog(null)}
        />
      ) : null}
      {zoomAt !== null && whole !== undefined ? (
        <Zoom
          project={project.key}
          caseId={one.id}
          version={one.version}
          title={caseTitle(one)}
          modality={one.modality}
          list={whole}
          at={zoomAt}
          onSeen={panels.onSeen}
          onClose={() => setZoomAt(null)}
        />
      ) : null}
    </section>
  );
}
