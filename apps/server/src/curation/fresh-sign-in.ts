import { type Clock, later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { signInAgain } from './curation.problems.ts';

/** Original values are for who gave the password just now; a token has no session that could be left open. @throws signInAgain */
export function requireFreshSignIn({ actor }: Context, clock: Clock, freshSignInMs: number): void {
  const { authenticatedAt, sessionId } = actor;
  const isFresh = authenticatedAt !== undefined && later(authenticatedAt, freshSignInMs) > clock.now();
  if (sessionId !== undefined && !isFresh)
    throw problem(signInAgain, {
      detail:
        'Original values are shown for five minutes after a sign-in: POST /sessions/current/authentication.',
    });
}
