/** The permissions of the product and the roles that hold them. Routes name a permission; roles are never asked for in code. */

export const systemPermissions = [
  'accounts:manage',
  'projects:create',
  'projects:administer',
  'routes:manage',
  'peers:manage',
  'held:manage',
  'profiles:manage',
  'keys:manage',
  'audit:read',
  'server:observe',
] as const;
export type SystemPermission = (typeof systemPermissions)[number];

export const projectPermissions = [
  'archive:read',
  'archive:import',
  'catalogue:edit',
  'quarantine:review',
  'quarantine:reveal',
  'crosswalk:reveal',
  'identity:manage',
  'project:manage',
  'audit:read-project',
] as const;
export type ProjectPermission = (typeof projectPermissions)[number];

export interface RoleDescription<P extends string> {
  readonly permissions: readonly P[];
  readonly description: string;
}

export const systemRoles = {
  administrator: {
    permissions: systemPermissions,
    description:
      'Runs the installation: accounts, projects, senders, routes, what is held, keys. Sees no images without a project role.',
  },
  auditor: {
    permissions: ['audit:read', 'server:observe'],
    description: 'Reads the whole audit trail and changes nothing.',
  },
} as const satisfies Record<string, RoleDescription<SystemPermission>>;
export type SystemRole = keyof typeof systemRoles;

export const projectRoles = {
  viewer: { permissions: ['archive:read'], description: 'Sees and downloads released images.' },
  importer: { permissions: ['archive:import'], description: 'Sends images into the project.' },
  reviewer: {
    permissions: ['archive:read', 'quarantine:review'],
    description: 'Decides what leaves quarantine.',
  },
  curator: {
    permissions: ['archive:read', 'catalogue:edit'],
    description: 'Tags, corrects classes, repeats conversions.',
  },
  'honest-broker': {
    permissions: ['archive:read', 'quarantine:reveal', 'crosswalk:reveal', 'identity:manage'],
    description:
      'May see original values and who a subject is, attaches clinical tables, and corrects identities; every look is recorded.',
  },
  lead: {
    permissions: [
      'archive:read',
      'archive:import',
      'catalogue:edit',
      'quarantine:review',
      'project:manage',
      'audit:read-project',
    ],
    description: 'Runs the project: members, settings and everything but original values.',
  },
} as const satisfies Record<string, RoleDescription<ProjectPermission>>;
export type ProjectRole = keyof typeof projectRoles;

/** What these system roles may do; unknown names give nothing. */
export function permissionsOfSystemRoles(roles: readonly string[]): Set<SystemPermission> {
  const granted = new Set<SystemPermission>();
  for (const role of roles)
    if (role in systemRoles) for (const p of systemRoles[role as SystemRole].permissions) granted.add(p);
  return granted;
}

/** What these project roles may do; unknown names give nothing. */
export function permissionsOfProjectRoles(roles: readonly string[]): Set<ProjectPermission> {
  const granted = new Set<ProjectPermission>();
  for (const role of roles)
    if (role in projectRoles) for (const p of projectRoles[role as ProjectRole].permissions) granted.add(p);
  return granted;
}
