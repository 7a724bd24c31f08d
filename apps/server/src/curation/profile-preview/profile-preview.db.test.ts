import { researchProfile } from '@pesscara/deidentification';
import { makeSeries, patients, plantedTexts } from '@pesscara/phantom';
import { describe, expect, test } from 'vitest';
import { itemsOf, type Json, type Person, problemOf } from '../../../test/kit/access.ts';
import { withReviewDesk } from '../../../test/kit/review-desk.ts';
import { until } from '../../../test/kit/until.ts';

const desk = await withReviewDesk();
const { call, db, makeProject, member, send, moveClock } = desk;

const project = await makeProject();
const reviewer = await member(project.key, ['reviewer']);
const broker = await member(project.key, ['reviewer', 'honest-broker']);
const viewer = await member(project.key, ['viewer']);
await send(project.id, makeSeries({ kind: 't1', slices: 2, seed: 5 }));
await until('the case', async () => (await cases())[0]?.['instanceCount'] === 2);
const caseId = String((await cases())[0]?.['id']);

async function cases(): Promise<Json[]> {
  return itemsOf(await call('GET', `/projects/${project.key}/quarantine`, { cookie: reviewer.cookie }));
}

const preview = (by: Person, body: Json) =>
  call('POST', `/projects/${project.key}/profile-previews`, { cookie: by.cookie, body });
const rowsOf = (body: Json): Json[] => (body['result'] as { rows: Json[] }).rows;
const rowOf = (body: Json, keyword: string) => rowsOf(body).find((one) => one['keyword'] === keyword);

/** Keeps what the project's profile removes: nothing of it may be seen without the right to originals. */
const curious = {
  ...researchProfile(),
  id: 'curious',
  options: ['113105', '113106', '113108', '113109', '113112'],
  overrides: [{ path: '0010,1040', action: 'K', why: 'To see whether it shows.' }],
  ageCapYears: null,
};

describe('a preview of a series in quarantine', () => {
  test('runs on the object as it arrived, with originals masked', async () => {
    const { status, body, headers } = await preview(reviewer, { caseId });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toMatchObject({ basis: 'originals', revealed: false });
    expect(rowOf(body, 'PatientID')).toMatchObject({ before: null, masked: true, change: 'replaced' });
    expect(rowOf(body, 'StudyDate')).toMatchObject({ before: null, masked: true, change: 'shifted' });
    expect(rowOf(body, 'Rows')).toMatchObject({ masked: false, change: 'kept' });
    for (const text of plantedTexts()) expect(JSON.stringify(body)).not.toContain(text);
  });

  test('shows no original through a profile that would keep it', async () => {
    const { status, body } = await preview(reviewer, { caseId, document: curious });
    expect(status).toBe(200);
    for (const text of plantedTexts()) expect(JSON.stringify(body)).not.toContain(text);
    expect(rowOf(body, 'StudyDate')).toMatchObject({ before: null, after: null, change: 'kept' });
  });

  test('shows originals to a broker with a reason and a fresh sign-in, and records it before', async () => {
    const reveal = { reason: 'Checking the new profile.' };
    expect(problemOf(await preview(reviewer, { caseId, reveal }))).toBe('kernel/forbidden');
    const { status, body } = await preview(broker, { caseId, reveal });
    expect(status).toBe(200);
    expect(rowOf(body, 'PatientID')).toMatchObject({
      before: patients.quillfeather.patientId,
      masked: false,
    });
    const entries = await db
      .selectFrom('audit.entry')
      .select('bytes')
      .where('type', '=', 'curation.preview.revealed')
      .execute();
    expect(entries).toHaveLength(1);
    expect(entries[0]?.bytes.includes(reveal.reason)).toBe(true);
  });

  test('is for reviewers, and says what is wrong with a document', async () => {
    expect(problemOf(await preview(viewer, { caseId }))).toBe('kernel/forbidden');
    expect(problemOf(await preview(reviewer, { caseId, document: { id: 'x' } }))).toBe(
      'deidentification/profile-invalid',
    );
    expect(problemOf(await preview(reviewer, {}))).toBe('kernel/invalid-request');
  });
});

describe('a preview of a released series', () => {
  test('runs on what is stored, and changes neither UIDs nor dates twice', async () => {
    const [waiting] = await cases();
    await call('POST', `/projects/${project.key}/quarantine/${caseId}/decisions`, {
      cookie: reviewer.cookie,
      body: { version: waiting?.['version'], verdict: 'approve' },
    });
    const seriesId = String(waiting?.['seriesId']);
    await expect
      .poll(async () => (await preview(viewer, { seriesId })).status, { timeout: 60_000 })
      .toBe(200);
    const { body } = await preview(viewer, { seriesId });
    expect(body).toMatchObject({ basis: 'stored' });
    const uid = rowOf(body, 'StudyInstanceUID');
    expect(uid?.['before']).toBe(uid?.['after']);
    const date = rowOf(body, 'StudyDate');
    expect(date?.['before']).toBe(date?.['after']);
    const reveal = { reason: 'Late.' };
    expect(problemOf(await preview(broker, { seriesId, reveal }))).toBe('curation/originals-gone');
    moveClock(600_000);
    expect(problemOf(await preview(broker, { seriesId, reveal }))).toBe('curation/sign-in-again');
  });
});
