import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../test/kit/access.ts';
import { composeServer } from '../../../test/kit/composed-server.ts';
import { type Arrived, identityDesk, named } from '../../../test/kit/identity-desk.ts';

const server = await composeServer({ PESSCARA_QUIET_PERIOD_MS: '100', PESSCARA_WITHDRAWAL_UNDO_MS: '0' });
const { db } = server;
const { call, broker, makeProject, stored, expectWholly, signInAgain } = await identityDesk(server);

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

  it('that lead to a patient who is not known yet: the preview tells what moves to a new subject', async () => {
    const project = await makeProject();
    const exam = await project.arrive('TEMP-3', '20240101');
    const finding = { kind: 'link', temporary: named('TEMP-3'), final: named('MRN-3') };
    const preview = await call('POST', `/projects/${project.key}/identities/previews`, {
      cookie: broker,
      body: finding,
    });
    expect(preview.body).toMatchObject({
      exams: [
        { examId: exam.examId, from: await project.codeOf('TEMP-3'), to: 'a new subject', instances: 1 },
      ],
    });
    await project.state(finding);
    await expectWholly(project, exam, await project.codeOf('MRN-3'));
  });

  it('wait on a list, the longest known first, until somebody says whose they are; no identifier is shown', async () => {
    const project = await makeProject({ temporaryIdPatterns: ['temp*', 'NOTFALL-??'] });
    await project.arrive('TEMP-7', '20240101');
    await project.arrive('TEMP-7', '20240102');
    await project.arrive('MRN-7', '20240103');
    await project.arrive('Notfall-12', '20240104');
    await project.arrive('Notfall-123', '20240105');
    const [first, second] = [await project.codeOf('TEMP-7'), await project.codeOf('Notfall-12')];
    const list = () => call('GET', `/projects/${project.key}/identities/temporary`, { cookie: broker });
    const { body } = await list();
    expect(body).toMatchObject({
      items: [
        { code: first, identifiers: 1, exams: 2, instances: 2 },
        { code: second, identifiers: 1, exams: 1, instances: 1 },
      ],
      count: 2,
    });
    expect(JSON.stringify(body)).not.toMatch(/TEMP|NOTFALL/i);
    const link = await project.state({ kind: 'link', temporary: { code: first }, final: named('MRN-7') });
    await expect.poll(async () => (await list()).body['count'], { timeout: 60_000 }).toBe(1);
    await project.undo(link);
    await expect.poll(async () => (await list()).body['count'], { timeout: 60_000 }).toBe(2);
    // Two of them are one person: still nobody knows who.
    await project.state({ kind: 'merge', from: second, to: first });
    await expect
      .poll(async () => (await list()).body['items'], { timeout: 60_000 })
      .toMatchObject([{ code: first, identifiers: 2 }]);
  });

  it('are recognised when more comes under them, once somebody says what they look like', async () => {
    const project = await makeProject();
    await project.arrive('TEMP-8', '20240101');
    const list = () => call('GET', `/projects/${project.key}/identities/temporary`, { cookie: broker });
    expect((await list()).body).toEqual({ items: [], count: 0 });
    await project.change({ temporaryIdPatterns: ['TEMP*'] });
    let day = 1;
    // Rules and subjects are remembered for a second.
    await expect
      .poll(
        async () => {
          await project.arrive('TEMP-8', `202402${String(++day).padStart(2, '0')}`);
          return (await list()).body['count'];
        },
        { timeout: 60_000, interval: 400 },
      )
      .toBe(1);
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
      .poll(async () => [a, b].includes((await stored(project, other)).code), { timeout: 60_000 })
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
    for (const what of ['exams', 'series']) {
      const asked = `/projects/${project.key}/identities/${what}?code=NOBODY`;
      expect(problemOf(await call('GET', asked, { cookie: broker }))).toBe('identity/subject-not-found');
    }
  });
});

describe('every order of the same events', () => {
  const events = [
    'temporary data',
    'final data',
    'link',
    'merge',
    'unmerge',
    'move',
    'withdrawal',
    'data of who withdrew',
    'link to who withdrew',
    'move to who withdrew',
    'child',
    'wrong child',
    'no child',
    'other temporary data',
    'other link',
    'child under the temporary one',
    'child under the other temporary one',
  ] as const;
  type Event = (typeof events)[number];
  // What is undone was stated before.
  const isPossible = (order: readonly Event[]) =>
    order.indexOf('merge') < order.indexOf('unmerge') &&
    order.indexOf('wrong child') < order.indexOf('no child') &&
    order.indexOf('temporary data') < order.indexOf('child under the temporary one') &&
    order.indexOf('other temporary data') < order.indexOf('child under the other temporary one');
  const anyOrder = fc.shuffledSubarray([...events], { minLength: events.length }).filter(isPossible);

  async function run(order: readonly Event[]): Promise<void> {
    await signInAgain();
    const project = await makeProject();
    const x = await project.arrive('X', '20230101');
    const y = await project.arrive('Y', '20230202');
    const wrong = await project.arrive('X', '20230505');
    await project.arrive('Z', '20230606');
    const unborn = await project.arrive('X', '20230101', { seriesNumber: 2 });
    const other = await project.arrive('X', '20230101', { seriesNumber: 3 });
    const asItCame = await stored(project, x);
    const asOtherCame = await stored(project, other);
    const [codeX, codeY, codeZ] = [
      await project.codeOf('X'),
      await project.codeOf('Y'),
      await project.codeOf('Z'),
    ];
    let temporary: Arrived | undefined;
    let final: Arrived | undefined;
    let otherTemporary: Arrived | undefined;
    const unbornOf: Record<string, Arrived> = {};
    let [merge, wrongChild] = ['', ''];
    /** A child of the patient of these identifiers: the first finding makes it, the second one names it. */
    const childUnder = async (patientId: string) => {
      const hers = await Promise.all(['TEMP', 'TEMP-2', 'MRN'].map(project.codeOf));
      const known = (await project.desk()).relations.find(({ mother }) => hers.includes(mother));
      const series = [unbornOf[patientId]?.seriesId];
      await project.state({ kind: 'child', series, role: 'fetus', child: known?.child ?? null });
    };
    /** An exam of hers, of which a series shows her child. */
    const arriveWithUnborn = async (patientId: string, studyDate: string) => {
      unbornOf[patientId] = await project.arrive(patientId, studyDate, { seriesNumber: 2 });
      return project.arrive(patientId, studyDate);
    };
    const steps: Record<Event, () => Promise<unknown>> = {
      'temporary data': async () => (temporary = await arriveWithUnborn('TEMP', '20230303')),
      'final data': async () => (final = await project.arrive('MRN', '20230404')),
      link: () => project.state({ kind: 'link', temporary: named('TEMP'), final: named('MRN') }),
      merge: async () => (merge = await project.state({ kind: 'merge', from: codeX, to: codeY })),
      unmerge: () => project.undo(merge),
      move: () => project.state({ kind: 'move', exams: [y.examId], to: codeX }),
      withdrawal: () => project.withdraw(codeZ),
      // Stored, or refused already: neither stays.
      'data of who withdrew': () => project.send('TEMP-Z', '20230707'),
      'link to who withdrew': () =>
        project.state({ kind: 'link', temporary: named('TEMP-Z'), final: named('Z') }),
      child: () => project.state({ kind: 'child', series: [unborn.seriesId], role: 'fetus' }),
      'wrong child': async () => {
        wrongChild = await project.state({ kind: 'child', series: [other.seriesId], role: 'fetus' });
      },
      'no child': () => project.undo(wrongChild),
      'other temporary data': async () => (otherTemporary = await arriveWithUnborn('TEMP-2', '20230808')),
      'other link': () => project.state({ kind: 'link', temporary: named('TEMP-2'), final: named('MRN') }),
      'child under the temporary one': () => childUnder('TEMP'),
      'child under the other temporary one': () => childUnder('TEMP-2'),
      'move to who withdrew': () => project.state({ kind: 'move', exams: [wrong.examId], to: codeZ }),
    };
    for (const event of order) await steps[event]();
    // Else what holds for a moment, before some of it is carried out, is taken for the end.
    await project.settled();
    const code = await project.codeOf('MRN');
    await expectWholly(project, temporary as Arrived, code);
    await expectWholly(project, otherTemporary as Arrived, code);
    await expectWholly(project, final as Arrived, code);
    await expectWholly(project, x, codeX);
    await expectWholly(project, y, codeX);
    await expectWholly(project, other, codeX);
    expect(await stored(project, x)).toEqual(asItCame);
    expect(await stored(project, other)).toEqual(asOtherCame);
    const { relations, questions } = await project.desk();
    expect(questions).toEqual([]);
    const [ofX, ofPatient] = [codeX, code].map((mother) => relations.filter((one) => one.mother === mother));
    expect(ofX).toMatchObject([{ labels: [{ role: 'fetus' }], twins: [] }]);
    expect(ofPatient).toMatchObject([{ labels: [{ role: 'fetus' }], twins: [] }]);
    const [childOfX, child] = [ofX?.[0]?.child ?? '', ofPatient?.[0]?.child ?? ''];
    await expectWholly(project, unborn, childOfX);
    for (const one of Object.values(unbornOf)) await expectWholly(project, one, child);
    const shiftOf = async (subject: string) =>
      (await server.deidentification.crosswalk.subjectWithCode(project.id, subject))?.dateShiftDays;
    expect([await shiftOf(childOfX), await shiftOf(child)]).toEqual([
      await shiftOf(codeX),
      await shiftOf(code),
    ]);
    const left = async () => {
      const { rows } = await sql<{ id: string }>`select id from archive.instance
        where project_id = ${project.id}`.execute(db);
      return rows.map(({ id }) => id).sort();
    };
    const others = [temporary, otherTemporary, final, x, y, unborn, other, ...Object.values(unbornOf)]
      .map((one) => one?.instanceId ?? '')
      .sort();
    await expect.poll(left, { timeout: 60_000 }).toEqual(others);
    expect([...(await server.deidentification.crosswalk.destruction.voidCodes(project.id))].sort()).toEqual(
      [codeZ, await project.codeOf('TEMP-Z')].sort(),
    );
  }

  it('ends in the same state', async () => {
    await fc.assert(fc.asyncProperty(anyOrder, run), { numRuns: 6, endOnFailure: true });
  }, 240_000);
});
