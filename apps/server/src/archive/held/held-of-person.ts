import { createPart10Stream, type DataSet, DicomReadError } from '@pesscara/dicom';
import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, transact } from '../../kernel/db/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Vault } from '../../kernel/vault/index.ts';
import { removeHeldBytesJob } from '../archive.jobs.ts';

export interface HeldOfPersonDeps {
  db: Database;
  vault: Vault;
  clock: Clock;
  audit: Audit;
  jobs: Jobs;
}

export interface HeldOfPerson {
  projectId: string;
  isTheirs(header: DataSet): Promise<boolean>;
  reason: string;
}

const rowsAtOnce = 200;

/** Finds what a person has among held objects, by opening each: nothing in their rows says whose they are. */
export function createHeldOfPerson({ db, vault, clock, audit, jobs }: HeldOfPersonDeps) {
  jobs.handle(removeHeldBytesJob, ({ vaultName }) => vault.removeFile(vaultName));

  async function readHeader(vaultName: string): Promise<DataSet | undefined> {
    let header: DataSet | undefined;
    const reading = createPart10Stream({
      limits: {},
      onHeader: (found) => {
        header = found;
      },
      onBulk: () => undefined,
    });
    const bytes = vault.openFile(vaultName);
    for await (const chunk of bytes) {
      const failure = await reading.feed(chunk as Buffer);
      if (header !== undefined || failure instanceof DicomReadError) break;
    }
    if (header === undefined) await reading.end();
    bytes.destroy();
    return header;
  }

  /** Undefined as well when somebody decided on it a moment ago. */
  async function headerOf(vaultName: string): Promise<DataSet | undefined> {
    try {
      return await readHeader(vaultName);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return undefined;
    }
  }

  async function discard(ctx: Context, id: string, vaultName: string, reason: string): Promise<void> {
    await transact(db, async (trx) => {
      const row = await trx
        .updateTable('archive.held')
        .set({ state: 'discarded', decided_by: ctx.actor.id, decided_at: clock.now() })
        .where('id', '=', id)
        .where('state', '=', 'held')
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return;
      await jobs.add(trx, removeHeldBytesJob, { vaultName });
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'archive.held.discarded',
        object: { kind: 'held', id },
        reason,
      });
    });
  }

  /** What waits for this project, or for none yet. Served by held_waiting. */
  async function waiting(projectId: string, after: { heldAt: Date; id: string } | undefined) {
    let query = db
      .selectFrom('archive.held')
      .select(['id', 'vault_name as vaultName', 'held_at as heldAt'])
      .where('state', '=', 'held')
      .where((where) => where.or([where('project_id', '=', projectId), where('project_id', 'is', null)]))
      .orderBy('held_at')
      .orderBy('id')
      .limit(rowsAtOnce);
    if (after !== undefined) {
      const { heldAt, id } = after;
      query = query.where((where) =>
        where.or([
          where('held_at', '>', heldAt),
          where.and([where('held_at', '=', heldAt), where('id', '>', id)]),
        ]),
      );
    }
    return query.execute();
  }

  /** Discards what is held of a person; how many objects that was. Repeatable. One that cannot be read as DICOM is nobody's. */
  return async function discardOfPerson(
    ctx: Context,
    { projectId, isTheirs, reason }: HeldOfPerson,
  ): Promise<number> {
    let discarded = 0;
    let rows = await waiting(projectId, undefined);
    for (; rows.length > 0; rows = await waiting(projectId, rows.at(-1))) {
      for (const { id, vaultName } of rows) {
        const header = await headerOf(vaultName);
        if (header === undefined || !(await isTheirs(header))) continue;
        await discard(ctx, id, vaultName, reason);
        discarded++;
      }
    }
    return discarded;
  };
}
