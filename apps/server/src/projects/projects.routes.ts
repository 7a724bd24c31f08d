import type { Http } from '../kernel/http/index.ts';
import { stale } from '../kernel/problems/index.ts';
import {
  memberNotFound,
  projectForbidden,
  projectKeyTaken,
  projectNotFound,
  roleNeedsAdministrator,
} from './projects.problems.ts';
import {
  changeProjectBody,
  createProjectBody,
  member,
  memberList,
  memberParams,
  projectList,
  projectParams,
  project as projectShape,
  setMemberBody,
} from './projects.schema.ts';
import type { Projects } from './projects.service.ts';

const tag = 'projects';
const problems = [projectNotFound, projectForbidden];

/** Projects and their members. */
export function projectRoutes({ http, projects }: { http: Http; projects: Projects }): void {
  http.route(
    {
      method: 'GET',
      url: '/projects',
      operationId: 'listProjects',
      tag,
      summary: 'The projects that I see',
      permission: 'signed-in',
      response: projectList,
    },
    async ({ ctx }) => ({ items: await projects.listProjects(ctx) }),
  );
  http.route(
    {
      method: 'POST',
      url: '/projects',
      operationId: 'createProject',
      tag,
      summary: 'Make a project and lead it',
      permission: { system: 'projects:create' },
      body: createProjectBody,
      response: projectShape,
      status: 201,
      problems: [projectKeyTaken],
    },
    ({ ctx, body }) => projects.createProject(ctx, body),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project',
      operationId: 'getProject',
      tag,
      summary: 'A project, with my roles and permissions in it',
      permission: 'signed-in',
      params: projectParams,
      response: projectShape,
      problems: [projectNotFound],
    },
    ({ ctx, params }) => projects.getProject(ctx, params.project),
  );
  http.route(
    {
      method: 'PATCH',
      url: '/projects/:project',
      operationId: 'changeProject',
      tag,
      summary: 'Change or archive a project',
      permission: { project: 'project:manage' },
      body: changeProjectBody,
      response: projectShape,
      problems: [...problems, stale],
    },
    ({ ctx, project, body }) => projects.changeProject(ctx, project.key, body),
  );
  http.route(
    {
      method: 'GET',
      url: '/projects/:project/members',
      operationId: 'listMembers',
      tag,
      summary: 'Who is in the project, with which roles',
      permission: { project: 'project:manage' },
      response: memberList,
      problems,
    },
    async ({ project }) => ({ items: await projects.listMembers(project.id) }),
  );
  http.route(
    {
      method: 'PUT',
      url: '/projects/:project/members/:userId',
      operationId: 'setMember',
      tag,
      summary: 'Make an account a member, or change its roles',
      permission: { project: 'project:manage' },
      params: memberParams,
      body: setMemberBody,
      response: member,
      problems: [...problems, memberNotFound, roleNeedsAdministrator],
    },
    ({ ctx, project, params, body }) => projects.setMember(ctx, project.id, params.userId, body.roles),
  );
  http.route(
    {
      method: 'DELETE',
      url: '/projects/:project/members/:userId',
      operationId: 'removeMember',
      tag,
      summary: 'Take an account out of the project',
      permission: { project: 'project:manage' },
      params: memberParams,
      problems: [...problems, memberNotFound, roleNeedsAdministrator],
    },
    ({ ctx, project, params }) => projects.removeMember(ctx, project.id, params.userId),
  );
}
