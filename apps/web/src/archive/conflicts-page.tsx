import './archive.css';
import { Button } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Conflict } from '../api/types.ts';
import { casesOfSeriesQuery } from '../curation/queries.ts';
import { useProject } from '../projects/queries.ts';
import { formatBytes, formatNoun } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { ConflictComparison } from './conflict-comparison.tsx';
import { type Keep, ResolveDialog } from './conflict-dialog.tsx';
import { conflictsQuery } from './queries.ts';

interface Choice {
  conflicts: readonly Conflict[];
  keep: Keep;
}

/** Conflicts by the series that they belong to, each group in the order of arrival. */
function bySeries(conflicts: readonly Conflict[]): [string, Conflict[]][] {
  return [...Map.groupBy(conflicts, (one) => one.seriesId)];
}

function KeepButtons(props: {
  conflicts: readonly Conflict[];
  of: string;
  onChoose: (choice: Choice) => void;
}) {
  const { conflicts, of, onChoose } = props;
  const words = { first: 'Keep the first', later: 'Keep the later' } as const;
  return (['first', 'later'] as const).map((keep) => (
    <Button
      key={keep}
      variant="default"
      size="compact-sm"
      aria-label={`${words[keep]}: ${of}`}
      onClick={() => onChoose({ conflicts, keep })}
    >
      {words[keep]}
      {conflicts.length > 1 ? ` of all ${conflicts.length}` : ''}
    </Button>
  ));
}

function ConflictRow(props: {
  one: Conflict;
  open: boolean;
  onOpen: () => void;
  onChoose: (choice: Choice) => void;
}) {
  const { one } = props;
  const name = one.instanceNumber === null ? 'Image' : `Image ${one.instanceNumber}`;
  return (
    <tr aria-selected={props.open}>
      <th scope="row">
        {name} <span className="mono dim">…{one.sopInstanceUid.slice(-12)}</span>
      </th>
      <td>
        <When iso={one.firstReceivedAt} /> <span className="dim">{formatBytes(one.firstSizeBytes)}</span>{' '}
        <Status value={one.firstState} />
      </td>
      <td>
        <When iso={one.receivedAt} /> <span className="dim">{formatBytes(one.sizeBytes)}</span>
      </td>
      <td>
        <div className="row">
          <Button
            variant="light"
            size="compact-sm"
            aria-expanded={props.open}
            aria-label={`Compare ${name}`}
            onClick={props.onOpen}
          >
            Compare
          </Button>
          <KeepButtons conflicts={[one]} of={name} onChoose={props.onChoose} />
        </div>
      </td>
    </tr>
  );
}

function ConflictTable(props: {
  conflicts: readonly Conflict[];
  open: string | null;
  onOpen: (id: string | null) => void;
  onChoose: (choice: Choice) => void;
}) {
  return (
    <TableFrame label="Images with two contents">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Image</th>
            <th scope="col">First received</th>
            <th scope="col">Received later</th>
            <th scope="col">Decision</th>
          </tr>
        </thead>
        <tbody>
          {props.conflicts.map((one) => (
            <ConflictRow
              key={one.instanceId}
              one={one}
              open={props.open === one.instanceId}
              onOpen={() => props.onOpen(props.open === one.instanceId ? null : one.instanceId)}
              onChoose={props.onChoose}
            />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function ConflictGroup(props: {
  project: string;
  seriesId: string;
  conflicts: readonly Conflict[];
  onChoose: (choice: Choice) => void;
}) {
  const { project, seriesId, conflicts } = props;
  const cases = useQuery(casesOfSeriesQuery(project, seriesId));
  const [open, setOpen] = useState<string | null>(null);
  const [newest] = cases.data?.items ?? [];
  const compared = conflicts.find((one) => one.instanceId === open);
  const title =
    newest === undefined
      ? 'Series'
      : `${newest.subjectCode} · ${newest.seriesDescription ?? newest.modality ?? 'no description'}`;
  return (
    <section className="panel stack" aria-label={title}>
      <div className="row">
        <h2 className="grow">
          {newest === undefined ? (
            title
          ) : (
            <Link to="/p/$project/quarantine" params={{ project }} search={{ state: 'all', case: newest.id }}>
              {title}
            </Link>
          )}{' '}
          <span className="dim">{formatNoun(conflicts.length, 'image')}</span>
        </h2>
        {conflicts.length > 1 ? (
          <KeepButtons conflicts={conflicts} of={title} onChoose={props.onChoose} />
        ) : null}
      </div>
      <ConflictTable conflicts={conflicts} open={open} onOpen={setOpen} onChoose={props.onChoose} />
      {compared === undefined || cases.data === undefined ? null : (
        <ConflictComparison project={project} conflict={compared} cases={cases.data.items} />
      )}
    </section>
  );
}

/** Images that came twice under one UID with different content: both are kept until a person chose. */
export function ConflictsPage() {
  const project = useProject();
  const conflicts = useQuery(conflictsQuery(project.key));
  const groups = useMemo(() => bySeries(conflicts.data?.items ?? []), [conflicts.data]);
  const [choice, setChoice] = useState<Choice | null>(null);
  return (
    <div className="page">
      <PageHead
        title="Conflicts"
        under="The same image came again with other content. The first stays in use, and the later one is kept out of sight, until you choose."
      />
      {conflicts.isPending ? <SkeletonRows /> : null}
      {conflicts.isError ? (
        <ProblemNotice error={conflicts.error} retry={() => void conflicts.refetch()} />
      ) : null}
      {conflicts.isSuccess && groups.length === 0 ? (
        <EmptyState
          icon={<IconCircleCheck size={36} aria-hidden />}
          title="There is no conflict"
          action={
            <Button component={Link} to={`/p/${project.key}/quarantine`} variant="default">
              Go to the quarantine
            </Button>
          }
        >
          Every SOP Instance UID stands for one content. What was sent twice without a change is counted as a
          duplicate and not stored again.
        </EmptyState>
      ) : null}
      {groups.map(([seriesId, ofSeries]) => (
        <ConflictGroup
          key={seriesId}
          project={project.key}
          seriesId={seriesId}
          conflicts={ofSeries}
          onChoose={setChoice}
        />
      ))}
      {choice === null ? null : (
        <ResolveDialog project={project.key} {...choice} onClose={() => setChoice(null)} />
      )}
    </div>
  );
}
