import { type Database, transact } from '../../kernel/db/index.ts';

export interface SurvivorsDeps {
  crosswalkDb: Database;
  blindIndex(projectId: string, issuer: string, patientId: string): Buffer;
}

/** Which subject stands for which: what is received from now on goes there. */
export function createSurvivors({ crosswalkDb, blindIndex }: SurvivorsDeps) {
  return {
    /** Sets who stands for each of these subjects: another one, or itself. By their codes. Served by subject_project_code_unique. */
    async set(projectId: string, survivorOf: ReadonlyMap<string, string>): Promise<void> {
      const codes = [...new Set([...survivorOf.keys(), ...survivorOf.values()])];
      if (codes.length === 0) return;
      await transact(crosswalkDb, async (trx) => {
        const rows = await trx
          .selectFrom('crosswalk.subject')
          .select(['id', 'code', 'survivor_id as survivorId'])
          .where('project_id', '=', projectId)
          .where('code', 'in', codes)
          .orderBy('id')
          .forUpdate()
          .execute();
        const ids = new Map(rows.map(({ id, code }) => [code, id]));
        for (const { id, code, survivorId } of rows) {
          const survivor = survivorOf.get(code);
          const wanted = survivor === undefined || survivor === code ? null : (ids.get(survivor) ?? null);
          if (wanted === survivorId) continue;
          await trx
            .updateTable('crosswalk.subject')
            .set({ survivor_id: wanted })
            .where('id', '=', id)
            .execute();
        }
      });
    },

    /** Notes that an identifier was given for a while only. Served by alias_project_blind_index_unique. */
    async markTemporary(projectId: string, issuer: string, patientId: string): Promise<void> {
      await crosswalkDb
        .updateTable('crosswalk.alias')
        .set({ kind: 'temporary' })
        .where('project_id', '=', projectId)
        .where('blind_index', '=', blindIndex(projectId, issuer, patientId))
        .where('kind', '=', 'mrn')
        .execute();
    },
  };
}
