import { projectRoles, systemRoles } from '../kernel/access/index.ts';
import type { Http } from '../kernel/http/index.ts';
import { problem, stale, tooManyRequests } from '../kernel/problems/index.ts';
import {
  accountNotFound,
  crossSite,
  lastAdministrator,
  scopeTooWide,
  sessionNeeded,
  signInFailed,
  signInLocked,
  tokenNotFound,
  userNameTaken,
  weakPassword,
  wrongPassword,
} from './accounts.problems.ts';
import {
  account,
  accountPage,
  accountParams,
  accountQuery,
  authenticationBody,
  changeAccountBody,
  changePasswordBody,
  createAccountBody,
  createdAccount,
  createTokenBody,
  newToken,
  roleList,
  session,
  signInBody,
  temporaryPassword,
  tokenList,
} from './accounts.schema.ts';
import type { AccountService } from './accounts.service.ts';
import { isCrossSiteChange, sessionSetCookie } from './credentials.ts';
import type { Sessions } from './sessions.service.ts';
import type { Tokens } from './tokens.service.ts';

export interface AccountRouteOptions {
  http: Http;
  accounts: AccountService & Sessions & Tokens;
  publicHost?: string | undefined;
  /** Whether people reach the server by https only (through a proxy): marks cookies Secure. */
  secure: boolean;
}

function sessionRoutes({ http, accounts, publicHost, secure }: AccountRouteOptions): void {
  http.route(
    {
      method: 'POST',
      url: '/sessions',
      operationId: 'signIn',
      tag: 'accounts',
      summary: 'Sign in with user name and password',
      description: 'Sets the cookie `pesscara_session`. Programs make a token (POST /tokens) instead.',
      permission: 'public',
      body: signInBody,
      response: session,
      status: 201,
      problems: [signInFailed, signInLocked, tooManyRequests, crossSite],
    },
    async ({ ctx, body, request, reply }) => {
      if (isCrossSiteChange(request, publicHost))
        throw problem(crossSite, { detail: 'Sign in on this server’s own page.' });
      const started = await accounts.signIn(ctx, body.username, body.password, request.headers['user-agent']);
      const isSecure = secure || request.protocol === 'https';
      reply.header('set-cookie', sessionSetCookie(started.secret, accounts.sessionMaxMs, isSecure));
      return started.session;
    },
  );
  http.route(
    {
      method: 'GET',
      url: '/sessions/current',
      operationId: 'getCurrentSession',
      tag: 'accounts',
      summary: 'Who I am and what I may do',
      permission: 'signed-in',
      response: session,
    },
    ({ ctx }) => accounts.currentSession(ctx),
  );
  http.route(
    {
      method: 'DELETE',
      url: '/sessions/current',
      operationId: 'signOut',
      tag: 'accounts',
      summary: 'Sign out',
      permission: 'signed-in',
    },
    async ({ ctx, reply }) => {
      await accounts.signOut(ctx);
      reply.header('set-cookie', sessionSetCookie('', 0, secure));
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/sessions/current/authentication',
      operationId: 'authenticateAgain',
      tag: 'accounts',
      summary: 'Give the password once more',
      description: 'What reveals identities asks for a sign-in of the last five minutes.',
      permission: 'signed-in',
      body: authenticationBody,
      problems: [wrongPassword, signInLocked, sessionNeeded, tooManyRequests],
    },
    ({ ctx, body }) => accounts.authenticateAgain(ctx, body.password),
  );
}

function tokenRoutes({ http, accounts }: AccountRouteOptions): void {
  http.route(
    {
      method: 'GET',
      url: '/tokens',
      operationId: 'listTokens',
      tag: 'accounts',
      summary: 'My API tokens',
      permission: 'signed-in',
      response: tokenList,
    },
    async ({ ctx }) => ({ items: await accounts.listTokens(ctx) }),
  );
  http.route(
    {
      method: 'POST',
      url: '/tokens',
      operationId: 'createToken',
      tag: 'accounts',
      summary: 'Make an API token',
      permission: 'signed-in',
      body: createTokenBody,
      response: newToken,
      status: 201,
      problems: [scopeTooWide],
    },
    ({ ctx, body }) => accounts.createToken(ctx, body),
  );
  http.route(
    {
      method: 'DELETE',
      url: '/tokens/:id',
      operationId: 'revokeToken',
      tag: 'accounts',
      summary: 'Revoke an API token',
      permission: 'signed-in',
      params: accountParams,
      problems: [tokenNotFound],
    },
    ({ ctx, params }) => accounts.deleteToken(ctx, params.id),
  );
}

function userRoutes({ http, accounts }: AccountRouteOptions): void {
  const permission = { system: 'accounts:manage' } as const;
  const tag = 'accounts';
  http.route(
    {
      method: 'GET',
      url: '/users',
      operationId: 'listUsers',
      tag,
      summary: 'Accounts by user name',
      permission,
      query: accountQuery,
      response: accountPage,
    },
    ({ query }) => accounts.listAccounts(query),
  );
  http.route(
    {
      method: 'POST',
      url: '/users',
      operationId: 'createUser',
      tag,
      summary: 'Make an account with a password to be used once',
      permission,
      body: createAccountBody,
      response: createdAccount,
      status: 201,
      problems: [userNameTaken],
    },
    ({ ctx, body }) => accounts.createAccount(ctx, body),
  );
  http.route(
    {
      method: 'GET',
      url: '/users/:id',
      operationId: 'getUser',
      tag,
      summary: 'An account',
      permission,
      params: accountParams,
      response: account,
      problems: [accountNotFound],
    },
    ({ params }) => accounts.getAccount(params.id),
  );
  http.route(
    {
      method: 'PATCH',
      url: '/users/:id',
      operationId: 'changeUser',
      tag,
      summary: 'Change, disable or enable an account',
      permission,
      params: accountParams,
      body: changeAccountBody,
      response: account,
      problems: [accountNotFound, lastAdministrator, stale],
    },
    ({ ctx, params, body }) => accounts.changeAccount(ctx, params.id, body),
  );
  http.route(
    {
      method: 'POST',
      url: '/users/:id/password-reset',
      operationId: 'resetUserPassword',
      tag,
      summary: 'Replace a forgotten password by one to be used once',
      permission,
      params: accountParams,
      response: temporaryPassword,
      problems: [accountNotFound],
    },
    async ({ ctx, params }) => ({ temporaryPassword: await accounts.resetPassword(ctx, params.id) }),
  );
  http.route(
    {
      method: 'DELETE',
      url: '/users/:id/sessions',
      operationId: 'endUserSessions',
      tag,
      summary: 'End every session of an account',
      permission,
      params: accountParams,
      problems: [accountNotFound],
    },
    ({ ctx, params }) => accounts.endSessions(ctx, params.id),
  );
}

function ownRoutes({ http, accounts }: AccountRouteOptions): void {
  http.route(
    {
      method: 'PUT',
      url: '/users/me/password',
      operationId: 'changeOwnPassword',
      tag: 'accounts',
      summary: 'Change my password',
      permission: 'signed-in',
      body: changePasswordBody,
      problems: [wrongPassword, weakPassword, signInLocked, sessionNeeded, tooManyRequests],
    },
    ({ ctx, body }) => accounts.changePassword(ctx, body.currentPassword, body.newPassword),
  );
  http.route(
    {
      method: 'GET',
      url: '/roles',
      operationId: 'listRoles',
      tag: 'accounts',
      summary: 'Roles and what they allow',
      permission: 'signed-in',
      response: roleList,
    },
    async () => {
      const listed = (roles: Record<string, { description: string; permissions: readonly string[] }>) =>
        Object.entries(roles).map(([name, { description, permissions }]) => ({
          name,
          description,
          permissions: [...permissions],
        }));
      return { systemRoles: listed(systemRoles), projectRoles: listed(projectRoles) };
    },
  );
}

/** Sign-in, tokens, accounts and roles. */
export function accountRoutes(options: AccountRouteOptions): void {
  sessionRoutes(options);
  tokenRoutes(options);
  userRoutes(options);
  ownRoutes(options);
}
