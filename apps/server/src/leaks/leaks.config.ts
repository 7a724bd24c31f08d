import { setting, wholeNumber } from '../kernel/config/index.ts';

/** Settings of the leak check. */
export const leaksSettings = {
  leakCheckMaxObjectBytes: setting({
    variable: 'PESSCARA_LEAK_CHECK_MAX_OBJECT_BYTES',
    schema: wholeNumber(67_108_864, 1_048_576, 1_073_741_824),
    description:
      'What precedes the pixels of an object is searched for identifiers up to this size; of a larger one the finding says that it was not.',
  }),
  leakCheckTimeoutMs: setting({
    variable: 'PESSCARA_LEAK_CHECK_TIMEOUT_MS',
    schema: wholeNumber(120_000, 1000),
    description:
      'Searching some objects for identifiers may take this long; then the thread is ended and it is tried again.',
  }),
};
