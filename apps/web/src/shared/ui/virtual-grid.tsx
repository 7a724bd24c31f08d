import './virtual-grid.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type RefObject, useEffect, useId, useMemo, useRef } from 'react';
import { usePreferences } from '../preferences.ts';
import type { SelectionStep } from '../selection.ts';
import { GridHeader } from './grid-header.tsx';
import type { GridColumn, GridProps } from './grid-props.ts';

interface RowProps<T> {
  row: T;
  index: number;
  top: number;
  id: string;
  name: string;
  columns: readonly GridColumn<T>[];
  current: boolean;
  chosen: boolean;
  choosable: boolean;
  onStep: (step: SelectionStep) => void;
  onOpen: (row: T) => void;
}

function PlainRow<T>(props: RowProps<T>) {
  const { row, index, onStep } = props;
  return (
    <div
      role="row"
      id={props.id}
      aria-rowindex={index + 2}
      aria-selected={props.choosable ? props.chosen : props.current}
      data-current={props.current}
      className="grid-row"
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={(event) => onStep(event.shiftKey ? { kind: 'range', to: index } : { kind: 'move', to: index })}
      onDoubleClick={() => props.onOpen(row)}
    >
      {props.choosable ? (
        <div role="gridcell" className="grid-cell grid-check">
          <label>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={`Select ${props.name}`}
              checked={props.chosen}
              onChange={() => undefined}
              onClick={(event) => {
                event.stopPropagation();
                onStep(event.shiftKey ? { kind: 'range', to: index } : { kind: 'toggle', at: index });
              }}
            />
          </label>
        </div>
      ) : null}
      {props.columns.map((column) => (
        <div key={column.id} role="gridcell" className="grid-cell" data-align={column.align}>
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}
const GridRow = memo(PlainRow) as typeof PlainRow;

/** The row template of all columns as CSS, the reader's widths first. */
function templateOf<T>(
  columns: readonly GridColumn<T>[],
  widths: Record<string, number>,
  choosable: boolean,
): string {
  const parts = columns.map((column) => {
    const width = widths[column.id];
    if (width !== undefined) return `${width}px`;
    return column.grows ? `minmax(${column.width}px, 1fr)` : `${column.width}px`;
  });
  return [...(choosable ? ['36px'] : []), ...parts].join(' ');
}

function stepForKey(event: KeyboardEvent, at: number, pageRows: number, last: number): SelectionStep | null {
  const extend = event.shiftKey;
  const moves: Record<string, number> = {
    ArrowDown: at + 1,
    j: at + 1,
    ArrowUp: at - 1,
    k: at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: last,
  };
  const to = moves[event.key];
  if (to !== undefined) return { kind: 'move', to, extend };
  if (event.key === ' ' || event.key === 'x') return { kind: 'toggle', at };
  if (event.key === 'a' && (event.ctrlKey || event.metaKey)) return { kind: 'all' };
  return null;
}

function useGridKeys<T>(props: GridProps<T>, scroller: RefObject<HTMLDivElement | null>, rowHeight: number) {
  const { singleKeys } = usePreferences();
  return (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    if (!singleKeys && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey)
      return;
    const { selection, rows } = props;
    if (event.key === 'Enter') {
      const row = rows[selection.cursor];
      if (row !== undefined) props.onOpen(row);
      return;
    }
    const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 400) / rowHeight) - 2);
    const step = stepForKey(event, selection.cursor, pageRows, rows.length - 1);
    if (step === null || (props.choosable === false && step.kind !== 'move')) return;
    event.preventDefault();
    props.onStep(step);
  };
}

function useRowHeight(): number {
  const { density } = usePreferences();
  return density === 'comfortable' ? 42 : 34;
}

/** A list of any length: rows are drawn as they come into view, one tab stop, the whole list by keyboard. */
export function VirtualGrid<T>(props: GridProps<T>) {
  const { rows, columns, selection, choosable = true } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useRowHeight();
  const base = useId();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const { onNeedMore } = props;
  useEffect(() => {
    if (onNeedMore !== null && lastShown > rows.length - 60) onNeedMore();
  }, [onNeedMore, lastShown, rows.length]);
  const { cursor } = selection;
  const mounted = useRef(false);
  useEffect(() => {
    if (mounted.current || cursor > 0) virtualizer.scrollToIndex(cursor, { align: 'auto' });
    mounted.current = true;
  }, [virtualizer, cursor]);
  const template = useMemo(
    () => templateOf(columns, props.widths, choosable),
    [columns, props.widths, choosable],
  );
  const onKeyDown = useGridKeys(props, scroller, rowHeight);
  const style = { '--columns': template } as Record<string, string>;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={(props.total ?? -1) < 0 ? -1 : (props.total ?? 0) + 1}
      aria-multiselectable={choosable}
      aria-activedescendant={rows.length > 0 ? `${base}${cursor}` : undefined}
      className="grid"
      tabIndex={0}
      style={style}
      onKeyDown={onKeyDown}
    >
      <GridHeader {...props} choosable={choosable} />
      <div role="rowgroup" className="grid-body" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const id = props.idOf(row);
          return (
            <GridRow
              key={id}
              row={row}
              index={item.index}
              top={item.start}
              id={`${base}${item.index}`}
              name={props.nameOf(row)}
              columns={columns}
              current={item.index === cursor}
              chosen={selection.chosen.has(id)}
              choosable={choosable}
              onStep={props.onStep}
              onOpen={props.onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}
