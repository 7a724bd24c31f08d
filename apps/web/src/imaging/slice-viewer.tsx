import './viewer.css';
import { SegmentedControl } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { FrameList, Plane, Volume } from '../api/types.ts';
import { FrameStack } from './frame-stack.tsx';
import { type DisplayWindow, frameUrl, sliceUrl } from './queries.ts';
import { RangeInput } from './range-input.tsx';
import { WindowControls } from './window-controls.tsx';
import { windowPresets } from './windows.ts';

const drawnPx = 768;
/** Letters at the left, right, top and bottom of a slice in radiological convention. */
const letters: Record<Plane, readonly [string, string, string, string]> = {
  axial: ['R', 'L', 'A', 'P'],
  coronal: ['R', 'L', 'S', 'I'],
  sagittal: ['A', 'P', 'S', 'I'],
};

function Letters(props: { plane: Plane }) {
  const [left, right, top, bottom] = letters[props.plane];
  const places = { left, right, top, bottom };
  return Object.entries(places).map(([corner, letter]) => (
    <span key={corner} className="frame-corner" data-corner={corner}>
      {letter}
    </span>
  ));
}

/** Slices of a converted series in the three planes, drawn by the server. */
export function SliceViewer(props: {
  project: string;
  seriesId: string;
  volume: Volume;
  modality: string | null;
}) {
  const { project, seriesId, volume } = props;
  const counts = volume.planes;
  const [plane, setPlane] = useState<Plane>('axial');
  const [indices, setIndices] = useState<Record<Plane, number>>({
    axial: counts.axial >> 1,
    coronal: counts.coronal >> 1,
    sagittal: counts.sagittal >> 1,
  });
  const [time, setTime] = useState(0);
  const [window, setWindow] = useState<DisplayWindow | null>(null);
  const urlOf = useCallback(
    (index: number, shown: DisplayWindow | null) =>
      sliceUrl(project, seriesId, { plane, index, time, sizePx: drawnPx, window: shown }),
    [project, seriesId, plane, time],
  );
  const onIndex = (index: number) => setIndices({ ...indices, [plane]: index });
  return (
    <div className="viewer">
      <div className="viewer-toolbar" role="toolbar" aria-label="Viewer">
        <SegmentedControl
          aria-label="Plane"
          value={plane}
          onChange={(next) => setPlane(next as Plane)}
          data={[
            { value: 'axial', label: 'Axial' },
            { value: 'coronal', label: 'Coronal' },
            { value: 'sagittal', label: 'Sagittal' },
          ]}
        />
        <WindowControls
          presets={windowPresets(props.modality)}
          window={window}
          automatic={volume.window}
          onWindow={setWindow}
        />
      </div>
      <div className="viewer-stage">
        <FrameStack
          count={counts[plane]}
          index={indices[plane]}
          onIndex={onIndex}
          urlOf={urlOf}
          nameOf={(index) => `${plane} slice ${index + 1} of ${counts[plane]}`}
          window={window}
          automatic={volume.window}
          onWindow={setWindow}
          corners={<Letters plane={plane} />}
        />
      </div>
      <div className="viewer-foot">
        <RangeInput name="Slice" count={counts[plane]} index={indices[plane]} onIndex={onIndex} />
        {volume.timePoints > 1 ? (
          <RangeInput name="Time" count={volume.timePoints} index={time} onIndex={setTime} />
        ) : null}
        <span className="dim">Wheel or arrow keys move, dragging sets brightness and contrast.</span>
      </div>
    </div>
  );
}

/** The images of a series as they were received, drawn by the server one by one. */
export function FrameViewer(props: { project: string; list: FrameList; modality: string | null }) {
  const { project, list } = props;
  const [index, setIndex] = useState(list.frames.length >> 1);
  const [window, setWindow] = useState<DisplayWindow | null>(null);
  const urlOf = useCallback(
    (at: number, shown: DisplayWindow | null) => {
      const frame = list.frames[at];
      return frame === undefined ? '' : frameUrl(project, frame.instanceId, frame.frame, drawnPx, shown);
    },
    [project, list],
  );
  const count = list.frames.length;
  return (
    <div className="viewer">
      <div className="viewer-toolbar" role="toolbar" aria-label="Viewer">
        <WindowControls
          presets={windowPresets(props.modality)}
          window={window}
          automatic={null}
          onWindow={setWindow}
        />
      </div>
      <div className="viewer-stage">
        <FrameStack
          count={count}
          index={index}
          onIndex={setIndex}
          urlOf={urlOf}
          nameOf={(at) => `image ${list.frames[at]?.instanceNumber ?? at + 1} (${at + 1} of ${count})`}
          window={window}
          automatic={null}
          onWindow={setWindow}
        />
      </div>
      <div className="viewer-foot">
        <RangeInput name="Image" count={count} index={index} onIndex={setIndex} />
        <span className="dim">Wheel or arrow keys move, dragging sets brightness and contrast.</span>
      </div>
    </div>
  );
}
