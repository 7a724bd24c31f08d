import { setting, wholeNumber } from '../kernel/config/index.ts';

/** When the audit trail is signed. */
export const auditSettings = {
  auditCheckpointEntries: setting({
    variable: 'PESSCARA_AUDIT_CHECKPOINT_ENTRIES',
    schema: wholeNumber(1000, 1),
    description: 'A signed checkpoint of the audit trail is made after this many entries.',
  }),
  auditCheckpointIntervalMs: setting({
    variable: 'PESSCARA_AUDIT_CHECKPOINT_INTERVAL_MS',
    schema: wholeNumber(3_600_000, 1000),
    description: 'A signed checkpoint is made after this long, when there are new entries.',
  }),
};
