import type { AccountName } from '../accounts/index.ts';
import type { Audit } from '../audit/index.ts';
import type { ProjectPermission } from '../kernel/access/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, pgErrorConstraint, type Trx, transact } from '../kernel/db/index.ts';
import type { EventKind, Events } from '../kernel/events/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import { newId, type ProjectId } from '../kernel/ids/index.ts';
import { invalidRequest, problem, stale } from '../kernel/problems/index.ts';
import { type Access, createAccessCache } from './access-cache.ts';
import { administersProjects, permissionsInProject } from './projects.access.ts';
import { membersChanged, projectChanged, projectCreated } from './projects.events.ts';
import {
  memberNotFound,
  projectForbidden,
  projectKeyTaken,
  projectNotFound,
  roleNeedsAdministrator,
} from './projects.problems.ts';
import {
  deleteMember,
  insertProject,
  type ProjectChange,
  type ProjectRow,
  selectMemberForUpdate,
  selectMembers,
  selectProject,
  selectProjectByKey,
  selectProjects,
  selectRolesOf,
  updateProject,
  upsertMember,
} from './projects.repository.ts';
import type { Member, Project, ProjectSettings } from './projects.schema.ts';

export interface ProjectsDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  events: Events;
  accounts: {
    findAccount(trx: Database | Trx, idOrUserName: string): Promise<AccountName | undefined>;
    namesOf(trx: Database | Trx, ids: readonly string[]): Promise<Map<string, AccountName>>;
  };
  /** Whether there is such a de-identification profile; a slice above knows. Default: any is. */
  isProfile?: (profileId: string) => Promise<boolean>;
  /** How long another process may go on with roles that were changed here. Default 5000. */
  accessCacheMs?: number;
}

export interface ProjectInput {
  key: string;
  name: string;
  description?: string;
  irbNumber?: string | null;
  settings?: SettingsChange;
}

/** A project without regard to who asks. */
export interface KnownProject {
  id: ProjectId;
  key: string;
  name: string;
  settings: ProjectSettings;
  isArchived: boolean;
}

type SettingsChange = { [K in keyof ProjectSettings]?: ProjectSettings[K] | undefined };

export interface ProjectChanges {
  name?: string | undefined;
  description?: string | undefined;
  irbNumber?: string | null | undefined;
  settings?: SettingsChange | undefined;
  archived?: boolean | undefined;
  version: number;
}

/** A project, and the profile that it is known to use; null: the default. */
export interface Adoption {
  project: string;
  replaces: string | null;
}

/** Saves something in a transaction of its own, and calls `along` in it with the id of the profile. */
type Saving<T> = (along: (trx: Trx, profileId: string) => Promise<void>) => Promise<T>;

/** Defaults of a new project: one reviewer, who may have sent the images; originals until the decision; codes like GLIOMA-0001. */
export function defaultSettings(key: string): ProjectSettings {
  return {
    reviewerMayBeImporter: true,
    secondReviewer: false,
    decideFlaggedValues: false,
    originals: 'until-decision',
    profileId: null,
    subjectCodePrefix: key.toUpperCase().slice(0, 16).replace(/-+$/, ''),
    temporaryIdPatterns: [],
    expectedSubjects: null,
  };
}

function merged(settings: ProjectSettings, change: SettingsChange | undefined): ProjectSettings {
  const given = Object.entries(change ?? {}).filter(([, value]) => value !== undefined);
  return { ...settings, ...(Object.fromEntries(given) as Partial<ProjectSettings>) };
}

function recordOf(row: ProjectRow) {
  return {
    key: row.key,
    name: row.name,
    description: row.description,
    irbNumber: row.irb_number,
    settings: row.settings,
    archived: row.archived_at !== null,
  };
}

function wireOf(ctx: Context, { project, roles }: Access): Project {
  return {
    id: project.id,
    key: project.key,
    name: project.name,
    description: project.description,
    irbNumber: project.irb_number,
    settings: project.settings,
    roles: [...roles],
    permissions: [...permissionsInProject(ctx.actor, roles, project.archived_at !== null)],
    createdAt: project.created_at.toISOString(),
    archivedAt: project.archived_at?.toISOString() ?? null,
    version: project.version,
  };
}

/** Projects, who is in them, and what they may do there. */
export function createProjects({
  db,
  clock,
  audit,
  events,
  accounts,
  isProfile = () => Promise.resolve(true),
  accessCacheMs = 5000,
}: ProjectsDeps) {
  const cache = createAccessCache(db, clock, accessCacheMs);

  async function visible(ctx: Context, key: string): Promise<Access> {
    const { actor } = ctx;
    const access = actor.kind === 'account' ? await cache.get(key, actor.id) : undefined;
    if (access === undefined || (access.roles.length === 0 && !administersProjects(actor)))
      throw problem(projectNotFound, { detail: 'Ask the project’s lead to make you a member.' });
    return access;
  }

  /**
   * The project with this key, for the kernel's HTTP.
   * @throws projects/project-not-found when the actor does not see it, projects/forbidden without the permission
   */
  async function resolveProject(
    ctx: Context,
    key: string,
    permission: ProjectPermission,
  ): Promise<RouteProject> {
    const { project, roles } = await visible(ctx, key);
    const permissions = permissionsInProject(ctx.actor, roles, project.archived_at !== null);
    if (!permissions.has(permission)) {
      const archived = project.archived_at === null ? '' : ' The project is archived.';
      throw problem(projectForbidden, {
        detail: `This needs the permission ${permission} in ${project.key}.${archived}`,
      });
    }
    return {
      id: project.id as ProjectId,
      key: project.key,
      name: project.name,
      settings: { ...project.settings },
      permissions,
    };
  }

  /** Projects that the actor sees, by key; with `permission`, only those where they hold it. */
  async function listProjects(ctx: Context, permission?: ProjectPermission): Promise<Project[]> {
    const roles = await selectRolesOf(db, ctx.actor.id);
    const all = administersProjects(ctx.actor);
    const seen = (await selectProjects(db)).filter((project) => all || roles.has(project.id));
    const listed = seen.map((project) => wireOf(ctx, { project, roles: roles.get(project.id) ?? [] }));
    return permission === undefined
      ? listed
      : listed.filter((project) => project.permissions.includes(permission));
  }

  async function getProject(ctx: Context, key: string): Promise<Project> {
    return wireOf(ctx, await visible(ctx, key));
  }

  async function publish(
    trx: Trx,
    ctx: Context,
    kind: EventKind<typeof projectChanged.data>,
    row: ProjectRow,
  ): Promise<void> {
    await events.publish(trx, kind, {
      ctx,
      projectId: row.id,
      subject: { kind: 'project', id: row.id },
      data: { key: row.key },
    });
  }

  async function checkProfile(profileId: string | null | undefined): Promise<void> {
    if (profileId === undefined || profileId === null || (await isProfile(profileId))) return;
    throw problem(invalidRequest, {
      detail: 'There is no such de-identification profile. GET /profiles lists them.',
      errors: [{ pointer: '/body/settings/profileId', detail: 'is no profile' }],
    });
  }

  /** Makes a project; an account that makes one leads it. @throws projects/key-taken */
  async function createProject(ctx: Context, input: ProjectInput): Promise<Project> {
    await checkProfile(input.settings?.profileId);
    const now = clock.now();
    const lead = ctx.actor.kind === 'account';
    try {
      const row = await transact(db, async (trx) => {
        const inserted = await insertProject(trx, {
          id: newId(),
          key: input.key,
          name: input.name,
          description: input.description ?? '',
          irb_number: input.irbNumber ?? null,
          settings: merged(defaultSettings(input.key), input.settings),
          created_at: now,
        });
        if (lead) await upsertMember(trx, inserted.id, ctx.actor.id, ['lead'], now);
        await audit.record(trx, ctx, {
          action: 'C',
          type: 'projects.project.created',
          projectId: inserted.id,
          object: { kind: 'project', id: inserted.id },
          after: { ...recordOf(inserted), lead: lead ? ctx.actor.name : null },
        });
        await publish(trx, ctx, projectCreated, inserted);
        return inserted;
      });
      cache.clear();
      return wireOf(ctx, { project: row, roles: lead ? ['lead'] : [] });
    } catch (error) {
      if (pgErrorConstraint(error) !== 'project_key_key') throw error;
      throw problem(projectKeyTaken, {
        detail: 'Choose another key.',
        errors: [{ pointer: '/body/key', detail: 'taken' }],
      });
    }
  }

  /** @throws kernel/stale when someone else changed it since `version` */
  async function changeIn(
    trx: Trx,
    ctx: Context,
    before: ProjectRow,
    { name, description, irbNumber, settings, archived, version }: ProjectChanges,
  ): Promise<ProjectRow> {
    const change: ProjectChange = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(irbNumber === undefined ? {} : { irb_number: irbNumber }),
      ...(settings === undefined ? {} : { settings: merged(before.settings, settings) }),
      ...(archived === undefined
        ? {}
        : { archived_at: archived ? (before.archived_at ?? clock.now()) : null }),
    };
    const after = await updateProject(trx, before.id, version, change);
    if (after === undefined)
      throw problem(stale, { detail: 'Load the project again and repeat the change.' });
    await audit.record(trx, ctx, {
      action: 'U',
      type: 'projects.project.changed',
      projectId: after.id,
      object: { kind: 'project', id: after.id },
      before: recordOf(before),
      after: recordOf(after),
    });
    await publish(trx, ctx, projectChanged, after);
    return after;
  }

  async function known(trx: Trx, key: string): Promise<ProjectRow> {
    const row = await selectProjectByKey(trx, key);
    if (row === undefined) throw problem(projectNotFound);
    return row;
  }

  /** @throws kernel/stale when someone else changed it since `version` */
  async function changeProject(ctx: Context, key: string, changes: ProjectChanges): Promise<Project> {
    const { roles } = await visible(ctx, key);
    await checkProfile(changes.settings?.profileId);
    const row = await transact(db, async (trx) => changeIn(trx, ctx, await known(trx, key), changes));
    cache.clear();
    return wireOf(ctx, { project: row, roles });
  }

  /**
   * Has a project use the profile that `save` makes, in the transaction of `save`: both are done, or neither.
   * @throws projects/project-not-found, projects/forbidden; kernel/stale when it uses another profile than `replaces` by now
   */
  async function adoptProfile<T>(ctx: Context, { project, replaces }: Adoption, save: Saving<T>): Promise<T> {
    await resolveProject(ctx, project, 'project:manage');
    const saved = await save(async (trx, profileId) => {
      const before = await known(trx, project);
      if (before.settings.profileId !== replaces)
        throw problem(stale, { detail: 'The project uses another profile by now. Load it again.' });
      await changeIn(trx, ctx, before, { settings: { profileId }, version: before.version });
    });
    cache.clear();
    return saved;
  }

  async function listMembers(projectId: string): Promise<Member[]> {
    const members = await selectMembers(db, projectId);
    const names = await accounts.namesOf(
      db,
      members.map((member) => member.accountId),
    );
    return members.flatMap(({ accountId, roles }) => {
      const account = names.get(accountId);
      return account === undefined ? [] : [{ account, roles }];
    });
  }

  // Who runs a project must not be able to open the originals for themselves alone.
  function refuseBrokerByLead(ctx: Context, before: readonly string[], after: readonly string[]): void {
    const broker = 'honest-broker';
    if (before.includes(broker) === after.includes(broker) || ctx.actor.kind !== 'account') return;
    if (!administersProjects(ctx.actor))
      throw problem(roleNeedsAdministrator, {
        detail: 'The honest broker may see identities; ask an administrator.',
      });
  }

  async function changeMember(
    ctx: Context,
    projectId: string,
    idOrUserName: string,
    roles: readonly string[],
  ): Promise<Member> {
    const changed = await transact(db, async (trx) => {
      const project = await selectProject(trx, projectId);
      const account = await accounts.findAccount(trx, idOrUserName);
      if (account === undefined || project === undefined)
        throw problem(memberNotFound, { detail: 'Check the user name or id.' });
      const before = await selectMemberForUpdate(trx, projectId, account.id);
      if (before === undefined && roles.length === 0)
        throw problem(memberNotFound, { detail: 'It is not a member.' });
      refuseBrokerByLead(ctx, before ?? [], roles);
      const after = [...new Set(roles)];
      if (after.length > 0) await upsertMember(trx, projectId, account.id, after, clock.now());
      else await deleteMember(trx, projectId, account.id);
      await audit.record(trx, ctx, {
        action: after.length > 0 ? 'U' : 'D',
        type: after.length > 0 ? 'projects.member.set' : 'projects.member.removed',
        projectId,
        object: { kind: 'project', id: projectId },
        related: [{ kind: 'account', id: account.id }],
        before: { account: account.userName, roles: before ?? [] },
        after: { account: account.userName, roles: after },
      });
      await publish(trx, ctx, membersChanged, project);
      return { account, roles: after };
    });
    cache.clear();
    return changed;
  }

  return {
    resolveProject,
    listProjects,
    getProject,
    createProject,
    changeProject,
    adoptProfile,
    listMembers,
    /** Makes an account a member with these roles, or changes them. @throws projects/member-not-found, projects/role-needs-administrator */
    setMember: changeMember,
    /** @throws projects/member-not-found, projects/role-needs-administrator */
    async removeMember(ctx: Context, projectId: string, idOrUserName: string): Promise<void> {
      await changeMember(ctx, projectId, idOrUserName, []);
    },
    /** The project with this key or id, whoever asks: for receivers, jobs and lower slices' questions. */
    async findProject(keyOrId: string, trx: Database | Trx = db): Promise<KnownProject | undefined> {
      const isId = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(keyOrId);
      const row = isId ? await selectProject(trx, keyOrId) : await selectProjectByKey(trx, keyOrId);
      if (row === undefined) return undefined;
      const { id, key, name, settings, archived_at: archivedAt } = row;
      return { id: id as ProjectId, key, name, settings, isArchived: archivedAt !== null };
    },
  };
}

export type Projects = ReturnType<typeof createProjects>;
