import type { Context } from '../kernel/context/index.ts';
import type { Trx } from '../kernel/db/index.ts';
import type { Events } from '../kernel/events/index.ts';
import { pixelsChanged } from './pixels.events.ts';

export interface OfIntake {
  projectId: string;
  seriesId: string;
  intakeId: string;
}

/** Tells what the search or a mask of an arrival came to, in the transaction that made it so. */
export async function announce(
  events: Events,
  trx: Trx,
  ctx: Context,
  { projectId, seriesId, intakeId }: OfIntake,
  state: string,
): Promise<void> {
  await events.publish(trx, pixelsChanged, {
    ctx,
    projectId,
    subject: { kind: 'series', id: seriesId },
    data: { intakeId, seriesId, state },
  });
}
