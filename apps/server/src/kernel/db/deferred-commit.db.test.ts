import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDatabase } from '../../../test/kit/database.ts';
import { createLogger } from '../log/index.ts';
import { createDeferredCommit } from './deferred-commit.ts';
import { createPool } from './pools.ts';

const insert = {
  name: 'insert-thing',
  text: 'insert into thing (name) select * from json_array_elements_text($1::json) returning name',
};

const pool = createPool({ url: await makeDatabase(), connections: 3, log: createLogger('silent') });
afterAll(() => pool.end());
await pool.query('create table thing (name text primary key)');
const deferredCommit = createDeferredCommit(pool);

async function names(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>('select name from thing order by name');
  return rows.map((row) => row.name);
}

describe('a deferred commit', () => {
  beforeEach(() => pool.query('delete from thing'));

  it('shows nothing to others until it is ready, and everything afterwards', async () => {
    let seenBefore: string[] | undefined;
    const inserted = await deferredCommit(insert, [JSON.stringify(['ct', 'mr'])], async () => {
      seenBefore = await names();
    });
    expect(inserted).toEqual(['ct', 'mr']);
    expect(seenBefore).toEqual([]);
    expect(await names()).toEqual(['ct', 'mr']);
  });

  it('keeps nothing when what it waits for fails, and says the same failure', async () => {
    const failure = new Error('the disk is full');
    await expect(deferredCommit(insert, ['["ct"]'], () => Promise.reject(failure))).rejects.toBe(failure);
    expect(await names()).toEqual([]);
  });

  it('rejects with the failure of the statement, without waiting', async () => {
    await deferredCommit(insert, ['["ct"]'], () => Promise.resolve());
    const second = deferredCommit(insert, ['["ct"]'], () => Promise.reject(new Error('not to be reached')));
    await expect(second).rejects.toMatchObject({ code: '23505' });
    expect(await names()).toEqual(['ct']);
  });

  it('rejects when the connection is lost before the commit', async () => {
    const killed = deferredCommit(insert, ['["ct"]'], async () => {
      await pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
    });
    await expect(killed).rejects.toThrow();
    expect(await names()).toEqual([]);
  });

  it('goes on with prepared statements on the connections that it used before', async () => {
    for (const round of [1, 2, 3, 4, 5])
      await deferredCommit(insert, [JSON.stringify([`round ${round}`])], () => Promise.resolve());
    expect(await names()).toHaveLength(5);
  });
});
