import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { builtInProfiles, researchProfile } from '@pesscara/deidentification';
import { makeSeries, part10Of, patients } from '@pesscara/phantom';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { itemsOf, type Json, problemOf, withAccess } from '../../test/kit/access.ts';
import { createDatabase, createPool } from '../kernel/db/index.ts';
import { createVault } from '../kernel/vault/index.ts';
import { createProjects } from '../projects/index.ts';
import { createDeidentification, deidentificationRoutes } from './index.ts';
import { createPrivateCreators } from './private-creators.ts';

const { db, url, log, audit, clock, ctx, http, call, person, accounts, events } = await withAccess();
const projects = createProjects({ db, clock, audit, events, accounts });
const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-profiles-'));
const crosswalkPool = createPool({ url, role: 'pesscara_crosswalk', connections: 2, log });
afterAll(async () => {
  await crosswalkPool.end();
  await rm(directory, { recursive: true, force: true });
});

const vault = createVault({ directory, key: randomBytes(32) });
const deidentification = createDeidentification({
  db,
  crosswalkDb: createDatabase(crosswalkPool),
  clock,
  audit,
  vault,
  engineVersion: 'test',
  projectRules: () => Promise.resolve(undefined),
});
await deidentification.profiles.addBuiltIns(ctx);
deidentificationRoutes({ http, deidentification, projects, config: { maxTriedBytes: 1_000_000 } });
await http.app.ready();

const admin = await person('keeper', ['administrator']);
const nobody = await person();
const cookie = admin.cookie;
const research = { ...researchProfile(), basis: 'authorization' };
const [base] = itemsOf(await call('GET', '/profiles', { cookie })).filter(
  (one) => one['name'] === 'research',
);
const baseId = String(base?.['id']);

const draftOf = (document: object, version = 0) => ({ basedOn: baseId, document, version });

describe('a draft', () => {
  test('is saved as often as one likes, and two editors do not overwrite each other', async () => {
    const first = await call('PUT', '/profile-drafts/neuro', {
      cookie,
      body: draftOf({ ...research, options: 7 }),
    });
    expect(first.body).toMatchObject({ name: 'neuro', version: 1, basedOn: baseId });
    const second = await call('PUT', '/profile-drafts/neuro', { cookie, body: draftOf(research, 1) });
    expect(second.body).toMatchObject({ version: 2 });
    for (const version of [0, 1]) {
      const late = await call('PUT', '/profile-drafts/neuro', { cookie, body: draftOf(research, version) });
      expect(problemOf(late)).toBe('kernel/stale');
    }
    expect(itemsOf(await call('GET', '/profile-drafts', { cookie })).map((one) => one['name'])).toEqual([
      'neuro',
    ]);
    expect((await call('GET', '/profile-drafts', { cookie: nobody.cookie })).status).toBe(403);
  });

  test('becomes the next version and is gone; the version never changes', async () => {
    await call('PUT', '/profile-drafts/spine', { cookie, body: draftOf(research) });
    const body = { version: 1, reason: 'For the spine study.' };
    const made = await call('POST', '/profile-drafts/spine/publication', { cookie, body });
    expect(made).toMatchObject({ status: 201, body: { name: 'spine', version: 1 } });
    expect(problemOf(await call('POST', '/profile-drafts/spine/publication', { cookie, body }))).toBe(
      'deidentification/draft-not-found',
    );
    await expect(
      sql`update deidentification.profile set document = '{}' where name = 'spine'`.execute(db),
    ).rejects.toMatchObject({ code: '42501' });
    const entries = await db
      .selectFrom('audit.entry')
      .select('bytes')
      .where('type', '=', 'deidentification.profile.added')
      .execute();
    expect(entries.filter(({ bytes }) => bytes.includes('For the spine study.'))).toHaveLength(1);
  });

  test('with a mistake, or without the basis that it needs, becomes no version', async () => {
    const body = { version: 1, reason: 'x' };
    await call('PUT', '/profile-drafts/unbased', { cookie, body: draftOf(researchProfile()) });
    const refused = await call('POST', '/profile-drafts/unbased/publication', { cookie, body });
    expect(problemOf(refused)).toBe('deidentification/profile-invalid');
    expect(String(refused.body['detail'])).toContain('Not Safe Harbor');
    expect((await call('DELETE', '/profile-drafts/unbased', { cookie })).status).toBe(204);
    expect(problemOf(await call('DELETE', '/profile-drafts/unbased', { cookie }))).toBe(
      'deidentification/draft-not-found',
    );
  });
});

describe('a judgement', () => {
  const judge = async (body: Json): Promise<Json> =>
    (await call('POST', '/profile-judgements', { cookie: nobody.cookie, body })).body;

  test('tells what speaks against a document, and what it changes', async () => {
    const document = { ...research, options: research.options.filter((code) => code !== '113108') };
    const { findings, sha256, diff } = await judge({ name: 'research', document, against: baseId });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((findings as Json[]).every((one) => one['severity'] === 'note')).toBe(true);
    const actions = (diff as { actions: Json[] }).actions.map((one) => one['keyword']);
    expect(actions).toContain('PatientSex');
    const wrong = await judge({ document: { ...research, options: ['nonsense'] }, against: baseId });
    expect(wrong).toMatchObject({ sha256: null, diff: null });
  });

  test('knows the private creators that were met, and keeps no name of them', async () => {
    const overrides = [{ path: '0029[QUILL SCANNERS]10', action: 'K', why: 'A count.' }];
    const document = { ...research, overrides };
    const codes = async () => ((await judge({ document }))['findings'] as Json[]).map((one) => one['code']);
    expect(await codes()).toContain('override-unseen-creator');
    await noteCreator('QUILL SCANNERS');
    expect(await codes()).not.toContain('override-unseen-creator');
    const rows = await db.selectFrom('deidentification.private_creator').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.creator_hmac.includes('QUILL')).toBe(false);
  });
});

/** As an image that arrives does. */
async function noteCreator(creator: string): Promise<void> {
  const other = createPrivateCreators({ db, clock, key: vault.deriveKey('private-creators') });
  other.note([creator]);
  await other.keep();
}

describe('a statement', () => {
  test('of conformance is Markdown or JSON, of every built-in profile', async () => {
    for (const { id } of builtInProfiles) {
      const profileId = await deidentification.findProfileId(id);
      const json = await call('GET', `/profiles/${profileId ?? ''}/conformance`, { cookie: nobody.cookie });
      expect(json.body).toMatchObject({ profile: { id } });
      const text = await http.app.inject({
        url: `/api/v1/profiles/${profileId ?? ''}/conformance?format=markdown`,
        headers: { cookie: nobody.cookie },
      });
      expect(text.headers['content-type']).toContain('text/markdown');
      expect(text.body).toContain('# Conformance statement');
    }
  });

  test('of difference compares with the version before, or another', async () => {
    const document = { ...research, ageCapYears: 80 };
    const made = await call('POST', '/profiles', { cookie, body: { name: 'research', document } });
    expect(made.body).toMatchObject({ name: 'research', version: 2 });
    const id = String(made.body['id']);
    const { body } = await call('GET', `/profiles/${id}/diff`, { cookie: nobody.cookie });
    expect(body).toMatchObject({ from: { version: 1 }, to: { version: 2 } });
    expect((body['diff'] as { settings: Json[] }).settings.map((one) => one['member'])).toEqual([
      'ageCapYears',
      'basis',
    ]);
    const first = await call('GET', `/profiles/${baseId}/diff`, { cookie });
    expect(first.body).toMatchObject({ from: null, diff: null });
  });
});

describe('attributes', () => {
  test.each([
    ['PatientAge', '0010,1010'],
    ['(0010,1010)', '0010,1010'],
    ['RequestAttributesSequence>ScheduledProcedureStepID', '0040,0275>0040,0009'],
  ])('are found by keyword, tag and path: %s', async (text, found) => {
    const query = `/profile-attributes?text=${encodeURIComponent(text)}`;
    expect(itemsOf(await call('GET', query, { cookie }))[0]).toMatchObject({ path: found });
  });

  test('are suggested by a part of their keyword', async () => {
    const items = itemsOf(await call('GET', '/profile-attributes?text=stationname', { cookie }));
    expect(items.map((one) => one['keyword'])).toContain('StationName');
    expect(itemsOf(await call('GET', '/profile-attributes?text=', { cookie }))).toEqual([]);
    const { body } = await call('GET', '/profile-vocabulary', { cookie });
    expect(body['options']).toHaveLength(12);
  });
});

describe('the test bench', () => {
  const [instance] = makeSeries({ kind: 't1', slices: 1 });
  const file = Buffer.from(instance === undefined ? [] : part10Of(instance));
  const attempt = (query: string, bytes: Buffer, who = cookie) =>
    call('POST', `/profile-trials${query}`, {
      cookie: who,
      body: bytes,
      headers: { 'content-type': 'application/dicom' },
    });

  test('runs a version, or a draft, on a file and keeps nothing of it', async () => {
    const before = await counts();
    const { status, body } = await attempt(`?profile=${baseId}`, file);
    expect(status).toBe(200);
    expect(body['kind']).toBe('previewed');
    const rows = body['rows'] as Json[];
    expect(rows.find((one) => one['keyword'] === 'PatientID')).toMatchObject({
      before: patients.quillfeather.patientId,
      after: 'TRIED-0001',
      why: 'The subject’s code stands for the patient.',
    });
    expect(body['profile']).toMatch(/^research-1@/);
    await call('PUT', '/profile-drafts/tried', { cookie, body: draftOf({ ...research, options: [] }) });
    expect((await attempt('?draft=tried', file)).body).toMatchObject({ kind: 'previewed' });
    expect(await counts()).toEqual(before);
    const entries = await db
      .selectFrom('audit.entry')
      .selectAll()
      .where('type', '=', 'deidentification.profile.tried')
      .execute();
    expect(entries).toHaveLength(2);
    expect(entries.some(({ bytes }) => bytes.includes(patients.quillfeather.patientId))).toBe(false);
  });

  test('needs the beginning of a file only, and says so when it cannot be read', async () => {
    const refusals = [
      [Buffer.alloc(0), 'The file is empty.'],
      [Buffer.from('no file'), 'This is no DICOM file.'],
      [file.subarray(0, 400), expect.stringContaining('ends before its pixels begin')],
    ] as const;
    for (const [bytes, detail] of refusals) {
      const refused = await attempt('', bytes);
      expect(problemOf(refused)).toBe('deidentification/file-unusable');
      expect(refused.body).toMatchObject({ detail: detail as unknown });
    }
    expect((await attempt('', file.subarray(0, file.length - 1000))).status).toBe(200);
    expect((await attempt('', file, nobody.cookie)).status).toBe(403);
  });

  async function counts() {
    const { rows } = await sql<{ instances: number; reports: number; subjects: number }>`
      select (select count(*)::int from archive.instance) as instances,
             (select count(*)::int from deidentification.report) as reports`.execute(db);
    return rows[0];
  }
});
