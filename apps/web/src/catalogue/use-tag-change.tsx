import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SeriesSummary } from '../api/types.ts';
import { formatNoun } from '../shared/format.ts';
import { toastUndo } from '../shared/toast-undo.tsx';
import { toastDone, toastProblem } from '../shared/ui/notice.tsx';
import { patchSeriesRows } from './live-rows.ts';
import { changeTags, type TagChange } from './queries.ts';
import { undoOf } from './tagging.ts';

function sentence(change: TagChange): string {
  const parts = [
    change.add.length > 0 ? `tagged ${change.add.join(', ')}` : null,
    change.remove.length > 0 ? `untagged ${change.remove.join(', ')}` : null,
  ].filter(Boolean);
  return `${formatNoun(change.seriesIds.length, 'series')} ${parts.join(' and ')}.`;
}

/** Adds and removes tags on many series at once, with a way back. */
export function useTagChange(project: string, known: readonly SeriesSummary[]) {
  const client = useQueryClient();
  const refresh = async (change: TagChange) => {
    await Promise.all([
      patchSeriesRows(client, change.seriesIds),
      client.invalidateQueries({ queryKey: ['catalogue', project, 'tags'] }),
      client.invalidateQueries({ queryKey: ['catalogue', project, 'facets'] }),
    ]);
    if (change.seriesIds.length > 20)
      await client.invalidateQueries({ queryKey: ['catalogue', project, 'series'] });
  };
  const undo = async (back: TagChange[]) => {
    for (const change of back) {
      await changeTags(project, change);
      await refresh(change);
    }
  };
  return useMutation({
    mutationFn: (change: TagChange) => changeTags(project, change),
    onSuccess: async (_, change) => {
      const back = undoOf(change, known);
      if (back.length === 0) toastDone(sentence(change));
      else toastUndo(sentence(change), () => undo(back));
      await refresh(change);
    },
    onError: toastProblem,
  });
}
