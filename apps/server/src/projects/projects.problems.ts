import { defineProblem } from '../kernel/problems/index.ts';

export const projectNotFound = defineProblem({
  name: 'projects/project-not-found',
  status: 404,
  title: 'There is no such project, or you are not a member of it',
});
export const projectForbidden = defineProblem({
  name: 'projects/forbidden',
  status: 403,
  title: 'You may not do this in the project',
});
export const projectKeyTaken = defineProblem({
  name: 'projects/key-taken',
  status: 409,
  title: 'Another project has this key',
});
export const memberNotFound = defineProblem({
  name: 'projects/member-not-found',
  status: 404,
  title: 'There is no such account, or it is not a member of the project',
});
export const roleNeedsAdministrator = defineProblem({
  name: 'projects/role-needs-administrator',
  status: 403,
  title: 'Only an administrator gives or takes this role',
});
