import type { Audit } from '../../audit/index.ts';
import type { Clock } from '../../kernel/clock/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { type Database, pgErrorConstraint, transact } from '../../kernel/db/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';
import { type ProblemPointer, problem, stale } from '../../kernel/problems/index.ts';
import { routeInvalid } from '../archive.problems.ts';
import { addressMistake, compileRoutes, type Route, type RouteFacts } from './route.ts';

export interface RouteSet {
  version: number;
  routes: Route[];
  createdAt: Date | null;
  createdBy: string | null;
}

/** Where an arrival goes. */
export interface RoutedTo {
  projectId: ProjectId;
  profileId: string | null;
  routeVersion: number;
  tags: readonly string[];
  centre: string | null;
}

export interface RoutingOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  /** The project of a key; undefined when there is none. */
  findProjectId(key: string): Promise<ProjectId | undefined>;
  /** The newest version of the profile with this name; undefined when there is none. */
  findProfileId(name: string): Promise<string | undefined>;
  /** How long a saved table may go unnoticed by another process. */
  refreshMs: number;
}

interface Loaded {
  set: RouteSet;
  match(facts: RouteFacts): Route | undefined;
  destinations: Map<Route, RoutedTo>;
  checkedAt: number;
}

/** The routing table: versioned, audited, cached for the receiver. */
export function createRouting({ db, clock, audit, findProjectId, findProfileId, refreshMs }: RoutingOptions) {
  let loaded: Loaded | undefined;
  let loading: Promise<Loaded> | undefined;

  async function readNewest(): Promise<RouteSet> {
    // The newest version, by the primary key.
    const row = await db
      .selectFrom('archive.route_set')
      .selectAll()
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) return { version: 0, routes: [], createdAt: null, createdBy: null };
    return {
      version: row.version,
      routes: row.routes as unknown as Route[],
      createdAt: row.created_at,
      createdBy: row.created_by,
    };
  }

  async function load(): Promise<Loaded> {
    const set = await readNewest();
    const destinations = new Map<Route, RoutedTo>();
    for (const route of set.routes) {
      const projectId = await findProjectId(route.project);
      const profileId = route.profile === null ? null : await findProfileId(route.profile);
      // A route whose project or profile is gone matches nothing: what it took is held, not lost.
      if (projectId !== undefined && profileId !== undefined)
        destinations.set(route, {
          projectId,
          profileId,
          routeVersion: set.version,
          tags: route.tags,
          centre: route.centre,
        });
    }
    return { set, match: compileRoutes(set.routes), destinations, checkedAt: clock.now().getTime() };
  }

  async function current(): Promise<Loaded> {
    if (loaded !== undefined && clock.now().getTime() - loaded.checkedAt < refreshMs) return loaded;
    loading ??= load().finally(() => {
      loading = undefined;
    });
    loaded = await loading;
    return loaded;
  }

  async function mistakes(routes: readonly Route[]): Promise<ProblemPointer[]> {
    const found: ProblemPointer[] = [];
    for (const [index, route] of routes.entries()) {
      const at = `/body/routes/${index}`;
      if ((await findProjectId(route.project)) === undefined)
        found.push({ pointer: `${at}/project`, detail: `there is no project ${route.project}` });
      if (route.profile !== null && (await findProfileId(route.profile)) === undefined)
        found.push({ pointer: `${at}/profile`, detail: `there is no profile ${route.profile}` });
      for (const [n, block] of (route.match.addresses ?? []).entries()) {
        const detail = addressMistake(block);
        if (detail !== undefined) found.push({ pointer: `${at}/match/addresses/${n}`, detail });
      }
    }
    return found;
  }

  /** Saves the whole table as the version after `seenVersion`. @throws stale, routeInvalid */
  async function save(ctx: Context, seenVersion: number, routes: Route[]): Promise<RouteSet> {
    const errors = await mistakes(routes);
    if (errors.length > 0)
      throw problem(routeInvalid, { detail: errors.map((error) => error.detail).join('; '), errors });
    const before = await readNewest();
    try {
      await transact(db, async (trx) => {
        await trx
          .insertInto('archive.route_set')
          .values({
            version: seenVersion + 1,
            routes: JSON.stringify(routes),
            created_at: clock.now(),
            created_by: ctx.actor.id,
          })
          .execute();
        if (before.version !== seenVersion)
          throw problem(stale, { detail: `The routes are at version ${before.version} now.` });
        await audit.record(trx, ctx, {
          action: 'U',
          type: 'archive.routes.changed',
          object: { kind: 'routes', id: String(seenVersion + 1) },
          before: before.routes,
          after: routes,
        });
      });
    } catch (error) {
      if (pgErrorConstraint(error) === 'route_set_pkey')
        throw problem(stale, {
          detail: 'The routes were changed by someone else. Load them again and repeat your change.',
        });
      throw error;
    }
    loaded = undefined;
    return readNewest();
  }

  return {
    newest: readNewest,
    save,
    /** Every version, newest first. */
    async versions(): Promise<RouteSet[]> {
      const rows = await db
        .selectFrom('archive.route_set')
        .selectAll()
        .orderBy('version', 'desc')
        .limit(200)
        .execute();
      return rows.map((row) => ({
        version: row.version,
        routes: row.routes as unknown as Route[],
        createdAt: row.created_at,
        createdBy: row.created_by,
      }));
    },
    /** Where an arrival goes by the table in force; undefined: nowhere. */
    async match(facts: RouteFacts): Promise<RoutedTo | undefined> {
      const { match, destinations } = await current();
      const route = match(facts);
      return route === undefined ? undefined : destinations.get(route);
    },
    /** The route that would take an arrival, for the test bench. */
    async test(facts: RouteFacts): Promise<Route | undefined> {
      return compileRoutes((await readNewest()).routes)(facts);
    },
  };
}

export type Routing = ReturnType<typeof createRouting>;
