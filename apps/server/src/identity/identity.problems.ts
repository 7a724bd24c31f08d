import { defineProblem } from '../kernel/problems/index.ts';

export const subjectNotFound = defineProblem({
  name: 'identity/subject-not-found',
  status: 404,
  title: 'There is no such subject in the crosswalk',
});
export const signInAgain = defineProblem({
  name: 'identity/sign-in-again',
  status: 403,
  title: 'Give your password again first',
});
export const revealLimitReached = defineProblem({
  name: 'identity/reveal-limit-reached',
  status: 429,
  title: 'Too many identities were looked at within an hour',
});
export const tableNotFound = defineProblem({
  name: 'identity/table-not-found',
  status: 404,
  title: 'There is no such table in the project',
});
export const tableUnusable = defineProblem({
  name: 'identity/table-unusable',
  status: 400,
  title: 'The table cannot be attached',
});
export const tableNameTaken = defineProblem({
  name: 'identity/table-name-taken',
  status: 409,
  title: 'The project has a table of this name',
});
export const rotationRuns = defineProblem({
  name: 'identity/rotation-runs',
  status: 409,
  title: 'A rotation of the key is not done yet',
});
export const factNotFound = defineProblem({
  name: 'identity/fact-not-found',
  status: 404,
  title: 'Nothing of this kind was found out',
});
export const factRefused = defineProblem({
  name: 'identity/fact-refused',
  status: 409,
  title: 'This cannot be stated',
});
