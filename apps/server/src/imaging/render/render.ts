import sharp from 'sharp';
import { type DecodedFrame, type UnsupportedFrame, unsupported } from '../codecs/pixel-format.ts';
import { colourLevels, paletteLevels } from '../presentation/colour-levels.ts';
import { greyLevels } from '../presentation/grey-levels.ts';
import type { Levels } from '../presentation/levels.ts';
import { type DrawnOverlay, drawnOver } from '../presentation/overlay-drawing.ts';
import type { Presentation, Window } from '../presentation/presentation.ts';

export const imageFormats = ['webp', 'png', 'jpeg'] as const;
export type ImageFormat = (typeof imageFormats)[number];

export interface RenderOptions {
  readonly format: ImageFormat;
  /** Longest side of the picture in pixels; pictures are never enlarged. Undefined: as many pixels as the frame. */
  readonly sizePx?: number;
  readonly window?: Window;
  /** 1 … 100, for webp and jpeg. Default 85. */
  readonly quality?: number;
  /** Overlays are drawn over the picture, as a reviewer must see them. */
  readonly showsOverlays?: boolean;
}

export interface RenderedImage {
  readonly kind: 'rendered';
  readonly bytes: Uint8Array;
  readonly contentType: `image/${ImageFormat}`;
  readonly width: number;
  readonly height: number;
  /** The window that was used, for monochrome images. */
  readonly window: Window | undefined;
}

function targetSize({ width, height, pixelAspect }: Levels, sizePx: number | undefined): [number, number] {
  // The finer direction keeps its pixels, the coarser one is stretched to it.
  const [wide, high] = pixelAspect >= 1 ? [width, height * pixelAspect] : [width / pixelAspect, height];
  const scale = sizePx === undefined ? 1 : Math.min(1, sizePx / Math.max(wide, high));
  return [Math.max(1, Math.round(wide * scale)), Math.max(1, Math.round(high * scale))];
}

/** Scales and encodes a picture. */
export async function encodeLevels(
  picture: Levels,
  options: RenderOptions,
): Promise<Omit<RenderedImage, 'window'>> {
  const { levels, width, height, channels } = picture;
  const [targetWidth, targetHeight] = targetSize(picture, options.sizePx);
  let image = sharp(Buffer.from(levels.buffer, levels.byteOffset, levels.byteLength), {
    raw: { width, height, channels },
    limitInputPixels: false,
  });
  if (targetWidth !== width || targetHeight !== height)
    image = image.resize(targetWidth, targetHeight, { fit: 'fill', fastShrinkOnLoad: false });
  const quality = options.quality ?? 85;
  const encoded =
    options.format === 'png'
      ? image.png({ compressionLevel: 6 })
      : options.format === 'jpeg'
        ? image.jpeg({ quality })
        : image.webp({ quality, effort: 2 });
  return {
    kind: 'rendered',
    bytes: await encoded.toBuffer(),
    contentType: `image/${options.format}`,
    width: targetWidth,
    height: targetHeight,
  };
}

/** Renders a decoded frame as its header wants it shown, with overlays drawn over it. */
export async function renderFrame(
  frame: DecodedFrame,
  presentation: Presentation,
  options: RenderOptions,
  overlays: readonly DrawnOverlay[] = [],
): Promise<RenderedImage | UnsupportedFrame> {
  const { rows: height, columns: width, samplesPerPixel, photometricInterpretation } = frame;
  const shape = { width, height, pixelAspect: presentation.pixelAspect };
  const encoded = (picture: Levels) => encodeLevels(drawnOver(picture, overlays), options);
  if (samplesPerPixel === 3) {
    return { ...(await encoded({ ...shape, levels: colourLevels(frame), channels: 3 })), window: undefined };
  }
  if (samplesPerPixel !== 1) return unsupported(`Pixels with ${samplesPerPixel} samples`);
  if (photometricInterpretation === 'PALETTE COLOR' && presentation.palette) {
    const levels = paletteLevels(frame, presentation.palette);
    return { ...(await encoded({ ...shape, levels, channels: 3 })), window: undefined };
  }
  const { levels, window } = greyLevels(frame, presentation, options.window);
  return { ...(await encoded({ ...shape, levels, channels: 1 })), window };
}
