import { shiftDate } from '@pesscara/deidentification';
import { firstText } from '@pesscara/dicom';
import { centres, makeSeries, patients } from '@pesscara/phantom';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCaller, goodPassword, problemOf } from '../../../test/kit/access.ts';
import { composeServer } from '../../../test/kit/composed-server.ts';
import { findInstance } from '../../archive/index.ts';
import { systemContext } from '../../kernel/context/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';

const server = await composeServer({ PESSCARA_QUIET_PERIOD_MS: '100' });
const { http, db, archive, accounts, deidentification } = server;
const call = createCaller(http);
const ctx = systemContext('test', server.log);
const issuer = centres.northgate.institutionName;
await http.app.ready();
await deidentification.profiles.addBuiltIns(ctx);
beforeAll(() => server.jobs.start());
afterAll(() => server.jobs.stop());

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
const broker = await person('broker');
let count = 0;

interface Arrived {
  instanceId: string;
  examId: string;
  studyDate: string;
}

async function makeProject() {
  const key = `who${++count}`;
  const made = await call('POST', '/projects', { cookie: admin, body: { key, name: key } });
  await call('PUT', `/projects/${key}/members/broker`, { cookie: admin, body: { roles: ['honest-broker'] } });
  const id = String(made.body['id']) as ProjectId;

  /** One image of an exam of its own. */
  async function arrive(patientId: string, studyDate: string): Promise<Arrived> {
    const { source } = await archive.associations.begin({ channel: 'upload' }, { projectId: id });
    const patient = { ...patients.quillfeather, patientId };
    const [instance] = makeSeries({ kind: 't1', slices: 1, size: 16, patient, studyDate });
    if (instance === undefined) throw new Error('no phantom');
    const { dataSet, ...announcement } = instance;
    const arrival = archive.open(source, { format: 'data-set', ...announcement });
    await arrival.write(dataSet);
    expect((await arrival.end()).kind).toBe('stored');
    const newest = await db
      .selectFrom('archive.instance as i')
      .innerJoin('catalogue.series as s', 's.id', 'i.series_id')
      .select(['i.id as instanceId', 's.exam_id as examId'])
      .where('i.project_id', '=', id)
      .orderBy('i.id', 'desc')
      .executeTakeFirstOrThrow();
    return { ...newest, studyDate };
  }

  async function codeOf(patientId: string): Promise<string> {
    const [subject] = await deidentification.crosswalk.findMany(id, [{ issuer, patientId }]);
    return subject?.originCode ?? '';
  }

  async function state(finding: object, reason = 'The registry says so.'): Promise<string> {
    const stated = await call('POST', `/projects/${key}/identities/facts`, {
      cookie: broker,
      body: { finding, reason },
    });
    expect(stated.status, JSON.stringify(stated.body)).toBe(202);
    return (stated.body['ids'] as string[]).at(-1) ?? '';
  }

  const undo = (fact: string) =>
    call('POST', `/projects/${key}/identities/facts/${fact}/undo`, {
      cookie: broker,
      body: { reason: 'It was wrong.' },
    });

  return { key, id, arrive, codeOf, state, undo };
}

type Project = Awaited<ReturnType<typeof makeProject>>;

const named = (patientId: string) => ({ issuer, patientId });

async function stored(project: Project, { instanceId, examId }: Arrived) {
  const row = await db
    .selectFrom('archive.instance as i')
    .select(['i.intake_id as intakeId', 'i.blob_sha256 as sha256'])
    .where('i.id', '=', instanceId)
    .executeTakeFirstOrThrow();
  const exam = await db
    .selectFrom('catalogue.exam as e')
    .innerJoin('catalogue.subject as j', 'j.id', 'e.subject_id')
    .innerJoin('catalogue.series as s', 's.exam_id', 'e.id')
    .innerJoin('archive.intake as k', 'k.exam_id', 'e.id')
    .select([
      'j.code',
      's.subject_code as seriesCode',
      'e.study_date as studyDate',
      'k.subject_id as reviewed',
      'j.id',
    ])
    .where('e.id', '=', examId)
    .executeTakeFirstOrThrow();
  const visibility = { kind: 'intake', projectId: project.id, intakeId: row.intakeId } as const;
  const instance = await findInstance(db, visibility, instanceId);
  if (instance === undefined) throw new Error('no instance');
  const { dataSet } = await archive.reader.header(instance);
  return {
    sha256: row.sha256.toString('hex'),
    code: exam.code,
    seriesCode: exam.seriesCode,
    isReviewedThere: exam.reviewed === exam.id,
    catalogueDate: exam.studyDate?.replaceAll('-', ''),
    patientId: firstText(dataSet, 'PatientID'),
    studyDate: firstText(dataSet, 'StudyDate'),
    studyInstanceUid: firstText(dataSet, 'StudyInstanceUID'),
  };
}

/** Everything about an exam is this subject's: catalogue, review, header, and its dates by this subject's shift. */
async function isWholly(project: Project, exam: Arrived, code: string): Promise<string> {
  const found = await stored(project, exam);
  const subject = await deidentification.crosswalk.subjectWithCode(project.id, code);
  const date = shiftDate(exam.studyDate, subject?.dateShiftDays ?? 0);
  const whole =
    found.code === code &&
    found.seriesCode === code &&
    found.isReviewedThere &&
    found.patientId === code &&
    found.studyDate === date &&
    found.catalogueDate === date;
  return whole ? 'wholly' : JSON.stringify({ ...found, wanted: code, date });
}

async function expectWholly(project: Project, exam: Arrived, code: string): Promise<void> {
  await expect.poll(() => isWholly(project, exam, code), { timeout: 15_000 }).toBe('wholly');
}

describe('temporary identifiers', () => {
  it('of one patient, resolved at different times, end under one subject; undone, everything is as it was', async () => {
    const project = await makeProject();
    const first = await project.arrive('TEMP-1', '20240101');
    const second = await project.arrive('TEMP-2', '20240202');
    const final = await project.arrive('MRN-1', '20240303');
    const [one, two, code] = [
      await project.codeOf('TEMP-1'),
      await project.codeOf('TEMP-2'),
      await project.codeOf('MRN-1'),
    ];
    const before = await stored(project, first);
    const preview = await call('POST', `/projects/${project.key}/identities/previews`, {
      cookie: broker,
      body: { kind: 'link', temporary: named('TEMP-1'), final: named('MRN-1') },
    });
    expect(preview.body).toMatchObject({
      exams: [{ examId: first.examId, from: one, to: code, series: 1, instances: 1 }],
    });
    const link = await project.state({ kind: 'link', temporary: named('TEMP-1'), final: named('MRN-1') });
    await expectWholly(project, first, code);
    await expectWholly(project, second, two);
    await project.state({ kind: 'link', temporary: named('TEMP-2'), final: named('MRN-1') });
    await expectWholly(project, second, code);
    await expectWholly(project, final, code);
    expect((await stored(project, first)).studyInstanceUid).toBe(before.studyInstanceUid);
    // What comes under a temporary identifier now stands under the final one at once, and goes back with it.
    const late = await project.arrive('TEMP-1', '20240404');
    await expectWholly(project, late, code);
    expect((await project.undo(link)).status).toBe(202);
    await expectWholly(project, first, one);
    await expectWholly(project, late, one);
    await expectWholly(project, second, code);
    expect(await stored(project, first)).toEqual(before);
    expect(problemOf(await project.undo(link))).toBe('identity/fact-refused');
    const shown = await call('GET', `/projects/${project.key}/identities`, { cookie: broker });
    expect(shown.body).toMatchObject({ questions: [], joined: [{ code: two, subject: code }] });
    expect(JSON.stringify(shown.body)).not.toMatch(/TEMP-|MRN-1/);
    const { rows } = await sql<{
      bytes: Buffer;
    }>`select bytes from audit.entry where project_id = ${project.id}`.execute(db);
    expect(rows.some(({ bytes }) => /TEMP-|MRN-1/.test(bytes.toString()))).toBe(false);
  });

  it('said to be two patients are a question, and nothing moves until one is undone', async () => {
    const project = await makeProject();
    const exam = await project.arrive('TEMP', '20240101');
    await project.arrive('MRN-1', '20240102');
    await project.arrive('MRN-2', '20240103');
    const code = await project.codeOf('TEMP');
    await project.state({ kind: 'link', temporary: named('TEMP'), final: named('MRN-1') });
    await expectWholly(project, exam, await project.codeOf('MRN-1'));
    const second = await project.state({ kind: 'link', temporary: named('TEMP'), final: named('MRN-2') });
    await expectWholly(project, exam, code);
    const shown = await call('GET', `/projects/${project.key}/identities`, { cookie: broker });
    expect(shown.body['questions']).toMatchObject([{ kind: 'two-persons', code }]);
    await project.undo(second);
    await expectWholly(project, exam, await project.codeOf('MRN-1'));
  });
});

describe('a wrongly filed exam', () => {
  it('moves to another subject, or a new one, and stays there when subjects are merged', async () => {
    const project = await makeProject();
    const wrong = await project.arrive('A', '20240101');
    const other = await project.arrive('A', '20240202');
    await project.arrive('B', '20240303');
    const [a, b] = [await project.codeOf('A'), await project.codeOf('B')];
    await project.state({ kind: 'move', exams: [wrong.examId], to: b });
    await expectWholly(project, wrong, b);
    await expectWholly(project, other, a);
    await project.state({ kind: 'move', exams: [other.examId], to: null });
    await expect
      .poll(async () => [a, b].includes((await stored(project, other)).code), { timeout: 15_000 })
      .toBe(false);
    const { code } = await stored(project, other);
    await expectWholly(project, other, code);
    await project.state({ kind: 'merge', from: b, to: a });
    await expectWholly(project, wrong, a);
    await expectWholly(project, other, code);
  });

  it('is refused when exam or subject is not there, or for nothing', async () => {
    const project = await makeProject();
    const exam = await project.arrive('A', '20240101');
    const a = await project.codeOf('A');
    const ask = async (finding: object) =>
      problemOf(
        await call('POST', `/projects/${project.key}/identities/previews`, { cookie: broker, body: finding }),
      );
    const nowhere = '01890000-0000-7000-8000-000000000000';
    expect(await ask({ kind: 'move', exams: [nowhere], to: a })).toBe('identity/fact-refused');
    expect(await ask({ kind: 'move', exams: [exam.examId], to: 'NOBODY' })).toBe(
      'identity/subject-not-found',
    );
    expect(await ask({ kind: 'merge', from: a, to: a })).toBe('identity/fact-refused');
    expect(await ask({ kind: 'link', temporary: named('A'), final: named('A') })).toBe(
      'identity/fact-refused',
    );
    expect(problemOf(await project.undo(nowhere))).toBe('identity/fact-not-found');
  });
});

describe('every order of the same events', () => {
  const events = ['temporary data', 'final data', 'link', 'merge', 'unmerge', 'move'] as const;
  type Event = (typeof events)[number];
  // What is undone was stated before.
  const isPossible = (order: readonly Event[]) => order.indexOf('merge') < order.indexOf('unmerge');
  const anyOrder = fc.shuffledSubarray([...events], { minLength: events.length }).filter(isPossible);

  async function run(order: readonly Event[]): Promise<void> {
    const project = await makeProject();
    const x = await project.arrive('X', '20230101');
    const y = await project.arrive('Y', '20230202');
    const asItCame = await stored(project, x);
    const [codeX, codeY] = [await project.codeOf('X'), await project.codeOf('Y')];
    let temporary: Arrived | undefined;
    let final: Arrived | undefined;
    let merge = '';
    const steps: Record<Event, () => Promise<unknown>> = {
      'temporary data': async () => (temporary = await project.arrive('TEMP', '20230303')),
      'final data': async () => (final = await project.arrive('MRN', '20230404')),
      link: () => project.state({ kind: 'link', temporary: named('TEMP'), final: named('MRN') }),
      merge: async () => (merge = await project.state({ kind: 'merge', from: codeX, to: codeY })),
      unmerge: () => project.undo(merge),
      move: () => project.state({ kind: 'move', exams: [y.examId], to: codeX }),
    };
    for (const event of order) await steps[event]();
    const code = await project.codeOf('MRN');
    await expectWholly(project, temporary as Arrived, code);
    await expectWholly(project, final as Arrived, code);
    await expectWholly(project, x, codeX);
    await expectWholly(project, y, codeX);
    expect(await stored(project, x)).toEqual(asItCame);
  }

  it('ends in the same state', async () => {
    await fc.assert(fc.asyncProperty(anyOrder, run), { numRuns: 15, endOnFailure: true });
  }, 240_000);
});
