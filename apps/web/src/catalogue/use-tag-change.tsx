import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SeriesSummary } from '../api/types.ts';
import { formatNoun } from '../shared/format.ts';
import { toastProblem } from '../shared/ui/notice.tsx';
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
    try {
      for (const change of back) {
        await changeTags(project, change);
        await refresh(change);
      }
    } catch (error) {
      toastProblem(error);
    }
  };
  const offerUndo = (change: TagChange, back: TagChange[]) => {
    const id = notifications.show({
      color: 'teal',
      autoClose: 10_000,
      message: (
        <span className="row">
          {sentence(change)}
          {back.length === 0 ? null : (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => {
                notifications.hide(id);
                void undo(back);
              }}
            >
              Undo
            </Button>
          )}
        </span>
      ),
    });
  };
  return useMutation({
    mutationFn: (change: TagChange) => changeTags(project, change),
    onSuccess: async (_, change) => {
      offerUndo(change, undoOf(change, known));
      await refresh(change);
    },
    onError: toastProblem,
  });
}
