import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  type IntegerEntry,
  type ParsedIntegerTable,
  parseIntegerDatabase,
  parseIntegerTable,
} from '@pesscara/ctp';
import { sql } from 'kysely';
import type { Audit } from '../../audit/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, type Trx, transact } from '../../kernel/db/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { integersInvalid } from '../deidentification.problems.ts';
import { hmacOfInteger, lockKeyType } from './ctp-integers.service.ts';

export interface CtpIntegersImportOptions {
  db: Database;
  audit: Audit;
  key: Uint8Array;
}

/** What an import does, or would do, to one key type. */
export interface ImportedKeyType {
  keyType: string;
  added: number;
  /** They were there, with the same number. */
  unchanged: number;
  /** The number that the next new text gets. */
  next: number;
}

/** A table as text, or the files of CTP’s database: each compressed by gzip, in base64. */
export type IntegerSource = { table: string } | { db: string; lg?: string | undefined };

interface Hashed extends IntegerEntry {
  readonly hmac: Buffer;
}

const chunkSize = 2000;
/** Mistakes that an answer lists. */
const mostErrors = 50;
/** Largest file of a database when it is unpacked: that of some 200,000 texts. */
const mostDatabaseBytes = 64 * 1024 * 1024;

function refuse(mistakes: readonly { line: number; message: string }[]): never {
  const count = mistakes.length;
  throw problem(integersInvalid, {
    detail: `${count === 1 ? '1 line' : `${count} lines`} cannot be taken; nothing was imported.`,
    errors: mistakes
      .slice(0, mostErrors)
      .map(({ line, message }) => ({ pointer: '/body/table', detail: `Line ${line}: ${message}` })),
  });
}

const unpack = promisify(gunzip);

async function unpacked(file: string): Promise<Buffer> {
  try {
    return await unpack(Buffer.from(file, 'base64'), { maxOutputLength: mostDatabaseBytes });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const detail =
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `A file of the database is larger than ${mostDatabaseBytes} bytes. Export it to CSV.`
        : 'A file of the database is not compressed by gzip.';
    throw problem(integersInvalid, { detail });
  }
}

async function parsed(source: IntegerSource): Promise<ParsedIntegerTable> {
  if ('table' in source) return parseIntegerTable(source.table, nextTurn);
  const database = await unpacked(source.db);
  const log = source.lg === undefined ? {} : { log: await unpacked(source.lg) };
  return parseIntegerDatabase({ database, ...log }, nextTurn);
}

const inChunks = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, at) =>
    items.slice(at * chunkSize, (at + 1) * chunkSize),
  );

/** Integers that a CTP installation handed out, taken over into a project: all of a table, or nothing. */
export function createCtpIntegersImport({ db, audit, key }: CtpIntegersImportOptions) {
  /** Hashing a large table takes a second: others have their turn between. */
  async function hashed(projectId: string, entries: readonly IntegerEntry[]): Promise<Hashed[]> {
    const all: Hashed[] = [];
    for (const chunk of inChunks(entries)) {
      for (const entry of chunk) all.push({ ...entry, hmac: hmacOfInteger(key, projectId, entry) });
      await nextTurn();
    }
    return all;
  }

  /** What the project has of a chunk of one key type. Served by ctp_integer's primary key and its unique numbers. */
  async function known(trx: Trx, projectId: string, keyType: string, chunk: readonly Hashed[]) {
    const rows = await trx
      .selectFrom('deidentification.ctp_integer')
      .select(['text_hmac as hmac', 'number'])
      .where('project_id', '=', projectId)
      .where('key_type', '=', keyType)
      .where((where) =>
        where.or([
          where(
            'text_hmac',
            'in',
            chunk.map(({ hmac }) => hmac),
          ),
          where(
            'number',
            'in',
            chunk.map(({ number }) => number),
          ),
        ]),
      )
      .execute();
    return {
      numberOf: new Map(rows.map(({ hmac, number }) => [hmac.toString('hex'), number])),
      taken: new Set(rows.map(({ number }) => number)),
    };
  }

  async function highest(trx: Trx, projectId: string, keyType: string): Promise<number> {
    const last = await trx
      .selectFrom('deidentification.ctp_integer')
      .select('number')
      .where('project_id', '=', projectId)
      .where('key_type', '=', keyType)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    return last?.number ?? 0;
  }

  async function insert(
    trx: Trx,
    projectId: string,
    keyType: string,
    entries: readonly { hmac: Buffer; number: number }[],
  ) {
    for (const chunk of inChunks(entries))
      await trx
        .insertInto('deidentification.ctp_integer')
        .values(
          chunk.map(({ hmac, number }) => ({
            project_id: projectId,
            key_type: keyType,
            text_hmac: hmac,
            number,
          })),
        )
        .execute();
  }

  async function importKeyType(
    trx: Trx,
    projectId: string,
    { keyType, entries, counter }: { keyType: string; entries: readonly Hashed[]; counter: number },
  ): Promise<{ told: ImportedKeyType; mistakes: { line: number; message: string }[] }> {
    await lockKeyType(trx, projectId, keyType);
    const fresh: Hashed[] = [];
    const mistakes: { line: number; message: string }[] = [];
    for (const chunk of inChunks(entries)) {
      const { numberOf, taken } = await known(trx, projectId, keyType, chunk);
      for (const entry of chunk) {
        const number = numberOf.get(entry.hmac.toString('hex'));
        if (number === entry.number) continue;
        if (number !== undefined)
          mistakes.push({
            line: entry.line,
            message: 'The text has another integer in the project already.',
          });
        else if (taken.has(entry.number))
          mistakes.push({
            line: entry.line,
            message: 'The integer stands for another text in the project already.',
          });
        else fresh.push(entry);
      }
    }
    if (mistakes.length === 0) await insert(trx, projectId, keyType, fresh);
    let last = await highest(trx, projectId, keyType);
    if (counter > last && mistakes.length === 0) {
      // CTP counted further than the table goes: the place of its counter keeps those numbers from being handed out.
      const hmac = hmacOfInteger(key, projectId, { keyType: `__${keyType}__`, text: String(counter) });
      await insert(trx, projectId, keyType, [{ hmac, number: counter }]);
      last = counter;
    }
    const told = { keyType, added: fresh.length, unchanged: entries.length - fresh.length, next: last + 1 };
    return { told, mistakes };
  }

  async function importAll(
    trx: Trx,
    projectId: string,
    entries: readonly Hashed[],
    counters: ParsedIntegerTable['counters'],
  ) {
    // In one order, so that two imports never wait for each other.
    const keyTypes = [...new Set([...entries.map(({ keyType }) => keyType), ...counters.keys()])].sort();
    const results = [];
    for (const keyType of keyTypes) {
      const own = entries.filter((entry) => entry.keyType === keyType);
      results.push(
        await importKeyType(trx, projectId, { keyType, entries: own, counter: counters.get(keyType) ?? 0 }),
      );
    }
    const mistakes = results.flatMap((result) => result.mistakes).sort((one, other) => one.line - other.line);
    if (mistakes.length > 0) refuse(mistakes);
    return results.map(({ told }) => told);
  }

  /**
   * Takes over a table, or with `isTrial` says what that would do. Only keyed hashes of its texts are kept.
   * @throws integersInvalid with the lines that cannot be taken; then nothing is
   */
  return async (
    ctx: Context,
    order: { projectId: ProjectId; source: IntegerSource; reason: string | undefined; isTrial: boolean },
  ): Promise<ImportedKeyType[]> => {
    const { projectId, reason, isTrial } = order;
    const { entries, counters, findings } = await parsed(order.source);
    if (findings.length > 0) refuse(findings.map(({ line = 1, message }) => ({ line, message })));
    const all = await hashed(projectId, entries);
    return transact(db, async (trx) => {
      await sql`savepoint before_import`.execute(trx);
      const told = await importAll(trx, projectId, all, counters);
      if (isTrial) {
        await sql`rollback to savepoint before_import`.execute(trx);
        return told;
      }
      await audit.record(trx, ctx, {
        action: 'C',
        type: 'deidentification.ctp-integers.imported',
        projectId,
        object: { kind: 'project', id: projectId },
        after: { keyTypes: told.length, added: told.reduce((sum, { added }) => sum + added, 0) },
        ...(reason === undefined ? {} : { reason }),
      });
      return told;
    });
  };
}

export type CtpIntegersImport = ReturnType<typeof createCtpIntegersImport>;
