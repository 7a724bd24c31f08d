import {
  type ProjectPermission,
  permissionsOfProjectRoles,
  permissionsOfSystemRoles,
} from '../kernel/access/index.ts';
import type { Actor } from '../kernel/context/index.ts';

/** What an archived project still allows to nobody. */
const changesOfImages: readonly ProjectPermission[] = ['archive:import', 'catalogue:edit'];

/** Whether the actor sees every project, member or not. */
export function administersProjects(actor: Actor): boolean {
  const allowed = permissionsOfSystemRoles(actor.systemRoles).has('projects:administer');
  return allowed && actor.scopes?.includes('projects:administer') !== false;
}

/**
 * What an actor with these roles may do in a project. Who administers projects may manage each of them (and so make themselves a member,
 * which is recorded), but sees no image by that alone. A token's scopes only take away.
 */
export function permissionsInProject(
  actor: Actor,
  roles: readonly string[],
  isArchived: boolean,
): ReadonlySet<ProjectPermission> {
  const granted = permissionsOfProjectRoles(roles);
  const { scopes } = actor;
  if (scopes !== undefined)
    for (const permission of granted) if (!scopes.includes(permission)) granted.delete(permission);
  if (administersProjects(actor)) granted.add('project:manage');
  if (isArchived) for (const permission of changesOfImages) granted.delete(permission);
  return granted;
}
