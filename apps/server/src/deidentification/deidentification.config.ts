import { setting, wholeNumber } from '../kernel/config/index.ts';

const mebibyte = 1024 * 1024;

/** Settings of de-identification. */
export const deidentificationSettings = {
  maxTriedBytes: setting({
    variable: 'PESSCARA_PROFILE_TEST_MAX_BYTES',
    schema: wholeNumber(4 * mebibyte, 1024, 64 * mebibyte),
    description:
      'Of a file on which a profile is tried, this much is read into memory: enough for its header. The rest is not looked at.',
  }),
};
