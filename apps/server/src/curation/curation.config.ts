import { setting, wholeNumber } from '../kernel/config/index.ts';

/** Settings of review. */
export const curationSettings = {
  undoMs: setting({
    variable: 'PESSCARA_REVIEW_UNDO_MS',
    schema: wholeNumber(10_000, 0, 3_600_000),
    description: 'A decision on a series can be taken back for this long before it takes effect.',
  }),
  rejectedKeptMs: setting({
    variable: 'PESSCARA_REJECTED_KEPT_MS',
    schema: wholeNumber(30 * 86_400_000, 0, 3650 * 86_400_000),
    description: 'Rejected images are kept for this long, and can be brought back; then they are removed.',
  }),
  freshSignInMs: setting({
    variable: 'PESSCARA_FRESH_SIGN_IN_MS',
    schema: wholeNumber(300_000, 1000),
    description: 'Original values are shown only when the password was given within this time.',
  }),
};
