import { z } from 'zod';
import { type ConfigOf, setting, wholeNumber } from '../kernel/config/index.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Sessions, sign-in limits, passwords. */
export const accountsSettings = {
  adminPassword: setting({
    variable: 'PESSCARA_ADMIN_PASSWORD',
    schema: z.string().min(1).optional(),
    description:
      'Password of the first administrator (user name admin), used once, when there is no account yet. Made and printed once when unset.',
    secret: true,
  }),
  sessionIdleMs: setting({
    variable: 'PESSCARA_SESSION_IDLE_MS',
    schema: wholeNumber(30 * minuteMs, minuteMs),
    description: 'A session without a request for this long has ended. 15 to 60 minutes are usual.',
  }),
  sessionMaxMs: setting({
    variable: 'PESSCARA_SESSION_MAX_MS',
    schema: wholeNumber(12 * hourMs, minuteMs),
    description: 'A session ends after this long, whatever happens.',
  }),
  signInFailures: setting({
    variable: 'PESSCARA_SIGN_IN_FAILURES',
    schema: wholeNumber(5, 1),
    description: 'Wrong passwords in a row after which a user name is locked.',
  }),
  signInWindowMs: setting({
    variable: 'PESSCARA_SIGN_IN_WINDOW_MS',
    schema: wholeNumber(15 * minuteMs, 1000),
    description: 'Wrong passwords are forgotten when the last one (or the lock after it) is older than this.',
  }),
  signInLockMs: setting({
    variable: 'PESSCARA_SIGN_IN_LOCK_MS',
    schema: wholeNumber(15 * minuteMs, 1000),
    description: 'How long the first lock lasts; each further wrong password doubles it.',
  }),
  signInMaxLockMs: setting({
    variable: 'PESSCARA_SIGN_IN_MAX_LOCK_MS',
    schema: wholeNumber(4 * hourMs, 1000),
    description: 'The longest lock.',
  }),
  signInAddressFailures: setting({
    variable: 'PESSCARA_SIGN_IN_ADDRESS_FAILURES',
    schema: wholeNumber(30, 1),
    description: 'Failed sign-ins that one network address may cause in a minute, over all user names.',
  }),
  refusalWindowMs: setting({
    variable: 'PESSCARA_REFUSAL_WINDOW_MS',
    schema: wholeNumber(60_000, 100),
    description:
      'What a signed-in account may not do is an entry of the audit trail; the same again within this time is counted into one.',
  }),
  passwordMemoryKib: setting({
    variable: 'PESSCARA_PASSWORD_MEMORY_KIB',
    schema: wholeNumber(19_456, 8),
    description: 'Memory that hashing a password takes (argon2id).',
  }),
  passwordPasses: setting({
    variable: 'PESSCARA_PASSWORD_PASSES',
    schema: wholeNumber(2, 1),
    description: 'Passes that hashing a password takes (argon2id).',
  }),
  tokenDays: setting({
    variable: 'PESSCARA_TOKEN_DAYS',
    schema: wholeNumber(365, 1, 36_500),
    description: 'Days that an API token is valid for when its maker does not say.',
  }),
};

export type AccountsConfig = Omit<ConfigOf<typeof accountsSettings>, 'adminPassword'>;
