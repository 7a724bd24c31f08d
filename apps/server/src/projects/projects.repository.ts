import { type Selectable, sql } from 'kysely';
import type { Database, DB, Trx } from '../kernel/db/index.ts';
import type { ProjectSettings } from './projects.schema.ts';

export type ProjectRow = Omit<Selectable<DB['projects.project']>, 'settings'> & { settings: ProjectSettings };

function asProject(row: Selectable<DB['projects.project']>): ProjectRow {
  // Written by this slice alone, through projectSettings.
  return { ...row, settings: row.settings as unknown as ProjectSettings };
}

export async function selectProject(db: Database | Trx, id: string): Promise<ProjectRow | undefined> {
  const row = await db.selectFrom('projects.project').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : asProject(row);
}

/** Served by the unique key. */
export async function selectProjectByKey(db: Database | Trx, key: string): Promise<ProjectRow | undefined> {
  const row = await db.selectFrom('projects.project').selectAll().where('key', '=', key).executeTakeFirst();
  return row === undefined ? undefined : asProject(row);
}

export async function selectProjects(db: Database | Trx): Promise<ProjectRow[]> {
  const rows = await db.selectFrom('projects.project').selectAll().orderBy('key').execute();
  return rows.map(asProject);
}

/** A project by key with the roles that an account has in it: none when it is not a member. Served by the unique key, member's primary key. */
export async function selectProjectWithRoles(db: Database, key: string, accountId: string) {
  const row = await db
    .selectFrom('projects.project as p')
    .leftJoin('projects.member as m', (join) =>
      join.onRef('m.project_id', '=', 'p.id').on('m.account_id', '=', accountId),
    )
    .selectAll('p')
    .select('m.roles')
    .where('p.key', '=', key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { roles, ...project } = row;
  return { project: asProject(project), roles: roles ?? [] };
}

/** Roles of an account by project. Served by member_account. */
export async function selectRolesOf(db: Database, accountId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('projects.member')
    .select(['project_id', 'roles'])
    .where('account_id', '=', accountId)
    .execute();
  return new Map(rows.map((row) => [row.project_id, row.roles]));
}

export interface NewProject {
  id: string;
  key: string;
  name: string;
  description: string;
  irb_number: string | null;
  settings: ProjectSettings;
  created_at: Date;
}

export async function insertProject(trx: Trx, row: NewProject): Promise<ProjectRow> {
  const inserted = await trx
    .insertInto('projects.project')
    .values({ ...row, settings: JSON.stringify(row.settings) })
    .returningAll()
    .executeTakeFirstOrThrow();
  return asProject(inserted);
}

export interface ProjectChange {
  name?: string;
  description?: string;
  irb_number?: string | null;
  settings?: ProjectSettings;
  archived_at?: Date | null;
}

/** Undefined: the project is not at this version any more. */
export async function updateProject(
  trx: Trx,
  id: string,
  version: number,
  { settings, ...change }: ProjectChange,
): Promise<ProjectRow | undefined> {
  const row = await trx
    .updateTable('projects.project')
    .set({
      ...change,
      ...(settings === undefined ? {} : { settings: JSON.stringify(settings) }),
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : asProject(row);
}

export async function selectMembers(
  db: Database,
  projectId: string,
): Promise<{ accountId: string; roles: string[] }[]> {
  const rows = await db
    .selectFrom('projects.member')
    .select(['account_id', 'roles'])
    .where('project_id', '=', projectId)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({ accountId: row.account_id, roles: row.roles }));
}

/** The member's roles, locked against other changes; undefined: not a member. */
export async function selectMemberForUpdate(
  trx: Trx,
  projectId: string,
  accountId: string,
): Promise<string[] | undefined> {
  const row = await trx
    .selectFrom('projects.member')
    .select('roles')
    .where('project_id', '=', projectId)
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst();
  return row?.roles;
}

export async function upsertMember(
  trx: Trx,
  projectId: string,
  accountId: string,
  roles: string[],
  at: Date,
): Promise<void> {
  await trx
    .insertInto('projects.member')
    .values({ project_id: projectId, account_id: accountId, roles, created_at: at })
    .onConflict((conflict) =>
      conflict.columns(['project_id', 'account_id']).doUpdateSet({ roles: sql`excluded.roles` }),
    )
    .execute();
}

export async function deleteMember(trx: Trx, projectId: string, accountId: string): Promise<void> {
  await trx
    .deleteFrom('projects.member')
    .where('project_id', '=', projectId)
    .where('account_id', '=', accountId)
    .execute();
}
