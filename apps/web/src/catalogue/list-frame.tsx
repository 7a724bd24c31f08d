import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { formatCount, formatNoun } from '../shared/format.ts';
import { nothingSelected, type Selection, type SelectionStep, selectionAfter } from '../shared/selection.ts';
import { RemovableChip } from '../shared/ui/tag-chip.tsx';
import type { BrowseState } from './browse-state.ts';
import { facetTitles } from './facet-panel.tsx';
import { filterNames, toggleValue } from './filters.ts';

/** Cursor and choice of a list. The row of the URL becomes the cursor once it is loaded. */
export function useListSelection<T extends { id: string }>(
  rows: readonly T[],
  wanted: string | undefined,
  resetOn: string,
) {
  const [selection, setSelection] = useState<Selection>(nothingSelected);
  const order = useMemo(() => rows.map((row) => row.id), [rows]);
  const latest = useRef(order);
  latest.current = order;
  const onStep = useCallback(
    (step: SelectionStep) => setSelection((before) => selectionAfter(before, step, latest.current)),
    [],
  );
  const placed = useRef<string | null>(null);
  useEffect(() => {
    if (placed.current === resetOn || order.length === 0) return;
    placed.current = resetOn;
    const at = wanted === undefined ? 0 : Math.max(0, order.indexOf(wanted));
    setSelection({ chosen: new Set(), cursor: at, anchor: at });
  }, [resetOn, order, wanted]);
  return { selection, onStep };
}

function Chips(props: { state: BrowseState }) {
  const { filters, onFilters } = props.state;
  const { q, ...others } = filters;
  return (
    <>
      {q === undefined ? null : <RemovableChip label={`Text: ${q}`} onRemove={() => onFilters(others)} />}
      {filterNames.flatMap((name) =>
        (filters[name] ?? []).map((value) => (
          <RemovableChip
            key={name + value}
            label={`${facetTitles[name]}: ${value}`}
            onRemove={() => onFilters(toggleValue(filters, name, value))}
          />
        )),
      )}
      {Object.keys(filters).length > 1 ? (
        <button type="button" className="text-button" onClick={() => onFilters({})}>
          clear all
        </button>
      ) : null}
    </>
  );
}

/** How much matches, and the active filters as chips that can be taken away. */
export function CountLine(props: { state: BrowseState; children?: ReactNode }) {
  const { totals } = props.state;
  return (
    <div className="browse-counts">
      <span aria-live="polite">
        {totals === null ? (
          <span className="dim">counting…</span>
        ) : (
          <>
            <strong>{formatCount(totals.series)} series</strong>{' '}
            <span className="dim">
              {formatNoun(totals.subjects, 'subject')} · {formatNoun(totals.exams, 'exam')} ·{' '}
              {formatNoun(totals.instances, 'image')}
            </span>
          </>
        )}
      </span>
      {props.children}
      <Chips state={props.state} />
    </div>
  );
}
