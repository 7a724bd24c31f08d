import { defineProblem } from '../kernel/problems/index.ts';

export const seriesNotFound = defineProblem({
  name: 'classification/series-not-found',
  status: 404,
  title: 'There is no such series',
});
export const notCorrected = defineProblem({
  name: 'classification/not-corrected',
  status: 409,
  title: 'Nobody corrected this classification',
});
