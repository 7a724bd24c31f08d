import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { statusOf } from '../api/problem.ts';
import type { CaseDetail, CaseSummary, QuarantinePage } from '../api/types.ts';
import { toastDone, toastProblem } from '../shared/ui/notice.tsx';
import { caseQuery, decide, undoDecision, type Verdict } from './queries.ts';
import { countsAfter, median, nextUndecided } from './queue.ts';

export interface TakenDecision {
  caseId: string;
  version: number;
  verdict: 'approve' | 'reject';
  title: string;
  /** Milliseconds of performance.now() at which it becomes effective. */
  untilMs: number;
}

interface DecisionOptions {
  project: string;
  cases: readonly CaseSummary[];
  current: string | undefined;
  openCase: (id: string | undefined) => void;
}

export function caseTitle(one: CaseSummary): string {
  return `${one.subjectCode} · ${one.seriesDescription ?? 'no description'}`;
}

/** Decisions that can still be taken back, newest last; gone when their time is over. */
function useTaken() {
  const [taken, setTaken] = useState<TakenDecision[]>([]);
  const [nowMs, setNowMs] = useState(() => performance.now());
  const waiting = taken.length > 0;
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => {
      const now = performance.now();
      setNowMs(now);
      setTaken((before) => before.filter((one) => one.untilMs > now));
    }, 250);
    return () => clearInterval(timer);
  }, [waiting]);
  return { taken, setTaken, nowMs };
}

/** Writes a case's new state into the loaded queue, so that nothing moves until the queue is loaded again. */
function useQueuePatch(project: string) {
  const client = useQueryClient();
  return useCallback(
    (changed: CaseDetail) => {
      client.setQueryData(caseQuery(project, changed.id).queryKey, changed);
      client.setQueriesData<InfiniteData<QuarantinePage>>(
        { queryKey: ['quarantine', project, 'queue'] },
        (loaded) => {
          if (loaded === undefined) return loaded;
          const before = loaded.pages.flatMap((page) => page.items).find((item) => item.id === changed.id);
          const pages = loaded.pages.map((page) => ({
            ...page,
            counts:
              before === undefined ? page.counts : countsAfter(page.counts, before.state, changed.state),
            items: page.items.map((item) => (item.id === changed.id ? { ...item, ...changed } : item)),
          }));
          return { ...loaded, pages };
        },
      );
    },
    [client, project],
  );
}

/** Approves, rejects and undoes; goes on to the next case at once and comes back when the server refuses. */
export function useDecisions({ project, cases, current, openCase }: DecisionOptions) {
  const client = useQueryClient();
  const patch = useQueuePatch(project);
  const { taken, setTaken, nowMs } = useTaken();
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set());
  const [secondsTaken, setSecondsTaken] = useState<number[]>([]);
  const openedAt = useRef(performance.now());
  useEffect(() => {
    openedAt.current = performance.now();
  }, [current]);
  const mark = (id: string, on: boolean) =>
    setDecided((before) => {
      const next = new Set(before);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  const failed = async (one: CaseSummary, error: unknown) => {
    mark(one.id, false);
    openCase(one.id);
    toastProblem(error);
    if (statusOf(error) === 409) await client.invalidateQueries({ queryKey: ['quarantine', project] });
  };
  const take = async (one: CaseDetail, verdict: Verdict) => {
    const seconds = (performance.now() - openedAt.current) / 1000;
    mark(one.id, true);
    openCase((nextUndecided(cases, one.id, decided) ?? undefined)?.id);
    try {
      const changed = await decide(project, one.id, one.version, verdict);
      patch(changed);
      setSecondsTaken((before) => [...before, seconds]);
      setTaken((before) => [
        ...before,
        {
          caseId: one.id,
          version: changed.version,
          verdict: verdict.verdict,
          title: caseTitle(one),
          untilMs: performance.now() + changed.policy.undoMs,
        },
      ]);
    } catch (error) {
      await failed(one, error);
    }
  };
  const undo = async () => {
    const last = taken.at(-1);
    if (last === undefined) return;
    setTaken((before) => before.slice(0, -1));
    try {
      patch(await undoDecision(project, last.caseId, last.version));
      mark(last.caseId, false);
      openCase(last.caseId);
      toastDone(`Taken back: ${last.title}.`);
    } catch (error) {
      toastProblem(error);
      await client.invalidateQueries({ queryKey: ['quarantine', project] });
    }
  };
  return { take, undo, taken, nowMs, decided, mark, medianSeconds: median(secondsTaken) };
}
