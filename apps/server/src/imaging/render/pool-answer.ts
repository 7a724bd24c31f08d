import { problem, unavailable } from '../../kernel/problems/index.ts';
import type { PoolResult } from './render-pool.ts';
import type { RenderTask } from './render-task.ts';

/** A result of the pool as its caller may have it; a full queue is a problem for the client to wait and try again. */
export function settled<Task extends RenderTask>(
  result: PoolResult<Task>,
): Exclude<PoolResult<Task>, { kind: 'busy' | 'cancelled' }> {
  const { kind } = result;
  if (kind === 'busy')
    throw problem(unavailable, { detail: 'Too many images are being rendered. Try again in a moment.' });
  if (kind === 'cancelled') throw problem(unavailable, { detail: 'The request was given up.' });
  return result as Exclude<PoolResult<Task>, { kind: 'busy' | 'cancelled' }>;
}
