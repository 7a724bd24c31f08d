export { createDeferredCommit, type DeferredCommit } from './deferred-commit.ts';
export { deleteReferenced } from './delete-referenced.ts';
export { DatabaseError, migrate } from './migrate.ts';
export { createDatabase, createPool, endPool, type Role } from './pools.ts';
export type { DB } from './tables.generated.ts';
export { type Database, pgErrorConstraint, type Trx, transact } from './transact.ts';
