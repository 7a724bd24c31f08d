import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { FoundBox } from '../../api/types.ts';
import type { DrawnBox } from './drawn-boxes.ts';
import { type Box, boxAfterKey, boxBetween, movedBy, resizedBy, type Size } from './mask-geometry.ts';

interface MaskLayerProps {
  size: Size;
  found: readonly FoundBox[];
  drawn: readonly DrawnBox[];
  /** Boxes may be drawn and changed. */
  isEditing: boolean;
  onDraw: (box: Box) => void;
  onChange: (box: DrawnBox) => void;
  onDelete: (id: number) => void;
}

type Point = { x: number; y: number };

/** Where a pointer is, in pixels of the image. */
function pointOf(svg: SVGSVGElement, event: PointerEvent): Point {
  const matrix = svg.getScreenCTM();
  if (matrix === null) return { x: 0, y: 0 };
  const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
  return { x, y };
}

const handlePx = 10;

type Drag = { kind: 'draw' | 'move' | 'resize'; from: Point; box: DrawnBox | null };

function useDrag(props: MaskLayerProps) {
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<Drag | null>(null);
  const [draft, setDraft] = useState<Box | null>(null);
  const start = (kind: Drag['kind'], box: DrawnBox | null) => (event: PointerEvent) => {
    if (!props.isEditing || svg.current === null) return;
    event.stopPropagation();
    svg.current.setPointerCapture(event.pointerId);
    drag.current = { kind, from: pointOf(svg.current, event), box };
  };
  const onPointerMove = (event: PointerEvent) => {
    const { current } = drag;
    if (current === null || svg.current === null) return;
    event.stopPropagation();
    const to = pointOf(svg.current, event);
    const { box, from, kind } = current;
    if (box === null) return setDraft(boxBetween(from, to, props.size));
    const change = kind === 'resize' ? resizedBy : movedBy;
    props.onChange({ ...box, ...change(box, to.x - from.x, to.y - from.y, props.size) });
  };
  const onPointerUp = (event: PointerEvent) => {
    if (drag.current === null) return;
    event.stopPropagation();
    if (drag.current.kind === 'draw' && draft !== null && draft.width > 2 && draft.height > 2)
      props.onDraw(draft);
    drag.current = null;
    setDraft(null);
  };
  return { svg, draft, start, onPointerMove, onPointerUp };
}

function DrawnRect(props: {
  box: DrawnBox;
  number: number;
  layer: MaskLayerProps;
  start: (kind: 'move' | 'resize') => (event: PointerEvent) => void;
}) {
  const { box, layer } = props;
  const { left, top, width, height } = box;
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Delete' || event.key === 'Backspace') return layer.onDelete(box.id);
    const changed = boxAfterKey(box, event, layer.size);
    if (changed === null) return;
    event.preventDefault();
    layer.onChange({ ...box, ...changed });
  };
  const grip = Math.max(handlePx, layer.size.columns / 80);
  return (
    <g
      role="button"
      tabIndex={0}
      className="mask-box"
      data-kind="drawn"
      aria-label={`Box ${props.number}: ${left}, ${top}, ${width} by ${height}. Arrows move it, with Shift they resize it, Delete removes it.`}
      onKeyDown={onKeyDown}
    >
      <rect x={left} y={top} width={width} height={height} onPointerDown={props.start('move')} />
      <rect
        className="mask-grip"
        x={left + width - grip / 2}
        y={top + height - grip / 2}
        width={grip}
        height={grip}
        onPointerDown={props.start('resize')}
      />
    </g>
  );
}

/** A box that was found, with its number in the list. */
function FoundRect(props: { box: FoundBox; number: number; letterPx: number }) {
  const { left, top, width, height, kind, state } = props.box;
  return (
    <g className="mask-box" data-kind={kind} data-state={state}>
      <rect x={left} y={top} width={width} height={height} />
      <text x={left + width + 3} y={top + height / 2} fontSize={props.letterPx} dominantBaseline="central">
        {props.number}
      </text>
    </g>
  );
}

/** Boxes over a frame: those that were found, and those of the reviewer. */
export function MaskLayer(props: MaskLayerProps) {
  const { size, found, drawn } = props;
  const { svg, draft, start, onPointerMove, onPointerUp } = useDrag(props);
  return (
    <svg
      ref={svg}
      className="mask-layer"
      data-editing={props.isEditing}
      viewBox={`0 0 ${size.columns} ${size.rows}`}
      role="group"
      aria-label="Boxes over the image"
      onPointerDown={start('draw', null)}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
    >
      {found.map((box, at) => (
        <FoundRect key={box.id} box={box} number={at + 1} letterPx={size.columns / 45} />
      ))}
      {drawn.map((box, at) => (
        <DrawnRect key={box.id} box={box} number={at + 1} layer={props} start={(kind) => start(kind, box)} />
      ))}
      {draft === null ? null : (
        <g className="mask-box" data-kind="drawn">
          <rect x={draft.left} y={draft.top} width={draft.width} height={draft.height} />
        </g>
      )}
    </svg>
  );
}
