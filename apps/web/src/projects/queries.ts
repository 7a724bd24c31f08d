import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { call } from '../api/request.ts';
import type { Project, ProjectRole, ProjectSettings } from '../api/types.ts';

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => call('get', '/api/v1/projects', { signal }),
});

/**
 * One project. It cannot be cancelled: the route's loader waits for the same answer as the navigation does, and would fail
 * when the navigation is taken off the page in between.
 */
export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: ['project', project],
    queryFn: () => call('get', '/api/v1/projects/{project}', { path: { project } }),
  });

export const membersQuery = (project: string) =>
  queryOptions({
    queryKey: ['project', project, 'members'],
    queryFn: ({ signal }) => call('get', '/api/v1/projects/{project}/members', { path: { project }, signal }),
  });

/** The project of the page's URL; the route has loaded it before the page is shown. */
export function useProject(): Project {
  const { project } = useParams({ strict: false }) as { project: string };
  return useSuspenseQuery(projectQuery(project)).data;
}

export interface ProjectDraft {
  key: string;
  name: string;
  description: string;
  irbNumber?: string;
  settings?: Partial<ProjectSettings>;
}
export interface ProjectChange {
  name?: string;
  description?: string;
  irbNumber?: string | null;
  settings?: Partial<ProjectSettings>;
  archived?: boolean;
  version: number;
}
export const createProject = (body: ProjectDraft) => call('post', '/api/v1/projects', { body });
export const changeProject = (project: string, body: ProjectChange) =>
  call('patch', '/api/v1/projects/{project}', { path: { project }, body });
/** Sets a member's roles; `user` is an account's id or user name. */
export const setMember = (project: string, user: string, roles: ProjectRole[]) =>
  call('put', '/api/v1/projects/{project}/members/{userId}', {
    path: { project, userId: user },
    body: { roles },
  });
export const removeMember = (project: string, user: string) =>
  call('delete', '/api/v1/projects/{project}/members/{userId}', { path: { project, userId: user } });
