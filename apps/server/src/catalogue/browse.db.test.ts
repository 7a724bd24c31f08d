import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { withDatabase } from '../../test/kit/database.ts';
import { createPool } from '../kernel/db/index.ts';
import { encodeCursor } from '../kernel/http/index.ts';
import { newId } from '../kernel/ids/index.ts';
import type { Facets, SeriesSort, SeriesSummary } from './catalogue.schema.ts';
import { seriesSorts } from './catalogue.schema.ts';
import { selectFacetGroups } from './facets.repository.ts';
import { facetCounts, tagFacet } from './facets.ts';
import { selectExamPage, selectSubjectPage } from './groups.repository.ts';
import { selectSeriesPage } from './series.repository.ts';
import { readFilter, type SeriesFilter, seriesOrder } from './series-filter.ts';

const { db, url, log } = await withDatabase();
const projectId = newId();

// A deterministic crowd: small sets of values, so that filters meet; nulls and equal sort values everywhere.
let state = 42;
const random = (below: number) => {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * below);
};
const pick = <T>(...of: T[]): T => of[random(of.length)] as T;

interface Made {
  id: string;
  examId: string;
  subjectId: string;
  subjectCode: string;
  studyDate: string | null;
  modality: string | null;
  weighting: string | null;
  plane: string | null;
  contrast: string | null;
  centre: string | null;
  manufacturer: string | null;
  conversion: string;
  tags: string[];
  instances: number;
  description: string;
  releasedAt: string;
}
const made: Made[] = [];

beforeAll(async () => {
  const now = new Date();
  await db
    .insertInto('projects.project')
    .values({ id: projectId, key: 'browse', name: 'Browse', settings: '{}', created_at: now })
    .execute();
  for (let subject = 0; subject < 8; subject++) {
    const subjectId = newId();
    const subjectCode = `S-${8 - subject}`;
    await db
      .insertInto('catalogue.subject')
      .values({
        id: subjectId,
        project_id: projectId,
        code: subjectCode,
        created_at: now,
        released_series_count: 1,
        last_released_at: now,
      })
      .execute();
    for (let exam = 0; exam < 4; exam++) {
      const examId = newId();
      const studyDate = pick(null, '2020-01-01', '2021-06-15', '2021-06-15');
      const uid = `2.25.${subject}.${exam}`;
      const series = Array.from(
        { length: 8 },
        (): Made => ({
          id: newId(),
          examId,
          subjectId,
          subjectCode,
          studyDate,
          modality: pick(null, 'MR', 'MR', 'CT'),
          weighting: pick(null, 'T1', 'T2'),
          plane: pick(null, 'axial'),
          contrast: pick(null, 'given'),
          centre: pick(null, 'Oslo', 'Pune'),
          manufacturer: pick('SIEMENS', 'Philips'),
          conversion: pick('none', 'converted'),
          tags: pick([], [], ['a'], ['b'], ['a', 'b']),
          instances: pick(0, 1, 2, 3, 4),
          description: pick('AX 100%', 'sag_x', 'Perfusion'),
          releasedAt: pick(
            '2026-01-01T00:00:00.123Z',
            '2026-01-01T00:00:00.124Z',
            '2026-02-01T00:00:00.000Z',
          ),
        }),
      );
      const visible = series.filter((one) => one.instances > 0);
      await db
        .insertInto('catalogue.exam')
        .values({
          id: examId,
          project_id: projectId,
          subject_id: subjectId,
          study_instance_uid: uid,
          study_date: studyDate,
          created_at: now,
          released_series_count: visible.length,
          released_instance_count: visible.reduce((sum, one) => sum + one.instances, 0),
        })
        .execute();
      await db
        .insertInto('catalogue.series')
        .values(
          series.map((one, n) => ({
            id: one.id,
            project_id: projectId,
            subject_id: subjectId,
            exam_id: examId,
            subject_code: subjectCode,
            study_date: studyDate,
            study_instance_uid: uid,
            series_instance_uid: `${uid}.${n}`,
            series_description: one.description,
            modality: one.modality,
            weighting: one.weighting,
            plane: one.plane,
            contrast: one.contrast,
            centre: one.centre,
            manufacturer: one.manufacturer,
            conversion_state: one.conversion,
            tags: one.tags,
            released_instance_count: one.instances,
            released_at: one.releasedAt,
            created_at: now,
          })),
        )
        .execute();
      made.push(...visible);
    }
  }
});

const queries = [
  {},
  { q: 'ax' },
  { q: '100%' },
  { q: 'sag_ s-3' },
  { modality: ['MR'] },
  { modality: ['MR', ''], weighting: ['T1'] },
  { tag: ['a'] },
  { tag: ['', 'b'], plane: ['axial'] },
  { tag: ['a', 'b'], conversion: ['converted'], centre: ['Oslo', 'Pune'] },
  { subject: ['S-1', 'S-2'], contrast: [''] },
  { manufacturer: ['nobody'] },
  { q: 's-', tag: ['a', ''], modality: ['MR', ''], centre: ['Oslo'] },
  { subject: ['S-1', 'S-5'], tag: ['b'] },
  { exam: ['rubbish'] },
];

const facetValue: Record<string, (one: Made) => string> = {
  modality: (one) => one.modality ?? '',
  weighting: (one) => one.weighting ?? '',
  plane: (one) => one.plane ?? '',
  contrast: (one) => one.contrast ?? '',
  centre: (one) => one.centre ?? '',
  manufacturer: (one) => one.manufacturer ?? '',
  conversion: (one) => one.conversion,
};

/** What a filter means, said a second time. */
function meets(one: Made, filter: SeriesFilter, except?: string): boolean {
  const text = [
    one.subjectCode,
    one.description,
    one.modality,
    one.plane,
    one.weighting,
    one.contrast,
    one.manufacturer,
    one.centre,
    ...one.tags,
  ]
    .join(' ')
    .toLowerCase();
  if (!filter.words.every((word) => text.includes(word))) return false;
  if (filter.examIds.length > 0 && !filter.examIds.includes(one.examId)) return false;
  if (filter.subjectCodes.length > 0 && !filter.subjectCodes.includes(one.subjectCode)) return false;
  for (const [name, selected] of Object.entries(filter.facets)) {
    if (name === except) continue;
    if (name === 'tag') {
      if (
        !one.tags.some((tag) => selected.includes(tag)) &&
        !(one.tags.length === 0 && selected.includes(''))
      )
        return false;
    } else if (!selected.includes(facetValue[name]?.(one) ?? '')) return false;
  }
  return true;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const ordering: Record<SeriesSort, (a: Made, b: Made) => number> = {
  '-studyDate': (a, b) => compare(b.studyDate ?? '', a.studyDate ?? '') || compare(b.id, a.id),
  studyDate: (a, b) => compare(a.studyDate ?? '', b.studyDate ?? '') || compare(a.id, b.id),
  subject: (a, b) => compare(a.subjectCode, b.subjectCode) || compare(a.id, b.id),
  modality: (a, b) => compare(a.modality ?? '', b.modality ?? '') || compare(a.id, b.id),
  '-releasedAt': (a, b) => compare(b.releasedAt, a.releasedAt) || compare(b.id, a.id),
};

async function allPages(filter: SeriesFilter, sort: SeriesSort, limit: number): Promise<SeriesSummary[]> {
  const found: SeriesSummary[] = [];
  for (let cursor: string | undefined; ; ) {
    const rows = await selectSeriesPage(db, projectId, filter, seriesOrder(sort, cursor), limit);
    found.push(...rows.map((row) => row.series));
    const last = rows.at(-1);
    if (rows.length < limit || last === undefined) return found;
    cursor = encodeCursor([last.cursorValue, last.series.id]);
  }
}

describe.each(queries)('browse with %j', (query) => {
  const filter = readFilter(query);

  test.each(seriesSorts)('pages by %s hold every series once, in order', async (sort) => {
    const expected = made.filter((one) => meets(one, filter)).sort(ordering[sort]);
    const found = await allPages(filter, sort, 7);
    expect(found.map((one) => one.id)).toEqual(expected.map((one) => one.id));
  });

  test('facets and totals count what looking at each series counts', async () => {
    const { groups, byTag, totals } = await selectFacetGroups(db, projectId, filter);
    const matching = made.filter((one) => meets(one, filter));
    expect(totals).toEqual({
      series: matching.length,
      subjects: new Set(matching.map((one) => one.subjectId)).size,
      exams: new Set(matching.map((one) => one.examId)).size,
      instances: matching.reduce((sum, one) => sum + one.instances, 0),
    });
    const facets: Facets['facets'] = [...facetCounts(groups, filter), tagFacet(byTag, filter)];
    for (const { name, values } of facets) {
      const others = made.filter((one) => meets(one, filter, name));
      const valuesOf = (one: Made) => (name === 'tag' ? one.tags : [facetValue[name]?.(one) ?? '']);
      for (const { value, count } of values)
        if (name !== 'tag' || value !== '')
          expect([name, value, count]).toEqual([
            name,
            value,
            others.filter((one) => valuesOf(one).includes(value)).length,
          ]);
      const seen = new Set(values.map(({ value }) => value));
      for (const one of others) for (const value of valuesOf(one)) expect(seen.has(value)).toBe(true);
    }
  });

  test('subjects and exams are those with a matching series, each once', async () => {
    const matching = made.filter((one) => meets(one, filter));
    const subjects = new Set<string>();
    for (let cursor: string | undefined; ; ) {
      const rows = await selectSubjectPage(db, projectId, filter, 3, cursor);
      for (const { subject } of rows) subjects.add(subject.id);
      const last = rows.at(-1);
      if (rows.length < 3 || last === undefined) break;
      cursor = encodeCursor([last.cursorValue, last.subject.id]);
    }
    expect([...subjects].sort()).toEqual([...new Set(matching.map((one) => one.subjectId))].sort());
    const exams: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const rows = await selectExamPage(db, projectId, filter, 5, cursor);
      exams.push(...rows.map(({ exam }) => exam.id));
      const last = rows.at(-1);
      if (rows.length < 5 || last === undefined) break;
      cursor = encodeCursor([last.cursorValue, last.exam.id]);
    }
    expect(exams.toSorted()).toEqual([...new Set(matching.map((one) => one.examId))].sort());
  });
});

test('the first page, the facets and the tags are read from their indexes', async () => {
  const owner = createPool({ url, connections: 1, log });
  await owner.query('vacuum analyze catalogue.series');
  await owner.end();
  await db.transaction().execute(async (trx) => {
    await sql`set local enable_seqscan = off`.execute(trx);
    await sql`set local enable_bitmapscan = off`.execute(trx);
    await sql`set local enable_sort = off`.execute(trx);
    const plan = async (statement: string) => {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`${sql.raw(`explain ${statement}`)}`.execute(trx);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    };
    const visible = `s.project_id = '${projectId}' and s.released_instance_count > 0`;
    const page = (order: string) =>
      plan(`select s.* from catalogue.series s where ${visible} order by ${order} limit 100`);
    expect(await page("coalesce(s.study_date, '-infinity'::date) desc, s.id desc")).toMatch(
      /Index Scan using series_by_study_date/,
    );
    expect(await page("coalesce(s.study_date, '-infinity'::date) asc, s.id asc")).toMatch(
      /Index Scan Backward using series_by_study_date/,
    );
    expect(await page('s.subject_code, s.id')).toMatch(/using series_by_subject/);
    expect(await page("coalesce(s.modality, ''), s.id")).toMatch(/using series_by_modality/);
    expect(await page('s.released_at desc, s.id desc')).toMatch(/using series_by_release/);
    expect(
      await plan(`select facet_key, count(*) from catalogue.series s where ${visible} group by 1`),
    ).toMatch(/Index Only Scan using series_facets/);
    expect(
      await plan(
        `select s.tags, count(*) from catalogue.series s where ${visible} and s.tags <> '{}' and split_part(s.facet_key, e'\\x1f', 1) = 'MR' group by 1`,
      ),
    ).toMatch(/Index Only Scan using series_tag_facets/);
  });
});
