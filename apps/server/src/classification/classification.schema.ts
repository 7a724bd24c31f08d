import { z } from 'zod';
import { planes } from './plane.ts';

const evidence = z.object({
  source: z.enum(['header', 'description']),
  attribute: z.string(),
  value: z.string(),
  says: z.string(),
  weight: z.number(),
});

const result = z
  .object({
    source: z.enum(['rules', 'person']),
    modality: z.string().nullable(),
    plane: z.string().nullable(),
    weighting: z.string().nullable(),
    contrast: z.string().nullable(),
    normalisedName: z.string(),
    confidence: z.number(),
    evidence: z.array(evidence),
    rulesVersion: z.string().nullable(),
    reason: z.string().nullable(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({
    id: 'ClassificationResult',
    description: 'What a series was found, or said, to be, with the evidence',
  });

export const classification = z
  .object({ current: result.nullable(), history: z.array(result) })
  .meta({ id: 'Classification' });

export const correctionBody = z
  .object({
    modality: z
      .string()
      .regex(/^[A-Z0-9_]{1,16}$/)
      .optional(),
    plane: z.enum(planes).nullable(),
    weighting: z.string().trim().min(1).max(32).nullable(),
    contrast: z.enum(['given', 'none', 'unknown']).nullable(),
    normalisedName: z.string().trim().min(1).max(120).optional(),
    reason: z.string().trim().max(500).optional(),
  })
  .meta({ id: 'ClassificationCorrection' });

export const rules = z
  .object({
    version: z.string(),
    ruleSets: z.array(
      z.object({
        modalities: z.array(z.string()),
        rules: z.array(
          z.object({
            id: z.string(),
            dimension: z.string(),
            value: z.string(),
            weight: z.number(),
            when: z.record(z.string(), z.unknown()),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'ClassificationRules', description: 'The rules that series are classified by, as data' });

export const seriesParams = z.object({ project: z.string(), id: z.uuid() });
