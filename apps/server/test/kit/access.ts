import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'vitest';
import { accountRoutes, accountsSettings, createAccounts } from '../../src/accounts/index.ts';
import { createSigner } from '../../src/audit/checkpoint.ts';
import { createAudit } from '../../src/audit/index.ts';
import type { Clock } from '../../src/kernel/clock/index.ts';
import { readConfig } from '../../src/kernel/config/index.ts';
import { systemContext } from '../../src/kernel/context/index.ts';
import { createEvents } from '../../src/kernel/events/index.ts';
import { createHttp, type Http } from '../../src/kernel/http/index.ts';
import { createJobs } from '../../src/kernel/jobs/index.ts';
import { afterwards } from './afterwards.ts';
import { withDatabase } from './database.ts';

export type Json = Record<string, unknown>;

export interface CallOptions {
  cookie?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  body: Json;
  headers: Record<string, unknown>;
  /** `name=value` of the cookie that was set. */
  cookie: string;
}

/** What a signed-in person is known by. */
export interface Person {
  id: string;
  userName: string;
  cookie: string;
}

export const goodPassword = 'a walk along the river';

/** Speaks to the API without a socket. */
export function createCaller({ app }: Http) {
  return async function call(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    { cookie, token, body, headers }: CallOptions = {},
  ): Promise<Answer> {
    const response = await app.inject({
      method,
      url: path.startsWith('/dicom-web') ? path : `/api/v1${path}`,
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(response.headers['content-type']).includes('json') && response.body !== '';
    return {
      status: response.statusCode,
      body: isJson && !response.body.startsWith('[') ? (JSON.parse(response.body) as Json) : {},
      headers: response.headers,
      cookie: String(response.headers['set-cookie'] ?? '').split(';')[0] ?? '',
    };
  };
}

/** The name of a problem that was answered, without its prefix. */
export function problemOf(answer: Answer): string {
  return String(answer.body['type']).replace('urn:pesscara:problem:', '');
}

/** The items of a list that was answered. */
export function itemsOf(answer: Answer): Json[] {
  return answer.body['items'] as Json[];
}

/** A database, the audit trail, the outbox, accounts and HTTP, with a clock that the test holds. */
export async function withAccess() {
  const { db, pool, url, log } = await withDatabase();
  let now = new Date();
  const clock: Clock = { now: () => now };
  const config = readConfig(accountsSettings, {
    PESSCARA_PASSWORD_MEMORY_KIB: '256',
    PESSCARA_SIGN_IN_ADDRESS_FAILURES: '1000',
  });
  const signer = createSigner('pesscara', generateKeyPairSync('ed25519').privateKey);
  const audit = createAudit({
    db,
    clock,
    log,
    signer,
    checkpointEntries: 1000,
    checkpointIntervalMs: 3_600_000,
  });
  const accounts = createAccounts({ db, clock, audit, log, config });
  const jobs = createJobs({ pool, db, clock, log, concurrency: 2, heartbeatMs: 1000, deadAfterMs: 60_000 });
  const events = createEvents({ db, pool, jobs, clock, log });
  const http = createHttp({ log, clock, version: 'test', maxJsonBytes: 1_000_000, trustProxy: false });
  http.setAuthenticator(accounts.authenticate);
  accountRoutes({ http, accounts, secure: false });
  afterwards(() => http.app.close());
  const call = createCaller(http);
  const ctx = systemContext('test', log);
  let people = 0;
  const freshName = () => `person${++people}`;

  async function signIn(username: string, password: string): Promise<Answer> {
    return call('POST', '/sessions', { body: { username, password } });
  }

  /** An account with a password of its own, signed in. */
  async function person(
    userName = freshName(),
    systemRoles: ('administrator' | 'auditor')[] = [],
  ): Promise<Person> {
    const made = await accounts.createAccount(ctx, { userName, displayName: `The ${userName}`, systemRoles });
    const { cookie } = await signIn(userName, made.temporaryPassword);
    const changed = await call('PUT', '/users/me/password', {
      cookie,
      body: { currentPassword: made.temporaryPassword, newPassword: goodPassword },
    });
    expect(changed.status).toBe(204);
    return { id: made.account.id, userName, cookie };
  }

  return {
    db,
    pool,
    url,
    log,
    clock,
    config,
    audit,
    accounts,
    jobs,
    events,
    http,
    ctx,
    call,
    signIn,
    person,
    freshName,
    advance(minutes: number): void {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    resetClock(): void {
      now = new Date();
    },
    now: () => now,
  };
}
