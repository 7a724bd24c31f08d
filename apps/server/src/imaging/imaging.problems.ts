import { defineProblem } from '../kernel/problems/index.ts';

export const nothingToShow = defineProblem({
  name: 'imaging/nothing-to-show',
  status: 404,
  title: 'There is no picture of this',
});
export const notRenderable = defineProblem({
  name: 'imaging/not-renderable',
  status: 415,
  title: 'This image cannot be rendered',
});
