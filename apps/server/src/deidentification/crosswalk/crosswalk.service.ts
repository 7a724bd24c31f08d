import { dateShiftDaysOf, hmacOfParts } from '@pesscara/deidentification';
import { sql } from 'kysely';
import { type Clock, later } from '../../kernel/clock/index.ts';
import { type Database, pgErrorConstraint, type Trx, transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import type { Vault } from '../../kernel/vault/index.ts';
import { createDatedChildren, type DatedChildrenDeps } from './dated-children.ts';
import { createDesk } from './desk.ts';
import { createDestruction } from './destruction.ts';
import { createEnvelope, type DataKey } from './envelope.ts';
import { createKeyRotation } from './key-rotation.ts';
import { createSealedOriginals, type OriginalsPlace } from './sealed-originals.ts';
import { createSealedValues, joinedDataKey, type PatientIdentity } from './sealed-values.ts';
import { subjectCode } from './subject-code.ts';
import { createSurvivors } from './survivors.ts';
import { createTemporary } from './temporary.ts';
import { createUnmatchedRows } from './unmatched-rows.ts';

export interface CrosswalkSubject {
  code: string;
  dateShiftDays: number;
  /** The subject that was found; another one when that stands for it. */
  originCode: string;
  /** Its person withdrew consent: nothing of theirs is kept. */
  isVoid: boolean;
}

export interface CrosswalkOptions {
  /** A pool with the role pesscara_crosswalk, which alone may read this schema. */
  crosswalkDb: Database;
  clock: Clock;
  vault: Vault;
  /** For codes and date shifts of a project. */
  projectKey(projectId: string, purpose: 'code' | 'date'): Uint8Array;
}

const rememberedSubjects = 20_000;
/** Who stands for whom may change: what is remembered is looked up again after this long. */
const rememberedMs = 1000;

/** Equal identifiers in equal words: trimmed, upper case, compatibility forms folded. */
function normalised(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

interface SubjectRow {
  id: string;
  originCode: string;
  state: string;
  projectId: string;
  code: string;
  sealedDateShift: Buffer;
  dataKeyId: string | null;
  keyEncryptionKeyId: string | null;
  wrapped: Buffer | null;
  /** Of the subject that was asked for: what is sealed for it stays its own when it is parted from the other. */
  ownKeyId?: string | null;
  ownKeyEncryptionKeyId?: string | null;
  ownWrapped?: Buffer | null;
}

/** The table of patients and subjects: sealed values, found by keyed hashes, in its own schema under its own role. */
export function createCrosswalk({ crosswalkDb, clock, vault, projectKey }: CrosswalkOptions) {
  const indexKey = vault.deriveKey('crosswalk-index');
  const envelope = createEnvelope({ clock, vault });
  const sealed = createSealedValues({ envelope, vault });
  const originals = createSealedOriginals({ crosswalkDb, clock, vault, envelope });
  const survivors = createSurvivors({ crosswalkDb, blindIndex });
  const ownKeys = new WeakMap<CrosswalkSubject, DataKey>();
  const remembered = new Map<string, { subject: CrosswalkSubject; until: Date }>();

  // Of a project: the same patient's rows in two projects do not show that they are one person's.
  function blindIndex(projectId: string, issuer: string, patientId: string): Buffer {
    return hmacOfParts(indexKey, projectId, 'mrn', normalised(issuer), normalised(patientId));
  }

  function opened(row: SubjectRow): CrosswalkSubject {
    const { code, originCode } = row;
    if (row.state === 'void') return { code, originCode, dateShiftDays: 0, isVoid: true };
    const dateShiftDays = sealed.openShift({ ...row, dataKey: joinedDataKey(row) });
    const subject = { code, originCode, dateShiftDays, isVoid: false };
    const ownKey = joinedDataKey({
      projectId: row.projectId,
      dataKeyId: row.ownKeyId ?? null,
      keyEncryptionKeyId: row.ownKeyEncryptionKeyId ?? null,
      wrapped: row.ownWrapped ?? null,
    });
    if (ownKey !== null) ownKeys.set(subject, envelope.open(ownKey));
    return subject;
  }

  // `n` is the subject that was asked for; `s` the one that stands for it, or itself.
  const subjects = () =>
    crosswalkDb
      .selectFrom('crosswalk.subject as n')
      .innerJoin('crosswalk.subject as s', (join) =>
        join.on((on) => on('s.id', '=', on.fn.coalesce('n.survivor_id', 'n.id'))),
      )
      .leftJoin('crosswalk.data_key as k', 'k.id', 's.data_key_id')
      .leftJoin('crosswalk.data_key as o', 'o.id', 'n.data_key_id')
      .select([
        's.id',
        's.project_id as projectId',
        's.code',
        's.sealed_date_shift as sealedDateShift',
        's.state',
        'n.code as originCode',
        'k.id as dataKeyId',
        'k.key_encryption_key_id as keyEncryptionKeyId',
        'k.wrapped',
        'o.id as ownKeyId',
        'o.key_encryption_key_id as ownKeyEncryptionKeyId',
        'o.wrapped as ownWrapped',
      ]);

  async function find(projectId: string, index: Buffer): Promise<CrosswalkSubject | undefined> {
    // Served by alias_project_blind_index_unique and subject_project_person_unique.
    const row = await subjects()
      .innerJoin('crosswalk.alias as a', (join) =>
        join.onRef('n.person_id', '=', 'a.person_id').onRef('n.project_id', '=', 'a.project_id'),
      )
      .where('a.project_id', '=', projectId)
      .where('a.blind_index', '=', index)
      .executeTakeFirst();
    return row === undefined ? undefined : opened(row);
  }

  /** The subjects of several patients, by issuer and Patient ID; those that are not known are left out. */
  async function findMany(
    projectId: string,
    patients: readonly { issuer: string; patientId: string }[],
  ): Promise<(CrosswalkSubject | undefined)[]> {
    const indexes = patients.map(({ issuer, patientId }) => blindIndex(projectId, issuer, patientId));
    if (indexes.length === 0) return [];
    const rows = await subjects()
      .innerJoin('crosswalk.alias as a', (join) =>
        join.onRef('n.person_id', '=', 'a.person_id').onRef('n.project_id', '=', 'a.project_id'),
      )
      .select('a.blind_index as blindIndex')
      .where('a.project_id', '=', projectId)
      .where('a.blind_index', 'in', indexes)
      .execute();
    const byIndex = new Map(
      rows.map(({ blindIndex: index, ...row }) => [index.toString('hex'), opened(row)]),
    );
    return indexes.map((index) => byIndex.get(index.toString('hex')));
  }

  async function insertAlias(
    trx: Trx,
    {
      projectId,
      personId,
      index,
      identity,
      dataKey,
      kind,
    }: {
      projectId: string;
      personId: string;
      index: Buffer;
      identity: PatientIdentity;
      dataKey: DataKey;
      kind: 'mrn' | 'temporary';
    },
  ): Promise<void> {
    const id = newId();
    await trx
      .insertInto('crosswalk.alias')
      .values({
        id,
        person_id: personId,
        project_id: projectId,
        kind,
        blind_index: index,
        data_key_id: dataKey.id,
        sealed: sealed.sealIdentity(dataKey, { id, projectId }, identity),
        created_at: clock.now(),
      })
      .execute();
  }

  async function insertSubject(
    trx: Trx,
    {
      projectId,
      personId,
      prefix,
      dataKey,
      child,
    }: {
      projectId: string;
      personId: string;
      prefix: string;
      dataKey: DataKey;
      child?: { motherId: string; datedById: string; redatesId: string | null; dateShiftDays: number };
    },
  ): Promise<string> {
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
    const dateShiftDays = child?.dateShiftDays ?? dateShiftDaysOf(projectKey(projectId, 'date'), code);
    await trx
      .insertInto('crosswalk.subject')
      .values({
        id,
        project_id: projectId,
        person_id: personId,
        code,
        sequence,
        data_key_id: dataKey.id,
        sealed_date_shift: sealed.sealShift(dataKey, { id, projectId }, dateShiftDays),
        mother_id: child?.motherId ?? null,
        dated_by_id: child?.datedById ?? null,
        redates_id: child?.redatesId ?? null,
        created_at: clock.now(),
      })
      .execute();
    return code;
  }

  async function insert(
    trx: Trx,
    projectId: string,
    index: Buffer,
    identity: PatientIdentity,
    { prefix, kind }: { prefix: string; kind: 'mrn' | 'temporary' },
  ): Promise<void> {
    const personId = newId();
    await trx.insertInto('crosswalk.person').values({ id: personId, created_at: clock.now() }).execute();
    const dataKey = await envelope.make(trx, projectId);
    await insertAlias(trx, { projectId, personId, index, identity, dataKey, kind });
    await insertSubject(trx, { projectId, personId, prefix, dataKey });
  }

  /**
   * The subject of a patient in a project, made at the first sight: the same one ever after, whichever receiver asks. That an identifier
   * is temporary is noted whenever it is seen: what such identifiers look like may be told later.
   * A short transaction of its own, repeatable: a subject without images does no harm.
   */
  async function subjectOf(
    projectId: string,
    identity: PatientIdentity,
    prefix: string,
    { isTemporary = false }: { isTemporary?: boolean } = {},
  ): Promise<CrosswalkSubject> {
    const kind = isTemporary ? 'temporary' : 'mrn';
    const index = blindIndex(projectId, identity.issuer, identity.patientId);
    const key = `${projectId} ${index.toString('base64')}`;
    const known = remembered.get(key);
    if (known !== undefined && known.until > clock.now()) return known.subject;
    let subject = await find(projectId, index);
    if (subject !== undefined && isTemporary)
      await survivors.markTemporary(projectId, identity.issuer, identity.patientId);
    if (subject === undefined) {
      try {
        await transact(crosswalkDb, (trx) => insert(trx, projectId, index, identity, { prefix, kind }));
      } catch (error) {
        // Another receiver met the same patient at the same moment; theirs counts.
        if (pgErrorConstraint(error) !== 'alias_project_blind_index_unique') throw error;
      }
      subject = await find(projectId, index);
    }
    if (subject === undefined) throw new Error('A subject that was just made is not there');
    if (remembered.size >= rememberedSubjects) remembered.clear();
    remembered.set(key, { subject, until: later(clock.now(), rememberedMs) });
    return subject;
  }

  async function rowWithCode(projectId: string, code: string): Promise<SubjectRow | undefined> {
    return crosswalkDb
      .selectFrom('crosswalk.subject as s')
      .leftJoin('crosswalk.data_key as k', 'k.id', 's.data_key_id')
      .select([
        's.id',
        's.project_id as projectId',
        's.code',
        's.code as originCode',
        's.state',
        's.sealed_date_shift as sealedDateShift',
        'k.id as dataKeyId',
        'k.key_encryption_key_id as keyEncryptionKeyId',
        'k.wrapped',
      ])
      .where('s.project_id', '=', projectId)
      .where('s.code', '=', code)
      .executeTakeFirst();
  }

  /** The subject of a project that has this code, itself; undefined when there is none. Served by subject_project_code_unique. */
  async function subjectWithCode(projectId: string, code: string): Promise<CrosswalkSubject | undefined> {
    const row = await rowWithCode(projectId, code);
    return row === undefined ? undefined : opened(row);
  }

  async function insertUnnamed(
    projectId: string,
    prefix: string,
    child?: Parameters<typeof insertSubject>[1]['child'],
  ): Promise<string> {
    return transact(crosswalkDb, async (trx) => {
      const personId = newId();
      await trx.insertInto('crosswalk.person').values({ id: personId, created_at: clock.now() }).execute();
      const dataKey = await envelope.make(trx, projectId);
      const subject = { projectId, personId, prefix, dataKey };
      return insertSubject(trx, child === undefined ? subject : { ...subject, child });
    });
  }

  /** A new subject whom no identifier leads to: exams can be moved to it. */
  const makeSubject = (projectId: string, prefix: string): Promise<string> =>
    insertUnnamed(projectId, prefix);

  const makeDated: DatedChildrenDeps['makeDated'] = async (projectId, prefix, child) => {
    const mother = await rowWithCode(projectId, child.mother);
    const datedBy = await rowWithCode(projectId, child.datedBy);
    const redates = child.redates === null ? undefined : await rowWithCode(projectId, child.redates);
    if (mother === undefined || datedBy === undefined) throw new Error('A mother is not in the crosswalk');
    // Of who withdrew consent no date shift is left.
    if (datedBy.state === 'void' || redates?.state === 'void') return undefined;
    return insertUnnamed(projectId, prefix, {
      motherId: mother.id,
      datedById: datedBy.id,
      redatesId: redates?.id ?? null,
      dateShiftDays: opened(datedBy).dateShiftDays,
    });
  };

  return {
    subjectOf,
    subjectWithCode,
    findMany,
    makeSubject,
    datedChildren: createDatedChildren({ crosswalkDb, makeDated }),
    destruction: createDestruction(crosswalkDb),
    originals: {
      ...originals,
      /** Seals original values for a subject that `subjectOf` found, with a key of its own. */
      seal: (subject: CrosswalkSubject, place: OriginalsPlace, bytes: Uint8Array): Buffer =>
        originals.seal(ownKeys.get(subject), place, bytes),
    },
    survivors,
    temporary: createTemporary(crosswalkDb),
    desk: createDesk({ crosswalkDb, clock, sealed, blindIndex }),
    unmatchedRows: createUnmatchedRows({ crosswalkDb, clock, envelope, blindIndex }),
    keys: createKeyRotation({ crosswalkDb, clock, vault, envelope, sealed }),
  };
}

export type Crosswalk = ReturnType<typeof createCrosswalk>;
