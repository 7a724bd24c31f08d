import { randomFillSync } from 'node:crypto';
import { systemClock } from '../clock/index.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ProjectId = Branded<'ProjectId'>;
export type AccountId = Branded<'AccountId'>;
export type SubjectId = Branded<'SubjectId'>;
export type ExamId = Branded<'ExamId'>;
export type SeriesId = Branded<'SeriesId'>;
export type InstanceId = Branded<'InstanceId'>;
export type IntakeId = Branded<'IntakeId'>;
export type CaseId = Branded<'CaseId'>;

const pool = new Uint8Array(4096);
let poolOffset = pool.length;
let lastMilliseconds = 0;
let counter = 0;

function randomBytes(length: number): Uint8Array {
  if (poolOffset + length > pool.length) {
    randomFillSync(pool);
    poolOffset = 0;
  }
  poolOffset += length;
  return pool.subarray(poolOffset - length, poolOffset);
}

/**
 * A UUID version 7 (RFC 9562 section 5.7), made here because PostgreSQL 15 has no generator and because an id known
 * before the transaction makes a retry idempotent. Ids of one process ascend: a 12-bit counter orders those of one millisecond.
 */
export function newId<Id extends string = string>(): Id {
  const now = systemClock.now().getTime();
  if (now > lastMilliseconds) {
    lastMilliseconds = now;
    counter = (randomBytes(2)[0] ?? 0) & 0x7f;
  } else if (++counter > 0xfff) {
    lastMilliseconds++;
    counter = 0;
  }
  const time = lastMilliseconds.toString(16).padStart(12, '0');
  const random = Buffer.from(randomBytes(8));
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  const tail = random.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${tail.slice(0, 4)}-${tail.slice(4)}` as Id;
}
