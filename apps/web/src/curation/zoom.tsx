import { Button, Modal } from '@mantine/core';
import { IconFlag } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { Frame, FrameList } from '../api/types.ts';
import { FrameStack } from '../imaging/frame-stack.tsx';
import { type DisplayWindow, quarantineFrameUrl } from '../imaging/queries.ts';
import { RangeInput } from '../imaging/range-input.tsx';
import { WindowControls } from '../imaging/window-controls.tsx';
import { windowPresets } from '../imaging/windows.ts';
import { useDialogKeys } from '../shared/keys.ts';
import { frameKey } from './case-frames.ts';
import { MaskLayer } from './masks/mask-layer.tsx';
import { MaskPanel, MaskStates } from './masks/mask-panel.tsx';
import { MaskSwitch, OverlaySwitch } from './masks/mask-switch.tsx';
import { OverlaySection } from './masks/overlay-section.tsx';
import { type Masking, useMasking } from './masks/use-masking.ts';

const drawnPx = 1024;

interface ZoomProps {
  project: string;
  caseId: string;
  /** Of the case: the pictures of another are other pictures. */
  version: number;
  title: string;
  modality: string | null;
  list: FrameList;
  /** The frame to begin with. */
  at: Frame;
  onSeen: (key: string) => void;
  onClose: () => void;
}

function indexOf(list: FrameList, frame: Frame): number {
  const key = frameKey(frame);
  return Math.max(
    0,
    list.frames.findIndex((one) => frameKey(one) === key),
  );
}

/** The next flagged frame after `at`, round and round; null when none is flagged. */
function nextFlagged(list: FrameList, at: number): number | null {
  const count = list.frames.length;
  for (let step = 1; step <= count; step += 1)
    if (list.frames[(at + step) % count]?.flagged) return (at + step) % count;
  return null;
}

function ZoomFoot(props: { count: number; index: number; onIndex: (index: number) => void }) {
  return (
    <div className="viewer-foot">
      <RangeInput name="Image" {...props} />
      <span className="dim">
        Wheel or arrow keys move, dragging sets brightness and contrast, <kbd>B</kbd> draws boxes,{' '}
        <kbd>Z</kbd> or <kbd>Esc</kbd> closes.
      </span>
    </div>
  );
}

/** The full stack of a quarantined series: wheel, keys, brightness and contrast. */
export function Zoom(props: ZoomProps) {
  const { list, onSeen } = props;
  const [index, setIndex] = useState(() => indexOf(list, props.at));
  const [window, setWindow] = useState<DisplayWindow | null>(null);
  const frame = list.frames[index];
  useEffect(() => {
    if (frame?.flagged) onSeen(frameKey(frame));
  }, [frame, onSeen]);
  const { project, caseId, version } = props;
  const [isMasking, setIsMasking] = useState(false);
  const [overlaysShown, setOverlaysShown] = useState(true);
  const masking = useMasking(project, caseId, frame);
  const urlOf = useCallback(
    (at: number, shown: DisplayWindow | null) => {
      const one = list.frames[at];
      if (one === undefined) return '';
      return quarantineFrameUrl(
        project,
        caseId,
        { instance: one.instanceId, frame: one.frame },
        drawnPx,
        shown,
        version,
        overlaysShown,
      );
    },
    [list, project, caseId, version, overlaysShown],
  );
  const count = list.frames.length;
  const flagged = nextFlagged(list, index);
  const goTo = (boxes: Masking['elsewhere']) => () => setIndex(masking.nextWith(boxes, list.frames, index));
  const { overlays } = masking;
  const section =
    overlays.all.length === 0 ? null : <OverlaySection masking={masking} onNext={goTo(overlays.elsewhere)} />;
  useDialogKeys({
    z: props.onClose,
    arrowdown: () => setIndex(Math.min(count - 1, index + 1)),
    arrowup: () => setIndex(Math.max(0, index - 1)),
    b: () => setIsMasking(!isMasking),
    o: () => setOverlaysShown(!overlaysShown),
    n: () => {
      if (flagged !== null) setIndex(flagged);
    },
  });
  return (
    <Modal opened onClose={props.onClose} fullScreen transitionProps={{ duration: 0 }} title={props.title}>
      <div className="zoom">
        <div className="viewer">
          <div className="viewer-toolbar">
            <WindowControls
              presets={windowPresets(props.modality)}
              window={window}
              automatic={null}
              onWindow={setWindow}
            />
            <MaskSwitch isMasking={isMasking} onSwitch={() => setIsMasking(!isMasking)} />
            {section === null ? null : (
              <OverlaySwitch isOn={overlaysShown} onSwitch={() => setOverlaysShown(!overlaysShown)} />
            )}
            {flagged === null ? null : (
              <Button
                variant="default"
                leftSection={<IconFlag size={15} />}
                onClick={() => setIndex(flagged)}
              >
                Next flagged <kbd style={{ marginLeft: 6 }}>N</kbd>
              </Button>
            )}
          </div>
          <div className="viewer-stage mask-stage">
            <div className="mask-area">
              <FrameStack
                count={count}
                index={index}
                onIndex={setIndex}
                urlOf={urlOf}
                nameOf={(at) => `image ${list.frames[at]?.instanceNumber ?? at + 1} (${at + 1} of ${count})`}
                window={window}
                automatic={null}
                onWindow={setWindow}
                flagged={frame?.flagged ?? false}
              />
              <MaskLayer
                size={masking.size}
                found={masking.found}
                drawn={masking.drawn}
                isEditing={isMasking}
                onDraw={masking.draw}
                onChange={masking.change}
                onDelete={masking.remove}
              />
            </div>
            {isMasking && masking.pixels !== undefined ? (
              <MaskPanel
                pixels={masking.pixels}
                masking={masking}
                onNext={goTo(masking.elsewhere)}
                onNextDrawn={() => setIndex(masking.nextDrawn(list.frames, index))}
              >
                {section}
              </MaskPanel>
            ) : section === null ? null : (
              <aside className="mask-panel" aria-label="Graphics">
                {masking.pixels === undefined ? null : (
                  <MaskStates pixels={masking.pixels} masking={masking} />
                )}
                {section}
              </aside>
            )}
          </div>
          <ZoomFoot count={count} index={index} onIndex={setIndex} />
        </div>
      </div>
    </Modal>
  );
}
