import { IconFlag } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import type { Frame, FrameList } from '../api/types.ts';
import { formatCount } from '../shared/format.ts';
import { frameKey } from './case-frames.ts';
import { montageFrames, montageOf } from './queue.ts';

/** So few are drawn large. */
export const fewFrames = 4;
/** So many at most are drawn at once; of a longer series the stack shows each. */
const mostFrames = 2000;

interface MontageProps {
  list: FrameList;
  all: boolean;
  onAll: (all: boolean) => void;
  urlOf: (at: number) => string;
  onOpen: (frame: Frame) => void;
  /** A flagged frame was really on the screen. */
  onSeen: (key: string) => void;
}

function MontageFrame(props: { at: number; frame: Frame; montage: MontageProps }) {
  const { at, frame, montage } = props;
  const flagged = frame.flagged ?? false;
  const key = frameKey(frame);
  const label = String(frame.instanceNumber ?? at + 1) + (frame.frame > 1 ? `/${frame.frame}` : '');
  const element = useRef<HTMLButtonElement>(null);
  const { onSeen } = montage;
  const seen = useRef(onSeen);
  seen.current = onSeen;
  useEffect(() => {
    if (!flagged || element.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) seen.current(key);
      },
      { threshold: 0.6 },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [key, flagged]);
  return (
    <button
      ref={element}
      type="button"
      className="montage-frame"
      data-flagged={flagged}
      data-frame={key}
      aria-label={`Image ${label}${flagged ? ', flagged' : ''}. Enlarge.`}
      onClick={() => montage.onOpen(frame)}
    >
      <img src={montage.urlOf(at)} alt="" loading="lazy" decoding="async" />
      <span className="montage-number" aria-hidden>
        {flagged ? <IconFlag size={11} /> : null}
        {label}
      </span>
    </button>
  );
}

/** A look at the whole series at once: flagged frames first and outlined, the rest as an even sample. */
export function Montage(props: MontageProps) {
  const { list } = props;
  const shown = useMemo(
    () => montageOf(list.frames, props.all ? mostFrames : montageFrames),
    [list, props.all],
  );
  return (
    <div className="attributes">
      <div className="montage" data-few={list.frames.length <= fewFrames} role="group" aria-label="Images">
        {shown.map((at) => {
          const frame = list.frames[at];
          return frame === undefined ? null : (
            <MontageFrame key={frameKey(frame)} at={at} frame={frame} montage={props} />
          );
        })}
      </div>
      {list.frames.length > montageFrames ? (
        <div className="row">
          <span className="dim">
            {formatCount(shown.length)} of {formatCount(list.total)} images
          </span>
          <button type="button" className="text-button" onClick={() => props.onAll(!props.all)}>
            {props.all ? 'show a sample' : list.total > mostFrames ? 'show more' : 'show all'}
          </button>
        </div>
      ) : null}
    </div>
  );
}
