import { useSuspenseQuery } from '@tanstack/react-query';
import type { Session } from '../api/types.ts';
import { sessionQuery } from './queries.ts';

/** The signed-in account; the route has loaded it before any page is shown. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Where to go after sign-in: only paths of this site, so that a link cannot send a person elsewhere. */
export function safeNext(next: string | undefined): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
}
