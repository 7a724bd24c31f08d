import { generateKeyPairSync } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { verifyAuditExport } from '../../../../tools/verify-audit.mjs';
import { withDatabase } from '../../test/kit/database.ts';
import type { Clock } from '../kernel/clock/index.ts';
import { systemContext } from '../kernel/context/index.ts';
import { createDatabase, createPool, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { type AuditRecord, createAudit } from './audit.service.ts';
import { createSigner } from './checkpoint.ts';

const { db, url, log } = await withDatabase();
const signer = createSigner('pesscara', generateKeyPairSync('ed25519').privateKey);
let now = new Date();
const clock: Clock = { now: () => now };
const make = (checkpointEntries = 1000) =>
  createAudit({ db, clock, log, signer, checkpointEntries, checkpointIntervalMs: 3_600_000 });
const ctx = systemContext('test', log);
const write = (audit: ReturnType<typeof make>, entry: Partial<AuditRecord> = {}) =>
  transact(db, (trx) =>
    audit.record(trx, ctx, {
      action: 'U',
      type: 'test.thing.changed',
      object: { kind: 'thing', id: '1' },
      ...entry,
    }),
  );

async function exported(audit: ReturnType<typeof make>, publicKeys = [signer.verifierKey]) {
  const lines = (await text(await audit.exportChain())).trim().split('\n');
  return verifyAuditExport(lines, { publicKeys });
}

/** An intruder with the owner's rights on the database. */
async function tamper(statement: string): Promise<void> {
  const pool = createPool({ url, connections: 1, log });
  await sql.raw(statement).execute(createDatabase(pool));
  await pool.end();
}

beforeEach(async () => {
  await tamper('truncate audit.entry, audit.pending, audit.chain, audit.checkpoint cascade');
  now = new Date();
});

describe('recording', () => {
  test('an entry exists only with the change that it records', async () => {
    const audit = make();
    await expect(
      transact(db, async (trx) => {
        await audit.record(trx, ctx, {
          action: 'C',
          type: 'test.thing.created',
          object: { kind: 'thing', id: '1' },
        });
        throw new Error('the change failed');
      }),
    ).rejects.toThrow('the change failed');
    expect((await audit.listEntries({}, { limit: 10 })).items).toEqual([]);
  });

  test('an entry says who, what, when, to what, and why', async () => {
    const audit = make();
    const actor = {
      kind: 'account' as const,
      id: newId(),
      name: 'alice',
      systemRoles: [],
      address: '192.0.2.7',
      sessionId: 'ab'.repeat(32),
    };
    const projectId = newId();
    await transact(db, (trx) =>
      audit.record(
        trx,
        { ...ctx, actor },
        {
          action: 'U',
          type: 'test.thing.changed',
          outcome: 4,
          object: { kind: 'thing', id: '1' },
          projectId,
          before: { colour: 'red' },
          after: { colour: 'blue' },
          reason: 'a better colour',
        },
      ),
    );
    const { items } = await audit.listEntries({}, { limit: 10 });
    expect(items).toEqual([
      {
        id: expect.any(String) as string,
        sequence: null,
        occurredAt: now.toISOString(),
        action: 'U',
        type: 'test.thing.changed',
        outcome: 4,
        actor: {
          id: actor.id,
          name: 'alice',
          kind: 'account',
          address: '192.0.2.7',
          session: 'abababababababab',
        },
        projectId,
        object: { kind: 'thing', id: '1' },
        before: { colour: 'red' },
        after: { colour: 'blue' },
        reason: 'a better colour',
        correlationId: ctx.correlationId,
      },
    ]);
  });

  test('the application may neither change nor remove what is recorded', async () => {
    const audit = make();
    await write(audit);
    await audit.seal();
    for (const table of ['entry', 'chain', 'checkpoint']) {
      await expect(sql.raw(`delete from audit.${table}`).execute(db)).rejects.toThrow('permission denied');
      await expect(sql.raw(`truncate audit.${table}`).execute(db)).rejects.toThrow('permission denied');
    }
    await expect(sql`update audit.entry set type = 'x'`.execute(db)).rejects.toThrow('permission denied');
  });

  test('lists filter, page, and go newest first', async () => {
    const audit = make();
    for (const id of ['a', 'b', 'c']) await write(audit, { object: { kind: 'thing', id } });
    await write(audit, { type: 'test.thing.removed', object: { kind: 'thing', id: 'b' } });
    const first = await audit.listEntries({}, { limit: 3 });
    expect(first.items.map((entry) => entry.object.id)).toEqual(['b', 'c', 'b']);
    const second = await audit.listEntries({}, { limit: 3, cursor: first.nextCursor ?? '' });
    expect(second.items.map((entry) => entry.object.id)).toEqual(['a']);
    expect(second.nextCursor).toBeNull();
    const count = async (filter: object) => (await audit.listEntries(filter, { limit: 10 })).items.length;
    expect(await count({ objectKind: 'thing', objectId: 'b' })).toBe(2);
    expect(await count({ type: 'test.thing.removed' })).toBe(1);
    expect(await count({ actor: ctx.actor.id })).toBe(4);
    expect(await count({ actor: 'another' })).toBe(0);
    expect(await count({ from: new Date(now.getTime() - 1000), to: new Date(now.getTime() + 1000) })).toBe(4);
    expect(await count({ from: new Date(now.getTime() + 1000) })).toBe(0);
    expect(await count({ to: new Date(now.getTime() - 3_600_000) })).toBe(0);
  });

  test('the history of an object holds what is about it and what relates to it, in its project', async () => {
    const audit = make();
    const projectId = newId();
    const series = { kind: 'series', id: newId() };
    await write(audit, { projectId, object: series });
    await write(audit, {
      projectId,
      type: 'test.case.approved',
      object: { kind: 'case', id: '1' },
      related: [series],
    });
    await write(audit, { projectId, object: { kind: 'series', id: newId() } });
    await write(audit, { projectId: newId(), object: series });
    const history = await audit.historyOf(projectId, [series]);
    expect(history.map((entry) => entry.type)).toEqual(['test.case.approved', 'test.thing.changed']);
  });
});

describe('the chain', () => {
  test('places entries once, whoever else places, and signs every so many', async () => {
    const [one, other] = [make(5), make(5)];
    for (let round = 0; round < 4; round++) {
      await Promise.all([write(one), write(other), write(one)]);
      const placed = await Promise.all([one, other].map((audit) => audit.sequencerTask.run()));
      expect(placed.reduce((sum, count) => sum + count, 0)).toBe(3);
    }
    const { items } = await one.listEntries({}, { limit: 20 });
    expect(items.map((entry) => entry.sequence)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect((await one.listCheckpoints()).items.map((checkpoint) => checkpoint.size)).toEqual([6, 12]);
    expect(await exported(one)).toMatchObject({ ok: true, size: 12, checkpoints: 2 });
  });

  test('is not held up by a transaction that stays open, and misses nothing that it commits later', async () => {
    const audit = make();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let written: () => void = () => undefined;
    const wrote = new Promise<void>((resolve) => (written = resolve));
    const slow = transact(db, async (trx) => {
      await audit.record(trx, ctx, { action: 'C', type: 'test.slow', object: { kind: 'thing', id: 'slow' } });
      written();
      await held;
    });
    await wrote;
    await write(audit);
    expect(await audit.sequencerTask.run()).toBe(1);
    release();
    await slow;
    expect(await audit.sequencerTask.run()).toBe(1);
    expect(await exported(audit)).toMatchObject({ ok: true, size: 2 });
  });

  test('goes on after a restart, from the last checkpoint', async () => {
    const before = make(4);
    for (let n = 0; n < 7; n++) await write(before);
    await before.sequencerTask.run();
    await write(before);
    await before.sequencerTask.run();
    const after = make(4);
    for (let n = 0; n < 5; n++) await write(after);
    await after.seal();
    expect(await exported(after)).toMatchObject({ ok: true, size: 13, checkpoints: 2 });
    await after.seal();
    expect((await after.listCheckpoints()).items).toHaveLength(2);
  });

  test('signs after an hour when there is something new, and at shutdown', async () => {
    const audit = make();
    await write(audit);
    await audit.sequencerTask.run();
    expect((await audit.listCheckpoints()).items).toHaveLength(0);
    now = new Date(now.getTime() + 3_600_000);
    await audit.sequencerTask.run();
    expect((await audit.listCheckpoints()).items.map((checkpoint) => checkpoint.size)).toEqual([1]);
    now = new Date(now.getTime() + 3_600_000);
    await audit.sequencerTask.run();
    expect((await audit.listCheckpoints()).items).toHaveLength(1);
    await write(audit);
    await audit.seal();
    expect((await audit.listCheckpoints()).items.map((checkpoint) => checkpoint.size)).toEqual([1, 2]);
  });

  test('an export of thousands of entries verifies', async () => {
    const audit = make();
    await transact(db, (trx) =>
      audit.recordMany(
        trx,
        ctx,
        Array.from({ length: 4500 }, (_, n) => ({
          action: 'R' as const,
          type: 'test.read',
          object: { kind: 'n', id: String(n) },
        })),
      ),
    );
    expect(await audit.sequencerTask.run()).toBe(2000);
    await audit.seal();
    expect(await exported(audit)).toMatchObject({ ok: true, size: 4500, checkpoints: 3 });
  });
});

describe('an intruder in the database', () => {
  async function intact() {
    const audit = make(10);
    for (let n = 0; n < 12; n++) await write(audit, { object: { kind: 'thing', id: String(n) } });
    await audit.seal();
    return audit;
  }
  const entryOf = (sequence: number) => `(select entry_id from audit.chain where sequence = ${sequence})`;

  test('who edits an entry is found', async () => {
    const audit = await intact();
    await tamper(
      `update audit.entry set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '"U"', '"R"'), 'UTF8') where id = ${entryOf(5)}`,
    );
    expect(await exported(audit)).toMatchObject({
      ok: false,
      defect: { kind: 'leaf.mismatch', sequence: 5 },
    });
  });

  test('who deletes from the middle or the end is found', async () => {
    const audit = await intact();
    await tamper('delete from audit.chain where sequence = 7');
    expect(await exported(audit)).toMatchObject({ ok: false, defect: { kind: 'seq.gap', sequence: 7 } });
    await tamper('delete from audit.chain where sequence >= 7');
    expect(await exported(audit)).toMatchObject({ ok: false, defect: { kind: 'truncated', sequence: 7 } });
    // Removing the checkpoint as well does not help against one that was kept elsewhere.
    const witness = (await audit.listCheckpoints()).items.map((checkpoint) => checkpoint.note);
    await tamper('delete from audit.checkpoint');
    const lines = (await text(await audit.exportChain())).trim().split('\n');
    const verdict = await verifyAuditExport(lines, {
      publicKeys: [signer.verifierKey],
      checkpoints: witness,
    });
    expect(verdict).toMatchObject({ ok: false, defect: { kind: 'truncated', sequence: 7 } });
  });

  test('who signs with another key is found', async () => {
    const audit = await intact();
    const stranger = createSigner('pesscara', generateKeyPairSync('ed25519').privateKey);
    expect(await exported(audit, [stranger.verifierKey])).toMatchObject({
      ok: false,
      defect: { kind: 'sig.bad' },
    });
  });
});
