import './viewer.css';
import { Progress, SegmentedControl } from '@mantine/core';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { client } from '../api/request.ts';
import { formatBytes } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import type { DisplayWindow } from './queries.ts';
import { RangeInput } from './range-input.tsx';
import {
  createVolumeScene,
  type Layout,
  type LoadedVolume,
  type Position,
  type VolumeScene,
} from './volume-scene.ts';
import { WindowControls } from './window-controls.tsx';
import { rangePresets, windowPresets } from './windows.ts';

interface VolumeViewerProps {
  url: string;
  name: string;
  sizeBytes: number;
  modality: string | null;
}

type Loading =
  | { kind: 'loading'; receivedBytes: number }
  | { kind: 'ready'; volume: LoadedVolume }
  | { kind: 'failed'; error: unknown };

async function readBytes(
  url: string,
  signal: AbortSignal,
  onBytes: (received: number) => void,
): Promise<ArrayBuffer> {
  const response = await client.stream({ path: url, signal });
  const parts: BlobPart[] = [];
  let received = 0;
  if (response.body !== null)
    for await (const part of response.body) {
      parts.push(part as BlobPart);
      received += part.byteLength;
      onBytes(received);
    }
  return await new Blob(parts).arrayBuffer();
}

/** Loads the volume into a scene on the canvas, and takes everything down again. */
function useScene(props: VolumeViewerProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scene = useRef<VolumeScene | null>(null);
  const [state, setState] = useState<Loading>({ kind: 'loading', receivedBytes: 0 });
  const [position, setPosition] = useState<Position | null>(null);
  const [window, setWindow] = useState<DisplayWindow | null>(null);
  const { url, name } = props;
  useEffect(() => {
    const abort = new AbortController();
    const start = async (target: HTMLCanvasElement) => {
      const bytes = await readBytes(url, abort.signal, (receivedBytes) =>
        setState({ kind: 'loading', receivedBytes }),
      );
      const made = await createVolumeScene(target, { onPosition: setPosition, onWindow: setWindow });
      if (abort.signal.aborted) {
        made.dispose();
        return;
      }
      scene.current = made;
      setState({ kind: 'ready', volume: await made.load(bytes, name) });
    };
    if (canvas.current !== null)
      start(canvas.current).catch((error: unknown) => {
        if (!abort.signal.aborted) setState({ kind: 'failed', error });
      });
    return () => {
      abort.abort();
      scene.current?.dispose();
      scene.current = null;
    };
  }, [url, name]);
  return { canvas, scene, state, position, window, setWindow };
}

const planeNames = ['Sagittal', 'Coronal', 'Axial'] as const;
const axisOf: Record<Layout, number> = { sagittal: 0, coronal: 1, axial: 2, planes: 2, solid: 2 };

function SliceInputs(props: {
  volume: LoadedVolume;
  position: Position;
  onVoxel: (axis: number, at: number) => void;
}) {
  return [2, 1, 0].map((axis) => (
    <RangeInput
      key={axis}
      name={planeNames[axis] ?? ''}
      count={props.volume.dimensions[axis] ?? 1}
      index={props.position.voxel[axis] ?? 0}
      onIndex={(at) => props.onVoxel(axis, at)}
    />
  ));
}

/** What the crosshair points at, as text. */
function ReadOut(props: { position: Position | null }) {
  const { position } = props;
  if (position === null) return null;
  const [x, y, z] = position.mm.map((mm) => (Math.round(mm * 10) / 10 || 0).toFixed(1));
  const value = position.value === null ? '–' : Number(position.value.toPrecision(6));
  return (
    <span aria-live="polite" className="nowrap">
      Value <strong>{value}</strong> at voxel {position.voxel.map((at) => at + 1).join(', ')}{' '}
      <span className="dim">
        ({x}, {y}, {z} mm)
      </span>
    </span>
  );
}

function LoadingCover(props: { state: Loading; sizeBytes: number }) {
  const { state } = props;
  if (state.kind === 'ready') return null;
  if (state.kind === 'failed')
    return (
      <div className="viewer-loading">
        <ProblemNotice error={state.error} />
      </div>
    );
  return (
    <div className="viewer-loading" role="status">
      <span>
        Loading {formatBytes(state.receivedBytes)} of {formatBytes(props.sizeBytes)}
      </span>
      <Progress
        w={220}
        value={props.sizeBytes === 0 ? 0 : Math.min(100, (state.receivedBytes / props.sizeBytes) * 100)}
        aria-label="Loading the volume"
      />
    </div>
  );
}

/** A converted series as a volume: three planes and a rendering, or one plane at a time. */
export default function VolumeViewer(props: VolumeViewerProps) {
  const { canvas, scene, state, position, window, setWindow } = useScene(props);
  const [layout, setLayout] = useState<Layout>('planes');
  const [time, setTime] = useState(0);
  const volume = state.kind === 'ready' ? state.volume : null;
  useEffect(() => {
    if (volume !== null) scene.current?.setLayout(layout);
  }, [scene, volume, layout]);
  const moveTo = (axis: number, at: number) => {
    if (volume === null || position === null) return;
    const voxel = [...position.voxel] as [number, number, number];
    voxel[axis] = Math.max(0, Math.min((volume.dimensions[axis] ?? 1) - 1, at));
    scene.current?.setVoxel(voxel);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { PageUp: 1, PageDown: -1 }[event.key];
    if (by === undefined || position === null) return;
    event.preventDefault();
    const axis = axisOf[layout];
    moveTo(axis, (position.voxel[axis] ?? 0) + by);
  };
  const onWindow = (next: DisplayWindow | null) => {
    setWindow(next);
    if (volume !== null) scene.current?.setWindow(next ?? volume.automatic);
  };
  const presets = [
    ...windowPresets(props.modality),
    ...(volume === null ? [] : rangePresets(volume.lowest, volume.highest)),
  ];
  return (
    <div className="viewer">
      <div className="viewer-toolbar" role="toolbar" aria-label="Viewer">
        <SegmentedControl
          aria-label="Layout"
          value={layout}
          onChange={(next) => setLayout(next as Layout)}
          data={[
            { value: 'planes', label: 'Planes + 3D' },
            { value: 'axial', label: 'Axial' },
            { value: 'coronal', label: 'Coronal' },
            { value: 'sagittal', label: 'Sagittal' },
            { value: 'solid', label: '3D' },
          ]}
        />
        <WindowControls
          presets={presets}
          window={window}
          automatic={volume?.automatic ?? null}
          onWindow={onWindow}
        />
        <span className="status" data-tone="neutral">
          Radiological (R on the left)
        </span>
      </div>
      <div className="viewer-stage">
        <canvas
          ref={canvas}
          tabIndex={0}
          aria-label="Volume. Page Up and Page Down move through slices; the sliders below do the same."
          onKeyDown={onKeyDown}
        />
        <LoadingCover state={state} sizeBytes={props.sizeBytes} />
      </div>
      <div className="viewer-foot">
        {volume !== null && position !== null ? (
          <SliceInputs volume={volume} position={position} onVoxel={moveTo} />
        ) : null}
        {volume !== null && volume.timePoints > 1 ? (
          <RangeInput
            name="Time"
            count={volume.timePoints}
            index={time}
            onIndex={(at) => {
              setTime(at);
              scene.current?.setTimePoint(at);
            }}
          />
        ) : null}
        <ReadOut position={position} />
      </div>
    </div>
  );
}
