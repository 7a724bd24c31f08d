import type { components } from '@pesscara/api-client';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../api/request.ts';

/** Who is signed in. Not to be cancelled: every route waits for it before its page is shown. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => call('get', '/api/v1/sessions/current'),
  staleTime: 5 * 60_000,
  retry: false,
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => call('get', '/api/v1/users', { query: { limit: 500 }, signal }),
});

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => call('get', '/api/v1/tokens', { signal }),
});

export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => call('get', '/api/v1/roles', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

export const signIn = (body: { username: string; password: string }) =>
  call('post', '/api/v1/sessions', { body });
export const signOut = () => call('delete', '/api/v1/sessions/current');
/** Gives the password again: needed within 5 minutes before original values are shown. */
export const confirmPassword = (password: string) =>
  call('post', '/api/v1/sessions/current/authentication', { body: { password } });
export const changePassword = (body: { currentPassword: string; newPassword: string }) =>
  call('put', '/api/v1/users/me/password', { body });

export const createToken = (body: { name: string; expiresInDays?: number }) =>
  call('post', '/api/v1/tokens', { body });
export const revokeToken = (id: string) => call('delete', '/api/v1/tokens/{id}', { path: { id } });

export type NewAccount = components['schemas']['CreateAccount'];
export type AccountChange = components['schemas']['ChangeAccount'];
export type SystemRole = NonNullable<NewAccount['systemRoles']>[number];
export const createUser = (body: NewAccount) => call('post', '/api/v1/users', { body });
export const changeUser = (id: string, body: AccountChange) =>
  call('patch', '/api/v1/users/{id}', { path: { id }, body });
export const resetPassword = (id: string) =>
  call('post', '/api/v1/users/{id}/password-reset', { path: { id } });
export const endSessions = (id: string) => call('delete', '/api/v1/users/{id}/sessions', { path: { id } });
