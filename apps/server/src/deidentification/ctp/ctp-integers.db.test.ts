import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { problemOf, withAccess } from '../../../test/kit/access.ts';
import { newId } from '../../kernel/ids/index.ts';
import { createVault } from '../../kernel/vault/index.ts';
import { ctpIntegersRoutes } from './ctp-integers.routes.ts';
import { createCtpIntegers } from './ctp-integers.service.ts';
import { createCtp } from './index.ts';

const { db, audit, clock, http, call, person } = await withAccess();
const directory = mkdtempSync(path.join(os.tmpdir(), 'pesscara-integers-'));
afterAll(() => rm(directory, { recursive: true, force: true }));
const vault = createVault({ directory, key: randomBytes(32) });
const { importIntegers } = createCtp({ db, clock, audit, vault, engineVersion: 'test' });
const absent = newId();
ctpIntegersRoutes(http, {
  importCtpIntegers: importIntegers,
  hasProject: (projectId) => Promise.resolve(projectId !== absent),
});
await http.app.ready();
const { cookie } = await person('keeper', ['administrator']);
const nobody = await person();

const bring = (body: Record<string, unknown>) => call('POST', '/ctp-integers/import', { cookie, body });
const stored = (projectId: string) =>
  db
    .selectFrom('deidentification.ctp_integer')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('number')
    .execute();

/** A file of a database of CTP that was killed, as the API takes it. */
const packed = (ending: string) =>
  readFileSync(
    new URL(`../../../../../packages/ctp/src/testing/killed-integers.${ending}.gz`, import.meta.url),
  ).toString('base64');

/** What `@integer` gives in another process. */
async function numberOf(projectId: string, text: string): Promise<number | undefined> {
  const integers = createCtpIntegers({ db, key: vault.deriveKey('ctp-integers') });
  const wanted = { keyType: 'ptid', text };
  await integers.handOut(projectId, [wanted]);
  return integers.known(projectId, wanted);
}

describe('integers of @integer', () => {
  test('are those of the CTP installation that were imported, and new ones go on after them', async () => {
    const projectId = newId();
    const table = 'keytype,text,integer\nptid,SECRET77,12\nptid,SECRET78,7\n__ptid__,,20\nacc,A1,3';
    const counts = [
      { keyType: 'acc', added: 1, unchanged: 0, next: 4 },
      { keyType: 'ptid', added: 2, unchanged: 0, next: 21 },
    ];
    const trial = await bring({ projectId, table, trial: true });
    expect(trial.body).toEqual({ items: counts });
    expect(await stored(projectId)).toEqual([]);
    const imported = await bring({ projectId, table, reason: 'Moving from CTP' });
    expect(imported.body).toEqual({ items: counts });

    expect(await numberOf(projectId, 'SECRET77')).toBe(12);
    expect(await numberOf(projectId, 'SECRET78')).toBe(7);
    expect(await numberOf(projectId, 'NEW99001')).toBe(21);
    expect(await numberOf(newId(), 'SECRET77')).toBe(1);
    const again = await bring({ projectId, table });
    expect(again.body).toMatchObject({ items: [{ unchanged: 1 }, { added: 0, unchanged: 2, next: 22 }] });

    expect(JSON.stringify(await stored(projectId))).not.toContain('SECRET');
    const entries = await db
      .selectFrom('audit.entry')
      .selectAll()
      .where('project_id', '=', projectId)
      .where('type', '=', 'deidentification.ctp-integers.imported')
      .execute();
    expect(entries).toHaveLength(2);
    expect(JSON.stringify(entries)).not.toContain('SECRET');
  });

  test('are imported all or none, and a refusal names lines, never what they say', async () => {
    const projectId = newId();
    await bring({ projectId, table: 'ptid,SECRET77,12' });
    const table = 'ptid,SECRET76,1\nptid,SECRET77,13\nptid,SECRET78,12\nacc,SECRET79,1';
    const refused = await bring({ projectId, table });
    expect(problemOf(refused)).toBe('deidentification/integers-invalid');
    expect(refused.body).toMatchObject({
      detail: '2 lines cannot be taken; nothing was imported.',
      errors: [
        { detail: 'Line 2: The text has another integer in the project already.' },
        { detail: 'Line 3: The integer stands for another text in the project already.' },
      ],
    });
    expect(JSON.stringify(refused.body)).not.toContain('SECRET');
    expect(await stored(projectId)).toHaveLength(1);
    const unreadable = await bring({ projectId, table: 'ptid,SECRET77,many' });
    expect(unreadable.body).toMatchObject({ errors: [{ pointer: '/body/table' }] });
  });

  test('are read from the database of CTP, with what its log has more', async () => {
    const projectId = newId();
    const imported = await bring({ projectId, database: { db: packed('db'), lg: packed('lg') } });
    expect(imported.body).toEqual({
      items: [
        { keyType: 'acc', added: 11, unchanged: 0, next: 12 },
        { keyType: 'ptid', added: 22, unchanged: 0, next: 23 },
      ],
    });
    expect(await numberOf(projectId, 'MADE32')).toBe(22);
    const without = await bring({ projectId, database: { db: packed('db') } });
    expect(without.body).toMatchObject({ items: [{ unchanged: 10 }, { unchanged: 20 }] });
    const noDatabase = Buffer.from('ptid,SECRET77,1').toString('base64');
    const refused = await bring({ projectId, database: { db: noDatabase } });
    expect(problemOf(refused)).toBe('deidentification/integers-invalid');
    expect(problemOf(await bring({ projectId }))).toBe('kernel/invalid-request');
  });

  test('are imported again after CTP counted on', async () => {
    const projectId = newId();
    await bring({ projectId, table: 'ptid,SECRET77,1\n__ptid__,,20' });
    const again = await bring({ projectId, table: 'ptid,SECRET77,1\n__ptid__,,30' });
    expect(again.body).toMatchObject({ items: [{ added: 0, unchanged: 1, next: 31 }] });
  });

  test('that are imported while others are handed out are never given twice', async () => {
    const projectId = newId();
    const lines = Array.from({ length: 40 }, (_, at) => `ptid,OLD${at},${at + 100}`);
    const [imported] = await Promise.all([
      bring({ projectId, table: lines.join('\n') }),
      ...Array.from({ length: 8 }, (_, at) => numberOf(projectId, `NEW${at}`)),
    ]);
    expect(imported.status).toBe(200);
    const numbers = (await stored(projectId)).map(({ number }) => number);
    expect(new Set(numbers).size).toBe(48);
  });

  test('are for those who manage profiles, in projects that there are', async () => {
    const table = 'ptid,X,1';
    const refused = await call('POST', '/ctp-integers/import', {
      cookie: nobody.cookie,
      body: { projectId: newId(), table },
    });
    expect(refused.status).toBe(403);
    expect(problemOf(await bring({ projectId: absent, table }))).toBe('deidentification/no-such-project');
  });
});
