import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { makeSeries } from '@pesscara/phantom';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { makeProject, releaseAll, saveRoutes } from './kit/builders.ts';
import { hasPostgres15, startPostgres15 } from './kit/debian-postgres.ts';
import { send } from './kit/sender.ts';
import { startServer, type TestServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const programs = '/usr/lib/postgresql/15/bin';

async function lastPosition(server: TestServer): Promise<number> {
  return Number((await server.api('GET', '/events?limit=1000')).body['last']);
}

/** A cluster that has lived for a while: its transaction ids are far beyond those of a new one. */
async function spendTransactionIds(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    'do $$ begin for count in 1..20000 loop perform pg_current_xact_id(); commit; end loop; end $$',
  );
  await client.end();
}

describe.skipIf(!hasPostgres15)('a dump that is restored into another cluster', async () => {
  if (!hasPostgres15) return;
  const first = await startPostgres15();
  const second = await startPostgres15();
  await spendTransactionIds(first);
  const before = await startServer({ database: first });

  it('is an installation that goes on: the feed too', async () => {
    await makeProject(before, 'glioma');
    await saveRoutes(before, [{ project: 'glioma' }]);
    await send(before, makeSeries({ kind: 'flair', slices: 2 }));
    await releaseAll(before, 'glioma', { count: 1, instances: 2 });
    const position = await until(
      'the facts of the release',
      async () => (await lastPosition(before)) || undefined,
    );
    await before.stop();

    const dump = path.join(before.dataDir, 'scratch/pesscara.dump');
    execFileSync(path.join(programs, 'pg_dump'), ['-Fc', '-f', dump, '-d', first]);
    // Grants to roles that the new cluster does not have yet are reported, and made at the start.
    spawnSync(path.join(programs, 'pg_restore'), ['--no-owner', '-d', second, dump], { stdio: 'ignore' });

    const after = await startServer({ database: second, settings: { PESSCARA_DATA_DIR: before.dataDir } });
    try {
      const { body } = await after.api('GET', '/projects/glioma/series');
      expect(body['items']).toMatchObject([{ instanceCount: 2 }]);
      const restored = await lastPosition(after);
      expect(restored).toBeGreaterThanOrEqual(position);
      await makeProject(after, 'sarcoma');
      await until('a fact after the restoration', async () => (await lastPosition(after)) > restored);
    } finally {
      await after.stop();
    }
  });
});
