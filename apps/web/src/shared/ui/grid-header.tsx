import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { type PointerEvent, useRef } from 'react';
import type { GridColumn, GridProps } from './grid-props.ts';

const narrowestPx = 48;

/** Pulls a column wider by its right edge. The same can be set by keys in the column menu (WCAG 2.5.7). */
function ResizeEdge(props: { onResize: (widthPx: number) => void }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const grab = (event: PointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const width = event.currentTarget.parentElement?.getBoundingClientRect().width ?? 100;
    start.current = { x: event.clientX, width };
  };
  const pull = (event: PointerEvent<HTMLSpanElement>) => {
    if (start.current === null) return;
    props.onResize(Math.max(narrowestPx, Math.round(start.current.width + event.clientX - start.current.x)));
  };
  return (
    <span
      className="grid-resize"
      aria-hidden
      onPointerDown={grab}
      onPointerMove={pull}
      onPointerUp={() => {
        start.current = null;
      }}
    />
  );
}

function HeaderCell<T>(props: { column: GridColumn<T>; grid: GridProps<T> }) {
  const { column, grid } = props;
  const { sort, onSort } = grid;
  const up = column.sortUp !== undefined && sort === column.sortUp;
  const down = column.sortDown !== undefined && sort === column.sortDown;
  const next = up ? (column.sortDown ?? column.sortUp) : (column.sortUp ?? column.sortDown);
  return (
    <div
      role="columnheader"
      className="grid-cell grid-head-cell"
      data-align={column.align}
      aria-sort={up ? 'ascending' : down ? 'descending' : undefined}
    >
      {onSort !== undefined && next !== undefined ? (
        <button type="button" onClick={() => onSort(next)}>
          <span className="ellipsis">{column.title}</span>
          {up ? <IconArrowUp size={13} aria-hidden /> : null}
          {down ? <IconArrowDown size={13} aria-hidden /> : null}
        </button>
      ) : (
        <span className="ellipsis">{column.title}</span>
      )}
      <ResizeEdge onResize={(width) => grid.onResize(column.id, width)} />
    </div>
  );
}

/** The titles of a grid: sort by a click, choose all loaded rows. */
export function GridHeader<T>(props: GridProps<T> & { choosable: boolean }) {
  const { selection, rows } = props;
  const all = rows.length > 0 && selection.chosen.size >= rows.length;
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="grid-row grid-head-row">
        {props.choosable ? (
          <div role="columnheader" className="grid-cell grid-check">
            <label>
              <input
                type="checkbox"
                aria-label="Select all loaded rows"
                checked={all}
                ref={(box) => {
                  if (box !== null) box.indeterminate = selection.chosen.size > 0 && !all;
                }}
                onChange={() => props.onStep(all ? { kind: 'none' } : { kind: 'all' })}
              />
            </label>
          </div>
        ) : null}
        {props.columns.map((column) => (
          <HeaderCell key={column.id} column={column} grid={props} />
        ))}
      </div>
    </div>
  );
}
