import type { Audit } from '../audit/index.ts';
import type { Clock } from '../kernel/clock/index.ts';
import type { Database } from '../kernel/db/index.ts';
import type { Logger } from '../kernel/log/index.ts';
import type { AccountsConfig } from './accounts.config.ts';
import { createAccountService } from './accounts.service.ts';
import { createPasswordHasher } from './password-hash.ts';
import { createRefusals } from './refusals.ts';
import { createSessions } from './sessions.service.ts';
import { createPasswordCheck } from './sign-in.service.ts';
import { createTokens } from './tokens.service.ts';

export { type AccountsConfig, accountsSettings } from './accounts.config.ts';
export { accountRoutes } from './accounts.routes.ts';
export type { AccountName } from './accounts.service.ts';

export interface AccountsDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  log: Logger;
  config: AccountsConfig;
  /** Host and port that people type, when a proxy stands before the server. */
  publicHost?: string | undefined;
}

/** People's and programs' accounts, their sessions and tokens. */
export function createAccounts({ db, clock, audit, log, config, publicHost }: AccountsDeps) {
  const hasher = createPasswordHasher({ memoryKib: config.passwordMemoryKib, passes: config.passwordPasses });
  const passwordCheck = createPasswordCheck({ db, clock, audit, hasher, config });
  return {
    ...createAccountService({ db, clock, audit, hasher, passwordCheck }),
    ...createSessions({ db, clock, audit, passwordCheck, config, publicHost }),
    ...createTokens({ db, clock, audit, tokenDays: config.tokenDays }),
    refusals: createRefusals({ db, clock, audit, log, windowMs: config.refusalWindowMs }),
  };
}

export type Accounts = ReturnType<typeof createAccounts>;
