import { defineProblem } from '../kernel/problems/index.ts';

export const notAcceptable = defineProblem({
  name: 'dicomweb/not-acceptable',
  status: 406,
  title: 'There is no representation that you accept',
});
export const resourceNotFound = defineProblem({
  name: 'dicomweb/resource-not-found',
  status: 404,
  title: 'There is no such study, series, instance or frame',
});
export const notRenderable = defineProblem({
  name: 'dicomweb/not-renderable',
  status: 406,
  title: 'It cannot be shown as a picture',
});
