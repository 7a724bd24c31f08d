import { IconFlag } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import type { FrameList } from '../api/types.ts';
import { formatCount } from '../shared/format.ts';
import { montageFrames, montageOf } from './queue.ts';

/** So few are drawn large. */
export const fewFrames = 4;

interface MontageProps {
  list: FrameList;
  all: boolean;
  onAll: (all: boolean) => void;
  urlOf: (at: number) => string;
  onOpen: (at: number) => void;
  /** A flagged frame was really on the screen. */
  onSeen: (at: number) => void;
}

function MontageFrame(props: { at: number; flagged: boolean; label: string; montage: MontageProps }) {
  const { at, flagged, montage } = props;
  const element = useRef<HTMLButtonElement>(null);
  const { onSeen } = montage;
  const seen = useRef(onSeen);
  seen.current = onSeen;
  useEffect(() => {
    if (!flagged || element.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) seen.current(at);
      },
      { threshold: 0.6 },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [at, flagged]);
  return (
    <button
      ref={element}
      type="button"
      className="montage-frame"
      data-flagged={flagged}
      data-at={at}
      aria-label={`Image ${props.label}${flagged ? ', flagged' : ''}. Enlarge.`}
      onClick={() => montage.onOpen(at)}
    >
      <img src={montage.urlOf(at)} alt="" loading="lazy" decoding="async" />
      <span className="montage-number" aria-hidden>
        {flagged ? <IconFlag size={11} /> : null}
        {props.label}
      </span>
    </button>
  );
}

/** A look at the whole series at once: flagged frames first and outlined, the rest as an even sample. */
export function Montage(props: MontageProps) {
  const { list } = props;
  const shown = useMemo(
    () => montageOf(list.frames, props.all ? list.frames.length : montageFrames),
    [list, props.all],
  );
  return (
    <div className="attributes">
      <div className="montage" data-few={list.frames.length <= fewFrames} role="group" aria-label="Images">
        {shown.map((at) => {
          const frame = list.frames[at];
          return frame === undefined ? null : (
            <MontageFrame
              key={at}
              at={at}
              flagged={frame.flagged ?? false}
              label={String(frame.instanceNumber ?? at + 1) + (frame.frame > 1 ? `/${frame.frame}` : '')}
              montage={props}
            />
          );
        })}
      </div>
      {list.frames.length > montageFrames ? (
        <div className="row">
          <span className="dim">
            {formatCount(shown.length)} of {formatCount(list.total)} images
          </span>
          <button type="button" className="text-button" onClick={() => props.onAll(!props.all)}>
            {props.all ? 'show a sample' : 'show all'}
          </button>
        </div>
      ) : null}
    </div>
  );
}
