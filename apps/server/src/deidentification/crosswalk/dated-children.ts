import { sql } from 'kysely';
import { type Database, pgErrorConstraint } from '../../kernel/db/index.ts';

/** A subject that has the date shift of a mother, by codes: a child, or what stands in for one with another mother's shift. */
export interface DatedChild {
  code: string;
  /** The subject that its first images came under; of a stand-in, the one that it is dated by. */
  mother: string;
  /** The subject whose date shift it has. */
  datedBy: string;
  /** The child that it stands in for; null: it is the child itself. */
  redates: string | null;
}

export interface DatedChildrenDeps {
  crosswalkDb: Database;
  /** Makes a subject; undefined: no date shift is left of the one that it should be dated by. */
  makeDated(
    projectId: string,
    prefix: string,
    child: { mother: string; datedBy: string; redates: string | null },
  ): Promise<string | undefined>;
}

/** Subjects of children who were examined before birth, under their mothers' identifiers. */
export function createDatedChildren({ crosswalkDb, makeDated }: DatedChildrenDeps) {
  return {
    /** All of a project. Served by subject_dated. */
    async list(projectId: string): Promise<DatedChild[]> {
      const { rows } = await sql<DatedChild>`
        select c.code, m.code as mother, d.code as "datedBy", r.code as redates
        from crosswalk.subject c join crosswalk.subject m on m.id = c.mother_id join crosswalk.subject d on d.id = c.dated_by_id
        left join crosswalk.subject r on r.id = c.redates_id
        where c.project_id = ${projectId} and c.dated_by_id is not null order by c.code`.execute(crosswalkDb);
      return rows;
    },

    /** A new child, with the date shift of `datedBy`; undefined when none is left of that. */
    make: (projectId: string, prefix: string, child: { mother: string; datedBy: string }) =>
      makeDated(projectId, prefix, { ...child, redates: null }),

    /** What stands in for a child with the date shift of `datedBy`; undefined when none is left of that. Repeatable. */
    async redate(
      projectId: string,
      prefix: string,
      { child, datedBy }: { child: string; datedBy: string },
    ): Promise<string | undefined> {
      try {
        return await makeDated(projectId, prefix, { mother: datedBy, datedBy, redates: child });
      } catch (error) {
        // Another finding asked for it at the same moment.
        if (pgErrorConstraint(error) !== 'subject_redates_unique') throw error;
        return (await this.list(projectId)).find((one) => one.redates === child && one.datedBy === datedBy)
          ?.code;
      }
    },

    /** Whose child a subject is, when nothing is known of that yet. Its date shift stays. Served by subject_project_code_unique. */
    async setMother(projectId: string, childCode: string, motherCode: string): Promise<void> {
      await sql`update crosswalk.subject c set mother_id = m.id from crosswalk.subject m
        where c.project_id = ${projectId} and c.code = ${childCode} and c.mother_id is null
          and m.project_id = ${projectId} and m.code = ${motherCode} and m.id <> c.id`.execute(crosswalkDb);
    },
  };
}
