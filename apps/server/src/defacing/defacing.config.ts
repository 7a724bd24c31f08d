import { setting, wholeNumber } from '../kernel/config/index.ts';

/** What removing faces may cost. */
export const defacingSettings = {
  defacingTimeoutMs: setting({
    variable: 'PESSCARA_DEFACING_TIMEOUT_MS',
    schema: wholeNumber(300_000, 1000),
    description: 'A series whose face takes longer to be found is given to a person.',
  }),
  defacingMaxVoxels: setting({
    variable: 'PESSCARA_DEFACING_MAX_VOXELS',
    schema: wholeNumber(200_000_000, 100_000),
    description:
      'Largest volume, in voxels of two bytes, in which a face is looked for. A larger one is given to a person.',
  }),
};
