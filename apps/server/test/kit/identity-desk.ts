import { createHash } from 'node:crypto';
import { shiftDate } from '@pesscara/deidentification';
import { firstText } from '@pesscara/dicom';
import { centres, makeSeries, patients } from '@pesscara/phantom';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect } from 'vitest';
import { findInstance } from '../../src/archive/index.ts';
import { systemContext } from '../../src/kernel/context/index.ts';
import type { ProjectId } from '../../src/kernel/ids/index.ts';
import { createCaller, goodPassword } from './access.ts';
import type { composeServer } from './composed-server.ts';

const issuer = centres.northgate.institutionName;

/** An identifier of a patient, as a finding names it. */
export const named = (patientId: string) => ({ issuer, patientId });

/** An image of an exam of its own, as it arrived. */
export interface Arrived {
  instanceId: string;
  examId: string;
  seriesId: string;
  studyDate: string;
  pixels: Buffer;
}

/** Projects with honest brokers, patients whose images arrive, and findings about them. Jobs run until the end of the file. */
export async function identityDesk(server: Awaited<ReturnType<typeof composeServer>>) {
  const { http, db, archive, accounts, deidentification } = server;
  const call = createCaller(http);
  const ctx = systemContext('test', server.log);
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
  const second = await person('second');
  let count = 0;

  async function makeProject(settings: object = {}) {
    const key = `who${++count}`;
    const made = await call('POST', '/projects', { cookie: admin, body: { key, name: key, settings } });
    for (const user of ['broker', 'second'])
      await call('PUT', `/projects/${key}/members/${user}`, {
        cookie: admin,
        body: { roles: ['honest-broker'] },
      });
    const id = String(made.body['id']) as ProjectId;

    /** Sends one image, by default of an exam of its own, with pixels that no other has, and says what became of it. */
    async function send(
      patientId: string,
      studyDate: string,
      { isRouted = true, seriesNumber = 1, slice = 0 } = {},
    ) {
      const { source } = await archive.associations.begin(
        isRouted ? { channel: 'upload' } : { channel: 'dimse', callingAe: 'NOBODY', calledAe: 'PESSCARA' },
        isRouted ? { projectId: id } : {},
      );
      const patient = { ...patients.quillfeather, patientId };
      const kind = 't1' as const;
      const slices = makeSeries({ kind, slices: slice + 1, size: 16, patient, studyDate, seriesNumber });
      const instance = slices[slice];
      if (instance === undefined) throw new Error('no phantom');
      const { dataSet, ...announcement } = instance;
      const bytes = Buffer.from(dataSet);
      const pixels = bytes.subarray(-512);
      createHash('shake256', { outputLength: 512 })
        .update(`${patientId} ${studyDate} ${seriesNumber} ${slice}`)
        .digest()
        .copy(pixels);
      const arrival = archive.open(source, { format: 'data-set', ...announcement });
      await arrival.write(bytes);
      return { outcome: await arrival.end(), pixels };
    }

    /** The same, stored. */
    async function arrive(
      patientId: string,
      studyDate: string,
      which: { seriesNumber?: number; slice?: number } = {},
    ): Promise<Arrived> {
      const { outcome, pixels } = await send(patientId, studyDate, which);
      expect(outcome.kind).toBe('stored');
      const newest = await db
        .selectFrom('archive.instance as i')
        .innerJoin('catalogue.series as s', 's.id', 'i.series_id')
        .select(['i.id as instanceId', 's.exam_id as examId', 's.id as seriesId'])
        .where('i.project_id', '=', id)
        .orderBy('i.id', 'desc')
        .executeTakeFirstOrThrow();
      return { ...newest, studyDate, pixels };
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

    async function withdraw(code: string): Promise<void> {
      const ordered = await call('POST', `/projects/${key}/identities/withdrawals`, {
        cookie: broker,
        body: { code, confirmation: 'destroy', reason: 'Letter of the patient.' },
      });
      expect(ordered.status, JSON.stringify(ordered.body)).toBe(202);
    }

    async function change(some: object): Promise<void> {
      const changed = await call('PATCH', `/projects/${key}`, {
        cookie: admin,
        body: { settings: some, version: 1 },
      });
      expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    }

    /** Everything that was said is carried out: no job of the project waits or runs. */
    async function settled(): Promise<void> {
      const count = async () => {
        const { rows } = await sql`select from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier in ('identity.reassign', 'identity.withdraw') and j.payload ->> 'projectId' = ${id}`.execute(
          db,
        );
        return rows.length;
      };
      await expect.poll(count, { timeout: 60_000 }).toBe(0);
    }

    async function desk() {
      const { body } = await call('GET', `/projects/${key}/identities`, { cookie: broker });
      return body as { relations: { child: string; mother: string; twins: string[] }[]; questions: object[] };
    }

    return { key, id, send, withdraw, arrive, codeOf, state, undo, change, desk, settled };
  }

  async function stored(project: { id: ProjectId }, { instanceId }: Arrived) {
    const row = await db
      .selectFrom('archive.instance as i')
      .select(['i.intake_id as intakeId', 'i.blob_sha256 as sha256', 'i.series_id as seriesId'])
      .where('i.id', '=', instanceId)
      .executeTakeFirstOrThrow();
    const exam = await db
      .selectFrom('catalogue.exam as e')
      .innerJoin('catalogue.subject as j', 'j.id', 'e.subject_id')
      .innerJoin('catalogue.series as s', 's.exam_id', 'e.id')
      .innerJoin('archive.intake as k', 'k.series_id', 's.id')
      .select([
        'j.code',
        's.subject_code as seriesCode',
        'e.study_date as studyDate',
        'k.subject_id as reviewed',
        'k.exam_id as reviewedExam',
        'e.study_instance_uid as examUid',
        's.study_instance_uid as seriesExamUid',
        'j.id',
        'e.id as examId',
      ])
      .where('s.id', '=', row.seriesId)
      .executeTakeFirstOrThrow();
    const visibility = { kind: 'intake', projectId: project.id, intakeId: row.intakeId } as const;
    const instance = await findInstance(db, visibility, instanceId);
    if (instance === undefined) throw new Error('no instance');
    const { dataSet } = await archive.reader.header(instance);
    return {
      sha256: row.sha256.toString('hex'),
      code: exam.code,
      seriesCode: exam.seriesCode,
      isReviewedThere: exam.reviewed === exam.id && exam.reviewedExam === exam.examId,
      examUids: [...new Set([exam.examUid, exam.seriesExamUid])].join(),
      catalogueDate: exam.studyDate?.replaceAll('-', ''),
      patientId: firstText(dataSet, 'PatientID'),
      studyDate: firstText(dataSet, 'StudyDate'),
      studyInstanceUid: firstText(dataSet, 'StudyInstanceUID'),
    };
  }

  /** Everything about an exam is this subject's: catalogue, review, header, and its dates by this subject's shift. */
  async function isWholly(project: { id: ProjectId }, exam: Arrived, code: string): Promise<string> {
    const found = await stored(project, exam);
    const subject = await deidentification.crosswalk.subjectWithCode(project.id, code);
    const date = shiftDate(exam.studyDate, subject?.dateShiftDays ?? 0);
    const whole =
      found.code === code &&
      found.seriesCode === code &&
      found.isReviewedThere &&
      found.examUids === found.studyInstanceUid &&
      found.patientId === code &&
      found.studyDate === date &&
      found.catalogueDate === date;
    return whole ? 'wholly' : JSON.stringify({ ...found, wanted: code, date });
  }

  async function expectWholly(project: { id: ProjectId }, exam: Arrived, code: string): Promise<void> {
    await expect.poll(() => isWholly(project, exam, code), { timeout: 60_000 }).toBe('wholly');
  }

  /** The broker's password is given anew: what destroys asks for one of the last five minutes. */
  async function signInAgain(): Promise<void> {
    const body = { password: goodPassword };
    const again = await call('POST', '/sessions/current/authentication', { cookie: broker, body });
    expect(again.status, JSON.stringify(again.body)).toBeLessThan(300);
  }

  return { call, broker, second, makeProject, stored, isWholly, expectWholly, signInAgain };
}

type Desk = Awaited<ReturnType<typeof identityDesk>>;
export type DeskProject = Awaited<ReturnType<Desk['makeProject']>>;
