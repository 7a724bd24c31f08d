import { defineProblem } from '../kernel/problems/index.ts';

export const signInFailed = defineProblem({
  name: 'accounts/sign-in-failed',
  status: 401,
  title: 'The user name or the password is wrong',
});
export const signInLocked = defineProblem({
  name: 'accounts/sign-in-locked',
  status: 429,
  title: 'Too many failed sign-ins',
});
export const wrongPassword = defineProblem({
  name: 'accounts/wrong-password',
  status: 403,
  title: 'The password is wrong',
});
export const weakPassword = defineProblem({
  name: 'accounts/weak-password',
  status: 422,
  title: 'The password is too easy to guess',
});
export const mustChangePassword = defineProblem({
  name: 'accounts/must-change-password',
  status: 403,
  title: 'Choose a password of your own first',
});
export const crossSite = defineProblem({
  name: 'accounts/cross-site',
  status: 403,
  title: 'The request came from another web site',
});
export const accountNotFound = defineProblem({
  name: 'accounts/account-not-found',
  status: 404,
  title: 'There is no such account',
});
export const userNameTaken = defineProblem({
  name: 'accounts/user-name-taken',
  status: 409,
  title: 'This user name is taken',
});
export const lastAdministrator = defineProblem({
  name: 'accounts/last-administrator',
  status: 409,
  title: 'There must be an administrator',
});
export const tokenNotFound = defineProblem({
  name: 'accounts/token-not-found',
  status: 404,
  title: 'There is no such token',
});
export const scopeTooWide = defineProblem({
  name: 'accounts/scope-too-wide',
  status: 403,
  title: 'A token cannot make a token that may do more than itself',
});
export const sessionNeeded = defineProblem({
  name: 'accounts/session-needed',
  status: 403,
  title: 'This needs a session, not a token',
});
