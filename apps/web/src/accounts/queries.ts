import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';
import type { Account, Page, RoleDescription, Session, Token } from '../api/types.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => call<Session>('get', '/sessions/current', { signal }),
  staleTime: 5 * 60_000,
  retry: false,
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => call<Page<Account>>('get', '/users', { query: { limit: 500 }, signal }),
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => call<{ items: Token[] }>('get', '/tokens', { signal }),
});

export interface Roles {
  projectRoles: RoleDescription[];
  systemRoles: RoleDescription[];
}
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => call<Roles>('get', '/roles', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const signIn = (body: { username: string; password: string }) =>
  call<Session>('post', '/sessions', { body });
export const signOut = () => call<void>('delete', '/sessions/current');
/** Gives the password again: needed within 5 minutes before original values are shown. */
export const confirmPassword = (password: string) =>
  call<void>('post', '/sessions/current/authentication', { body: { password } });
export const changePassword = (body: { currentPassword: string; newPassword: string }) =>
  call<void>('put', '/users/me/password', { body });

export const createToken = (body: { name: string; expiresInDays?: number }) =>
  call<Token & { token: string }>('post', '/tokens', { body });
export const revokeToken = (id: string) => call<void>('delete', '/tokens/{id}', { path: { id } });

export interface NewAccount {
  userName: string;
  displayName: string;
  email?: string;
  systemRoles: string[];
}
export interface AccountChange {
  displayName?: string;
  email?: string | null;
  systemRoles?: string[];
  disabled?: boolean;
  version: number;
}
export const createUser = (body: NewAccount) =>
  call<{ account: Account; temporaryPassword: string }>('post', '/users', { body });
export const changeUser = (id: string, body: AccountChange) =>
  call<Account>('patch', '/users/{id}', { path: { id }, body });
export const resetPassword = (id: string) =>
  call<{ temporaryPassword: string }>('post', '/users/{id}/password-reset', { path: { id } });
export const endSessions = (id: string) => call<void>('delete', '/users/{id}/sessions', { path: { id } });
