import './viewer.css';
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { DisplayWindow } from './queries.ts';
import { draggedWindow } from './windows.ts';

interface FrameStackProps {
  count: number;
  index: number;
  onIndex: (index: number) => void;
  urlOf: (index: number, window: DisplayWindow | null) => string;
  nameOf: (index: number) => string;
  window: DisplayWindow | null;
  automatic: DisplayWindow | null;
  onWindow: (window: DisplayWindow | null) => void;
  flagged?: boolean;
  corners?: ReactNode;
}

const aheadFrames = 3;
const fastStep = 10;

function stepForKey(key: string): number | null {
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowRight: 1,
    PageDown: fastStep,
    ArrowUp: -1,
    ArrowLeft: -1,
    PageUp: -fastStep,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  };
  return steps[key] ?? null;
}

/** The wheel moves through the stack. React's listener is passive and could not keep the page from scrolling. */
function useWheel(element: RefObject<HTMLElement | null>, step: (by: number) => void) {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const target = element.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(event.deltaY > 0 ? 1 : -1);
    };
    target?.addEventListener('wheel', turn, { passive: false });
    return () => target?.removeEventListener('wheel', turn);
  }, [element]);
}

function useWindowDrag(props: FrameStackProps) {
  const start = useRef<{ x: number; y: number; window: DisplayWindow } | null>(null);
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      event.currentTarget.focus();
      event.currentTarget.setPointerCapture(event.pointerId);
      const window = props.window ?? props.automatic ?? { center: 128, width: 256 };
      start.current = { x: event.clientX, y: event.clientY, window };
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const from = start.current;
      if (from === null || Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y) < 4) return;
      props.onWindow(draggedWindow(from.window, event.clientX - from.x, event.clientY - from.y));
    },
    onPointerUp: () => {
      start.current = null;
    },
  };
}

/** A text that follows a value only after it rests: the window is dragged faster than the server draws. */
function useRested<T>(value: T, restMs: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return rested;
}

/**
 * Asks for the pictures around the shown one. What the reader has left behind is not waited for: in a fast walk the picture in front
 * of them would come last.
 */
function useNeighbours(urls: ReadonlyMap<number, string>, index: number) {
  const asked = useRef(new Map<string, HTMLImageElement>());
  useEffect(() => {
    const wanted = new Set(urls.values());
    for (const [url, picture] of asked.current)
      if (!wanted.has(url)) {
        picture.src = '';
        asked.current.delete(url);
      }
    for (const [at, url] of urls)
      if (at !== index && !asked.current.has(url)) {
        const picture = new Image();
        picture.src = url;
        asked.current.set(url, picture);
      }
  });
}

/** The picture of the shown image. Until it is there that of another stands in its place, faint and said to be none. */
function Picture(props: { url: string; name: string; isPending: boolean; onSettled: () => void }) {
  const { url } = props;
  const [failed, setFailed] = useState<string | null>(null);
  if (failed === url)
    return <p>This image could not be drawn. Its file may use a compression that is not supported here.</p>;
  const fail = () => {
    setFailed(url);
    props.onSettled();
  };
  return (
    <>
      <img src={url} alt="" draggable={false} onLoad={props.onSettled} onError={fail} />
      {props.isPending ? <span className="frame-pending">{props.name} is being drawn</span> : null}
    </>
  );
}

/** Pictures drawn by the server, walked by wheel, keys or slider; dragging sets brightness and contrast. Needs no WebGL. */
export function FrameStack(props: FrameStackProps) {
  const { count, index, onIndex, urlOf } = props;
  const element = useRef<HTMLDivElement>(null);
  const [settled, setSettled] = useState<string | null>(null);
  const shownWindow = useRested(props.window, 90);
  const step = (by: number) => onIndex(Math.max(0, Math.min(count - 1, index + by)));
  useWheel(element, step);
  const drag = useWindowDrag(props);
  const around = new Map<number, string>();
  for (let at = Math.max(0, index - 1); at <= Math.min(count - 1, index + aheadFrames); at += 1)
    around.set(at, urlOf(at, shownWindow));
  useNeighbours(around, index);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = stepForKey(event.key);
    if (by === null) return;
    event.preventDefault();
    step(by);
  };
  const url = urlOf(index, shownWindow);
  // Whatever its brightness and contrast: those of before do no harm until the new ones are drawn.
  const picture = urlOf(index, null);
  const isPending = settled !== picture;
  return (
    <div
      ref={element}
      className="frame-stack"
      data-flagged={props.flagged}
      tabIndex={0}
      data-autofocus
      role="slider"
      aria-label="Image"
      aria-orientation="vertical"
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={index + 1}
      aria-valuetext={props.nameOf(index)}
      aria-busy={isPending}
      onKeyDown={onKeyDown}
      {...drag}
    >
      <Picture
        url={url}
        name={props.nameOf(index)}
        isPending={isPending}
        onSettled={() => setSettled(picture)}
      />
      {props.corners}
    </div>
  );
}
