import type { Audit } from '../audit/index.ts';
import { type Clock, later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import type { Refusal } from '../kernel/http/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import { createBoundedMap } from './sign-in-limits.ts';

export interface RefusalsOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  log: Logger;
  /** Refusals of the same address to the same account within this time are one entry, with their number. */
  windowMs: number;
}

/** What is kept of a refusal besides its address: the project, where there is one. */
export interface RefusedWhere {
  projectId?: string | undefined;
}

interface Window {
  until: Date;
  /** Refusals since the last entry. */
  unwritten: number;
  timer?: NodeJS.Timeout;
  write(count: number): Promise<void>;
}

/** Accounts and addresses that are remembered at a time; both are few. */
const rememberedWindows = 10_000;

/**
 * Records what signed-in people and programs were refused. The first is an entry at once; a program that asks on and on
 * makes one entry in each window, not one for each request.
 */
export function createRefusals({ db, clock, audit, log, windowMs }: RefusalsOptions) {
  const windows = createBoundedMap<Window>(rememberedWindows);
  const due = new Set<Window>();

  async function write(ctx: Context, refusal: Refusal, where: RefusedWhere, count: number): Promise<void> {
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'E',
        type: 'accounts.access.refused',
        outcome: 4,
        projectId: where.projectId ?? null,
        object: { kind: 'route', id: `${refusal.method} ${refusal.route}` },
        after: { permission: refusal.permission, count },
        reason: refusal.problem,
      }),
    );
  }

  async function flush(window: Window): Promise<void> {
    clearTimeout(window.timer);
    delete window.timer;
    due.delete(window);
    const count = window.unwritten;
    window.unwritten = 0;
    window.until = later(clock.now(), windowMs);
    if (count > 0) await window.write(count);
  }

  function flushLater(window: Window): void {
    if (window.timer !== undefined) return;
    due.add(window);
    window.timer = setTimeout(() => {
      flush(window).catch((error: unknown) => {
        log.error(
          { event: 'accounts.refusal.unrecorded', error: { name: (error as Error).name } },
          'Refusals could not be recorded in the audit trail',
        );
      });
    }, windowMs);
    window.timer.unref();
  }

  return {
    /** Records a refusal, or counts it into the entry of its window. */
    async record(ctx: Context, refusal: Refusal, where: RefusedWhere = {}): Promise<void> {
      const key = [ctx.actor.id, refusal.method, refusal.route, refusal.problem, where.projectId].join(' ');
      const known = windows.get(key);
      if (known !== undefined) known.unwritten++;
      if (known !== undefined && known.until > clock.now()) {
        flushLater(known);
        return;
      }
      const window: Window = known ?? {
        until: clock.now(),
        unwritten: 1,
        write: (count) => write(ctx, refusal, where, count),
      };
      windows.set(key, window);
      await flush(window);
    },
    /** Writes what is counted and not written yet: at shutdown. */
    async settle(): Promise<void> {
      for (const window of [...due]) await flush(window);
    },
  };
}
