import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { dateShiftDaysOf } from '@pesscara/deidentification';
import { type DataSet, firstText, parseDataSet, setText } from '@pesscara/dicom';
import { makeSeries, type PhantomInstance, patients, plantedTexts } from '@pesscara/phantom';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { problemOf, withAccess } from '../../test/kit/access.ts';
import { createDatabase, createPool } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { createVault, VaultError } from '../kernel/vault/index.ts';
import { createProjects } from '../projects/index.ts';
import { createDeidentification, deidentificationRoutes, type ProjectRules } from './index.ts';

const { db, url, log, audit, clock, ctx, http, call, person, accounts, events } = await withAccess();
const projects = createProjects({ db, clock, audit, events, accounts });
const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-deidentification-'));
const vault = createVault({ directory, key: randomBytes(32) });
const crosswalkPool = createPool({ url, role: 'pesscara_crosswalk', connections: 3, log });
const pools = [crosswalkPool, createPool({ url, role: 'pesscara_crosswalk', connections: 3, log })];
afterAll(async () => {
  for (const pool of pools) await pool.end();
  await rm(directory, { recursive: true, force: true });
});

const rules: ProjectRules = { profileId: null, subjectCodePrefix: 'GBM', keepsOriginals: true };

/** As another process would have it: nothing remembered, connections of its own. */
function make(pool = 0) {
  const given = pools[pool];
  if (given === undefined) throw new Error('There is no such pool');
  const crosswalkDb = createDatabase(given);
  return createDeidentification({
    db,
    crosswalkDb,
    clock,
    audit,
    vault,
    engineVersion: 'test',
    projectRules: () => Promise.resolve(rules),
  });
}
const deidentification = make();
await deidentification.profiles.addBuiltIns(ctx);
deidentificationRoutes({ http, deidentification, projects, config: { maxTriedBytes: 1_000_000 } });
await http.app.ready();

function headerOf({ dataSet, transferSyntaxUid }: PhantomInstance): DataSet {
  const parsed = parseDataSet(dataSet, { transferSyntaxUid });
  if (parsed.kind !== 'parsed') throw new Error('The phantom cannot be read');
  return parsed.dataSet;
}

function arrival(
  projectId: string,
  change: (header: DataSet) => void = () => undefined,
  by = deidentification,
) {
  const [instance] = makeSeries({ kind: 't1', slices: 1 });
  if (instance === undefined) throw new Error('no phantom');
  const header = headerOf(instance);
  change(header);
  const instanceId = newId();
  const { sopClassUid } = instance;
  return {
    instanceId,
    result: by.deidentify(header, { projectId, profileId: null, instanceId, sopClassUid }),
  };
}

async function codeOf(
  projectId: string,
  change?: (header: DataSet) => void,
  by = deidentification,
): Promise<string> {
  const result = await arrival(projectId, change, by).result;
  if (result.kind !== 'deidentified') throw new Error(JSON.stringify(result));
  return result.subjectCode;
}

const countSubjects = async (projectId: string) => {
  const { rows } = await crosswalkPool.query<{ n: number }>(
    'select count(*)::int as n from crosswalk.subject where project_id = $1',
    [projectId],
  );
  return rows[0]?.n;
};

test('a patient has one subject and one date shift in a project, whoever asks and however many at once', async () => {
  const projectId = newId();
  const processes = [make(0), make(1), make(0), make(1)];
  const results = await Promise.all(
    Array.from({ length: 24 }, (_, index) => arrival(projectId, undefined, processes[index % 4]).result),
  );
  const codes = new Set(
    results.map((result) => (result.kind === 'deidentified' ? result.subjectCode : result.kind)),
  );
  const dates = new Set(
    results.map((result) => (result.kind === 'deidentified' ? firstText(result.dataSet, 'StudyDate') : '')),
  );
  expect(codes.size).toBe(1);
  expect(dates.size).toBe(1);
  expect(await countSubjects(projectId)).toBe(1);
  // Years later, after a restart, written a little differently.
  const later = await codeOf(
    projectId,
    (header) => setText(header, 'PatientID', 'LO', ` ${patients.quillfeather.patientId.toLowerCase()} `),
    make(1),
  );
  expect(codes).toContain(later);
});

test('many patients at once each have a subject of their own', async () => {
  const projectId = newId();
  const processes = [make(0), make(1)];
  const codes = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      codeOf(
        projectId,
        (header) => setText(header, 'PatientID', 'LO', `M${Math.floor(index / 2)}`),
        processes[index % 2],
      ),
    ),
  );
  expect(new Set(codes).size).toBe(20);
  expect(codes.every((code, index) => code === codes[index - (index % 2)])).toBe(true);
  expect(await countSubjects(projectId)).toBe(20);
});

test('another issuer, or another project, makes another subject', async () => {
  const [one, other] = [newId(), newId()];
  const code = await codeOf(one);
  expect(await codeOf(one, (header) => setText(header, 'IssuerOfPatientID', 'LO', 'ELSEWHERE'))).not.toBe(
    code,
  );
  await codeOf(other, (header) => setText(header, 'PatientID', 'LO', 'SOMEONE ELSE'));
  const { rows } = await crosswalkPool.query<{ blind_index: Buffer }>(
    'select blind_index from crosswalk.alias where project_id = any($1)',
    [[one, other]],
  );
  expect(new Set(rows.map((row) => row.blind_index.toString('hex'))).size).toBe(3);
});

test('an object without Patient ID is held', async () => {
  const result = await arrival(newId(), (header) => setText(header, 'PatientID', 'LO', '  ')).result;
  expect(result).toMatchObject({ kind: 'held', reason: 'no-patient-id' });
});

test('the crosswalk is closed to the application’s role, and its rows show no value', async () => {
  const projectId = newId();
  await codeOf(projectId);
  await expect(sql`select * from crosswalk.alias`.execute(db)).rejects.toMatchObject({ code: '42501' });
  const { rows } = await crosswalkPool.query<Record<string, unknown>>(
    'select a.*, s.* from crosswalk.alias a join crosswalk.subject s using (person_id) where a.project_id = $1',
    [projectId],
  );
  const bytes = Buffer.concat(
    Object.values(rows[0] ?? {}).map((value) =>
      Buffer.isBuffer(value) ? value : Buffer.from(String(value)),
    ),
  );
  for (const planted of plantedTexts()) expect(bytes.includes(Buffer.from(planted))).toBe(false);
});

test('the sealed date shift is the subject’s own, and moved to another subject it does not open', async () => {
  const projectId = newId();
  const [one, two] = [
    await codeOf(projectId),
    await codeOf(projectId, (header) => setText(header, 'PatientID', 'LO', 'B2')),
  ];
  expect(dateShiftDaysOf(randomBytes(32), one)).toBeLessThan(0);
  await crosswalkPool.query(
    `update crosswalk.subject s set sealed_date_shift = o.sealed_date_shift from crosswalk.subject o
     where s.project_id = $1 and o.project_id = $1 and s.code = $2 and o.code = $3`,
    [projectId, one, two],
  );
  await expect(codeOf(projectId, undefined, make(1))).rejects.toThrow(VaultError);
});

test('original values open only for the instance that they were sealed for', async () => {
  const projectId = newId();
  const { instanceId, result } = arrival(projectId);
  const done = await result;
  if (done.kind !== 'deidentified' || done.sealedOriginals === null) throw new Error('nothing sealed');
  const sealed = done.sealedOriginals;
  const values = await deidentification.openOriginals({ projectId, instanceId, sealed });
  const patientId = values.find((value) => value.path === '(0010,0020)');
  expect(
    Buffer.from(patientId?.bytes ?? [])
      .toString()
      .trim(),
  ).toBe(patients.quillfeather.patientId);
  for (const planted of plantedTexts()) expect(sealed.includes(Buffer.from(planted))).toBe(false);
  const opened = (place: { projectId?: string; instanceId?: string }) =>
    deidentification.openOriginals({ projectId, instanceId, ...place, sealed });
  await expect(opened({ instanceId: newId() })).rejects.toThrow(VaultError);
  await expect(opened({ projectId: newId() })).rejects.toThrow(VaultError);
});

test('a report is kept once, however many instances share it', async () => {
  const results = await Promise.all([1, 2, 3].map(() => arrival(newId()).result));
  const reports = results.flatMap((result) => (result.kind === 'deidentified' ? [result] : []));
  await Promise.all([deidentification.keepReports(reports), make(1).keepReports(reports)]);
  const [first] = reports;
  if (first === undefined) throw new Error('no report');
  expect(new Set(reports.map((report) => report.reportSha256.toString('hex'))).size).toBe(1);
  expect((await make(1).readReport(first.reportSha256))?.entries.length).toBe(first.report.entries.length);
  const rows = await db
    .selectFrom('deidentification.report')
    .select('sha256')
    .where('sha256', '=', first.reportSha256)
    .execute();
  expect(rows).toHaveLength(1);
});

test('built-in profiles are there once, however many processes start at once', async () => {
  await Promise.all([make(0), make(1), make(0)].map((one) => one.profiles.addBuiltIns(ctx)));
  const names = (await deidentification.profiles.list()).map(
    (profile) => `${profile.name} ${profile.version}`,
  );
  expect(new Set(names).size).toBe(names.length);
});

test('a profile is saved as its next version by who may, and a mistake is pointed at', async () => {
  const [admin, nobody] = [await person('keeper', ['administrator']), await person()];
  const [base] = await deidentification.profiles.list();
  if (base === undefined) throw new Error('no profile');
  const document = { ...base.document, basis: 'limited-data-set' };
  const body = { name: 'neuro', document };
  expect((await call('POST', '/profiles', { cookie: nobody.cookie, body })).status).toBe(403);
  const first = await call('POST', '/profiles', { cookie: admin.cookie, body });
  expect(first.body).toMatchObject({ name: 'neuro', version: 1 });
  const second = await call('POST', '/profiles', { cookie: admin.cookie, body });
  expect(second.body).toMatchObject({ name: 'neuro', version: 2 });
  expect(await deidentification.findProfileId('neuro')).toBe(second.body['id']);
  expect(
    (await call('GET', `/profiles/${String(first.body['id'])}`, { cookie: nobody.cookie })).body,
  ).toMatchObject({ version: 1 });
  const wrong = await call('POST', '/profiles', {
    cookie: admin.cookie,
    body: { name: 'neuro', document: { ...document, options: ['nonsense'] } },
  });
  expect(problemOf(wrong)).toBe('deidentification/profile-invalid');
  expect(wrong.body['errors']).toMatchObject([
    { pointer: expect.stringContaining('/body/document') as unknown },
  ]);
  await expect(sql`update deidentification.profile set name = 'other'`.execute(db)).rejects.toMatchObject({
    code: '42501',
  });
});

test('a profile is saved and used by a project in one step, or neither', async () => {
  const [admin, editor] = [
    await person('saver', ['administrator']),
    await person('editor', ['administrator']),
  ];
  const { key, id } = await projects.createProject(ctx, { key: 'inuse', name: 'In use' });
  const [base] = await deidentification.profiles.list();
  const document = { ...base?.document, basis: 'limited-data-set' };
  const save = (replaces: unknown, cookie = admin.cookie) =>
    call('POST', '/profiles', { cookie, body: { name: 'both', document, use: { project: key, replaces } } });
  const used = async () => (await projects.findProject(id))?.settings.profileId;
  const first = await save(null);
  expect(first.body).toMatchObject({ name: 'both', version: 1 });
  expect(await used()).toBe(first.body['id']);
  // Made by somebody who saw the project as it was before.
  expect(problemOf(await save(null, editor.cookie))).toBe('kernel/stale');
  expect((await deidentification.profiles.newest('both'))?.version).toBe(1);
  expect(await used()).toBe(first.body['id']);
  const both = await Promise.all([save(first.body['id']), save(first.body['id'], editor.cookie)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect((await deidentification.profiles.newest('both'))?.version).toBe(2);
  const elsewhere = { name: 'both', document, use: { project: 'nowhere', replaces: null } };
  expect((await call('POST', '/profiles', { cookie: admin.cookie, body: elsewhere })).status).toBe(404);
  const recorded = await sql<{ type: string }>`
    select type from kernel.event where project_id = ${id} and type = 'projects.project.changed'`.execute(db);
  expect(recorded.rows).toHaveLength(2);
});
