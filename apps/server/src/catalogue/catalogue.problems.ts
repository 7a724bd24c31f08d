import { defineProblem } from '../kernel/problems/index.ts';

export const seriesNotFound = defineProblem({
  name: 'catalogue/series-not-found',
  status: 404,
  title: 'There is no such series in the project',
});
export const examNotFound = defineProblem({
  name: 'catalogue/exam-not-found',
  status: 404,
  title: 'There is no such exam in the project',
});
export const subjectNotFound = defineProblem({
  name: 'catalogue/subject-not-found',
  status: 404,
  title: 'There is no such subject in the project',
});
export const tooManyTags = defineProblem({
  name: 'catalogue/too-many-tags',
  status: 422,
  title: 'A series would have too many tags',
});
export const subjectMerged = defineProblem({
  name: 'catalogue/subject-merged',
  status: 410,
  title: 'Another subject stands for this one',
});
