import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { formatNoun } from '../../shared/format.ts';
import { toastDone, toastProblem } from '../../shared/ui/notice.tsx';
import { decideValues, undoValueDecisions, type ValueAction } from './value-queries.ts';

const words: Record<ValueAction, string> = { accept: 'accepted', remove: 'removed', replace: 'replaced' };

export interface TakenValues {
  decisions: string[];
  /** What was decided, for people. */
  title: string;
  /** Milliseconds of performance.now() at which it is carried out. */
  untilMs: number;
}

/** The time now, while something waits for it. */
function useNowMs(isWaiting: boolean): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => setNowMs(performance.now()), 250);
    return () => clearInterval(timer);
  }, [isWaiting]);
  return nowMs;
}

/** Decides on values, and takes decisions back: the last one, or any that is in force. */
export function useValueDecisions(project: string) {
  const client = useQueryClient();
  const [taken, setTaken] = useState<TakenValues[]>([]);
  const last = taken.at(-1);
  const nowMs = useNowMs(last !== undefined);
  const reload = () => client.invalidateQueries({ queryKey: ['quarantine', project, 'values'] });
  const decide = async (values: string[], action: ValueAction, replacement?: string) => {
    if (values.length === 0) return;
    try {
      const { decisions, undoMs } = await decideValues(project, values, action, replacement);
      const title = `${formatNoun(values.length, 'value')} ${words[action]}`;
      setTaken((before) => [...before, { decisions, title, untilMs: performance.now() + undoMs }]);
    } catch (error) {
      toastProblem(error);
    }
    await reload();
  };
  const undo = async (decisions: string[]) => {
    setTaken((before) => before.filter((one) => !one.decisions.some((id) => decisions.includes(id))));
    try {
      const { restoring } = await undoValueDecisions(project, decisions);
      toastDone(
        restoring === 0
          ? 'Taken back.'
          : `Taken back. What was there comes back in ${formatNoun(restoring, 'series')}.`,
      );
    } catch (error) {
      toastProblem(error);
    }
    await reload();
  };
  const undoLast = () => (last === undefined ? Promise.resolve() : undo(last.decisions));
  const secondsLeft = last === undefined ? 0 : Math.max(0, Math.ceil((last.untilMs - nowMs) / 1000));
  return { decide, undo, undoLast, last, secondsLeft };
}

export type ValueDecisions = ReturnType<typeof useValueDecisions>;
