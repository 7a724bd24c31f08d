import { defineProblem } from '../kernel/problems/index.ts';

export const caseNotFound = defineProblem({
  name: 'curation/case-not-found',
  status: 404,
  title: 'There is no such case',
});
export const caseStale = defineProblem({
  name: 'curation/stale',
  status: 409,
  title: 'The case changed while you looked at it',
});
export const notOpen = defineProblem({
  name: 'curation/not-open',
  status: 409,
  title: 'The case does not wait for a decision',
});
export const notUndoable = defineProblem({
  name: 'curation/not-undoable',
  status: 409,
  title: 'The decision cannot be taken back any more',
});
export const reviewerNotAllowed = defineProblem({
  name: 'curation/reviewer-not-allowed',
  status: 403,
  title: 'You may not decide on this case',
});
export const reasonNeeded = defineProblem({
  name: 'curation/reason-needed',
  status: 400,
  title: 'The decision needs a reason',
});
export const leakCheckPending = defineProblem({
  name: 'curation/leak-check-pending',
  status: 409,
  title: 'The search for identifiers has not finished',
});
export const leakFound = defineProblem({
  name: 'curation/leak-found',
  status: 409,
  title: 'An identifier of the patient was found in it',
});
export const valueNotFound = defineProblem({
  name: 'curation/value-not-found',
  status: 404,
  title: 'There is no such value in the inventory',
});
export const valueFixed = defineProblem({
  name: 'curation/value-fixed',
  status: 409,
  title: 'This value cannot be removed or replaced',
});
export const valuesUndecided = defineProblem({
  name: 'curation/values-undecided',
  status: 409,
  title: 'Flagged values wait for a decision',
});
export const valuesPending = defineProblem({
  name: 'curation/values-pending',
  status: 409,
  title: 'Its values are being looked through',
});
export const noRuleForValue = defineProblem({
  name: 'curation/no-rule-for-value',
  status: 409,
  title: 'A profile cannot name this attribute',
});
export const signInAgain = defineProblem({
  name: 'curation/sign-in-again',
  status: 403,
  title: 'Give your password again first',
});
export const originalsGone = defineProblem({
  name: 'curation/originals-gone',
  status: 404,
  title: 'The original values are not kept',
});
export const nothingToPreview = defineProblem({
  name: 'curation/nothing-to-preview',
  status: 404,
  title: 'There is no such image to preview',
});
export const faceUndecided = defineProblem({
  name: 'curation/face-undecided',
  status: 409,
  title: 'The face in these images stands in the way',
});
export const pixelsNotReady = defineProblem({
  name: 'curation/pixels-not-ready',
  status: 409,
  title: 'The pixels are not ready for a release',
});
export const notWithdrawable = defineProblem({
  name: 'curation/not-withdrawable',
  status: 409,
  title: 'The series cannot be sent back now',
});
