import { defineProblem } from '../kernel/problems/index.ts';

export const profileNotFound = defineProblem({
  name: 'deidentification/profile-not-found',
  status: 404,
  title: 'There is no such profile',
});
export const profileInvalid = defineProblem({
  name: 'deidentification/profile-invalid',
  status: 400,
  title: 'The profile cannot work',
});
export const integersInvalid = defineProblem({
  name: 'deidentification/integers-invalid',
  status: 400,
  title: 'The integer table cannot be taken over',
});
export const noSuchProject = defineProblem({
  name: 'deidentification/no-such-project',
  status: 404,
  title: 'There is no such project',
});
export const draftNotFound = defineProblem({
  name: 'deidentification/draft-not-found',
  status: 404,
  title: 'There is no such draft',
});
export const fileUnusable = defineProblem({
  name: 'deidentification/file-unusable',
  status: 400,
  title: 'The file cannot be tried',
});
export const profileIsScript = defineProblem({
  name: 'deidentification/profile-is-script',
  status: 409,
  title: 'The profile is a script, not rules of PS3.15',
});
