import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type Json, problemOf } from '../../../../test/kit/access.ts';
import { composeServer } from '../../../../test/kit/composed-server.ts';
import { type DeskProject, identityDesk, named } from '../../../../test/kit/identity-desk.ts';
import { intakeQuarantined } from '../../../archive/archive.events.ts';
import { systemContext } from '../../../kernel/context/index.ts';
import { transact } from '../../../kernel/db/index.ts';
import { newId } from '../../../kernel/ids/index.ts';
import { VaultError } from '../../../kernel/vault/index.ts';

// Longer than any run of this file: it is over when the test says so.
const undoMs = 3_600_000;
const server = await composeServer({
  PESSCARA_QUIET_PERIOD_MS: '100',
  PESSCARA_WITHDRAWAL_UNDO_MS: String(undoMs),
  PESSCARA_LANDING_BYTES: '8388608',
});
const { db, crosswalkDb, blobs, deidentification, folder } = server;
const { call, broker, second, makeProject, stored, expectWholly } = await identityDesk(server);
const patience = { timeout: 60_000 };

function withdraw({ key }: DeskProject, code: string, session: object = { cookie: broker }) {
  return call('POST', `/projects/${key}/identities/withdrawals`, {
    ...session,
    body: { code, confirmation: 'destroy', reason: 'Letter of the patient.' },
  });
}

/** The time to undo what was said of a project so far is over; its jobs that waited for that have run. */
async function undoTimePasses({ id, settled }: DeskProject): Promise<void> {
  const ago = sql`interval '1 millisecond' * ${undoMs}`;
  await sql`update identity.fact set made_at = made_at - ${ago}, effective_at = effective_at - ${ago} where project_id = ${id}`.execute(
    db,
  );
  await sql`update graphile_worker._private_jobs set run_at = now() where payload ->> 'projectId' = ${id}`.execute(
    db,
  );
  await settled();
}

async function facts({ key }: DeskProject): Promise<Json[]> {
  const { body } = await call('GET', `/projects/${key}/identities`, { cookie: broker });
  return body['facts'] as Json[];
}

async function untilDone(project: DeskProject): Promise<Json> {
  const newest = async () => (await facts(project)).find((fact) => fact['kind'] === 'withdraw');
  await expect.poll(async () => (await newest())?.['doneAt'], patience).not.toBeNull();
  return (await newest()) ?? {};
}

async function instancesOf({ id }: DeskProject): Promise<string[]> {
  const rows = await db.selectFrom('archive.instance').select('id').where('project_id', '=', id).execute();
  return rows.map((row) => row.id);
}

/** Files of the data folder in which these bytes stand, as they are. */
async function filesWith(needles: readonly Buffer[]): Promise<string[]> {
  const entries = await readdir(folder.root, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = await readFile(file).catch(() => Buffer.alloc(0));
    if (needles.some((needle) => bytes.includes(needle))) found.push(path.relative(folder.root, file));
  }
  return found;
}

/** Every table and column that mentions one of these ids; the trail and the facts are to, and where a value was met first. */
async function mentions(ids: readonly string[]): Promise<string[]> {
  const { rows: columns } = await sql<{ schema: string; table: string; column: string }>`
    select table_schema as schema, table_name as table, column_name as column from information_schema.columns
    where data_type = 'uuid' and column_name <> 'first_intake_id' and table_schema not in ('audit', 'kernel', 'crosswalk', 'identity', 'graphile_worker', 'information_schema')`.execute(
    db,
  );
  const found: string[] = [];
  for (const { schema, table, column } of columns) {
    const { rows } = await sql`select from ${sql.id(schema, table)}
      where ${sql.id(column)} = any(${[...ids]}::uuid[]) limit 1`.execute(db);
    if (rows.length > 0) found.push(`${schema}.${table}.${column}`);
  }
  return found;
}

describe('consent that is withdrawn', () => {
  it('destroys everything of the person, leaves others and the audit trail, and takes nothing more of them', async () => {
    const project = await makeProject();
    const first = await project.arrive('TEMP', '20240101');
    const next = await project.arrive('MRN', '20240202');
    const other = await project.arrive('OTHER', '20240303');
    const [code, temporaryCode] = [await project.codeOf('MRN'), await project.codeOf('TEMP')];
    await project.state({ kind: 'link', temporary: named('TEMP'), final: named('MRN') });
    await expectWholly(project, first, code);
    const held = await project.send('MRN', '20240505', { isRouted: false });
    const strangers = await project.send('OTHER', '20240506', { isRouted: false });
    expect([held.outcome.kind, strangers.outcome.kind]).toEqual(['held', 'held']);
    const derived = blobs.createWriter();
    await derived.write(Buffer.from(`made of ${project.key}`));
    const { rows: series } = await sql<{ id: string; intakeId: string }>`
      select s.id, k.id as "intakeId" from catalogue.series s join archive.intake k on k.series_id = s.id where s.exam_id = ${first.examId}`.execute(
      db,
    );
    const [{ id: seriesId, intakeId } = { id: '', intakeId: '' }] = series;
    await sql`insert into archive.series_file (id, project_id, series_id, format, name, blob_sha256, size_bytes, made_by, created_at)
      values (${newId()}, ${project.id}, ${seriesId}, 'nifti', 'one.nii.gz', ${(await derived.seal()).sha256}, 20, 'test', now())`.execute(
      db,
    );
    const { rows: originals } = await sql<{ instanceId: string; sealed: Buffer }>`
      select instance_id as "instanceId", sealed from archive.original where project_id = ${project.id}`.execute(
      db,
    );
    const ownOriginal = originals.find(({ instanceId }) => instanceId === next.instanceId);
    const pixels = [first.pixels, next.pixels];
    expect(await filesWith(pixels)).not.toEqual([]);
    const asIt = await stored(project, other);

    const preview = await call('GET', `/projects/${project.key}/identities/withdrawal?code=${code}`, {
      cookie: broker,
    });
    expect(preview.body).toMatchObject({
      codes: [code, temporaryCode].sort(),
      identifiers: 2,
      exams: [
        { from: code, instances: 1 },
        { from: code, instances: 1 },
      ],
      undoMs,
      needsSecondPerson: false,
    });
    const { rows: keys } = await sql<{ id: string }>`select data_key_id as id from crosswalk.subject
      where project_id = ${project.id} and code in (${code}, ${temporaryCode})`.execute(crosswalkDb);
    expect((await withdraw(project, code)).status).toBe(202);
    expect(problemOf(await withdraw(project, code))).toBe('identity/fact-refused');
    expect(await instancesOf(project)).toHaveLength(3);
    await undoTimePasses(project);
    expect(await untilDone(project)).toMatchObject({ destroyed: { exams: 2, images: 2, tableRows: 0 } });

    expect(await instancesOf(project)).toEqual([other.instanceId]);
    expect(
      await mentions([first.examId, next.examId, seriesId, intakeId, first.instanceId, next.instanceId]),
    ).toEqual([]);
    await expect
      .poll(() => filesWith([...pixels, Buffer.from(`made of ${project.key}`)]), patience)
      .toEqual([]);
    expect(await filesWith([other.pixels])).not.toEqual([]);
    expect(await stored(project, other)).toEqual(asIt);
    const { rows: keysLeft } = await sql`select id from crosswalk.data_key
      where id = any(${keys.map(({ id }) => id)}::uuid[])`.execute(crosswalkDb);
    expect(keysLeft).toEqual([]);
    const sealed = ownOriginal?.sealed ?? Buffer.alloc(0);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expect(
      deidentification.openOriginals({ projectId: project.id, instanceId: next.instanceId, sealed }),
    ).rejects.toThrow(VaultError);

    const again = await project.send('MRN', '20240404');
    expect(again.outcome).toMatchObject({ kind: 'refused', reason: 'consent-withdrawn' });
    const alias = await project.send('TEMP', '20240405');
    expect(alias.outcome).toMatchObject({ kind: 'refused', reason: 'consent-withdrawn' });
    expect(await filesWith([again.pixels, alias.pixels])).toEqual([]);
    const heldStates = await db.selectFrom('archive.held').select('state').orderBy('held_at').execute();
    expect(heldStates.map(({ state }) => state)).toEqual(['discarded', 'held']);
    const revealed = await call('POST', `/projects/${project.key}/crosswalk/reveals`, {
      cookie: broker,
      body: { code, purpose: 'legal', reason: 'Is anything left of it?' },
    });
    expect(revealed.body['identities']).toEqual([]);
    const history = await db
      .selectFrom('audit.entry')
      .select('type')
      .where('project_id', '=', project.id)
      .where('type', '=', 'identity.exam.destroyed')
      .execute();
    expect(history).toHaveLength(2);
    const [fact] = await facts(project);
    const undone = await project.undo(String(fact?.['id']));
    expect(problemOf(undone)).toBe('identity/fact-refused');
  });

  it('is taken back within the time to undo, and nothing was touched', async () => {
    const project = await makeProject();
    const exam = await project.arrive('MRN', '20240101');
    const code = await project.codeOf('MRN');
    const before = await stored(project, exam);
    const ordered = await withdraw(project, code);
    const [id = ''] = ordered.body['ids'] as string[];
    expect((await project.undo(id)).status).toBe(202);
    await undoTimePasses(project);
    const late = await project.arrive('MRN', '20240202');
    await expectWholly(project, late, code);
    expect(await stored(project, exam)).toEqual(before);
    expect((await facts(project)).find((fact) => fact['kind'] === 'withdraw')).toMatchObject({
      begunAt: null,
      destroyed: null,
    });
  });

  it('takes a fresh session, and a second person where the project has two reviewers', async () => {
    const project = await makeProject({ secondReviewer: true });
    await project.arrive('MRN', '20240101');
    const code = await project.codeOf('MRN');
    const token = await call('POST', '/tokens', { cookie: broker, body: { name: 'withdraws' } });
    const byToken = await withdraw(project, code, { token: String(token.body['token']) });
    expect(problemOf(byToken)).toBe('identity/sign-in-again');
    const ordered = await withdraw(project, code);
    const [id = ''] = ordered.body['ids'] as string[];
    const confirm = (cookie: string) =>
      call('POST', `/projects/${project.key}/identities/facts/${id}/confirmation`, { cookie, body: {} });
    expect(problemOf(await confirm(broker))).toBe('identity/fact-refused');
    expect((await facts(project))[0]).toMatchObject({ effectiveAt: null, mayConfirm: false });
    expect((await confirm(second)).status).toBe(202);
    expect(problemOf(await confirm(second))).toBe('identity/fact-refused');
    await undoTimePasses(project);
    await untilDone(project);
    expect(await instancesOf(project)).toEqual([]);
  });

  it('reaches what is found to be the person’s afterwards, when that could have been taken back', async () => {
    const project = await makeProject();
    await project.arrive('MRN', '20240101');
    const temporary = await project.arrive('TEMP', '20240102');
    const wrong = await project.arrive('OTHER', '20240103');
    await project.arrive('OTHER', '20240104');
    await withdraw(project, await project.codeOf('MRN'));
    await undoTimePasses(project);
    await untilDone(project);
    const finding = { kind: 'link', temporary: named('TEMP'), final: named('MRN') };
    const shown = await call('POST', `/projects/${project.key}/identities/previews`, {
      cookie: broker,
      body: finding,
    });
    expect(shown.body).toMatchObject({ isWithdrawn: true });
    const link = await project.state(finding);
    expect((await project.undo(link)).status).toBe(202);
    await undoTimePasses(project);
    expect(await instancesOf(project)).toContain(temporary.instanceId);
    await project.state({ kind: 'move', exams: [wrong.examId], to: await project.codeOf('MRN') });
    await project.state(finding);
    await undoTimePasses(project);
    await expect.poll(async () => (await instancesOf(project)).length, patience).toBe(1);
    expect(problemOf(await project.undo(link))).toBe('identity/fact-refused');
    const refused = await project.send('TEMP', '20240105');
    expect(refused.outcome.kind).toBe('refused');
  });

  it('leaves nothing to those who hear of the end of an arrival after it was destroyed', async () => {
    const project = await makeProject();
    const { instanceId, seriesId } = await project.arrive('LATE', '20240101');
    const arrival = await db
      .selectFrom('archive.intake')
      .selectAll()
      .where('series_id', '=', seriesId)
      .executeTakeFirstOrThrow();
    await withdraw(project, await project.codeOf('LATE'));
    await undoTimePasses(project);
    await untilDone(project);
    expect(await instancesOf(project)).not.toContain(instanceId);
    const { id, exam_id: examId, subject_id: subjectId } = arrival;
    const correlationId = newId();
    await transact(db, (trx) =>
      server.events.publish(trx, intakeQuarantined, {
        ctx: { ...systemContext('test', server.log), correlationId },
        projectId: project.id,
        subject: { kind: 'intake', id },
        data: { intakeId: id, seriesId, examId, subjectId, instanceCount: 1 },
      }),
    );
    const undelivered = async () => {
      const { rows } = await sql`select from graphile_worker._private_jobs j join kernel.event e
        on e.id::text = j.payload ->> 'eventId' where e.correlation_id = ${correlationId}`.execute(db);
      return rows.length;
    };
    await expect.poll(undelivered, patience).toBe(0);
    const { rows } = await sql<{ failures: number }>`select count(*)::int as failures
      from graphile_worker._private_jobs where payload ->> 'intakeId' = ${id}`.execute(db);
    expect(rows).toEqual([{ failures: 0 }]);
  });
});
