import { centres, makeSeries, patients } from '@pesscara/phantom';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createCaller, goodPassword, itemsOf, problemOf } from '../../test/kit/access.ts';
import { composeServer } from '../../test/kit/composed-server.ts';
import { withDatabaseName } from '../../test/kit/database.ts';
import { systemContext } from '../kernel/context/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';

const server = await composeServer({ PESSCARA_REVEAL_HOURLY_LIMIT: '3', PESSCARA_QUIET_PERIOD_MS: '100' });
const { http, db, crosswalkDb, archive, accounts, deidentification } = server;
const call = createCaller(http);
const ctx = systemContext('test', server.log);
// Before the server is closed: hooks run in the opposite order.
beforeAll(() => server.jobs.start());
afterAll(() => server.jobs.stop());
await http.app.ready();
await deidentification.profiles.addBuiltIns(ctx);

async function person(userName: string, systemRoles: 'administrator'[] = []): Promise<string> {
  const made = await accounts.createAccount(ctx, { userName, displayName: userName, systemRoles });
  const { cookie } = await call('POST', '/sessions', {
    body: { username: userName, password: made.temporaryPassword },
  });
  await call('PUT', '/users/me/password', {
    cookie,
    body: { currentPassword: made.temporaryPassword, newPassword: goodPassword },
  });
  return cookie;
}

const admin = await person('keeper', ['administrator']);
let projects = 0;
let people = 0;

async function makeProject() {
  const key = `desk${++projects}`;
  const made = await call('POST', '/projects', { cookie: admin, body: { key, name: key } });
  return { key, id: String(made.body['id']) as ProjectId };
}

async function member(key: string, roles: string[]): Promise<string> {
  const name = `member${++people}`;
  const cookie = await person(name);
  await call('PUT', `/projects/${key}/members/${name}`, { cookie: admin, body: { roles } });
  return cookie;
}

const patient = patients.quillfeather;
const issuer = centres.northgate.institutionName;

async function arrive(projectId: ProjectId, who = patient): Promise<string> {
  const { source } = await archive.associations.begin({ channel: 'upload' }, { projectId });
  for (const { dataSet, sopClassUid, sopInstanceUid, transferSyntaxUid } of makeSeries({
    kind: 't1',
    slices: 1,
    patient: who,
  })) {
    const arrival = archive.open(source, {
      format: 'data-set',
      sopClassUid,
      sopInstanceUid,
      transferSyntaxUid,
    });
    await arrival.write(dataSet);
    expect((await arrival.end()).kind).toBe('stored');
  }
  const subject = await deidentification.crosswalk.desk.lookUp(projectId, issuer, who.patientId);
  return subject?.code ?? '';
}

const reveal = (key: string, cookie: string, body: object) =>
  call('POST', `/projects/${key}/crosswalk/reveals`, { cookie, body });
const purpose = 'adverse-event';
const reason = 'The site reports an adverse event.';

describe('a reveal', () => {
  it('shows one subject to an honest broker, and is in the audit trail first', async () => {
    const { key, id } = await makeProject();
    const code = await arrive(id);
    const broker = await member(key, ['honest-broker']);
    const shown = await reveal(key, broker, { code, purpose, reason });
    expect(shown.status).toBe(200);
    expect(shown.headers['cache-control']).toBe('no-store');
    expect(shown.body['identities']).toMatchObject([{ patientId: patient.patientId, kind: 'mrn' }]);
    const { rows } = await sql<{ bytes: Buffer }>`
      select bytes from audit.entry where type = 'identity.subject.revealed' and project_id = ${id}`.execute(
      db,
    );
    expect(rows).toHaveLength(1);
    const entry = rows[0]?.bytes.toString() ?? '';
    expect(entry).toContain(reason);
    expect(entry).not.toContain(patient.patientId);
  });

  it('is refused to every other role, without a reason or purpose, and by token', async () => {
    const { key, id } = await makeProject();
    const code = await arrive(id);
    for (const role of ['viewer', 'importer', 'reviewer', 'curator', 'lead']) {
      const cookie = await member(key, [role]);
      expect((await reveal(key, cookie, { code, purpose, reason })).status).toBe(403);
    }
    const broker = await member(key, ['honest-broker']);
    expect((await reveal(key, broker, { code, purpose, reason: 'short' })).status).toBe(400);
    expect((await reveal(key, broker, { code, purpose: 'curiosity', reason })).status).toBe(400);
    const token = await call('POST', '/tokens', { cookie: broker, body: { name: 'program' } });
    const byToken = await call('POST', `/projects/${key}/crosswalk/reveals`, {
      token: String(token.body['token']),
      body: { code, purpose, reason },
    });
    expect(problemOf(byToken)).toBe('identity/sign-in-again');
    await sql`update accounts.session set authenticated_at = now() - interval '6 minutes'`.execute(db);
    expect(problemOf(await reveal(key, broker, { code, purpose, reason }))).toBe('identity/sign-in-again');
    await sql`update accounts.session set authenticated_at = now()`.execute(db);
    expect(problemOf(await reveal(key, broker, { code: 'NOBODY-1', purpose, reason }))).toBe(
      'identity/subject-not-found',
    );
  });

  it('beyond the limit is answered 429, at once or one after another, and recorded', async () => {
    const { key, id } = await makeProject();
    const code = await arrive(id);
    const broker = await member(key, ['honest-broker']);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => reveal(key, broker, { code, purpose, reason })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited).toHaveLength(3);
    expect(Number(limited[0]?.headers['retry-after'])).toBeGreaterThan(3000);
    const { rows } = await sql`select from audit.entry where type = 'identity.subject.reveal-refused'
      and project_id = ${id}`.execute(db);
    expect(rows).toHaveLength(3);
  });

  it('shows nothing when the audit trail cannot be written', async () => {
    const { key, id } = await makeProject();
    const code = await arrive(id);
    const broker = await member(key, ['honest-broker']);
    const answer = await withoutAuditTrail(() => reveal(key, broker, { code, purpose, reason }));
    expect([answer.status, answer.body['identities']]).toEqual([500, undefined]);
  });
});

/** As the database's owner: the application may not write the audit trail meanwhile, as when its disk is full. */
async function withoutAuditTrail<T>(work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db);
  const owner = new pg.Client({
    connectionString: withDatabaseName(inject('databaseUrl'), rows[0]?.name ?? ''),
  });
  await owner.connect();
  try {
    await owner.query('revoke insert on audit.entry from pesscara_app');
    return await work();
  } finally {
    await owner.query('grant insert on audit.entry to pesscara_app');
    await owner.end();
  }
}

describe('looking up', () => {
  it('answers the code alone, whatever the case of the identifier', async () => {
    const { key, id } = await makeProject();
    const code = await arrive(id);
    const broker = await member(key, ['honest-broker']);
    const ask = (patientId: string) =>
      call('POST', `/projects/${key}/crosswalk/lookups`, {
        cookie: broker,
        body: { issuer: issuer, patientId },
      });
    const found = await ask(` ${patient.patientId.toLowerCase()} `);
    expect(found.body['subject']).toMatchObject({ code, aliasCount: 1 });
    expect((await ask('NOBODY')).body['subject']).toBeNull();
    const listed = await call('GET', `/projects/${key}/crosswalk/subjects?code=${code.slice(-4)}`, {
      cookie: broker,
    });
    expect(itemsOf(listed)).toMatchObject([{ code }]);
  });
});

const csvHeaders = { 'content-type': 'text/csv' };

describe('a clinical table', () => {
  const csv = (rows: string[]) => ['mrn,name,surgery,grade,note', ...rows].join('\r\n');
  const planned = `idColumn=0&issuer=${encodeURIComponent(issuer)}&dates=2:iso&drop=1`;

  async function download(key: string, cookie: string, id: string): Promise<string> {
    const answer = await http.app.inject({
      url: `/api/v1/projects/${key}/tables/${id}/file`,
      headers: { cookie },
    });
    expect(answer.statusCode).toBe(200);
    return answer.body;
  }

  const attach = (key: string, cookie: string, name: string, body: string) =>
    call('POST', `/projects/${key}/tables?name=${name}&${planned}`, { cookie, body, headers: csvHeaders });

  it('becomes rows by research ID with shifted dates; unknown patients wait until they come', async () => {
    const { key, id } = await makeProject();
    const code = await arrive(id);
    const broker = await member(key, ['honest-broker']);
    const viewer = await member(key, ['viewer']);
    const file = csv([
      `${patient.patientId},Doe,2020-03-01,=2+2,"fine, thanks"`,
      `${patient.patientId},Doe,soon,IV,seen as ${patient.patientId}`,
      `LATER-0815,Roe,2020-04-01,II,LATER-0815 will come`,
      ',,2020-04-01,I,nobody',
    ]);
    const preview = await call('POST', `/projects/${key}/crosswalk/table-previews?${planned}`, {
      cookie: broker,
      body: file,
      headers: csvHeaders,
    });
    const counts = { matched: 2, unmatched: 1, withoutIdentifier: 1, removedDates: 1, removedIdentifiers: 2 };
    expect(preview.body['outcome']).toMatchObject({ counts, unshiftedDateColumns: [] });
    const attached = await attach(key, broker, 'surgery', file);
    expect(attached.status).toBe(201);
    expect(attached.body).toMatchObject({ counts, matchedCount: 2, unmatchedCount: 1 });
    expect(problemOf(await attach(key, broker, 'surgery', file))).toBe('identity/table-name-taken');
    const tableId = String(attached.body['id']);
    const subject = await deidentification.crosswalk.subjectWithCode(id, code);
    const moved = new Date(Date.UTC(2020, 2, 1) + (subject?.dateShiftDays ?? 0) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    expect((await download(key, viewer, tableId)).split('\r\n')).toEqual([
      'subject,surgery,grade,note',
      `${code},${moved},'=2+2,"fine, thanks"`,
      `${code},,IV,`,
      '',
    ]);
    const later = await arrive(id, { ...patients.osterwaldt, patientId: 'LATER-0815' });
    await expect
      .poll(async () => itemsOf(await call('GET', `/projects/${key}/tables`, { cookie: viewer }))[0], {
        timeout: 60_000,
      })
      .toMatchObject({ matchedCount: 3, unmatchedCount: 0 });
    const whole = await download(key, viewer, tableId);
    expect(whole).toContain(`${later},`);
    expect(whole).not.toMatch(/0815|Doe|Roe/);
    expect(whole).not.toContain(patient.patientId);
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from crosswalk.unmatched_row
      where project_id = ${id}`.execute(crosswalkDb);
    expect(rows[0]?.count).toBe(0);
    const removed = await call('DELETE', `/projects/${key}/tables/${tableId}?reason=wrong`, {
      cookie: broker,
    });
    expect(removed.status).toBe(204);
    expect(itemsOf(await call('GET', `/projects/${key}/tables`, { cookie: viewer }))).toEqual([]);
  });

  it('that cannot be used is refused without a word of it', async () => {
    const { key } = await makeProject();
    const broker = await member(key, ['honest-broker']);
    const lead = await member(key, ['lead']);
    const wrong = await attach(key, broker, 'wrong', csv(['SECRET-1,"Doe,2020-01-01,I,x']));
    expect(problemOf(wrong)).toBe('identity/table-unusable');
    expect(JSON.stringify(wrong.body)).not.toContain('SECRET');
    const unshifted = await call('POST', `/projects/${key}/tables?name=dates&idColumn=0`, {
      cookie: broker,
      body: csv(['SECRET-1,Doe,2020-01-01,I,x']),
      headers: csvHeaders,
    });
    expect(problemOf(unshifted)).toBe('identity/table-unusable');
    expect(String(unshifted.body['detail'])).toContain('column 2');
    expect((await attach(key, lead, 'lead', csv(['SECRET-1,Doe,2020-01-01,I,x']))).status).toBe(403);
  });
});

describe('the keys of the crosswalk', () => {
  it('are rotated: everything is wrapped anew, opens as before, and the old key is retired', async () => {
    const { key, id } = await makeProject();
    const code = await arrive(id);
    const before = await deidentification.crosswalk.subjectWithCode(id, code);
    const begun = await call('POST', '/crosswalk-keys/rotations', { cookie: admin });
    expect(begun.status).toBe(202);
    const states = async () => {
      const { keys } = (await call('GET', '/crosswalk-keys', { cookie: admin })).body as {
        keys: { state: string; dataKeyCount: number }[];
      };
      return keys.map(({ state, dataKeyCount }) => `${state} ${dataKeyCount > 0 ? 'used' : 'unused'}`);
    };
    await expect.poll(states, { timeout: 60_000 }).toEqual(['active used', 'retired unused']);
    expect(await deidentification.crosswalk.subjectWithCode(id, code)).toEqual(before);
    const broker = await member(key, ['honest-broker']);
    expect((await reveal(key, broker, { code, purpose, reason })).status).toBe(200);
    expect((await call('POST', '/crosswalk-keys/rotations', { cookie: broker })).status).toBe(403);
  });
});
