import { defineProblem } from '../kernel/problems/index.ts';

export const maskInvalid = defineProblem({
  name: 'pixels/mask-invalid',
  status: 400,
  title: 'The mask covers nothing',
});
export const maskPending = defineProblem({
  name: 'pixels/mask-pending',
  status: 409,
  title: 'A mask over it waits to be applied',
});
export const maskNotUndoable = defineProblem({
  name: 'pixels/mask-not-undoable',
  status: 409,
  title: 'The mask cannot be taken back any more',
});
