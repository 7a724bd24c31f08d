import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../test/kit/access.ts';
import { composeServer } from '../../../test/kit/composed-server.ts';
import { type Arrived, type DeskProject, identityDesk, named } from '../../../test/kit/identity-desk.ts';
import { findInstance } from '../../archive/index.ts';
import { newId } from '../../kernel/ids/index.ts';

const server = await composeServer({ PESSCARA_QUIET_PERIOD_MS: '100', PESSCARA_WITHDRAWAL_UNDO_MS: '0' });
const { db, deidentification } = server;
const { call, broker, makeProject, stored, isWholly, expectWholly } = await identityDesk(server);

/** Three series of one exam of a mother: of two children, and of herself. */
async function arriveTwins(project: DeskProject, patientId: string) {
  const one = await project.arrive(patientId, '20240101');
  const two = await project.arrive(patientId, '20240101', { seriesNumber: 2 });
  const own = await project.arrive(patientId, '20240101', { seriesNumber: 3 });
  return { one, two, own };
}

/** What the search for text in pixels writes when it reads such a label. */
async function label({ instanceId }: Arrived, role: 'twin', designation: 'A' | 'B'): Promise<void> {
  await sql`insert into pixels.text_box (id, intake_id, instance_id, frames, left_px, top_px, width_px, height_px, origin, kind,
      confidence, fetal_role, fetal_designation, state)
    select ${newId()}, i.intake_id, i.id, '{1}', 0, 0, 8, 8, 'text', 'harmless', 0.9, ${role}, ${designation}, 'proposed'
    from archive.instance i where i.id = ${instanceId}`.execute(db);
}

/** These images are wholly a child's of whom the mother's are, and the days of both lie as they lay. */
async function expectBesideMother(project: DeskProject, child: Arrived, mother: Arrived): Promise<void> {
  const shiftOf = async (code: string) =>
    (await deidentification.crosswalk.subjectWithCode(project.id, code))?.dateShiftDays;
  const found = async () => {
    const { code } = await stored(project, child);
    const motherCode = (await stored(project, mother)).code;
    const relation = (await project.desk()).relations.find((one) => one.child === code);
    return {
      child: await isWholly(project, child, code),
      isHers: relation?.mother === motherCode,
      areDaysHers: (await shiftOf(code)) === (await shiftOf(motherCode)),
    };
  };
  await expect.poll(found, { timeout: 60_000 }).toEqual({ child: 'wholly', isHers: true, areDaysHers: true });
}

const twin = (designation: 'A' | 'B', { seriesId }: Arrived, child: string | null = null) => ({
  kind: 'child',
  series: [seriesId],
  role: 'twin',
  designation,
  child,
});

describe('twins under their mother’s identifier', () => {
  it('get subjects of their own from the labels in their pixels; taken back, everything is as it was', async () => {
    const project = await makeProject();
    const { one, two, own } = await arriveTwins(project, 'M');
    const mother = await project.codeOf('M');
    const before = await stored(project, one);
    await label(one, 'twin', 'A');
    await label(two, 'twin', 'B');
    const series = () =>
      call('GET', `/projects/${project.key}/identities/series?code=${mother}`, { cookie: broker });
    expect((await series()).body['items']).toMatchObject([
      { seriesId: one.seriesId, subject: mother, labels: [{ role: 'twin', designation: 'A', instances: 1 }] },
      { seriesId: two.seriesId, subject: mother, labels: [{ role: 'twin', designation: 'B', instances: 1 }] },
      { seriesId: own.seriesId, subject: mother, labels: [] },
    ]);
    const preview = await call('POST', `/projects/${project.key}/identities/previews`, {
      cookie: broker,
      body: twin('A', one),
    });
    expect(preview.body).toMatchObject({
      exams: [{ examId: one.examId, from: mother, to: 'a new subject', series: 1, instances: 1 }],
    });

    const first = await project.state(twin('A', one));
    await project.state(twin('B', two));
    const { relations } = await project.desk();
    const codeOfTwin = (at: 'A' | 'B') =>
      relations.find((relation) => JSON.stringify(relation).includes(`"designation":"${at}"`))?.child ?? '';
    const [a, b] = [codeOfTwin('A'), codeOfTwin('B')];
    expect(relations.find(({ child }) => child === a)).toEqual({
      child: a,
      mother,
      labels: [{ role: 'twin', designation: 'A' }],
      twins: [b],
    });
    await expectWholly(project, one, a);
    await expectWholly(project, two, b);
    await expectWholly(project, own, mother);
    // Her days are theirs: what is known of one can be told of the other.
    expect((await stored(project, one)).studyDate).toBe(before.studyDate);
    expect((await stored(project, one)).studyInstanceUid).not.toBe(before.studyInstanceUid);
    expect((await series()).body['items']).toMatchObject([
      { subject: a },
      { subject: b },
      { subject: mother },
    ]);

    // The catalogue says it to readers: of those who have something released, by their codes.
    const relationsOf = async (code: string) => {
      const subject = await db
        .selectFrom('catalogue.subject')
        .select('id')
        .where('project_id', '=', project.id)
        .where('code', '=', code)
        .executeTakeFirstOrThrow();
      const { body } = await call('GET', `/projects/${project.key}/subjects/${subject.id}`, {
        cookie: broker,
      });
      return body['relations'] as unknown;
    };
    const release = (subject: string) =>
      sql`update catalogue.subject set released_series_count = 1, last_released_at = now()
        where project_id = ${project.id} and code = ${subject}`.execute(db);
    const labels = [{ role: 'twin', designation: 'A' }];
    await release(a);
    await expect
      .poll(() => relationsOf(a), { timeout: 60_000 })
      .toEqual([{ kind: 'mother', id: null, code: mother, labels }]);
    await release(mother);
    expect(await relationsOf(a)).toMatchObject([{ kind: 'mother', id: expect.any(String) as string }]);
    expect(await relationsOf(mother)).toMatchObject([{ kind: 'child', code: a, labels }]);
    await release(b);
    expect(await relationsOf(a)).toMatchObject([
      { kind: 'mother', code: mother },
      { kind: 'sibling', code: b, labels: [{ role: 'twin', designation: 'B' }] },
    ]);

    // What comes late of the series follows it, though its sender names the mother.
    const late = await project.arrive('M', '20240101', { slice: 1 });
    await expectWholly(project, late, a);
    // Her name is looked for in the images of her children.
    const identities = await deidentification.identitiesOf(project.id, a);
    expect(identities.map(({ patientId }) => patientId)).toEqual(['M']);

    expect((await project.undo(first)).status).toBe(202);
    await expectWholly(project, one, mother);
    await expectWholly(project, late, mother);
    await expectWholly(project, two, b);
    expect(await stored(project, one)).toEqual(before);
    expect((await project.desk()).relations).toMatchObject([{ child: b, mother, twins: [] }]);
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from catalogue.exam e
      where e.project_id = ${project.id} and not exists (select from catalogue.series s where s.exam_id = e.id)`.execute(
      db,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('have the days of whoever their mother turns out to be, found out before or after', async () => {
    for (const order of ['link first', 'child first'] as const) {
      const project = await makeProject();
      const { one, own } = await arriveTwins(project, 'TEMP-1');
      await project.arrive('MRN-1', '20240202');
      let linked = '';
      const link = async () => {
        linked = await project.state({ kind: 'link', temporary: named('TEMP-1'), final: named('MRN-1') });
      };
      if (order === 'link first') await link();
      await project.state(twin('A', one));
      if (order === 'child first') {
        const child = (await project.desk()).relations[0]?.child ?? '';
        await expectWholly(project, one, child);
        const preview = await call('POST', `/projects/${project.key}/identities/previews`, {
          cookie: broker,
          body: { kind: 'link', temporary: named('TEMP-1'), final: named('MRN-1') },
        });
        const childMoves = { from: child, to: `a new subject for ${child}`, series: 1 };
        expect(preview.body['exams']).toContainEqual(expect.objectContaining(childMoves));
        const unknown = await call('POST', `/projects/${project.key}/identities/previews`, {
          cookie: broker,
          body: { kind: 'link', temporary: named('TEMP-1'), final: named('MRN-2') },
        });
        expect(unknown.body['exams']).toMatchObject([
          { from: await project.codeOf('TEMP-1'), to: 'a new subject', series: 2 },
          childMoves,
        ]);
        await link();
      }
      const mother = await project.codeOf('MRN-1');
      await expectWholly(project, own, mother);
      await expectBesideMother(project, one, own);
      const [relation] = (await project.desk()).relations;
      expect(relation).toMatchObject({ mother });
      // Her names are looked for in the images of her child, the one that was given for a while as well.
      const names = await deidentification.identitiesOf(project.id, relation?.child ?? '');
      expect(new Set(names.map(({ patientId }) => patientId))).toEqual(new Set(['MRN-1', 'TEMP-1']));
      // Nobody's any more: theirs are the days of the temporary subject, as they came.
      await project.undo(linked);
      await expectWholly(project, own, await project.codeOf('TEMP-1'));
      await expectBesideMother(project, one, own);
      // What comes late of the series has these days, too.
      const late = await project.arrive('TEMP-1', '20240101', { slice: 1 });
      await expectBesideMother(project, late, own);
    }
  });

  it('have one mother’s days when their images came under several identifiers of hers, in any order', async () => {
    for (const [first, second] of [
      ['TEMP-1', 'TEMP-2'],
      ['TEMP-2', 'TEMP-1'],
    ] as const) {
      const project = await makeProject();
      const own = await project.arrive('MRN-1', '20240101');
      const before = await project.arrive(first, '20240202');
      const after = await project.arrive(second, '20240303');
      await project.state(twin('A', before));
      const [relation] = (await project.desk()).relations;
      await project.state(twin('A', after, relation?.child));
      expect((await project.desk()).questions).toMatchObject([{ kind: 'two-mothers' }]);
      await project.state({ kind: 'link', temporary: named('TEMP-1'), final: named('MRN-1') });
      await project.state({ kind: 'link', temporary: named('TEMP-2'), final: named('MRN-1') });
      await expectBesideMother(project, before, own);
      await expectBesideMother(project, after, own);
      expect(await project.desk()).toMatchObject({
        questions: [],
        relations: [{ child: expect.any(String) }],
      });
    }
  });

  it('have further images joined to a child, or given back to the mother', async () => {
    const project = await makeProject();
    const { one, two } = await arriveTwins(project, 'M');
    const mother = await project.codeOf('M');
    await project.state(twin('A', one));
    const [relation] = (await project.desk()).relations;
    const child = relation?.child ?? '';
    await project.state(twin('A', two, child));
    await expectWholly(project, two, child);
    await project.state({ kind: 'child', series: [two.seriesId], role: 'mother' });
    await expectWholly(project, two, mother);
    await expectWholly(project, one, child);

    // Born, the child has an identifier of its own: images of before its birth still name the mother.
    await project.arrive('BORN', '20250101');
    const born = await project.codeOf('BORN');
    await project.state({ kind: 'merge', from: child, to: born });
    await expectWholly(project, one, born);
    const names = await deidentification.identitiesOf(project.id, born);
    expect(names.map(({ patientId }) => patientId).sort()).toEqual(['BORN', 'M']);
    expect((await project.desk()).relations).toMatchObject([{ child: born, mother }]);
  });

  it('keep their part of the exam when a profile is applied again, from their originals', async () => {
    const project = await makeProject({ originals: 'keep' });
    const { one } = await arriveTwins(project, 'M');
    await project.state(twin('A', one));
    const child = (await project.desk()).relations[0]?.child ?? '';
    await expectWholly(project, one, child);
    const { rows } = await sql<{ sealed: Buffer; profileId: string; intakeId: string; sopClassUid: string }>`
      select o.sealed, i.profile_id as "profileId", i.intake_id as "intakeId", i.sop_class_uid as "sopClassUid"
      from archive.instance i join archive.original o on o.instance_id = i.id where i.id = ${one.instanceId}`.execute(
      db,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('No originals');
    const visibility = { kind: 'intake', projectId: project.id, intakeId: row.intakeId } as const;
    const instance = await findInstance(db, visibility, one.instanceId);
    if (instance === undefined) throw new Error('no instance');
    const again = await deidentification.deidentifyAgain({
      projectId: project.id,
      instanceId: one.instanceId,
      sopClassUid: row.sopClassUid,
      profileId: row.profileId,
      madeByProfileId: row.profileId,
      subjectCode: child,
      sealed: row.sealed,
      read: async () => (await server.archive.reader.header(instance)).dataSet,
    });
    expect(again).toEqual({ kind: 'unchanged', basis: 'originals' });
  });

  it('are destroyed with their own withdrawal, and not with their mother’s', async () => {
    const project = await makeProject();
    const { one, two, own } = await arriveTwins(project, 'TEMP-1');
    await project.state(twin('A', one));
    const asMade = (await project.desk()).relations[0]?.child ?? '';
    await expectWholly(project, one, asMade);
    await project.state(twin('B', two));
    await project.state({ kind: 'link', temporary: named('TEMP-1'), final: named('M') });
    await expectBesideMother(project, one, own);
    await expectBesideMother(project, two, own);
    const mother = await project.codeOf('M');
    const children = (await project.desk()).relations.map(({ child }) => child);
    const preview = await call('GET', `/projects/${project.key}/identities/withdrawal?code=${mother}`, {
      cookie: broker,
    });
    expect(preview.body['children']).toEqual(children);
    await project.withdraw(mother);
    const left = async () => {
      const { rows } = await sql<{ id: string }>`select id from archive.instance
        where project_id = ${project.id} order by id`.execute(db);
      return rows.map(({ id }) => id);
    };
    await expect.poll(left, { timeout: 60_000 }).toEqual([one.instanceId, two.instanceId].sort());
    const codeOfOne = (await stored(project, one)).code;
    await project.withdraw(codeOfOne);
    await expect.poll(left, { timeout: 60_000 }).toEqual([two.instanceId]);
    // Nothing is left of the subject that stood there before the mother was known, either.
    const voidCodes = await deidentification.crosswalk.destruction.voidCodes(project.id);
    expect([codeOfOne, asMade].filter((code) => !voidCodes.has(code))).toEqual([]);
    expect(own.instanceId).not.toBe('');
  });

  it('are refused of several mothers, of nobody, and as their own mother', async () => {
    const project = await makeProject();
    const { one } = await arriveTwins(project, 'M');
    const elsewhere = await project.arrive('N', '20240101');
    const ask = async (body: object) =>
      problemOf(await call('POST', `/projects/${project.key}/identities/previews`, { cookie: broker, body }));
    expect(await ask({ ...twin('A', one), series: [one.seriesId, elsewhere.seriesId] })).toBe(
      'identity/fact-refused',
    );
    expect(await ask({ ...twin('A', one), series: [newId()] })).toBe('identity/fact-refused');
    expect(await ask(twin('A', one, await project.codeOf('M')))).toBe('identity/fact-refused');
    expect(await ask(twin('A', one, 'NOBODY'))).toBe('identity/subject-not-found');
  });
});
