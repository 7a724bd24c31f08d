import { sql } from 'kysely';
import type { Audit } from '../../audit/index.ts';
import type { Catalogue } from '../../catalogue/index.ts';
import { type Clock, later } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../../kernel/db/index.ts';
import type { Events } from '../../kernel/events/index.ts';
import { type IntakeId, newId, type ProjectId } from '../../kernel/ids/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import { intakeOpened, intakeQuarantined } from '../archive.events.ts';
import { closeIntakeJob } from '../archive.jobs.ts';
import type { ArrivedInstance } from '../ingest/arrived-instance.ts';
import type { OpenIntake } from '../ingest/registrar.ts';
import { retireFiles } from '../version/version.repository.ts';
import { type Withdrawal, withdrawReleased } from './withdrawal.repository.ts';

export interface IntakeOptions {
  db: Database;
  clock: Clock;
  catalogue: Catalogue;
  audit: Audit;
  events: Events;
  jobs: Jobs;
  quietPeriodMs: number;
  ctx: Context;
}

/** `changed`: instances came after the review; nothing was decided. */
export type IntakeDecision =
  | { kind: 'decided'; seriesId: string; instanceCount: number }
  | { kind: 'changed' };

/** What the catalogue objected to when the series was registered. It outlives the summing up of the instances' findings. */
const registrationFindings = {
  subject: {
    code: 'subject-conflict',
    severity: 'high',
    count: 1,
    detail:
      'The exam of this series is filed under another subject: one of the two Patient IDs is wrong. The first one stays.',
  },
  exam: {
    code: 'exam-conflict',
    severity: 'high',
    count: 1,
    detail: 'This series is filed in another exam: its Study Instance UID changed. The first one stays.',
  },
} as const;

/** Where an arrival comes from and what its route says of it. */
type IntakeOrigin = Pick<
  ArrivedInstance,
  'projectId' | 'channel' | 'callingAe' | 'importerId' | 'routeVersion' | 'profileId' | 'tags' | 'centre'
>;

interface IntakeKeys {
  subjectId: string;
  examId: string;
  seriesId: string;
  conflict?: 'subject' | 'exam' | null;
}

/** Arrivals of a series, from the first instance to the decision. */
export function createIntakes({
  db,
  clock,
  catalogue,
  audit,
  events,
  jobs,
  quietPeriodMs,
  ctx,
}: IntakeOptions) {
  async function scheduleClose(trx: Trx, intakeId: string, from: Date): Promise<void> {
    await jobs.add(
      trx,
      closeIntakeJob,
      { intakeId },
      { jobKey: `close-intake:${intakeId}`, runAt: later(from, quietPeriodMs) },
    );
  }

  /** The undecided intake of the series, reopened when it was closed already. Served by intake_undecided_series_unique. */
  async function reuse(trx: Trx, seriesId: string): Promise<string | undefined> {
    const now = clock.now();
    const row = await trx
      .selectFrom('archive.intake')
      .select(['id', 'state'])
      .where('series_id', '=', seriesId)
      .where('state', 'in', ['receiving', 'quarantined'])
      .forUpdate()
      .executeTakeFirst();
    if (row?.state === 'quarantined') {
      await trx
        .updateTable('archive.intake')
        .set({ state: 'receiving', last_at: now, closed_at: null })
        .where('id', '=', row.id)
        .execute();
      await scheduleClose(trx, row.id, now);
    }
    return row?.id;
  }

  async function open(trx: Trx, instance: IntakeOrigin, keys: IntakeKeys): Promise<OpenIntake> {
    const known = await reuse(trx, keys.seriesId);
    if (known !== undefined) return { seriesId: keys.seriesId, intakeId: known as IntakeId };
    const id = newId<IntakeId>();
    const now = clock.now();
    const { projectId } = instance;
    await trx
      .insertInto('archive.intake')
      .values({
        id,
        project_id: projectId,
        subject_id: keys.subjectId,
        exam_id: keys.examId,
        series_id: keys.seriesId,
        state: 'receiving',
        channel: instance.channel,
        calling_ae: instance.callingAe,
        importer_id: instance.importerId,
        route_version: instance.routeVersion,
        profile_id: instance.profileId,
        tags: [...instance.tags],
        centre: instance.centre,
        opened_at: now,
        last_at: now,
        findings: JSON.stringify(keys.conflict ? [registrationFindings[keys.conflict]] : []),
      })
      .execute();
    await scheduleClose(trx, id, now);
    await audit.record(trx, ctx, {
      action: 'C',
      type: 'archive.intake.opened',
      projectId,
      object: { kind: 'intake', id },
      related: [{ kind: 'series', id: keys.seriesId }],
      after: { channel: instance.channel, callingAe: instance.callingAe, profileId: instance.profileId },
    });
    await events.publish(trx, intakeOpened, {
      ctx,
      projectId,
      subject: { kind: 'series', id: keys.seriesId },
      data: { intakeId: id, subjectId: keys.subjectId, examId: keys.examId, seriesId: keys.seriesId },
    });
    return { seriesId: keys.seriesId, intakeId: id };
  }

  /** Sends an instance back to review: into the undecided intake of its series or, when there is none, into a new one. */
  async function admitAgain(trx: Trx, instanceId: string): Promise<void> {
    const row = await trx
      .selectFrom('archive.instance as i')
      .innerJoin('archive.intake as k', 'k.id', 'i.intake_id')
      .selectAll('k')
      .select('i.size_bytes as instanceBytes')
      .where('i.id', '=', instanceId)
      .executeTakeFirstOrThrow();
    const { intakeId } = await open(
      trx,
      {
        projectId: row.project_id as ProjectId,
        channel: row.channel as IntakeOrigin['channel'],
        callingAe: row.calling_ae,
        importerId: row.importer_id,
        routeVersion: row.route_version,
        profileId: row.profile_id,
        tags: row.tags,
        centre: row.centre,
      },
      { seriesId: row.series_id, examId: row.exam_id, subjectId: row.subject_id },
    );
    await trx
      .insertInto('archive.intake_association')
      .columns(['intake_id', 'association_id'])
      .expression((from) =>
        from
          .selectFrom('archive.intake_association')
          .select([sql<string>`${intakeId}::uuid`.as('intake_id'), 'association_id'])
          .where('intake_id', '=', row.id),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await trx
      .updateTable('archive.instance')
      .set({ intake_id: intakeId, state: 'quarantined', conflict_of: null })
      .where('id', '=', instanceId)
      .execute();
    await trx
      .updateTable('archive.intake')
      .set((column) => ({
        instance_count: column('instance_count', '+', 1),
        size_bytes: column('size_bytes', '+', row.instanceBytes),
      }))
      .where('id', '=', intakeId)
      .execute();
  }

  /** Finds or makes subject, exam, series and undecided intake of each instance; the answer is in their order. */
  async function openIntakes(instances: readonly ArrivedInstance[]): Promise<OpenIntake[]> {
    return transact(db, async (trx) => {
      const registered = await catalogue.registerSeries(
        trx,
        instances.map(({ projectId, subjectCode, series, centre, tags }) => ({
          projectId,
          subjectCode,
          series,
          centre,
          tags,
        })),
      );
      const opened: OpenIntake[] = [];
      for (const [index, instance] of instances.entries())
        opened.push(await open(trx, instance, registered[index] as IntakeKeys));
      return opened;
    });
  }

  /** Sums up what its instances' findings say: each code once, with a count. */
  async function aggregateFindings(trx: Trx, intakeId: string): Promise<unknown[]> {
    const { rows } = await sql<{ findings: unknown[] | null }>`
      select jsonb_agg(f order by f->>'severity', f->>'code') as findings from (
        select jsonb_strip_nulls(jsonb_build_object('code', x->>'code', 'severity', x->>'severity', 'path', min(x->>'path'),
          'detail', min(x->>'detail'), 'count', count(*), 'instanceIds', to_jsonb((array_agg(i.id order by i.instance_number))[1:50]))) as f
        from archive.instance i, jsonb_array_elements(i.findings) x
        where i.intake_id = ${intakeId}
        group by x->>'code', x->>'severity') as summed (f)`.execute(trx);
    return rows[0]?.findings ?? [];
  }

  /** What its instances' findings say, and what the catalogue objected to, as JSON. */
  async function findingsOf(trx: Trx, intakeId: string, before: unknown): Promise<string> {
    const kept = (before as { code: string }[]).filter(({ code }) =>
      Object.values(registrationFindings).some((finding) => finding.code === code),
    );
    return JSON.stringify([...kept, ...(await aggregateFindings(trx, intakeId))]);
  }

  /** Sums up an undecided intake whose instances were replaced; it is locked. Served by instance_intake. */
  async function sumUpAgain(trx: Trx, intakeId: string, state: string): Promise<void> {
    if (state !== 'receiving' && state !== 'quarantined') return;
    const { findings: before } = await trx
      .selectFrom('archive.intake')
      .select('findings')
      .where('id', '=', intakeId)
      .executeTakeFirstOrThrow();
    const findings =
      state === 'quarantined' ? await findingsOf(trx, intakeId, before) : JSON.stringify(before);
    await sql`update archive.intake k set findings = ${findings}::jsonb, size_bytes =
        (select coalesce(sum(i.size_bytes), 0) from archive.instance i where i.intake_id = k.id and i.conflict_of is null)
      where k.id = ${intakeId}`.execute(trx);
  }

  /** The intake while instances still come, locked. */
  async function lockReceiving(trx: Trx, intakeId: string) {
    return trx
      .selectFrom('archive.intake')
      .select([
        'id',
        'last_at',
        'project_id',
        'series_id',
        'exam_id',
        'subject_id',
        'instance_count',
        'size_bytes',
        'duplicate_count',
        'conflict_count',
        'findings',
      ])
      .where('id', '=', intakeId)
      .where('state', '=', 'receiving')
      .forUpdate()
      .executeTakeFirst();
  }

  type ReceivingIntake = NonNullable<Awaited<ReturnType<typeof lockReceiving>>>;

  async function tellQuarantined(trx: Trx, jobCtx: Context, intake: ReceivingIntake): Promise<void> {
    const subject = { kind: 'series', id: intake.series_id };
    await audit.record(trx, jobCtx, {
      action: 'U',
      type: 'archive.intake.quarantined',
      projectId: intake.project_id,
      object: { kind: 'intake', id: intake.id },
      related: [subject],
      after: {
        instances: intake.instance_count,
        sizeBytes: intake.size_bytes,
        duplicates: intake.duplicate_count,
        conflicts: intake.conflict_count,
      },
    });
    await events.publish(trx, intakeQuarantined, {
      ctx: jobCtx,
      projectId: intake.project_id,
      subject,
      data: {
        intakeId: intake.id,
        seriesId: intake.series_id,
        examId: intake.exam_id,
        subjectId: intake.subject_id,
        instanceCount: intake.instance_count,
      },
    });
  }

  async function closeWhenQuiet(trx: Trx, jobCtx: Context, intakeId: string): Promise<void> {
    const intake = await lockReceiving(trx, intakeId);
    if (intake === undefined) return;
    const now = clock.now();
    if (later(intake.last_at, quietPeriodMs) > now) {
      await scheduleClose(trx, intakeId, intake.last_at);
      return;
    }
    const findings = await findingsOf(trx, intakeId, intake.findings);
    await trx
      .updateTable('archive.intake')
      .set({ state: 'quarantined', closed_at: now, findings })
      .where('id', '=', intakeId)
      .execute();
    await tellQuarantined(trx, jobCtx, intake);
  }

  jobs.handle(closeIntakeJob, ({ intakeId }, jobCtx) =>
    transact(db, (trx) => closeWhenQuiet(trx, jobCtx, intakeId)),
  );

  async function decide(
    trx: Trx,
    intakeId: string,
    state: 'released' | 'rejected',
    reviewedCount: number,
  ): Promise<IntakeDecision> {
    // What the reviewer saw must be what is decided: an instance that came since sends the intake back to review.
    const intake = await trx
      .updateTable('archive.intake')
      .set({ state, decided_at: clock.now() })
      .where('id', '=', intakeId)
      .where('state', '=', 'quarantined')
      .where('instance_count', '=', reviewedCount)
      .returning('series_id')
      .executeTakeFirst();
    if (intake === undefined) return { kind: 'changed' };
    // A conflicting copy stays back until a person chose between the two. Served by instance_intake.
    const { numUpdatedRows } = await trx
      .updateTable('archive.instance')
      .set({ state })
      .where('intake_id', '=', intakeId)
      .where('state', '=', 'quarantined')
      .where('conflict_of', 'is', null)
      .executeTakeFirst();
    return { kind: 'decided', seriesId: intake.series_id, instanceCount: Number(numUpdatedRows) };
  }

  /** Makes the intake's instances visible and brings the catalogue's counts up to date. */
  async function release(trx: Trx, intakeId: string, reviewedCount: number): Promise<IntakeDecision> {
    const decided = await decide(trx, intakeId, 'released', reviewedCount);
    if (decided.kind === 'decided') await recount(trx, decided.seriesId);
    return decided;
  }

  /** Counts the released instances of a series afresh. Served by instance_series. */
  async function recount(trx: Trx, seriesId: string): Promise<void> {
    const { rows } = await sql<{ count: number; bytes: number }>`
      select count(*)::int as count, coalesce(sum(size_bytes), 0)::bigint as bytes from archive.instance
      where series_id = ${seriesId} and state = 'released'`.execute(trx);
    await catalogue.applyRelease(trx, {
      seriesId,
      instanceCount: rows[0]?.count ?? 0,
      sizeBytes: rows[0]?.bytes ?? 0,
      at: clock.now(),
    });
  }

  /** Takes a released arrival back: unseen from here on, with the files that were made of its series. */
  async function withdraw(trx: Trx, intakeId: string): Promise<Withdrawal> {
    const withdrawal = await withdrawReleased(trx, intakeId);
    if (withdrawal.kind !== 'withdrawn') return withdrawal;
    await retireFiles(trx, withdrawal.seriesId, false, clock.now());
    await recount(trx, withdrawal.seriesId);
    await sumUpAgain(trx, intakeId, 'quarantined');
    return withdrawal;
  }

  return {
    openIntakes,
    admitAgain,
    sumUpAgain,
    release,
    withdraw,
    /** What its instances' findings say now, also of an arrival that is released. Served by instance_intake. */
    findingsNow: aggregateFindings,
    reject: (trx: Trx, intakeId: string, reviewedCount: number) =>
      decide(trx, intakeId, 'rejected', reviewedCount),
    recount,
  };
}

export type Intakes = ReturnType<typeof createIntakes>;
