import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/request.ts';
import type { CaseSummary } from '../api/types.ts';
import { formatNoun } from '../shared/format.ts';
import { nothingSelected, type Selection, selectionAfter } from '../shared/selection.ts';
import { toastProblem } from '../shared/ui/notice.tsx';
import { type BulkResult, decideMany, undoDecision } from './queries.ts';
import { isUndecided } from './queue.ts';

/** True for a result that was not carried out. */
function refused(result: BulkResult): boolean {
  return result.outcome === 'refused';
}

/** Choosing many cases and approving them together, with one way back for all. */
export function useBulk(
  project: string,
  cases: readonly CaseSummary[],
  onDecided: (id: string, on: boolean) => void,
) {
  const client = useQueryClient();
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const order = cases.map((one) => one.id);
  const choose = (id: string, range: boolean) => {
    const at = order.indexOf(id);
    setSelection((before) =>
      selectionAfter(before, range ? { kind: 'range', to: at } : { kind: 'toggle', at }, order),
    );
  };
  const chooseNone = () => setSelection((before) => selectionAfter(before, { kind: 'none' }, order));
  const reload = () => client.invalidateQueries({ queryKey: ['quarantine', project] });
  const undoAll = async (ids: string[]) => {
    for (const id of ids) {
      const now = await call('get', '/api/v1/projects/{project}/quarantine/{case}', {
        path: { project, case: id },
      });
      await undoDecision(project, id, now.version);
      onDecided(id, false);
    }
    await reload();
  };
  const report = (results: BulkResult[]) => {
    const done = results.filter((result) => !refused(result)).map((result) => result.id);
    const notDone = results.filter(refused);
    const id = notifications.show({
      color: notDone.length > 0 ? 'orange' : 'teal',
      autoClose: notDone.length > 0 ? false : 10_000,
      message: (
        <div className="stack" style={{ gap: 4 }}>
          <span className="row">
            {formatNoun(done.length, 'series')} approved.
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                undoAll(done).catch(toastProblem);
              }}
            >
              Undo all
            </Button>
          </span>
          {notDone.length > 0 ? (
            <span>
              {formatNoun(notDone.length, 'series')} not: {notDone[0]?.detail}
            </span>
          ) : null}
        </div>
      ),
    });
  };
  const approveChosen = async () => {
    const chosen = cases.filter((one) => selection.chosen.has(one.id) && isUndecided(one));
    try {
      const { results } = await decideMany(
        project,
        chosen.map(({ id, version }) => ({ id, version })),
        { verdict: 'approve' },
      );
      for (const result of results) if (!refused(result)) onDecided(result.id, true);
      report(results);
      chooseNone();
      await reload();
    } catch (error) {
      toastProblem(error);
    }
  };
  return { chosen: selection.chosen, choose, chooseNone, approveChosen };
}
