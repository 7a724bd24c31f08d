import { sql } from 'kysely';
import type { Database } from '../../kernel/db/index.ts';

/** A subject whom only temporary identifiers lead to. */
export interface TemporarySubject {
  code: string;
  /** When the first of its identifiers came. */
  since: Date;
  identifiers: number;
}

// A patient who is known stands for the subject of a temporary identifier, or has an identifier of another kind.
const unresolved = (projectId: string) => sql`
  select s.code, min(a.created_at) as since, count(*)::int as identifiers
  from (
    select distinct coalesce(m.survivor_id, m.id) as id from crosswalk.alias t
    join crosswalk.subject m on m.person_id = t.person_id and m.project_id = t.project_id
    where t.project_id = ${projectId} and t.kind = 'temporary'
  ) c
  join crosswalk.subject s on s.id = c.id and s.state = 'active'
  join crosswalk.subject n on n.id = s.id or n.survivor_id = s.id
  join crosswalk.alias a on a.person_id = n.person_id and a.project_id = n.project_id
  group by s.id, s.code having bool_and(a.kind = 'temporary')`;

/** Subjects that wait for somebody to say who they are. */
export function createTemporary(crosswalkDb: Database) {
  return {
    /** The longest known first, and how many there are in all. Served by alias_temporary, subject_project_person_unique, subject_survivor. */
    async list(projectId: string, limit: number): Promise<{ subjects: TemporarySubject[]; count: number }> {
      const { rows } = await sql<TemporarySubject & { total: number }>`
        select code, since, identifiers, count(*) over ()::int as total from (${unresolved(projectId)}) u
        order by since, code limit ${limit}`.execute(crosswalkDb);
      return {
        subjects: rows.map(({ code, since, identifiers }) => ({ code, since, identifiers })),
        count: rows[0]?.total ?? 0,
      };
    },
  };
}
