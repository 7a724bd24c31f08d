import { setting, wholeNumber } from '../kernel/config/index.ts';

const mebibyte = 1024 * 1024;

/** Settings of the crosswalk's desk. */
export const identitySettings = {
  revealHourlyLimit: setting({
    variable: 'PESSCARA_REVEAL_HOURLY_LIMIT',
    schema: wholeNumber(20, 1, 100_000),
    description: 'An honest broker may look at this many identities within an hour; then the answer is 429.',
  }),
  revealFreshSignInMs: setting({
    variable: 'PESSCARA_REVEAL_FRESH_SIGN_IN_MS',
    schema: wholeNumber(300_000, 1000, 300_000),
    description:
      'An identity is shown only when the password was given within this time, five minutes at most.',
  }),
  tableMaxBytes: setting({
    variable: 'PESSCARA_TABLE_MAX_BYTES',
    schema: wholeNumber(16 * mebibyte, 1024, 256 * mebibyte),
    description: 'Largest file of a clinical table that can be attached. It is read into memory.',
  }),
  tableMaxRows: setting({
    variable: 'PESSCARA_TABLE_MAX_ROWS',
    schema: wholeNumber(200_000, 1, 5_000_000),
    description: 'Most rows of a clinical table.',
  }),
  unmatchedRowKeptMs: setting({
    variable: 'PESSCARA_UNMATCHED_ROW_KEPT_MS',
    schema: wholeNumber(90 * 86_400_000, 1000, 3650 * 86_400_000),
    description: 'A row of a clinical table waits, sealed, for its patient this long; then it is removed.',
  }),
  withdrawalUndoMs: setting({
    variable: 'PESSCARA_WITHDRAWAL_UNDO_MS',
    schema: wholeNumber(86_400_000, 0, 30 * 86_400_000),
    description:
      'When consent is withdrawn, everything of the person is destroyed after this time; until then it can be taken back.',
  }),
};
