import { defineProblem } from '../kernel/problems/index.ts';

export const seriesNotFound = defineProblem({
  name: 'conversion/series-not-found',
  status: 404,
  title: 'There is no such series',
});
