import '../quarantine.css';
import { Button, SegmentedControl } from '@mantine/core';
import { IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useProject } from '../../projects/queries.ts';
import { formatCount, formatNoun } from '../../shared/format.ts';
import { Notice, ProblemNotice, toastDone, toastProblem } from '../../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../../shared/ui/page.tsx';
import { Status } from '../../shared/ui/status.tsx';
import { When } from '../../shared/ui/when.tsx';
import { sameWords } from '../case-notices.tsx';
import { ReleasedDialog } from './released-dialog.tsx';
import {
  decideReleased,
  type ReleasedFindings,
  type ReleasedShown,
  type ReleasedVerdict,
  releasedPages,
} from './released-queries.ts';

const route = getRouteApi('/signed-in/p/$project/released-findings');

const saidOf: Record<ReleasedFindings['state'], string> = {
  open: 'Taken back: it waits for a decision again.',
  'first-acknowledged': 'Noted. A second person must agree.',
  acknowledged: 'The series stays released.',
  withdrawn: 'The series is back in quarantine.',
  gone: 'What was found is not there any more.',
};

/** Words of the whole app's vocabulary that look like these states. */
const lookOf: Record<ReleasedFindings['state'], string> = {
  open: 'open',
  'first-acknowledged': 'first-approved',
  acknowledged: 'released',
  withdrawn: 'quarantined',
  gone: 'done',
};
const labels: Record<ReleasedFindings['state'], string> = {
  open: 'needs a decision',
  'first-acknowledged': 'needs a second person',
  acknowledged: 'kept released',
  withdrawn: 'sent back to quarantine',
  gone: 'not there any more',
};

const worstFirst = ['high', 'medium', 'low'];

function FindingList(props: { one: ReleasedFindings }) {
  const findings = props.one.findings.toSorted(
    (a, b) => worstFirst.indexOf(a.severity) - worstFirst.indexOf(b.severity),
  );
  return (
    <ul className="plain-findings">
      {findings.map((finding, at) => (
        <li key={`${finding.code} ${finding.path ?? ''} ${String(at)}`}>
          <Status value={finding.severity} />{' '}
          <strong>
            {finding.title}
            {finding.count > 1 ? ` × ${formatCount(finding.count)}` : ''}
          </strong>{' '}
          {sameWords(finding.title, finding.detail) ? null : finding.detail}{' '}
          {finding.path === null ? null : <span className="mono">{finding.path}</span>}
        </li>
      ))}
    </ul>
  );
}

function DecidedLine(props: { one: ReleasedFindings }) {
  const { one } = props;
  const by = one.decidedByName ?? one.firstByName;
  if (by === null && one.reason === null) return null;
  return (
    <div className="dim">
      {by ?? ''}
      {one.decidedAt === null ? null : (
        <>
          , <When iso={one.decidedAt} ago />
        </>
      )}
      {one.reason === null ? null : `: “${one.reason}”`}
    </div>
  );
}

const isUndecided = ({ state }: ReleasedFindings) => state === 'open' || state === 'first-acknowledged';

/** Why the series cannot be sent back now, and where to go. */
function MoreWaits({ project, one }: { project: string; one: ReleasedFindings }) {
  if (one.whyNotWithdraw === null) return null;
  return (
    <Notice
      tone="info"
      title="It cannot be sent back yet"
      actions={
        one.waitingCaseId === null ? undefined : (
          <Link
            className="nowrap"
            to="/p/$project/quarantine"
            params={{ project }}
            search={{ case: one.waitingCaseId }}
          >
            Open that case
          </Link>
        )
      }
    >
      <p>{one.whyNotWithdraw}</p>
    </Notice>
  );
}

function Buttons(props: { one: ReleasedFindings; name: string; onAsk: (verdict: ReleasedVerdict) => void }) {
  const { one, name, onAsk } = props;
  const undecided = isUndecided(one);
  return (
    <div className="row">
      {undecided ? (
        <Button
          variant="default"
          disabled={one.why !== null}
          aria-label={`Keep released: ${name}`}
          onClick={() => onAsk('acknowledge')}
        >
          Keep released
        </Button>
      ) : null}
      {undecided || one.state === 'acknowledged' ? (
        <Button
          color="red"
          variant={undecided ? 'filled' : 'light'}
          disabled={one.whyNotWithdraw !== null}
          aria-label={`Send back to quarantine: ${name}`}
          onClick={() => onAsk('withdraw')}
        >
          Send back to quarantine
        </Button>
      ) : null}
      {one.state === 'first-acknowledged' || one.state === 'acknowledged' ? (
        <Button variant="subtle" aria-label={`Take it back: ${name}`} onClick={() => onAsk('reopen')}>
          Take it back
        </Button>
      ) : null}
    </div>
  );
}

function Found(props: { project: string; one: ReleasedFindings }) {
  const { project, one } = props;
  const client = useQueryClient();
  const [asked, setAsked] = useState<'acknowledge' | 'withdraw' | null>(null);
  const decide = useMutation({
    mutationFn: ({ verdict, reason }: { verdict: ReleasedVerdict; reason?: string }) =>
      decideReleased(project, one, verdict, reason),
    onSuccess: async ({ state }) => {
      setAsked(null);
      toastDone(saidOf[state]);
      await client.invalidateQueries({ queryKey: ['quarantine'] });
    },
    onError: toastProblem,
  });
  const name = `${one.subjectCode} ${one.seriesDescription ?? one.modality ?? 'series'}`;
  return (
    <section className="panel stack" aria-label={name}>
      <div className="row">
        <h2 className="grow">
          {one.state === 'withdrawn' ? (
            <Link to="/p/$project/quarantine" params={{ project }} search={{ case: one.caseId }}>
              {name}
            </Link>
          ) : (
            <Link to="/p/$project/series/$id" params={{ project, id: one.seriesId }}>
              {name}
            </Link>
          )}
        </h2>
        <Status
          value={lookOf[one.state]}
          label={labels[one.state]}
          {...(one.state === 'open' ? { tone: 'bad' } : {})}
        />
      </div>
      <div className="dim">
        {formatNoun(one.instanceCount, 'image')} · found <When iso={one.foundAt} ago />
      </div>
      <FindingList one={one} />
      <DecidedLine one={one} />
      {one.why === null || !isUndecided(one) ? null : <p className="dim">{one.why}</p>}
      {isUndecided(one) || one.state === 'acknowledged' ? <MoreWaits project={project} one={one} /> : null}
      <Buttons
        one={one}
        name={name}
        onAsk={(verdict) => (verdict === 'reopen' ? decide.mutate({ verdict }) : setAsked(verdict))}
      />
      {asked === null ? null : (
        <ReleasedDialog
          one={one}
          verdict={asked}
          pending={decide.isPending}
          onDecide={(reason) => decide.mutate({ verdict: asked, reason })}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

function Desk() {
  const project = useProject();
  const { state = 'open' } = route.useSearch();
  const navigate = route.useNavigate();
  const pages = useInfiniteQuery(releasedPages(project.key, state));
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const openCount = pages.data?.pages[0]?.openCount;
  return (
    <div className="page page-narrow">
      <PageHead
        title="Findings in released series"
        under="A released series is searched again whenever its images are replaced. What nobody saw at its release waits here."
      />
      <SegmentedControl
        aria-label="Which findings"
        value={state}
        onChange={(next) =>
          void navigate({ search: next === 'open' ? {} : { state: next as ReleasedShown } })
        }
        data={[
          { value: 'open', label: openCount === undefined ? 'Undecided' : `Undecided ${openCount}` },
          { value: 'decided', label: 'Decided' },
        ]}
      />
      {pages.isPending ? <SkeletonRows /> : null}
      {pages.isError ? <ProblemNotice error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isSuccess && items.length === 0 ? (
        <EmptyState
          icon={<IconChecks size={32} aria-hidden />}
          title={state === 'open' ? 'Nothing was found' : 'Nothing was decided yet'}
          action={
            <Button component={Link} to={`/p/${project.key}/quarantine`} variant="default">
              To the quarantine
            </Button>
          }
        >
          {state === 'open'
            ? 'When a profile is applied again, or an identity corrected, findings appear here by themselves.'
            : 'Decisions about released series stay here.'}
        </EmptyState>
      ) : null}
      {items.map((one) => (
        <Found key={one.caseId} project={project.key} one={one} />
      ))}
      {pages.hasNextPage ? (
        <div>
          <Button variant="default" onClick={() => void pages.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** What was found in released series since: a person lets it stay, or sends it back. */
export function ReleasedFindingsPage() {
  const project = useProject();
  if (project.permissions.includes('quarantine:review')) return <Desk />;
  return (
    <div className="page page-narrow">
      <PageHead title="Findings in released series" />
      <Notice tone="info" title="Only reviewers see what was found">
        Ask a project lead for the role reviewer.
      </Notice>
    </div>
  );
}
