import { defineProblem } from '../kernel/problems/index.ts';

export const runNotFound = defineProblem({
  name: 'rerun/not-found',
  status: 404,
  title: 'There is no such run',
});
export const runGoing = defineProblem({
  name: 'rerun/another-is-running',
  status: 409,
  title: 'A profile is being applied again in this project already',
});
export const nothingToRun = defineProblem({
  name: 'rerun/nothing-to-do',
  status: 400,
  title: 'No released series is meant',
});
export const runEnded = defineProblem({
  name: 'rerun/ended',
  status: 409,
  title: 'The run does not allow this any more',
});
