import { sql } from 'kysely';
import type { Database, Trx } from '../kernel/db/index.ts';
import type { SubjectRelation } from './catalogue.schema.ts';

/** A child that was examined before its birth, and its mother, by their codes. */
export interface ChildOfMother {
  child: string;
  mother: string;
  labels: readonly { role: string; designation: string | null }[];
  /** Children of the same mother with images in the same exams. */
  siblings: readonly string[];
}

/** Sets all relations of a project at once. Served by the primary key. */
export async function setRelations(
  trx: Trx,
  projectId: string,
  relations: readonly ChildOfMother[],
): Promise<void> {
  await trx.deleteFrom('catalogue.subject_relation').where('project_id', '=', projectId).execute();
  if (relations.length === 0) return;
  const rows = relations.map(({ child, mother, labels, siblings }) => ({
    project_id: projectId,
    child_code: child,
    mother_code: mother,
    labels: JSON.stringify(labels),
    siblings: [...siblings],
  }));
  await trx.insertInto('catalogue.subject_relation').values(rows).execute();
}

/**
 * Who is related to a visible subject: its mother, of whom there need not be images besides its own, and visible ones of the children beside
 * it and of its own. Served by
 * subject_relation_pkey, subject_relation_mother, subject_project_code_unique.
 */
export async function selectRelations(
  db: Database,
  projectId: string,
  code: string,
): Promise<SubjectRelation[]> {
  const { rows } = await sql<SubjectRelation>`
    with related (kind, code, labels) as (
      select 'mother', r.mother_code, r.labels from catalogue.subject_relation r
        where r.project_id = ${projectId} and r.child_code = ${code}
      union all
      select 'sibling', s.child_code, s.labels from catalogue.subject_relation r join catalogue.subject_relation s
        on s.project_id = r.project_id and s.child_code = any(r.siblings) and s.mother_code = r.mother_code
        where r.project_id = ${projectId} and r.child_code = ${code}
      union all
      select 'child', r.child_code, r.labels from catalogue.subject_relation r
        where r.project_id = ${projectId} and r.mother_code = ${code})
    select r.kind, j.id, r.code, r.labels from related r
    left join catalogue.subject j on j.project_id = ${projectId} and j.code = r.code and j.released_series_count > 0
    where r.kind = 'mother' or j.id is not null
    order by array_position(array['mother', 'sibling', 'child'], r.kind), r.code`.execute(db);
  return rows;
}
