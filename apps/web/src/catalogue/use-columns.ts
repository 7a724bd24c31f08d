import { useCallback, useMemo } from 'react';
import { useSession } from '../accounts/session.ts';
import { preferences, setPreferences, usePreferences } from '../shared/preferences.ts';
import type { GridColumn } from '../shared/ui/grid-props.ts';

/** Which columns a list shows and how wide, remembered per account, project and level. */
export function useColumns<T>(
  listName: string,
  all: readonly GridColumn<T>[],
  hiddenAtFirst: readonly string[],
) {
  const { account } = useSession();
  const key = `${account.id}:${listName}`;
  const saved = usePreferences().columns[key];
  const hidden = useMemo(() => saved?.hidden ?? [...hiddenAtFirst], [saved, hiddenAtFirst]);
  const widths = useMemo(() => saved?.widths ?? {}, [saved]);
  const change = useCallback(
    (part: { hidden?: string[]; widths?: Record<string, number> }) => {
      const before = preferences().columns[key] ?? { hidden: [...hiddenAtFirst], widths: {} };
      setPreferences({ columns: { ...preferences().columns, [key]: { ...before, ...part } } });
    },
    [key, hiddenAtFirst],
  );
  const onHidden = useCallback((next: string[]) => change({ hidden: next }), [change]);
  const onResize = useCallback(
    (column: string, widthPx: number) =>
      change({ widths: { ...(preferences().columns[key]?.widths ?? {}), [column]: widthPx } }),
    [change, key],
  );
  const columns = useMemo(() => all.filter((column) => !hidden.includes(column.id)), [all, hidden]);
  return { columns, hidden, widths, onHidden, onResize };
}
