export { DatabaseError, migrate } from './migrate.ts';
export { createDatabase, createPool, type Role } from './pools.ts';
export type { DB } from './tables.generated.ts';
export { type Database, pgErrorConstraint, transact, type Trx } from './transact.ts';
