import { z } from 'zod';
import { setting, wholeNumber } from '../kernel/config/index.ts';

/** How series become NIfTI volumes. */
export const conversionSettings = {
  converter: setting({
    variable: 'PESSCARA_CONVERTER',
    schema: z.enum(['auto', 'wasm', 'native'], 'takes auto, wasm or native').default('auto'),
    description:
      'Which dcm2niix converts: wasm (comes with the server), native (a program that is installed), or auto: native when it is at least as new as the one that comes with the server.',
  }),
  converterProgram: setting({
    variable: 'PESSCARA_CONVERTER_PROGRAM',
    schema: z.string().min(1).default('dcm2niix'),
    description: 'Name or path of the native dcm2niix program.',
  }),
  conversionTimeoutMs: setting({
    variable: 'PESSCARA_CONVERSION_TIMEOUT_MS',
    schema: wholeNumber(600_000, 1000),
    description: 'A conversion that takes longer is ended.',
  }),
};
