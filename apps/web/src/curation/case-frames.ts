import { useQuery } from '@tanstack/react-query';
import type { Frame, FrameList } from '../api/types.ts';
import { caseFramesQuery, everyFrameQuery } from './queries.ts';
import { montageFrames, montageOf } from './queue.ts';

/** Tells frames apart whatever list they stand in. */
export const frameKey = ({ instanceId, frame }: Frame): string => `${instanceId}/${frame}`;

/** Keys of the flagged frames of the montage that were not on the screen yet. */
export function unseenFlagged(list: FrameList, seen: ReadonlySet<string>): string[] {
  return montageOf(list.frames, montageFrames).flatMap((at) => {
    const frame = list.frames[at];
    return frame?.flagged && !seen.has(frameKey(frame)) ? [frameKey(frame)] : [];
  });
}

/**
 * The frames of a case: of a long series a few for the montage, and every one once they are asked for.
 * `whole` is undefined until then.
 */
export function useCaseFrames(project: string, caseId: string, wantsEvery: boolean) {
  const some = useQuery(caseFramesQuery(project, caseId));
  const list = some.data;
  const isPart = list !== undefined && list.frames.length < list.total;
  const every = useQuery({ ...everyFrameQuery(project, caseId), enabled: wantsEvery && isPart });
  return { list, whole: isPart ? every.data : list, error: some.error ?? every.error };
}
