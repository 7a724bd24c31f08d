import { defineProblem } from '../kernel/problems/index.ts';

export const seriesNotFound = defineProblem({
  name: 'archive/series-not-found',
  status: 404,
  title: 'There is no such series',
});
export const instanceNotFound = defineProblem({
  name: 'archive/instance-not-found',
  status: 404,
  title: 'There is no such instance',
});
export const heldNotFound = defineProblem({
  name: 'archive/held-not-found',
  status: 404,
  title: 'There is no such held object',
});
export const conflictNotFound = defineProblem({
  name: 'archive/conflict-not-found',
  status: 404,
  title: 'There is no such conflict',
});
export const peerNotFound = defineProblem({
  name: 'archive/peer-not-found',
  status: 404,
  title: 'There is no such peer',
});
export const peerExists = defineProblem({
  name: 'archive/peer-exists',
  status: 409,
  title: 'There is a peer with this title already',
});
export const routeInvalid = defineProblem({
  name: 'archive/route-invalid',
  status: 400,
  title: 'A route cannot work',
});
export const uploadNotFound = defineProblem({
  name: 'archive/upload-not-found',
  status: 404,
  title: 'There is no such upload',
});
export const fileNotFound = defineProblem({
  name: 'archive/file-not-found',
  status: 404,
  title: 'There is no such file',
});
export const bytesMissing = defineProblem({
  name: 'archive/bytes-missing',
  status: 500,
  title: 'The stored bytes cannot be read',
});
export const batchNotOpen = defineProblem({
  name: 'archive/version-batch-not-open',
  status: 409,
  title: 'These new versions are not being prepared any more',
});
