import { z } from 'zod';
import type { Context } from '../context/index.ts';
import type { Database } from '../db/index.ts';
import type { Events } from '../events/index.ts';
import type { Http } from './server.ts';

/** The projects whose facts a reader hears, and in which of them also those of quarantine. */
export interface FeedReader {
  listProjects(ctx: Context): Promise<{ id: string; permissions: readonly string[] }[]>;
}

const eventShape = z
  .object({
    position: z.number().int(),
    id: z.uuid(),
    type: z.string(),
    projectId: z.uuid().nullable(),
    subject: z.object({ kind: z.string(), id: z.string() }),
    occurredAt: z.iso.datetime(),
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event', description: 'A fact, with its position in the feed. It never names a patient.' });

type FeedEvent = z.input<typeof eventShape>;

/** Which of these series left quarantine, in part at least. */
export interface ReleaseRegister {
  findReleasedSeries(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

// What waits for review is no news for those who may not review it: these facts, and any other about a series of which nothing is released.
const hiddenBeforeRelease =
  /^(archive\.intake\.|archive\.object\.|curation\.case\.|curation\.series\.rejected)/;

export interface FeedRouteOptions {
  http: Http;
  db: Database;
  events: Events;
  projects: FeedReader;
  catalogue: ReleaseRegister;
}

/** The feed of facts: a page of it, or as it happens. */
export function feedRoutes({ http, db, events, projects, catalogue }: FeedRouteOptions): void {
  async function read(
    ctx: Context,
    after: number,
    limit: number,
  ): Promise<{ items: FeedEvent[]; last: number }> {
    const visible = new Map(
      (await projects.listProjects(ctx)).map((project) => [project.id, project.permissions]),
    );
    // What came after this position? Served by event_position's primary key.
    const rows = await db
      .selectFrom('kernel.event_position as p')
      .innerJoin('kernel.event as e', 'e.id', 'p.event_id')
      .select([
        'p.position',
        'e.id',
        'e.type',
        'e.project_id',
        'e.subject_kind',
        'e.subject_id',
        'e.occurred_at',
        'e.data',
      ])
      .where('p.position', '>', after)
      .orderBy('p.position')
      .limit(limit)
      .execute();
    const ofSeries = rows.filter((row) => row.subject_kind === 'series').map((row) => row.subject_id);
    const released = await catalogue.findReleasedSeries([...new Set(ofSeries)]);
    const items = rows.flatMap((row): FeedEvent[] => {
      const permissions = row.project_id === null ? undefined : visible.get(row.project_id);
      if (permissions === undefined || permissions.length === 0) return [];
      const waits = row.subject_kind === 'series' && !released.has(row.subject_id);
      const isOfReview = waits || hiddenBeforeRelease.test(row.type);
      if (isOfReview && !permissions.includes('quarantine:review')) return [];
      return [
        {
          position: row.position,
          id: row.id,
          type: row.type,
          projectId: row.project_id,
          subject: { kind: row.subject_kind, id: row.subject_id },
          occurredAt: row.occurred_at.toISOString(),
          data: row.data as Record<string, unknown>,
        },
      ];
    });
    return { items, last: rows.at(-1)?.position ?? after };
  }

  http.route(
    {
      method: 'GET',
      url: '/events',
      operationId: 'listEvents',
      tag: 'events',
      summary: 'Facts after a position, in order',
      description:
        'Ask again with `after` = `last`. Positions ascend without being filled in behind a reader.',
      permission: 'signed-in',
      query: z.object({
        after: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(1000).default(200),
      }),
      response: z.object({ items: z.array(eventShape), last: z.number().int() }),
    },
    ({ ctx, query }) => read(ctx, query.after, query.limit),
  );
  http.route(
    {
      method: 'GET',
      url: '/events/stream',
      operationId: 'streamEvents',
      tag: 'events',
      summary: 'Facts as they happen (server-sent events)',
      description: 'Begins after `after` or Last-Event-ID, or with what happens next.',
      permission: 'signed-in',
      query: z.object({ after: z.coerce.number().int().min(0).optional() }),
      produces: ['text/event-stream'],
    },
    async ({ ctx, query, request, reply }) => {
      const lastId = Number(request.headers['last-event-id']);
      const newest = await db
        .selectFrom('kernel.event_position')
        .select((select) => select.fn.max('position').as('position'))
        .executeTakeFirst();
      let after =
        Number.isSafeInteger(lastId) && lastId > 0 ? lastId : (query.after ?? newest?.position ?? 0);
      let isBusy = false;
      let again = false;
      const { raw } = reply;
      reply.hijack();
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(': open\n\n');
      const push = async (): Promise<void> => {
        if (isBusy) {
          again = true;
          return;
        }
        isBusy = true;
        do {
          again = false;
          const { items, last } = await read(ctx, after, 500);
          again ||= last > after && items.length === 500;
          after = last;
          for (const item of items)
            raw.write(`id: ${item.position}\nevent: ${item.type}\ndata: ${JSON.stringify(item)}\n\n`);
        } while (again);
        isBusy = false;
      };
      const tell = (): void => {
        push().catch((error: unknown) => {
          ctx.log.warn(
            { event: 'kernel.feed.failed', error: { name: (error as Error).name } },
            'The feed of a reader failed',
          );
          raw.end();
        });
      };
      const unhear = events.sequencer.onPlaced(tell);
      const beat = setInterval(() => raw.write(': still here\n\n'), 20_000);
      raw.on('close', () => {
        unhear();
        clearInterval(beat);
      });
      tell();
      return reply;
    },
  );
}
