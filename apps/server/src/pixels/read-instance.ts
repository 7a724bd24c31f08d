import type { StoredInstance } from '../archive/index.ts';
import { addLines, type FoundText } from './found-text.ts';
import { drawFrame, isBorderChanged, isSamePicture } from './frames-to-read.ts';
import type { PixelsDeps } from './pixels.deps.ts';
import type { GreyPicture } from './text-lines.ts';
import type { TextLine } from './text-reader.ts';

/** Reading that fails so many times in an instance is given up for the rest of it: each failure may cost the whole time limit. */
const mostFailures = 3;

interface ReadInstance {
  found: FoundText[];
  /** Frames that could not be drawn or read: a person must look at them. */
  unreadFrames: number;
  reading: 'whole' | 'sampled';
}

/**
 * Reads the text in every frame of an instance that can show another than the frame before; undefined when jobs are to stop meanwhile, for a
 * clip may take minutes.
 * @throws kernel/unavailable while too many pictures are being made for others
 */
export function createInstanceReader({
  imaging,
  reader,
  config,
  jobs,
}: Pick<PixelsDeps, 'imaging' | 'reader' | 'config' | 'jobs'>) {
  /** Lines of a frame, in its pixels: a picture may be stretched to their real proportions. */
  async function linesOf(instance: StoredInstance, picture: GreyPicture): Promise<TextLine[] | undefined> {
    const lines = await reader.read(picture);
    const acrossPx = (instance.columns ?? 0) / picture.width;
    const downPx = (instance.rows ?? 0) / picture.height;
    return lines?.map(({ box, ...rest }) => ({
      ...rest,
      box: {
        left: box.left * acrossPx,
        top: box.top * downPx,
        width: box.width * acrossPx,
        height: box.height * downPx,
      },
    }));
  }

  return async (
    instance: StoredInstance,
    judge: (text: string) => FoundText['kind'],
  ): Promise<ReadInstance | undefined> => {
    const found: FoundText[] = [];
    const size = { columns: instance.columns ?? 0, rows: instance.rows ?? 0 };
    const isSampled = instance.frameCount > config.textFramesRead;
    let failures = 0;
    let unreadFrames = 0;
    let last: { picture: GreyPicture; lines: TextLine[] } | undefined;
    for (let frame = 1; frame <= instance.frameCount && failures < mostFailures; frame += 1) {
      if (jobs.isStopping()) return undefined;
      const drawn = await drawFrame(imaging, instance, frame);
      if (drawn.kind === 'not-drawn') {
        unreadFrames += 1;
        continue;
      }
      const { picture } = drawn;
      const isKnown =
        last !== undefined &&
        (isSamePicture(last.picture, picture) || (isSampled && !isBorderChanged(last.picture, picture)));
      const lines = isKnown && last !== undefined ? last.lines : await linesOf(instance, picture);
      if (lines === undefined) {
        failures += 1;
        unreadFrames += failures < mostFailures ? 1 : instance.frameCount - frame + 1;
        continue;
      }
      addLines(found, lines, [frame], size, judge);
      if (!isKnown) last = { picture, lines };
    }
    return { found, unreadFrames, reading: isSampled ? 'sampled' : 'whole' };
  };
}
