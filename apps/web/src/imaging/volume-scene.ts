import {
  MULTIPLANAR_TYPE,
  type NiiVueLocation,
  Niivue,
  NVImage,
  SHOW_RENDER,
  SLICE_TYPE,
} from '@niivue/niivue';
import type { DisplayWindow } from './queries.ts';
import { limitsOf, windowOf } from './windows.ts';

export type Layout = 'planes' | 'axial' | 'coronal' | 'sagittal' | 'solid';
export type Voxel = readonly [number, number, number];

export interface Position {
  /** Voxel indices along right, anterior, superior. */
  voxel: Voxel;
  /** Scanner position, mm, RAS. */
  mm: Voxel;
  value: number | null;
}
export interface LoadedVolume {
  /** Voxel counts along right, anterior, superior. */
  dimensions: Voxel;
  timePoints: number;
  automatic: DisplayWindow;
  lowest: number;
  highest: number;
}

const sliceTypes: Record<Layout, SLICE_TYPE> = {
  planes: SLICE_TYPE.MULTIPLANAR,
  axial: SLICE_TYPE.AXIAL,
  coronal: SLICE_TYPE.CORONAL,
  sagittal: SLICE_TYPE.SAGITTAL,
  solid: SLICE_TYPE.RENDER,
};
const three = (values: ArrayLike<number>): Voxel => [values[0] ?? 0, values[1] ?? 0, values[2] ?? 0];

function createNiivue(): Niivue {
  return new Niivue({
    // Left of the picture is the patient's right, as radiologists read; letters are always drawn.
    isRadiologicalConvention: true,
    isOrientationTextVisible: true,
    // A file that is dropped by accident must not open: it may hold a patient's name.
    dragAndDropEnabled: false,
    crosshairWidth: 0.6,
    crosshairWidthUnit: 'mm',
    fontColor: [1, 1, 1, 1],
    fontMinPx: 14,
    showAllOrientationMarkers: true,
    crosshairColor: [0.3, 0.65, 0.95, 0.9],
    multiplanarLayout: MULTIPLANAR_TYPE.GRID,
    multiplanarShowRender: SHOW_RENDER.ALWAYS,
    multiplanarForceRender: true,
    show3Dcrosshair: false,
    backColor: [0, 0, 0, 1],
    isColorbar: false,
    logLevel: 'error',
    loadingText: '',
  });
}

export interface VolumeScene {
  load: (bytes: ArrayBuffer, name: string) => Promise<LoadedVolume>;
  setLayout: (layout: Layout) => void;
  setWindow: (window: DisplayWindow) => void;
  setVoxel: (voxel: Voxel) => void;
  setTimePoint: (index: number) => void;
  dispose: () => void;
}

interface SceneListeners {
  onPosition: (position: Position) => void;
  onWindow: (window: DisplayWindow) => void;
}

/** A volume drawn by NiiVue on a canvas. The only place that knows NiiVue, so that it can be replaced. Needs WebGL2. */
export async function createVolumeScene(
  canvas: HTMLCanvasElement,
  listeners: SceneListeners,
): Promise<VolumeScene> {
  const viewer = createNiivue();
  await viewer.attachToCanvas(canvas);
  viewer.onLocationChange = (raw) => {
    const location = raw as NiiVueLocation;
    listeners.onPosition({
      voxel: three(location.vox),
      mm: three(location.mm),
      value: location.values[0]?.value ?? null,
    });
  };
  viewer.onIntensityChange = (volume) =>
    listeners.onWindow(windowOf(volume.cal_min ?? 0, volume.cal_max ?? 1));
  const setVoxel = (voxel: Voxel) => {
    viewer.scene.crosshairPos = viewer.vox2frac([...voxel]);
    viewer.drawScene();
    viewer.createOnLocationChange();
  };
  return {
    load: async (bytes, name) => {
      const volume = await NVImage.loadFromUrl({ url: bytes, name });
      viewer.addVolume(volume);
      const dimensions = three((volume.dimsRAS ?? [3, 1, 1, 1]).slice(1));
      setVoxel([dimensions[0] >> 1, dimensions[1] >> 1, dimensions[2] >> 1]);
      return {
        dimensions,
        timePoints: volume.nFrame4D ?? 1,
        automatic: windowOf(volume.cal_min ?? 0, volume.cal_max ?? 1),
        lowest: volume.global_min ?? 0,
        highest: volume.global_max ?? 1,
      };
    },
    setLayout: (layout) => {
      viewer.setSliceType(sliceTypes[layout]);
    },
    setWindow: (window) => {
      const volume = viewer.volumes[0];
      if (volume === undefined) return;
      [volume.cal_min, volume.cal_max] = limitsOf(window);
      viewer.updateGLVolume();
    },
    setVoxel,
    setTimePoint: (index) => {
      const volume = viewer.volumes[0];
      if (volume !== undefined) viewer.setFrame4D(volume.id, index);
    },
    dispose: () => {
      viewer.cleanup();
      // Browsers allow some 16 drawing contexts; this one is given back at once, not at the next garbage collection.
      canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}
