import { createHash, randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { researchProfile } from '@pesscara/deidentification';
import { firstText } from '@pesscara/dicom';
import { makeSeries } from '@pesscara/phantom';
import { expect, it } from 'vitest';
import type { Json } from './kit/api.ts';
import { query } from './kit/archived-objects.ts';
import { makeProject, releaseAll, releasedFiles, saveRoutes } from './kit/builders.ts';
import { readPart10 } from './kit/objects.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const seed = Number(process.env['PESSCARA_TEST_SEED'] ?? randomInt(2 ** 31));
const kills = 5;
const seriesCount = 6;
const slices = 60;

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

type Files = Awaited<ReturnType<typeof releasedFiles>>;

/** By series: which of its instances say where they were made. Half of them would be half a switch. */
function institutionsBySeries(files: Files): Map<string, Set<boolean>> {
  const found = new Map<string, Set<boolean>>();
  for (const file of files) {
    const { dataSet } = readPart10(file);
    const series = firstText(dataSet, 'SeriesInstanceUID') ?? '';
    const has = (firstText(dataSet, 'InstitutionName') ?? '') !== '';
    found.set(series, (found.get(series) ?? new Set()).add(has));
  }
  return found;
}

it(`a run that is killed ${kills} times comes to its end, each series old or new, nothing lost and nothing twice (seed ${seed})`, {
  timeout: 600_000,
}, async () => {
  const server = await startServer();
  await makeProject(server, 'again', { originals: 'keep' });
  await saveRoutes(server, [{ project: 'again' }]);
  const sent = Array.from({ length: seriesCount }, (_, index) =>
    makeSeries({ kind: 'ct', slices, size: 48, seriesNumber: index + 1 }),
  ).flat();
  await send(server, sent);
  await releaseAll(server, 'again', { count: seriesCount, instances: sent.length });
  const before = await releasedFiles(server, 'again');

  const options = [...researchProfile().options, '113112'].sort();
  const { id: _id, version: _version, ...document } = { ...researchProfile(), options };
  const profile = await server.api('POST', '/profiles', {
    name: 'with-institution',
    document: { ...document, basis: 'expert-determination' },
    reason: 'The protocol asks for the site.',
  });
  expect(profile.status, profile.bytes.toString()).toBe(201);
  const started = await server.api('POST', '/projects/again/reruns', {
    profileId: profile.body['id'],
    scope: { filter: {} },
    reason: 'The protocol was changed.',
  });
  expect(started.status, started.bytes.toString()).toBe(202);
  const path = `/projects/again/reruns/${String(started.body['id'])}`;
  let random = seed;
  for (let kill = 0; kill < kills; kill++) {
    random = (Math.imul(random, 1103515245) + 12345) >>> 0;
    await pause(200 + (random % 1200));
    await server.kill('SIGKILL');
    await server.start();
    // What the dead one was at is free: it is not waited for.
    const orphans = await query(
      server,
      `select j.task_identifier, j.locked_by from graphile_worker.jobs j where j.locked_by is not null
         and not exists (select from kernel.worker w where w.id = j.locked_by and w.process like '${server.pid}~%')`,
    );
    expect(orphans).toEqual([]);
    const seen = institutionsBySeries(await releasedFiles(server, 'again'));
    expect([...seen.values()].map((values) => values.size)).toEqual(Array(seriesCount).fill(1));
  }
  const run = await until<Json>(
    'the run to end',
    async () => {
      const { body } = await server.api('GET', path);
      return body['state'] === 'finished' && body;
    },
    { seen: () => server.output().slice(-2000) },
  );
  expect(run['series']).toEqual({
    total: seriesCount,
    waiting: 0,
    replaced: seriesCount,
    unchanged: 0,
    kept: 0,
  });
  expect(run['instances']).toEqual({ replaced: sent.length, fromOriginals: sent.length });

  const after = await releasedFiles(server, 'again');
  expect(after).toHaveLength(sent.length);
  expect([...institutionsBySeries(after).values()]).toEqual(Array(seriesCount).fill(new Set([true])));
  const uidsOf = (files: Files) =>
    files.map((file) => firstText(readPart10(file).dataSet, 'SOPInstanceUID')).sort();
  expect(uidsOf(after)).toEqual(uidsOf(before));
  const pixelsOf = (files: Files) => files.map((file) => digest(readPart10(file).pixels())).sort();
  expect(pixelsOf(after)).toEqual(pixelsOf(before));
  const [counts] = await query<{ versions: number; open: number; staged: number }>(
    server,
    `select (select count(*)::int from archive.instance_version where version is not null) as versions,
       (select count(*)::int from archive.version_batch where state = 'open') as open,
       (select count(*)::int from archive.instance_version where state = 'staged') as staged`,
  );
  expect(counts).toEqual({ versions: 2 * sent.length, open: 0, staged: 0 });

  // What DICOMweb finds is what the new versions say.
  const found = await server.api('GET', '/dicom-web/again/series?includefield=InstitutionName');
  const series = JSON.parse(found.bytes.toString()) as Record<string, { Value?: string[] }>[];
  expect(series).toHaveLength(seriesCount);
  for (const one of series) expect(one['00080080']?.Value?.[0]?.length ?? 0).toBeGreaterThan(3);
});
