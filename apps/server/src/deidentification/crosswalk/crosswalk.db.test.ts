import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { deriveSubkey } from '@pesscara/deidentification';
import { afterAll, expect, test } from 'vitest';
import { withDatabase } from '../../../test/kit/database.ts';
import { systemClock } from '../../kernel/clock/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { createVault, VaultError } from '../../kernel/vault/index.ts';
import { createCrosswalk } from './crosswalk.service.ts';

const { crosswalkPool, crosswalkDb } = await withDatabase();
const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-crosswalk-'));
afterAll(() => rm(directory, { recursive: true, force: true }));
const key = randomBytes(32);
const master = randomBytes(32);

/** As another process would have it: nothing remembered. */
function open(vaultKey = key) {
  const vault = createVault({ directory, key: vaultKey });
  return {
    vault,
    ...createCrosswalk({
      crosswalkDb,
      clock: systemClock,
      vault,
      projectKey: (projectId, purpose) => deriveSubkey(master, projectId, purpose),
    }),
  };
}
const crosswalk = open();

function patient(patientId: string) {
  return { issuer: 'HOSP', patientId, patientName: `Roe^${patientId}`, birthDate: '19600101' };
}

const identityOf = async (projectId: string, code: string, by = crosswalk) =>
  (await by.desk.openIdentities(projectId, [code])).get(code);

test('what is sealed about a person opens in no other row, though both have the same data key', async () => {
  const projectId = newId();
  const one = await crosswalk.subjectOf(projectId, patient('A1'), 'S');
  const other = await crosswalk.subjectOf(projectId, patient('B2'), 'S');
  await crosswalkPool.query(
    `update crosswalk.alias a set sealed = o.sealed, data_key_id = o.data_key_id from crosswalk.alias o,
       crosswalk.subject s, crosswalk.subject p
     where s.project_id = $1 and s.code = $2 and a.person_id = s.person_id
       and p.project_id = $1 and p.code = $3 and o.person_id = p.person_id`,
    [projectId, one.code, other.code],
  );
  await expect(identityOf(projectId, one.code)).rejects.toThrow(VaultError);
  expect(await identityOf(projectId, other.code)).toMatchObject([{ patientId: 'B2' }]);
});

test('a wrapped data key in the row of another does not open', async () => {
  const projectId = newId();
  const { code } = await crosswalk.subjectOf(projectId, patient('A1'), 'S');
  await crosswalk.subjectOf(projectId, patient('B2'), 'S');
  const { rows } = await crosswalkPool.query<{ id: string; wrapped: Buffer }>(
    'select id, wrapped from crosswalk.data_key where project_id = $1 order by id',
    [projectId],
  );
  const [one, other] = rows;
  if (one === undefined || other === undefined) throw new Error('no data keys');
  const write = (id: string, wrapped: Buffer) =>
    crosswalkPool.query('update crosswalk.data_key set wrapped = $2 where id = $1', [id, wrapped]);
  await write(one.id, other.wrapped);
  await expect(open().subjectWithCode(projectId, code)).rejects.toThrow(VaultError);
  await write(one.id, one.wrapped);
  expect((await open().subjectWithCode(projectId, code))?.code).toBe(code);
});

test('rows from before data keys open as they are, and are sealed anew with the same values', async () => {
  const projectId = newId();
  const { code, dateShiftDays } = await crosswalk.subjectOf(projectId, patient('OLD'), 'S');
  const { rows } = await crosswalkPool.query<{ alias: string; subject: string }>(
    `select a.id as alias, s.id as subject from crosswalk.alias a join crosswalk.subject s using (person_id)
     where a.project_id = $1`,
    [projectId],
  );
  const [ids] = rows;
  if (ids === undefined) throw new Error('no rows');
  const shift = Buffer.alloc(4);
  shift.writeInt32BE(dateShiftDays);
  const sealFirst = (table: string, id: string, field: string, bytes: Buffer) =>
    crosswalk.vault.seal('crosswalk', `crosswalk.${table}|${projectId}|${id}|${field}`, bytes);
  const identity = Buffer.from(JSON.stringify(patient('OLD')));
  await crosswalkPool.query('update crosswalk.alias set data_key_id = null, sealed = $2 where id = $1', [
    ids.alias,
    sealFirst('alias', ids.alias, 'sealed', identity),
  ]);
  await crosswalkPool.query(
    'update crosswalk.subject set data_key_id = null, sealed_date_shift = $2 where id = $1',
    [ids.subject, sealFirst('subject', ids.subject, 'sealed_date_shift', shift)],
  );
  expect(await open().subjectWithCode(projectId, code)).toMatchObject({ code, dateShiftDays });
  expect(await identityOf(projectId, code)).toMatchObject([patient('OLD')]);
  expect((await crosswalk.keys.status()).unsealedRowCount).toBe(2);
  while ((await crosswalk.keys.sealBatch()) > 0);
  expect((await crosswalk.keys.status()).unsealedRowCount).toBe(0);
  expect(await open().subjectWithCode(projectId, code)).toMatchObject({ code, dateShiftDays });
  expect(await identityOf(projectId, code)).toMatchObject([patient('OLD')]);
});

test('a rotation that is interrupted leaves everything open, goes on, and retires the old key last', async () => {
  const projectId = newId();
  const subjects = [];
  for (let at = 0; at < 230; at++)
    subjects.push(await crosswalk.subjectOf(projectId, patient(`R${at}`), 'S'));
  const id = await crosswalk.keys.begin();
  const { mode } = await stat(path.join(directory, `key-encryption-${id}.key`));
  expect(mode & 0o777).toBe(0o400);
  // Another process wraps a new person's key at this moment, and a batch is done before the first one dies.
  const newcomer = await open().subjectOf(projectId, patient('NEW'), 'S');
  expect(await crosswalk.keys.rewrapBatch()).toBeGreaterThan(0);
  expect(await crosswalk.keys.retire()).toEqual([]);
  const restarted = open();
  for (const subject of [...subjects, newcomer])
    expect(await restarted.subjectWithCode(projectId, subject.code)).toEqual(subject);
  while ((await restarted.keys.rewrapBatch()) > 0);
  expect(await restarted.keys.retire()).toEqual(['vault']);
  for (const subject of subjects)
    expect(await open().subjectWithCode(projectId, subject.code)).toEqual(subject);
  const { keys } = await restarted.keys.status();
  expect(keys.map(({ state, dataKeyCount }) => [state, dataKeyCount > 0])).toEqual([
    ['active', true],
    ['retired', false],
  ]);
});

test('a key’s file opens with the vault’s key alone', async () => {
  const [file] = (await readdir(directory)).filter((name) => name.startsWith('key-encryption-'));
  const id = /^key-encryption-(\w+)\.key$/.exec(file ?? '')?.[1] ?? '';
  expect((await readFile(path.join(directory, file ?? ''), 'utf8')).trim()).toMatch(/^[0-9a-f]{120}$/);
  expect(() => open(randomBytes(32)).vault.keyRing.wrap(id, 'somewhere', randomBytes(32))).toThrow(
    VaultError,
  );
  expect(() => crosswalk.vault.keyRing.wrap('0123456789abcdef', 'somewhere', randomBytes(32))).toThrow(
    /restore its file/,
  );
});
