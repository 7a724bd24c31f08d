import type { Clock } from '../kernel/clock/index.ts';
import type { Database } from '../kernel/db/index.ts';
import { type ProjectRow, selectProjectWithRoles } from './projects.repository.ts';

/** A project with the roles that an account has in it. */
export interface Access {
  project: ProjectRow;
  roles: readonly string[];
}

/** Every request asks for the actor's roles; a change here is seen at once, one of another process after `keptMs`. */
export function createAccessCache(db: Database, clock: Clock, keptMs: number) {
  const entries = new Map<string, { access: Access | undefined; until: number }>();
  let epoch = 0;
  return {
    async get(key: string, accountId: string): Promise<Access | undefined> {
      const name = `${accountId} ${key}`;
      const now = clock.now().getTime();
      const known = entries.get(name);
      if (known !== undefined && known.until > now) return known.access;
      const asked = epoch;
      const access = await selectProjectWithRoles(db, key, accountId);
      if (entries.size >= 10_000) entries.clear();
      // What was read before a change that ended in the meantime is not kept.
      if (asked === epoch) entries.set(name, { access, until: now + keptMs });
      return access;
    },
    clear(): void {
      epoch++;
      entries.clear();
    },
  };
}
