import '../quarantine.css';
import { Button } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useProject } from '../../projects/queries.ts';
import { formatCount, formatNoun } from '../../shared/format.ts';
import { useKeyActions } from '../../shared/keys.ts';
import { nothingSelected, type SelectionStep, selectionAfter } from '../../shared/selection.ts';
import { KeyLegend } from '../../shared/ui/key-legend.tsx';
import { Notice, ProblemNotice } from '../../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows, usePageTitle } from '../../shared/ui/page.tsx';
import { ReplaceDialog } from '../replace-dialog.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { useValueDecisions, type ValueDecisions } from './use-value-decisions.ts';
import { ValueFilters } from './value-filters.tsx';
import { type InventoryPage, type InventoryValue, valuePages } from './value-queries.ts';
import type { ValueSearch } from './value-search.ts';
import { ValueTable } from './value-table.tsx';

const route = getRouteApi('/signed-in/p/$project/quarantine-values');

function underOf(counts: InventoryPage['counts'] | undefined): string {
  if (counts === undefined) return '';
  const { distinct, series, instances, undecided, gathering } = counts;
  const gathered = gathering === 0 ? '' : `; ${formatNoun(gathering, 'series')} being gathered`;
  return `${formatNoun(distinct, 'value')} in ${formatNoun(instances, 'image')} of ${formatNoun(series, 'series')}; ${formatCount(undecided)} flagged wait for a decision${gathered}`;
}

/** The list with its cursor and the chosen ones; what is not chosen one by one is the one under the cursor. */
function useValueList(project: string, search: ValueSearch) {
  const pages = useInfiniteQuery(valuePages(project, search));
  const values = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const [selection, setSelection] = useState(nothingSelected);
  const order = useMemo(() => values.map(({ id }) => id), [values]);
  const step = (next: SelectionStep) => setSelection((before) => selectionAfter(before, next, order));
  const current: InventoryValue | undefined = values[Math.min(selection.cursor, values.length - 1)];
  const listed = order.filter((id) => selection.chosen.has(id));
  const chosen = listed.length > 0 ? listed : current === undefined ? [] : [current.id];
  return { pages, values, selection, step, current, chosen, hasChosen: listed.length > 0 };
}

type ValueList = ReturnType<typeof useValueList>;
type Dialog = 'replace' | 'rule' | null;

interface ToolsProps {
  list: ValueList;
  onDecide: (action: 'accept' | 'remove') => void;
  onOpen: (dialog: Dialog) => void;
}

function Tools({ list, onDecide, onOpen }: ToolsProps) {
  const { chosen, hasChosen, values, step } = list;
  return (
    <div className="row value-tools" role="toolbar" aria-label="Decide">
      <Button size="xs" onClick={() => onDecide('accept')}>
        Accept
      </Button>
      <Button size="xs" variant="default" onClick={() => onDecide('remove')}>
        Remove
      </Button>
      <Button size="xs" variant="default" onClick={() => onOpen('replace')}>
        Replace…
      </Button>
      <Button size="xs" variant="default" onClick={() => onOpen('rule')}>
        Make a rule…
      </Button>
      <span className="dim" role="status">
        {hasChosen ? `${formatNoun(chosen.length, 'value')} chosen` : 'the value under the cursor'}
      </span>
      <button
        type="button"
        className="text-button"
        onClick={() => step(hasChosen ? { kind: 'none' } : { kind: 'all' })}
      >
        {hasChosen ? 'Choose none' : `Choose all ${formatCount(values.length)} shown`}
      </button>
    </div>
  );
}

function useValueKeys(list: ValueList, decisions: ValueDecisions, tools: Omit<ToolsProps, 'list'>) {
  const { selection, step } = list;
  const move = (by: number, extend = false) => step({ kind: 'move', to: selection.cursor + by, extend });
  useKeyActions('Values', [
    { keys: 'ArrowDown', name: 'next value', run: () => move(1) },
    { keys: 'ArrowUp', name: 'previous value', run: () => move(-1) },
    { keys: 'J', name: 'next value', run: () => move(1) },
    { keys: 'K', name: 'previous value', run: () => move(-1) },
    { keys: 'Shift+ArrowDown', name: 'choose downwards', run: () => move(1, true) },
    { keys: 'Shift+ArrowUp', name: 'choose upwards', run: () => move(-1, true) },
    { keys: 'X', name: 'choose it', run: () => step({ kind: 'toggle', at: selection.cursor }) },
    { keys: 'Mod+A', name: 'choose all that are shown', run: () => step({ kind: 'all' }) },
    { keys: 'Escape', name: 'choose none', run: () => step({ kind: 'none' }) },
    { keys: 'A', name: 'accept', run: () => tools.onDecide('accept') },
    { keys: 'D', name: 'remove', run: () => tools.onDecide('remove') },
    { keys: 'R', name: 'replace', run: () => tools.onOpen('replace') },
    { keys: 'M', name: 'make a rule', run: () => tools.onOpen('rule') },
    {
      keys: 'Z',
      name: 'undo the last decision',
      run: () => void decisions.undoLast(),
      enabled: decisions.last !== undefined,
    },
  ]);
}

const legend: [string, string][] = [
  ['J|K', 'next / previous'],
  ['X', 'choose'],
  ['A', 'accept'],
  ['D', 'remove'],
  ['R', 'replace'],
  ['M', 'make a rule'],
  ['Z', 'undo'],
];

function LastDecision({ decisions }: { decisions: ValueDecisions }) {
  const { last, secondsLeft } = decisions;
  if (last === undefined || secondsLeft === 0) return null;
  return (
    <div className="undo-bar">
      <span role="status" className="ellipsis">
        {last.title}
      </span>
      <span aria-hidden className="nowrap">
        {secondsLeft} s
      </span>
      <button type="button" onClick={() => void decisions.undoLast()}>
        Undo <kbd>Z</kbd>
      </button>
    </div>
  );
}

/** No value of what waits is like that, or nothing waits. */
function NoValues({ project, isNarrowed }: { project: string; isNarrowed: boolean }) {
  return (
    <EmptyState
      icon={<IconListCheck size={32} aria-hidden />}
      title={isNarrowed ? 'No value matches' : 'No value waits here'}
      action={
        isNarrowed ? (
          <Button component={Link} to={`/p/${project}/quarantine-values`} variant="default">
            Show all values
          </Button>
        ) : (
          <Button component={Link} to={`/p/${project}/quarantine`} variant="default">
            Go to the quarantine
          </Button>
        )
      }
    >
      {isNarrowed
        ? 'Nothing that waits for review is like that.'
        : 'Values of new arrivals appear when they were searched for identifiers.'}
    </EmptyState>
  );
}

function ValueBody(props: { list: ValueList; search: ValueSearch; decisions: ValueDecisions }) {
  const { list, search, decisions } = props;
  const { pages, values, selection, step } = list;
  const project = useProject();
  return (
    <>
      {pages.isError ? <ProblemNotice error={pages.error} retry={() => void pages.refetch()} /> : null}
      {pages.isPending ? <SkeletonRows rows={12} height={36} /> : null}
      {pages.data !== undefined && values.length === 0 ? (
        <NoValues project={project.key} isNarrowed={Object.keys(search).length > 0} />
      ) : null}
      {values.length === 0 ? null : (
        <ValueTable
          project={project.key}
          values={values}
          selection={selection}
          onToggle={(at) => step({ kind: 'toggle', at })}
          onUndo={(decision) => void decisions.undo([decision])}
        />
      )}
      {pages.hasNextPage ? (
        <Button
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </>
  );
}

function Values() {
  const project = useProject();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useValueList(project.key, search);
  const decisions = useValueDecisions(project.key);
  const [dialog, setDialog] = useState<Dialog>(null);
  const { chosen, step, current } = list;
  const onDecide = (action: 'accept' | 'remove') => {
    step({ kind: 'none' });
    void decisions.decide(chosen, action);
  };
  const onOpen = (next: Dialog) => setDialog(chosen.length > 0 ? next : null);
  useValueKeys(list, decisions, { onDecide, onOpen });
  return (
    <div className="page">
      <PageHead title="Values in quarantine" under={underOf(list.pages.data?.pages[0]?.counts)} />
      <ValueFilters search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
      <ValueBody list={list} search={search} decisions={decisions} />
      {list.values.length === 0 ? null : <Tools list={list} onDecide={onDecide} onOpen={onOpen} />}
      {list.values.length === 0 ? null : <KeyLegend keys={legend} />}
      <LastDecision decisions={decisions} />
      {dialog === 'replace' ? (
        <ReplaceDialog
          title={`Replace ${formatNoun(chosen.length, 'value')}`}
          onClose={() => setDialog(null)}
          onReplace={(replacement) => {
            setDialog(null);
            step({ kind: 'none' });
            void decisions.decide(chosen, 'replace', replacement);
          }}
        />
      ) : null}
      {dialog === 'rule' && current !== undefined ? (
        <RuleDialog project={project} value={current} onClose={() => setDialog(null)} />
      ) : null}
    </div>
  );
}

/** Every distinct value of what waits for review, once: accept, remove, replace, or make a rule; by keyboard and in bulk. */
export function ValuesPage() {
  const project = useProject();
  usePageTitle(`Values ${project.key}`);
  if (project.permissions.includes('quarantine:review')) return <Values />;
  return (
    <div className="page page-narrow">
      <h1>Values in quarantine</h1>
      <Notice tone="info" title="Only reviewers see what is in quarantine">
        Ask a project lead for the role reviewer.
      </Notice>
    </div>
  );
}
