import { sql } from 'kysely';
import { valueHash } from '../../src/curation/inventory/collecting.ts';
import { replaceUses } from '../../src/curation/inventory/inventory.repository.ts';
import { createSealedTexts, type TextVault } from '../../src/curation/inventory/sealed-texts.ts';
import type { ValueFlag } from '../../src/curation/inventory/value-flags.ts';
import { type Database, transact } from '../../src/kernel/db/index.ts';
import { newId } from '../../src/kernel/ids/index.ts';

/** As if a hundred series more had arrived, of a hundred images each: rows only, copied from the one that is there. */
async function multiplySeries(db: Database, projectId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with s as (
      insert into catalogue.series (id, project_id, subject_id, exam_id, subject_code, study_instance_uid, series_instance_uid, created_at)
      select gen_random_uuid(), project_id, subject_id, exam_id, subject_code, study_instance_uid, series_instance_uid || '.' || n, now()
      from catalogue.series, generate_series(1, 100) n where project_id = ${projectId} returning id
    ), k as (
      insert into archive.intake select r.* from s, archive.intake k,
        jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid(), 'series_id', s.id, 'instance_count', 100)) r
      where k.project_id = ${projectId} returning id, series_id)
    insert into curation.quarantine_case select r.* from k, curation.quarantine_case c,
      jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid(), 'intake_id', k.id, 'series_id', k.series_id, 'instance_count', 100)) r
    where c.project_id = ${projectId} returning intake_id as id`.execute(db);
  return rows.map(({ id }) => id);
}

/** A hundred series more of a hundred images each, with 120 values in each, ten of them its own, as if they were gathered. */
export async function gatherLargeBatch(
  db: Database,
  { projectId, vault, now }: { projectId: string; vault: TextVault; now: Date },
): Promise<void> {
  const intakeIds = await multiplySeries(db, projectId);
  const texts = createSealedTexts(vault);
  const sampleInstanceId = newId();
  const valueOf = (intake: number, at: number) => {
    const path = `0018,${String(1000 + at)}`;
    const text = at < 10 ? `SLOT ${String(intake * 10 + at)}` : `SAME ${String(at)}`;
    const hash = valueHash(texts.hashKey, projectId, path, 'LO', text);
    const flags: ValueFlag[] = at < 10 ? ['id-like'] : [];
    return {
      hash,
      path,
      keyword: null,
      vr: 'LO',
      text,
      rule: 'kept',
      flags,
      instanceCount: 100,
      sampleInstanceId,
    };
  };
  await transact(db, async (trx) => {
    for (const [intake, intakeId] of intakeIds.entries())
      await replaceUses(trx, {
        projectId,
        intakeId,
        values: Array.from({ length: 120 }, (_, at) => valueOf(intake, at)),
        contentSha256: Buffer.alloc(32),
        instanceCount: 100,
        seal: (hash, text) => texts.sealValue(projectId, hash, text),
        now,
      });
  });
}
