import { type Database, transact } from '../../kernel/db/index.ts';
import { beginningSealedBy } from './sealed-originals.ts';

const nothing = Buffer.alloc(0);

/** Destroys what is kept about persons: their data keys, and what was sealed with them. */
export function createDestruction(crosswalkDb: Database) {
  return {
    /** How everything begins that data keys of these persons sealed outside the crosswalk. Served by subject_project_code_unique. */
    async sealedBeginnings(projectId: string, codes: readonly string[]): Promise<Buffer[]> {
      if (codes.length === 0) return [];
      const rows = await crosswalkDb
        .selectFrom('crosswalk.subject')
        .select('data_key_id as id')
        .where('project_id', '=', projectId)
        .where('code', 'in', [...codes])
        .execute();
      return rows.flatMap(({ id }) => (id === null ? [] : [beginningSealedBy(id)]));
    },

    /** Subjects of a project whose persons withdrew consent. Served by subject_project_code_unique. */
    async voidCodes(projectId: string): Promise<Set<string>> {
      const rows = await crosswalkDb
        .selectFrom('crosswalk.subject')
        .select('code')
        .where('project_id', '=', projectId)
        .where('state', '=', 'void')
        .execute();
      return new Set(rows.map(({ code }) => code));
    },

    /**
     * Makes these subjects nobody's, for ever: identifiers, names, birth dates and date shifts do not open any more, not even from an
     * older state of their rows, once their data keys are gone. Repeatable. Served by subject_project_code_unique, alias_person,
     * unmatched_row_patient.
     */
    async destroy(projectId: string, codes: readonly string[]): Promise<void> {
      if (codes.length === 0) return;
      await transact(crosswalkDb, async (trx) => {
        const subjects = await trx
          .selectFrom('crosswalk.subject')
          .select(['id', 'person_id as personId', 'data_key_id as dataKeyId'])
          .where('project_id', '=', projectId)
          .where('code', 'in', [...codes])
          .orderBy('id')
          .forUpdate()
          .execute();
        if (subjects.length === 0) return;
        const persons = subjects.map(({ personId }) => personId);
        const aliases = await trx
          .selectFrom('crosswalk.alias')
          .select(['id', 'data_key_id as dataKeyId', 'blind_index as blindIndex'])
          .where('project_id', '=', projectId)
          .where('person_id', 'in', persons)
          .execute();
        await trx
          .updateTable('crosswalk.alias')
          .set({ sealed: nothing, data_key_id: null })
          .where('project_id', '=', projectId)
          .where('person_id', 'in', persons)
          .execute();
        await trx
          .updateTable('crosswalk.subject')
          .set({ sealed_date_shift: nothing, data_key_id: null, state: 'void' })
          .where(
            'id',
            'in',
            subjects.map(({ id }) => id),
          )
          .execute();
        if (aliases.length > 0)
          await trx
            .deleteFrom('crosswalk.unmatched_row')
            .where('project_id', '=', projectId)
            .where(
              'blind_index',
              'in',
              aliases.map(({ blindIndex }) => blindIndex),
            )
            .execute();
        const keys = [...subjects, ...aliases].flatMap(({ dataKeyId }) => dataKeyId ?? []);
        if (keys.length > 0) await trx.deleteFrom('crosswalk.data_key').where('id', 'in', keys).execute();
      });
    },
  };
}
