/**
 * How fast browse answers at 100,000 series of one project: first pages in every order, deep pages, filters, words, facets; through HTTP,
 * on a scratch database that is dropped afterwards. Goals: first page under 50 ms and facets under 300 ms at the 95th percentile.
 *
 *   node bench/src/browse-queries.ts [--series 100000] [--rounds 40]
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { accountRoutes, accountsSettings, createAccounts } from '../../apps/server/src/accounts/index.ts';
import { createSigner } from '../../apps/server/src/audit/checkpoint.ts';
import { createAudit } from '../../apps/server/src/audit/index.ts';
import { catalogueRoutes, createCatalogue } from '../../apps/server/src/catalogue/index.ts';
import { systemClock } from '../../apps/server/src/kernel/clock/index.ts';
import { readConfig } from '../../apps/server/src/kernel/config/index.ts';
import { systemContext } from '../../apps/server/src/kernel/context/index.ts';
import { startEmbeddedPostgres } from '../../apps/server/src/kernel/db/embedded-postgres.ts';
import { createDatabase, createPool, migrate } from '../../apps/server/src/kernel/db/index.ts';
import { createEvents } from '../../apps/server/src/kernel/events/index.ts';
import { createHttp } from '../../apps/server/src/kernel/http/index.ts';
import { createJobs } from '../../apps/server/src/kernel/jobs/index.ts';
import { createLogger } from '../../apps/server/src/kernel/log/index.ts';
import { createProjects } from '../../apps/server/src/projects/index.ts';
import { machineLines, writeResult } from './result-page.ts';

const { values: options } = parseArgs({
  options: {
    series: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '40' },
    write: { type: 'boolean', default: false },
  },
});
const seriesCount = Number(options.series);
const rounds = Number(options.rounds);
const log = createLogger('warn');
type Pool = ReturnType<typeof createPool>;

// Values are drawn by hashing the row's number: the same data in every run. What belongs together in life (centre and scanner of an exam,
// weighting of a modality) belongs together here; what varies freely in life makes some thousand different groups.
const seedStatements = (project: string): string[] => [
  `create function pg_temp.pick(n bigint, salt int, variadic choices text[]) returns text language sql immutable
     return nullif(choices[1 + (abs(hashint8(n * 1000003 + salt)::bigint) % array_length(choices, 1))::int], '')`,
  `create function pg_temp.id(of text) returns uuid language sql immutable
     return overlay(overlay(md5(of) placing '7' from 13) placing '8' from 17)::uuid`,
  `insert into catalogue.subject (id, project_id, code, created_at)
     select pg_temp.id('subject' || n), '${project}', 'BENCH-' || lpad(n::text, 5, '0'), now() from generate_series(1, ${Math.ceil(seriesCount / 50)}) n`,
  `insert into catalogue.exam (id, project_id, subject_id, study_instance_uid, study_date, study_description, modalities, created_at)
     select pg_temp.id('exam' || n), '${project}', pg_temp.id('subject' || (1 + n % ${Math.ceil(seriesCount / 50)})), '2.25.' || n,
       case when n % 50 = 0 then null else date '2015-01-01' + (abs(hashint8(n)::bigint) % 4000)::int end,
       pg_temp.pick(n, 1, 'BRAIN W AND W/O CONTRAST', 'CHEST ABDOMEN', 'FOLLOW UP', 'SPINE', 'RESEARCH'),
       array[pg_temp.pick(n, 2, 'MR', 'MR', 'MR', 'MR', 'MR', 'MR', 'MR', 'CT', 'CT', 'PT')], now()
     from generate_series(1, ${Math.ceil(seriesCount / 12.5)}) n`,
  `insert into catalogue.series (id, project_id, subject_id, exam_id, series_instance_uid, study_instance_uid, study_date, study_description,
       subject_code, modality, weighting, plane, contrast, centre, manufacturer, manufacturer_model_name, series_number, series_description,
       protocol_name, body_part_examined, sop_class_uid, normalised_name, classification_confidence, conversion_state, tags,
       released_instance_count, released_size_bytes, released_at, created_at)
     select gen_random_uuid(), e.project_id, e.subject_id, e.id, '2.25.9' || n, e.study_instance_uid, e.study_date, e.study_description,
       j.code, e.modalities[1], c.weighting, c.plane, pg_temp.pick(n, 8, '', '', 'given'), x.centre, x.manufacturer,
       x.manufacturer || ' ' || pg_temp.pick(n, 5, 'Skyra', 'Prisma', 'Achieva', 'Signa'), n % 20,
       concat_ws(' ', c.plane, c.weighting, pg_temp.pick(n, 3, 'PRE', 'POST', '', 'REPEAT', '3D', 'FS')),
       'PROTOCOL ' || pg_temp.pick(n, 4, 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'), pg_temp.pick(n, 14, 'HEAD', 'CHEST', 'SPINE'),
       '1.2.840.10008.5.1.4.1.1.4', concat_ws(' ', initcap(c.plane), c.weighting), 0.9,
       case when n % 5000 = 0 then 'failed' else pg_temp.pick(n, 9, 'converted', 'converted', 'converted', 'not-convertible') end,
       case when n % 10000 = 1 then array['rare'] when n % 3 = 0 then array[pg_temp.pick(n, 6, 'good', 'bad', 'motion', 'artefact', 'training', 'test')]
         when n % 7 = 0 then array[pg_temp.pick(n, 7, 'good', 'bad', 'motion'), 'reviewed'] else '{}' end,
       20 + n % 180, 5000000 + n, timestamptz '2024-01-01' + n * interval '7 minutes', now()
     from generate_series(1, ${seriesCount}) n
     join catalogue.exam e on e.id = pg_temp.id('exam' || (1 + n % ${Math.ceil(seriesCount / 12.5)}))
     join catalogue.subject j on j.id = e.subject_id
     cross join lateral (select pg_temp.pick(hashtext(e.study_instance_uid), 10, 'Mayo', 'Leiden', 'Ljubljana', 'Oslo', 'Kyoto', 'Pune') as centre,
       pg_temp.pick(hashtext(e.study_instance_uid), 11, 'SIEMENS', 'SIEMENS', 'GE MEDICAL SYSTEMS', 'Philips', 'Canon') as manufacturer) x
     cross join lateral (select pg_temp.pick(n, 12, 'axial', 'axial', 'sagittal', 'coronal', '') as plane,
       case when e.modalities[1] = 'MR' then pg_temp.pick(n, 13, 'T1', 'T1', 'T2', 'FLAIR', 'DWI', 'ADC', 'SWI', 'BOLD', 'ASL', 'DSC', 'DCE', 'localizer')
         else e.modalities[1] end as weighting) c`,
  `update catalogue.exam e set released_series_count = x.series, released_instance_count = x.instances, last_released_at = x.at
     from (select exam_id, count(*) as series, sum(released_instance_count) as instances, max(released_at) as at from catalogue.series group by 1) x
     where x.exam_id = e.id`,
  `update catalogue.subject j set released_exam_count = x.exams, released_series_count = x.series, released_instance_count = x.instances, last_released_at = x.at
     from (select subject_id, count(*) as exams, sum(released_series_count) as series, sum(released_instance_count) as instances, max(last_released_at) as at
       from catalogue.exam where released_series_count > 0 group by 1) x where x.subject_id = j.id`,
  'vacuum (analyze) catalogue.subject, catalogue.exam, catalogue.series',
];

/** One question of browse, asked through HTTP. */
interface Question {
  name: string;
  path: string;
  goalMs?: number;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

async function seed(owner: Pool, project: string): Promise<void> {
  const client = await owner.connect();
  for (const statement of seedStatements(project)) await client.query(statement);
  client.release();
}

/** The slices that browse needs, listening on a free port, with an administrator's token. */
async function serve(pool: Pool) {
  const db = createDatabase(pool);
  const clock = systemClock;
  const signer = createSigner('bench', generateKeyPairSync('ed25519').privateKey);
  const audit = createAudit({
    db,
    clock,
    log,
    signer,
    checkpointEntries: 1000,
    checkpointIntervalMs: 3_600_000,
  });
  const accounts = createAccounts({ db, clock, log, audit, config: readConfig(accountsSettings, {}) });
  const jobs = createJobs({
    pool,
    db,
    clock,
    log,
    concurrency: 1,
    heartbeatMs: 60_000,
    deadAfterMs: 600_000,
  });
  const events = createEvents({ db, pool, jobs, clock, log });
  const projects = createProjects({ db, clock, audit, events, accounts });
  const catalogue = createCatalogue({ db, clock, audit, events, projects });
  const http = createHttp({ log, clock, version: 'bench', maxJsonBytes: 1_000_000, trustProxy: false });
  http.setAuthenticator(accounts.authenticate);
  http.setProjectResolver(projects.resolveProject);
  accountRoutes({ http, accounts, secure: false });
  catalogueRoutes({ http, catalogue });
  const ctx = systemContext('bench', log);
  await accounts.ensureAdministrator(ctx, 'a walk along the river');
  const admin = await accounts.contextOf(ctx, 'admin');
  if (admin === undefined) throw new Error('There is no administrator');
  const project = await projects.createProject(admin, { key: 'bench', name: 'Bench' });
  const { token } = await accounts.createToken(admin, { name: 'bench' });
  const url = await http.app.listen({ port: 0, host: '127.0.0.1' });
  return { url, token, projectId: project.id, close: () => http.app.close() };
}

const questions = (deep: string, exam: string): Question[] => [
  { name: 'first page, newest exams', path: 'series', goalMs: 50 },
  { name: 'first page, oldest exams', path: 'series?sort=studyDate', goalMs: 50 },
  { name: 'first page, by subject', path: 'series?sort=subject', goalMs: 50 },
  { name: 'first page, by modality', path: 'series?sort=modality', goalMs: 50 },
  { name: 'first page, newest releases', path: 'series?sort=-releasedAt', goalMs: 50 },
  { name: 'a page from the middle', path: `series?cursor=${deep}`, goalMs: 50 },
  { name: 'first page, modality MR and T1', path: 'series?modality=MR&weighting=T1', goalMs: 50 },
  {
    name: 'first page, plane, contrast, centre',
    path: 'series?plane=axial&contrast=given&centre=Oslo',
    goalMs: 50,
  },
  { name: 'first page, tag', path: 'series?tag=reviewed', goalMs: 50 },
  { name: 'first page, a tag of 10 series', path: 'series?tag=rare', goalMs: 50 },
  { name: 'first page, failed conversions (20)', path: 'series?conversion=failed', goalMs: 50 },
  { name: 'first page, word flair', path: 'series?q=flair', goalMs: 50 },
  { name: 'first page, words t1 sagittal', path: 'series?q=t1+sagittal', goalMs: 50 },
  { name: 'first page, a word that nothing has', path: 'series?q=xylophone', goalMs: 50 },
  { name: 'series of an exam', path: `series?exam=${exam}`, goalMs: 50 },
  { name: 'exams, first page', path: 'exams', goalMs: 50 },
  { name: 'exams with FLAIR, first page', path: 'exams?weighting=FLAIR', goalMs: 50 },
  { name: 'subjects, first page', path: 'subjects', goalMs: 50 },
  { name: 'facets', path: 'series/facets', goalMs: 300 },
  { name: 'facets, modality MR', path: 'series/facets?modality=MR', goalMs: 300 },
  {
    name: 'facets, MR, T1 and T2, axial',
    path: 'series/facets?modality=MR&weighting=T1&weighting=T2&plane=axial',
    goalMs: 300,
  },
  { name: 'facets, tag', path: 'series/facets?tag=good', goalMs: 300 },
  { name: 'facets, word flair', path: 'series/facets?q=flair', goalMs: 300 },
  { name: 'facets, a word that all have', path: 'series/facets?q=bench', goalMs: 300 },
  { name: 'tags of the project', path: 'tags' },
];

interface Timing {
  name: string;
  p50Ms: number;
  p95Ms: number;
  goalMs: number | undefined;
}

async function measure(
  ask: (path: string) => Promise<unknown>,
  { name, path: question, goalMs }: Question,
): Promise<Timing> {
  for (let warm = 0; warm < 3; warm++) await ask(question);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await ask(question);
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return { name, p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), goalMs };
}

/** Measures every question; prints a table and returns it. */
async function benchBrowse(): Promise<Timing[]> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'pesscara-browse-'));
  const server = await startEmbeddedPostgres(path.join(scratch, 'postgres'), path.join(scratch, 'keys'), log);
  const owner = createPool({ url: server.url, connections: 2, log });
  await migrate(owner);
  const pool = createPool({ url: server.url, role: 'pesscara_app', connections: 10, log });
  const served = await serve(pool);
  try {
    await seed(owner, served.projectId);
    const ask = async (question: string): Promise<{ items?: { examId: string }[]; nextCursor?: string }> => {
      const response = await fetch(`${served.url}/api/v1/projects/bench/${question}`, {
        headers: { authorization: `Bearer ${served.token}` },
      });
      if (!response.ok) throw new Error(`${question}: ${response.status} ${await response.text()}`);
      return (await response.json()) as { items?: { examId: string }[]; nextCursor?: string };
    };
    let deep = '';
    let exam = '';
    for (let page = 0; page < Math.floor(seriesCount / 1000); page++) {
      const { nextCursor, items } = await ask(`series?limit=500${deep === '' ? '' : `&cursor=${deep}`}`);
      deep = nextCursor ?? deep;
      exam = items?.[0]?.examId ?? exam;
    }
    const timings: Timing[] = [];
    for (const question of questions(deep, exam)) timings.push(await measure(ask, question));
    return timings;
  } finally {
    await served.close();
    await pool.end();
    await owner.end();
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The timings as a table for people. */
function browseTable(timings: readonly Timing[]): string {
  const lines = timings.map(({ name, p50Ms, p95Ms, goalMs }) => {
    const goal = goalMs === undefined ? '' : `${goalMs} ${p95Ms < goalMs ? 'met' : 'missed'}`;
    return `| ${name} | ${p50Ms.toFixed(1)} | ${p95Ms.toFixed(1)} | ${goal} |`;
  });
  return [
    `| ${seriesCount} series, ${rounds} rounds | p50 ms | p95 ms | goal ms |`,
    '| --- | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

const page = [
  '# Browsing',
  '',
  `First pages and facets of the API, over HTTP, with ${seriesCount} series in the embedded PostgreSQL; nobody else asks. There is no peer: the goals are those of a person who waits.`,
  '',
  ...(await machineLines()),
  '',
  browseTable(await benchBrowse()),
  '',
  'Run it: `npm run bench -- browse-queries --write`',
  '',
].join('\n');
process.stdout.write(`${page}\n`);
if (options.write) await writeResult('browse-queries.md', page);
