import { randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeSeries, patients } from '@pesscara/phantom';
import { expect, it } from 'vitest';
import { query } from './kit/archived-objects.ts';
import { makePerson, makeProject, openCases, saveRoutes } from './kit/builders.ts';
import { pixelsOf } from './kit/objects.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

// PESSCARA_TEST_CRASH_ROUNDS=5 npx vitest run --project server apps/server/test/identity-crash.test.ts
const rounds = Number(process.env['PESSCARA_TEST_CRASH_ROUNDS'] ?? 1);
const seed = Number(process.env['PESSCARA_TEST_SEED'] ?? randomInt(2 ** 31));
const examCount = 6;
const imagesOfExam = 12;

/** After how many exams it is killed, each round. */
const momentsOf = (exams: number) =>
  Array.from({ length: rounds }, (_, round) => Math.floor(((seed % 97) / 97 + round) * (exams / rounds)));

/** Exams of one patient, each with a series of small images. */
function examsOf(patient: typeof patients.quillfeather, firstDay: number) {
  return Array.from({ length: examCount }, (_, at) =>
    makeSeries({
      kind: 'ct',
      slices: imagesOfExam,
      size: 32,
      patient,
      studyDate: `202401${String(firstDay + at).padStart(2, '0')}`,
    }),
  );
}

it('a server that is killed while exams move, and while a person’s are destroyed, ends as if it had not been', {
  timeout: 600_000,
}, async () => {
  const server = await startServer({ settings: { PESSCARA_WITHDRAWAL_UNDO_MS: '0' } });
  await makeProject(server, 'moved');
  await saveRoutes(server, [{ project: 'moved' }]);
  const theirs = examsOf(patients.quillfeather, 1).flat();
  const others = examsOf(patients.osterwaldt, 11).flat();
  await send(server, [...theirs, ...others]);
  await openCases(server, 'moved', { count: 2 * examCount, instances: theirs.length + others.length });
  const broker = await makePerson(server, { roles: { moved: ['honest-broker'] } });
  const codes = await query<{ code: string }>(
    server,
    `select j.code from catalogue.subject j join catalogue.exam e on e.subject_id = j.id group by j.code order by min(e.id::text)`,
  );
  const [from = '', to = ''] = codes.map(({ code }) => code);

  async function cookie(): Promise<string> {
    const { headers } = await server.anonymous('POST', '/sessions', {
      body: { username: broker.userName, password: broker.password },
    });
    return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  }

  /** Kills it when about this many exams are done, and starts it again: it must go on by itself. */
  async function killAt(count: number, counted: () => Promise<number>): Promise<void> {
    await until('some of the work to be done', async () => (await counted()) >= count);
    await pause((seed + count * 7) % 40);
    await server.kill('SIGKILL');
    await server.start();
  }

  const movedCount = async () => {
    const [row] = await query<{ count: number }>(
      server,
      `select count(*)::int as count from catalogue.exam e join catalogue.subject j on j.id = e.subject_id where j.code = '${to}'`,
    );
    return (row?.count ?? 0) - examCount;
  };
  const merged = await server.anonymous('POST', '/projects/moved/identities/facts', {
    headers: { cookie: await cookie() },
    body: { finding: { kind: 'merge', from, to }, reason: 'One person, says the registry.' },
  });
  expect(merged.status, merged.bytes.toString()).toBe(202);
  for (const count of momentsOf(examCount)) await killAt(count, movedCount);
  await until('all exams to be moved', async () => (await movedCount()) === examCount);
  const [mergeFact = ''] = merged.body['ids'] as string[];
  await until('the finding to be carried out', async () => {
    const [row] = await query<{ done: boolean }>(
      server,
      `select done_at is not null as done from identity.fact where id = '${mergeFact}'`,
    );
    return row?.done === true;
  });
  // Every image has one version more, none two, and nothing is left half made.
  const versions = await query<{ moved: boolean; versions: number; images: number }>(
    server,
    `select n > 0 as moved, n as versions, count(*)::int as images from (
       select i.id, (select count(*)::int from archive.instance_version v where v.instance_id = i.id) as n from archive.instance i) x
     group by n order by n`,
  );
  expect(versions).toEqual([
    { moved: false, versions: 0, images: others.length },
    { moved: true, versions: 2, images: theirs.length },
  ]);
  const [leftovers] = await query<{ staged: number; open: number }>(
    server,
    `select (select count(*)::int from archive.instance_version where state = 'staged') as staged,
       (select count(*)::int from archive.version_batch where state = 'open') as open`,
  );
  expect(leftovers).toEqual({ staged: 0, open: 0 });

  const needles = [...theirs, ...others].map((one) => Buffer.from(pixelsOf(one)).subarray(400, 700));
  const areLeft = async () => {
    const entries = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const bytes = await readFile(path.join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
      if (needles.some((needle) => bytes.includes(needle))) return true;
    }
    return false;
  };
  expect(await areLeft(), `seed ${seed}`).toBe(true);

  const goneCount = async () => {
    const [row] = await query<{ count: number }>(server, 'select count(*)::int as count from catalogue.exam');
    return 2 * examCount - (row?.count ?? 0);
  };
  const withdrawn = await server.anonymous('POST', '/projects/moved/identities/withdrawals', {
    headers: { cookie: await cookie() },
    body: { code: to, confirmation: 'destroy', reason: 'Letter of the patient.' },
  });
  expect(withdrawn.status, withdrawn.bytes.toString()).toBe(202);
  for (const count of momentsOf(2 * examCount)) await killAt(count, goneCount);
  const fact = async () => {
    const [row] = await query<{ destroyed: object; done: boolean }>(
      server,
      `select destroyed, done_at is not null as done from identity.fact where kind = 'withdraw'`,
    );
    return row;
  };
  await until('everything to be destroyed', async () => (await fact())?.done === true);
  expect((await fact())?.destroyed).toEqual({
    exams: 2 * examCount,
    images: theirs.length + others.length,
    tableRows: 0,
  });
  const [rows] = await query<{ images: number; audited: number }>(
    server,
    `select (select count(*)::int from archive.instance) as images,
       (select count(*)::int from audit.entry where type = 'identity.exam.destroyed') as audited`,
  );
  expect(rows).toEqual({ images: 0, audited: 2 * examCount });
  await until('no byte of the images to be left', async () => !(await areLeft()));
});
