import { describe, expect, test } from 'vitest';
import { type Json, problemOf } from '../../test/kit/access.ts';
import { withCaseDesk } from '../../test/kit/case-desk.ts';
import { seriesReplaced } from '../archive/archive.events.ts';
import { transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { intakeChecked } from '../leaks/leaks.events.ts';

const desk = await withCaseDesk();
const { db, makeProject, member } = desk;
const { openCase, caseWith, decide, detail, stateBecomes, allIsHeard, toldTo, patience } = desk;

/** Delivers the fact of a search that is over once more, as if it had been late. */
async function tellAgain(of: Json): Promise<void> {
  const seriesId = String(of['seriesId']);
  const { intake_id: intakeId, project_id: projectId } = await db
    .selectFrom('leaks.intake_check')
    .select(['intake_id', 'project_id'])
    .where('series_id', '=', seriesId)
    .executeTakeFirstOrThrow();
  const subject = { kind: 'series', id: seriesId };
  const { ctx, events } = desk;
  const data = { intakeId, seriesId, state: 'done' as const, high: 0, medium: 0, low: 0 };
  await transact(db, (trx) => events.publish(trx, intakeChecked, { ctx, projectId, subject, data }));
  await expect.poll(() => toldTo(seriesId), patience).toBe(2);
}

/** Tells once more, as if it had been late, that the images of a series were replaced. */
async function tellOfReplacement(of: Json): Promise<void> {
  const seriesId = String(of['seriesId']);
  const { intake_id: intakeId, project_id: projectId } = await db
    .selectFrom('leaks.intake_check')
    .select(['intake_id', 'project_id'])
    .where('series_id', '=', seriesId)
    .executeTakeFirstOrThrow();
  const data = {
    seriesId,
    batchId: newId(),
    cause: { kind: 'value-decision' as const, id: newId() },
    instanceCount: 3,
    released: false,
    intakeId,
    discarded: false,
  };
  const subject = { kind: 'series', id: seriesId };
  const { ctx, events } = desk;
  await transact(db, (trx) => events.publish(trx, seriesReplaced, { ctx, projectId, subject, data }));
  await allIsHeard();
}

describe('a search for identifiers that ended just before a decision', () => {
  test('and is told to the case after it leaves the decision as it is', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    await tellAgain(waiting);
    expect(await detail(project.key, reviewer, waiting)).toMatchObject({ state: 'approved', version: 2 });
    await stateBecomes(project.key, reviewer, waiting, 'released');
  });

  test('must be told to the case before anybody can approve', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    const findings = [
      {
        code: 'leak-institution',
        severity: 'high',
        path: 'StudyDescription',
        count: 3,
        detail: '',
        valueHash: null,
        instanceIds: [],
      },
    ];
    await db
      .updateTable('leaks.intake_check')
      .set({ findings: JSON.stringify(findings) })
      .where('series_id', '=', String(waiting['seriesId']))
      .execute();
    expect(problemOf(await decide(project.key, reviewer, waiting, { verdict: 'approve' }))).toBe(
      'curation/leak-check-pending',
    );
    await tellAgain(waiting);
    const told = await caseWith(project.key, reviewer, 3);
    expect(told).toMatchObject({ state: 'open', version: 2, worstSeverity: 'high' });
    expect((await decide(project.key, reviewer, told, { verdict: 'approve' })).body['state']).toBe(
      'first-approved',
    );
  });
});

describe('a replacement of images that is told to the case after a decision', () => {
  test('leaves it as it is when what is there was searched before, and approved', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    await tellOfReplacement(waiting);
    expect(await detail(project.key, reviewer, waiting)).toMatchObject({ state: 'approved', version: 2 });
    await stateBecomes(project.key, reviewer, waiting, 'released');
  });

  test('makes it void when what is there is not what was searched', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    await db
      .updateTable('leaks.intake_check')
      .set({ content_sha256: Buffer.alloc(32) })
      .where('series_id', '=', String(waiting['seriesId']))
      .execute();
    await tellOfReplacement(waiting);
    expect((await detail(project.key, reviewer, waiting))['state']).toBe('open');
  });
});
