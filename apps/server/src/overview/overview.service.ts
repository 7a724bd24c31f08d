import type { Curation } from '../curation/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import type { Projects } from '../projects/index.ts';
import { countPerDay, countProject, countValues, recentReleases } from './overview.repository.ts';

/** How far projects are: counts over what the other slices keep. */
export function createOverview({
  db,
  projects,
  curation,
}: {
  db: Database;
  projects: Projects;
  curation: Curation;
}) {
  async function ofProject(project: RouteProject) {
    const { id } = project;
    const [counts, byModality, byWeighting, byCentre, recent, receivedPerDay, released] = await Promise.all([
      countProject(db, id),
      countValues(db, id, 'modality'),
      countValues(db, id, 'weighting'),
      countValues(db, id, 'centre'),
      recentReleases(db, id),
      countPerDay(db, id),
      curation.released.count([id]),
    ]);
    const { funnel, ...rest } = counts;
    const expected = project.settings['expectedSubjects'];
    return {
      funnel,
      counts: rest,
      releasedFindings: project.permissions.has('quarantine:review') ? (released.get(id) ?? 0) : null,
      expectedSubjects: typeof expected === 'number' ? expected : null,
      byModality,
      byWeighting,
      byCentre,
      recent,
      receivedPerDay,
    };
  }

  /** The actor's projects with what waits in them. */
  async function home(ctx: Context) {
    const [mine, open] = await Promise.all([projects.listProjects(ctx), curation.queue.mine(ctx)]);
    const openByKey = new Map(open.map((one) => [one.projectKey, one.open]));
    return Promise.all(
      mine.map(async ({ id, key, name, description, roles, permissions }) => {
        const { subjects, series } = permissions.includes('archive:read')
          ? await countProject(db, id)
          : { subjects: 0, series: 0 };
        return {
          id,
          key,
          name,
          description,
          roles,
          subjectCount: subjects,
          seriesCount: series,
          openReviews: openByKey.get(key) ?? null,
        };
      }),
    );
  }

  return { ofProject, home };
}

export type Overview = ReturnType<typeof createOverview>;
