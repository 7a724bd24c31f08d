import { dateShiftDaysOf, hmacOfParts } from '@pesscara/deidentification';
import { sql } from 'kysely';
import type { Clock } from '../kernel/clock/index.ts';
import { type Database, pgErrorConstraint, type Trx, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import type { Vault } from '../kernel/vault/index.ts';
import { subjectCode } from './subject-code.ts';

/** A patient as the header names them. Identified: never logged, never stored but sealed. */
export interface PatientIdentity {
  issuer: string;
  patientId: string;
  patientName: string;
  birthDate: string;
}

export interface CrosswalkSubject {
  code: string;
  dateShiftDays: number;
}

export interface CrosswalkOptions {
  /** A pool with the role pesscara_crosswalk, which alone may read this schema. */
  crosswalkDb: Database;
  clock: Clock;
  vault: Vault;
  /** For codes and date shifts of a project. */
  projectKey(projectId: string, purpose: 'code' | 'date'): Uint8Array;
}

const purpose = 'crosswalk';
const rememberedSubjects = 20_000;

/** Bound into what is sealed: a value that was moved to another row, project or column does not open. */
function placeOf(table: 'alias' | 'subject', projectId: string, rowId: string, column: string): string {
  return `crosswalk.${table}|${projectId}|${rowId}|${column}`;
}

/** Equal identifiers in equal words: trimmed, upper case, compatibility forms folded. */
function normalised(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** The table of patients and subjects: sealed values, found by keyed hashes, in its own schema under its own role. */
export function createCrosswalk({ crosswalkDb, clock, vault, projectKey }: CrosswalkOptions) {
  const indexKey = vault.deriveKey('crosswalk-index');
  const remembered = new Map<string, CrosswalkSubject>();

  // Of a project: the same patient's rows in two projects do not show that they are one person's.
  function blindIndex(projectId: string, { issuer, patientId }: PatientIdentity): Buffer {
    return hmacOfParts(indexKey, projectId, 'mrn', normalised(issuer), normalised(patientId));
  }

  function opened(
    projectId: string,
    row: { id: string; code: string; sealed_date_shift: Buffer },
  ): CrosswalkSubject {
    const place = placeOf('subject', projectId, row.id, 'sealed_date_shift');
    const shift = vault.unseal(purpose, place, row.sealed_date_shift);
    return { code: row.code, dateShiftDays: shift.readInt32BE(0) };
  }

  async function find(projectId: string, index: Buffer): Promise<CrosswalkSubject | undefined> {
    // Served by alias_project_blind_index_unique and subject_project_person_unique.
    const row = await crosswalkDb
      .selectFrom('crosswalk.alias as a')
      .innerJoin('crosswalk.subject as s', (join) =>
        join.onRef('s.person_id', '=', 'a.person_id').onRef('s.project_id', '=', 'a.project_id'),
      )
      .select(['s.id', 's.code', 's.sealed_date_shift'])
      .where('a.project_id', '=', projectId)
      .where('a.blind_index', '=', index)
      .executeTakeFirst();
    return row === undefined ? undefined : opened(projectId, row);
  }

  async function insertAlias(
    trx: Trx,
    {
      projectId,
      personId,
      index,
      identity,
    }: { projectId: string; personId: string; index: Buffer; identity: PatientIdentity },
  ): Promise<void> {
    const id = newId();
    const plain = Buffer.from(JSON.stringify(identity));
    await trx
      .insertInto('crosswalk.alias')
      .values({
        id,
        person_id: personId,
        project_id: projectId,
        kind: 'mrn',
        blind_index: index,
        sealed: vault.seal(purpose, placeOf('alias', projectId, id, 'sealed'), plain),
        created_at: clock.now(),
      })
      .execute();
  }

  async function insertSubject(trx: Trx, projectId: string, personId: string, prefix: string): Promise<void> {
    // One subject of a project at a time gets a number: the lock ends with the transaction.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`crosswalk ${projectId}`}, 0))`.execute(trx);
    // Served by subject_project_sequence_unique.
    const last = await trx
      .selectFrom('crosswalk.subject')
      .select((select) => select.fn.max('sequence').as('sequence'))
      .where('project_id', '=', projectId)
      .executeTakeFirst();
    const id = newId();
    const sequence = (last?.sequence ?? 0) + 1;
    const code = subjectCode(projectKey(projectId, 'code'), prefix, sequence);
    const shift = Buffer.alloc(4);
    shift.writeInt32BE(dateShiftDaysOf(projectKey(projectId, 'date'), code));
    await trx
      .insertInto('crosswalk.subject')
      .values({
        id,
        project_id: projectId,
        person_id: personId,
        code,
        sequence,
        sealed_date_shift: vault.seal(purpose, placeOf('subject', projectId, id, 'sealed_date_shift'), shift),
        created_at: clock.now(),
      })
      .execute();
  }

  async function insert(
    trx: Trx,
    projectId: string,
    index: Buffer,
    identity: PatientIdentity,
    prefix: string,
  ): Promise<void> {
    const personId = newId();
    await trx.insertInto('crosswalk.person').values({ id: personId, created_at: clock.now() }).execute();
    await insertAlias(trx, { projectId, personId, index, identity });
    await insertSubject(trx, projectId, personId, prefix);
  }

  /**
   * The subject of a patient in a project, made at the first sight: the same one ever after, whichever receiver asks.
   * A short transaction of its own, repeatable: a subject without images does no harm.
   */
  async function subjectOf(
    projectId: string,
    identity: PatientIdentity,
    prefix: string,
  ): Promise<CrosswalkSubject> {
    const index = blindIndex(projectId, identity);
    const key = `${projectId} ${index.toString('base64')}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    let subject = await find(projectId, index);
    if (subject === undefined) {
      try {
        await transact(crosswalkDb, (trx) => insert(trx, projectId, index, identity, prefix));
      } catch (error) {
        // Another receiver met the same patient at the same moment; theirs counts.
        if (pgErrorConstraint(error) !== 'alias_project_blind_index_unique') throw error;
      }
      subject = await find(projectId, index);
    }
    if (subject === undefined) throw new Error('A subject that was just made is not there');
    if (remembered.size >= rememberedSubjects) remembered.clear();
    remembered.set(key, subject);
    return subject;
  }

  /** The subject of a project that has this code; undefined when there is none. Served by subject_project_code_unique. */
  async function subjectWithCode(projectId: string, code: string): Promise<CrosswalkSubject | undefined> {
    const row = await crosswalkDb
      .selectFrom('crosswalk.subject')
      .select(['id', 'code', 'sealed_date_shift'])
      .where('project_id', '=', projectId)
      .where('code', '=', code)
      .executeTakeFirst();
    return row === undefined ? undefined : opened(projectId, row);
  }

  return { subjectOf, subjectWithCode };
}

export type Crosswalk = ReturnType<typeof createCrosswalk>;
