import type { Audit } from '../audit/index.ts';
import { type Clock, later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import { newId } from '../kernel/ids/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { scopeTooWide, tokenNotFound } from './accounts.problems.ts';
import type { Token } from './accounts.schema.ts';
import { makeToken, sha256Of } from './credentials.ts';
import { insertToken, revokeToken, selectTokens, type TokenRow } from './sessions.repository.ts';

export interface TokenOptions {
  db: Database;
  clock: Clock;
  audit: Audit;
  /** Days that a token is valid for when its maker does not say. */
  tokenDays: number;
}

function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

/** API tokens: what programs sign in with. */
export function createTokens({ db, clock, audit, tokenDays }: TokenOptions) {
  async function listTokens(ctx: Context): Promise<Token[]> {
    return (await selectTokens(db, ctx.actor.id)).map(tokenOf);
  }

  /** Makes a token of the actor's account; its text is returned this once. */
  async function createToken(
    ctx: Context,
    input: {
      name: string;
      expiresInDays?: number | null | undefined;
      scopes?: readonly string[] | undefined;
    },
  ): Promise<Token & { token: string }> {
    const { actor } = ctx;
    const wider =
      actor.scopes !== undefined && !(input.scopes?.every((scope) => actor.scopes?.includes(scope)) ?? false);
    if (wider)
      throw problem(scopeTooWide, { detail: `Name scopes among ${actor.scopes?.join(', ') ?? ''}.` });
    const text = makeToken();
    const now = clock.now();
    const days = input.expiresInDays === undefined ? tokenDays : input.expiresInDays;
    const row = await transact(db, async (trx) => {
      const made = await insertToken(trx, {
        id: newId(),
        account_id: actor.id,
        name: input.name,
        token_sha256: sha256Of(text),
        scopes: input.scopes === undefined ? null : [...input.scopes],
        created_at: now,
        expires_at: days === null ? null : later(now, days * 86_400_000),
      });
      await audit.record(trx, ctx, {
        action: 'C',
        type: 'accounts.token.created',
        object: { kind: 'token', id: made.id },
        related: [{ kind: 'account', id: actor.id }],
        after: { name: made.name, scopes: made.scopes, expiresAt: made.expires_at },
      });
      return made;
    });
    return { token: text, ...tokenOf(row) };
  }

  /** @throws accounts/token-not-found */
  async function deleteToken(ctx: Context, id: string): Promise<void> {
    await transact(db, async (trx) => {
      const revoked = await revokeToken(trx, ctx.actor.id, id, clock.now());
      if (revoked === undefined)
        throw problem(tokenNotFound, { detail: 'It is not yours, or was revoked before.' });
      await audit.record(trx, ctx, {
        action: 'D',
        type: 'accounts.token.revoked',
        object: { kind: 'token', id },
        related: [{ kind: 'account', id: ctx.actor.id }],
      });
    });
  }

  return { listTokens, createToken, deleteToken };
}

export type Tokens = ReturnType<typeof createTokens>;
