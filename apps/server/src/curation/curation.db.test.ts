import { setText } from '@pesscara/dicom';
import { type PhantomInstance, patients, plantedTexts } from '@pesscara/phantom';
import { describe, expect, test } from 'vitest';
import { itemsOf, type Json, problemOf } from '../../test/kit/access.ts';
import { withCaseDesk } from '../../test/kit/case-desk.ts';
import { changed } from '../../test/kit/objects.ts';

const desk = await withCaseDesk();
const { call, db, jobs, makeProject, member, send, moveClock } = desk;
const {
  series,
  queueOf,
  openCase,
  caseWith,
  decide,
  undo,
  detail,
  stateBecomes,
  letUndoPass,
  toldTo,
  patience,
} = desk;

const instanceStates = async (of: Json) => {
  const rows = await db
    .selectFrom('archive.instance')
    .select('state')
    .where('series_id', '=', String(of['seriesId']))
    .execute();
  return rows.map((row) => row.state);
};

describe('a series that came', () => {
  test('waits in the queue and is seen only after its release took effect', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const viewer = await member(project.key, ['viewer']);
    const waiting = await openCase(project, reviewer);
    expect(waiting).toMatchObject({ state: 'open', version: 1, modality: 'MR', channel: 'upload' });
    expect((await call('GET', `/projects/${project.key}/quarantine`, { cookie: viewer.cookie })).status).toBe(
      403,
    );
    const approved = await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    expect(approved.body).toMatchObject({ state: 'approved', version: 2 });
    expect(await instanceStates(waiting)).toEqual(['quarantined', 'quarantined', 'quarantined']);
    await stateBecomes(project.key, reviewer, waiting, 'released');
    expect(await instanceStates(waiting)).toEqual(['released', 'released', 'released']);
    const published = await db
      .selectFrom('kernel.event')
      .select('type')
      .where('subject_id', '=', String(waiting['seriesId']))
      .execute();
    expect(published.map((row) => row.type)).toEqual(
      expect.arrayContaining(['curation.case.opened', 'curation.case.decided', 'curation.series.released']),
    );
    expect((await undo(project.key, reviewer, await detail(project.key, reviewer, waiting))).status).toBe(
      409,
    );
  });

  test('grows when instances come late: a new version, and the first approval is void', async () => {
    const project = await makeProject({ secondReviewer: true });
    const [anna, bert] = [await member(project.key, ['reviewer']), await member(project.key, ['reviewer'])];
    const waiting = await openCase(project, anna);
    const first = await decide(project.key, anna, waiting, { verdict: 'approve' });
    expect(first.body['state']).toBe('first-approved');
    await send(project.id, series(1, 5).slice(3));
    const grown = await caseWith(project.key, anna, 5);
    expect(grown).toMatchObject({ state: 'open', version: 3 });
    expect(problemOf(await decide(project.key, bert, first.body, { verdict: 'approve' }))).toBe(
      'curation/stale',
    );
    expect((await decide(project.key, anna, grown, { verdict: 'approve' })).body['state']).toBe(
      'first-approved',
    );
  });

  test('that grows in the time to undo goes back to review instead of out', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    await send(project.id, series(1, 4).slice(3));
    await letUndoPass();
    await stateBecomes(project.key, reviewer, waiting, 'open');
    expect((await caseWith(project.key, reviewer, 4))['state']).toBe('open');
    expect(await instanceStates(waiting)).toEqual(Array(4).fill('quarantined'));
  });
});

describe('what only contradicts an image that is released', () => {
  test('waits among the conflicts, not in the queue', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    await stateBecomes(project.key, reviewer, waiting, 'released');
    const [first] = series(1) as [PhantomInstance];
    const other = changed(first, (dataSet) => setText(dataSet, 'SliceThickness', 'DS', '9.5'));
    expect(await send(project.id, [other])).toEqual(['conflict']);
    await expect.poll(() => toldTo(String(waiting['seriesId'])), patience).toBe(2);
    expect(await queueOf(project.key, reviewer)).toEqual([]);
  });
});

describe('a decision', () => {
  test('can be taken back, and then has no effect', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    const rejected = await decide(project.key, reviewer, waiting, {
      verdict: 'reject',
      reasonCode: 'poor-quality',
    });
    expect((await undo(project.key, reviewer, rejected.body)).body).toMatchObject({
      state: 'open',
      version: 3,
    });
    const again = await decide(project.key, reviewer, { ...waiting, version: 3 }, { verdict: 'approve' });
    expect(again.body['decisions']).toMatchObject([
      { verdict: 'reject' },
      { verdict: 'undo' },
      { verdict: 'approve' },
    ]);
    await stateBecomes(project.key, reviewer, waiting, 'released');
  });

  test('takes effect after a restart of the workers', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    await jobs.stop();
    await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    await jobs.start();
    await stateBecomes(project.key, reviewer, waiting, 'released');
  });

  test('needs the version that was looked at, and a reason to reject', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    expect(
      problemOf(await decide(project.key, reviewer, { ...waiting, version: 7 }, { verdict: 'approve' })),
    ).toBe('curation/stale');
    expect(problemOf(await decide(project.key, reviewer, waiting, { verdict: 'reject' }))).toBe(
      'curation/reason-needed',
    );
    expect(
      problemOf(await decide(project.key, reviewer, waiting, { verdict: 'reject', reasonCode: 'other' })),
    ).toBe('curation/reason-needed');
  });

  test('of two reviewers at once counts once', async () => {
    const project = await makeProject();
    const [anna, bert] = [await member(project.key, ['reviewer']), await member(project.key, ['reviewer'])];
    const waiting = await openCase(project, anna);
    const answers = await Promise.all(
      [anna, bert].map((one) => decide(project.key, one, waiting, { verdict: 'approve' })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  });

  test('is another person’s than the importer’s, and the second another’s than the first, where the project says so', async () => {
    const project = await makeProject({ reviewerMayBeImporter: false, secondReviewer: true });
    const importer = await member(project.key, ['importer', 'reviewer']);
    const [anna, bert] = [await member(project.key, ['reviewer']), await member(project.key, ['reviewer'])];
    const waiting = await openCase(project, anna, 1, importer);
    expect((await detail(project.key, importer, waiting))['policy']).toMatchObject({ mayApprove: false });
    expect(problemOf(await decide(project.key, importer, waiting, { verdict: 'approve' }))).toBe(
      'curation/reviewer-not-allowed',
    );
    const first = (await decide(project.key, anna, waiting, { verdict: 'approve' })).body;
    expect(problemOf(await decide(project.key, anna, first, { verdict: 'approve' }))).toBe(
      'curation/reviewer-not-allowed',
    );
    const second = (await decide(project.key, bert, first, { verdict: 'approve' })).body;
    expect(second['state']).toBe('approved');
    // Taking the second approval back leaves the first.
    const back = (await undo(project.key, bert, second)).body;
    expect(back['state']).toBe('first-approved');
    await decide(project.key, bert, back, { verdict: 'approve' });
    await stateBecomes(project.key, anna, waiting, 'released');
  });

  test('on several cases tells for each what became of it', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    await openCase(project, reviewer, 1);
    await send(project.id, series(2, 2, 't2'));
    await expect.poll(async () => (await queueOf(project.key, reviewer)).length, patience).toBe(2);
    const cases = (await queueOf(project.key, reviewer)).map((one, index) => ({
      id: one['id'],
      version: index === 0 ? one['version'] : 99,
    }));
    const answer = await call('POST', `/projects/${project.key}/quarantine/decisions`, {
      cookie: reviewer.cookie,
      body: { cases, verdict: 'approve' },
    });
    expect(answer.body['results']).toMatchObject([{ outcome: 'decided' }, { outcome: 'refused' }]);
  });
});

describe('rejected images', () => {
  test('come back while they are kept', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    await decide(project.key, reviewer, waiting, { verdict: 'reject', reasonCode: 'wrong-project' });
    await stateBecomes(project.key, reviewer, waiting, 'discarded');
    expect(await instanceStates(waiting)).toEqual(Array(3).fill('rejected'));
    const back = await undo(project.key, reviewer, await detail(project.key, reviewer, waiting));
    expect(back.body['state']).toBe('open');
    expect(await instanceStates(waiting)).toEqual(Array(3).fill('quarantined'));
    await decide(project.key, reviewer, back.body, { verdict: 'approve' });
    await stateBecomes(project.key, reviewer, waiting, 'released');
  });
});

describe('a reviewer', () => {
  test('sees what changed, by which rule, without the values that were there', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const waiting = await openCase(project, reviewer);
    const path = `/projects/${project.key}/quarantine/${String(waiting['id'])}`;
    const changed = (await call('GET', `${path}/attributes?view=changed`, { cookie: reviewer.cookie })).body;
    const rows = changed['rows'] as Json[];
    const name = rows.find((row) => row['keyword'] === 'PatientName');
    expect(name).toMatchObject({
      change: 'replaced',
      beforeMasked: expect.stringMatching(/^•+$/) as unknown,
    });
    expect(name?.['rule']).toEqual(expect.any(String));
    const all = (await call('GET', `${path}/attributes?view=all`, { cookie: reviewer.cookie })).body;
    const text = JSON.stringify(all);
    for (const planted of plantedTexts()) expect(text.includes(planted)).toBe(false);
    expect((changed['counts'] as Json)['all']).toBe((all['rows'] as Json[]).length);
    const frames = (await call('GET', `${path}/frames`, { cookie: reviewer.cookie })).body;
    expect(frames).toMatchObject({ total: 3 });
  });

  test('sees original values only with that right, soon after signing in, and it is recorded first', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    const broker = await member(project.key, ['honest-broker']);
    const waiting = await openCase(project, reviewer);
    const path = `/projects/${project.key}/quarantine/${String(waiting['id'])}`;
    const { instanceId } = (await call('GET', `${path}/attributes`, { cookie: reviewer.cookie })).body;
    const body = { instanceId, reason: 'Serious adverse event' };
    expect((await call('POST', `${path}/reveal`, { cookie: reviewer.cookie, body })).status).toBe(403);
    const revealed = await call('POST', `${path}/reveal`, { cookie: broker.cookie, body });
    expect(revealed.status).toBe(200);
    expect(revealed.headers['cache-control']).toBe('no-store');
    const before = (revealed.body['rows'] as Json[]).map((row) => row['before']);
    expect(before).toContain(patients.quillfeather.patientId);
    const entry = await db
      .selectFrom('audit.entry')
      .selectAll()
      .where('type', '=', 'curation.originals.revealed')
      .where('actor_id', '=', broker.id)
      .executeTakeFirstOrThrow();
    expect(entry.bytes.toString()).toContain('Serious adverse event');
    moveClock(301_000);
    try {
      expect(problemOf(await call('POST', `${path}/reveal`, { cookie: broker.cookie, body }))).toBe(
        'curation/sign-in-again',
      );
    } finally {
      moveClock(-301_000);
    }
    await decide(project.key, reviewer, waiting, { verdict: 'approve' });
    await stateBecomes(project.key, reviewer, waiting, 'released');
    // The project keeps them until the decision.
    expect(problemOf(await call('POST', `${path}/reveal`, { cookie: broker.cookie, body }))).toBe(
      'curation/originals-gone',
    );
  });

  test('pages through the queue by risk without missing or repeating a case', async () => {
    const project = await makeProject();
    const reviewer = await member(project.key, ['reviewer']);
    for (let seed = 1; seed <= 5; seed++)
      await send(project.id, series(seed, 1, seed % 2 === 0 ? 't1' : 't2'));
    await expect.poll(async () => (await queueOf(project.key, reviewer)).length, patience).toBe(5);
    const seen: unknown[] = [];
    for (const sort of ['risk', 'opened', 'subject']) {
      seen.length = 0;
      let cursor = '';
      do {
        const page = await call('GET', `/projects/${project.key}/quarantine?limit=2&sort=${sort}${cursor}`, {
          cookie: reviewer.cookie,
        });
        seen.push(...itemsOf(page).map((one) => one['id']));
        cursor = page.body['nextCursor'] === null ? '' : `&cursor=${page.body['nextCursor'] as string}`;
      } while (cursor !== '');
      expect(new Set(seen).size).toBe(5);
      expect(seen).toHaveLength(5);
    }
    const mine = itemsOf(await call('GET', '/quarantine', { cookie: reviewer.cookie }));
    expect(mine).toMatchObject([{ projectKey: project.key, open: 5 }]);
  });
});
