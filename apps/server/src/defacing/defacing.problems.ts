import { defineProblem } from '../kernel/problems/index.ts';

export const notDecidable = defineProblem({
  name: 'defacing/not-decidable',
  status: 409,
  title: 'This cannot be decided about the face now',
});
export const nothingToSee = defineProblem({
  name: 'defacing/nothing-to-see',
  status: 404,
  title: 'There is no such picture',
});
