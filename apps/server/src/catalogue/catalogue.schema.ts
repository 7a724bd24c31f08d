import { z } from 'zod';
import { pageOf, pageQuery } from '../kernel/http/index.ts';
import { maximumTags } from './tags.ts';

const instant = z.iso.datetime();
const text = z.string().nullable();
const count = z.number().int();

export const facetNames = [
  'modality',
  'weighting',
  'plane',
  'contrast',
  'centre',
  'manufacturer',
  'conversion',
  'tag',
] as const;
export type FacetName = (typeof facetNames)[number];

const one = z.string().max(200);
/** A query parameter that may be given several times. */
const several = z.union([z.array(one).max(100), one.transform((value) => [value])]).optional();
const facetFilters = Object.fromEntries(
  facetNames.map((name) => [name, several.describe(`Any of these; an empty value stands for none`)]),
) as Record<FacetName, typeof several>;

export const filterQuery = z.object({
  q: z.string().max(200).optional().describe('Words that all occur in descriptions, codes, classes or tags'),
  ...facetFilters,
  subject: several.describe('Any of these subject codes'),
  exam: several.describe('Any of these exams, by id'),
});

export const seriesSorts = ['-studyDate', 'studyDate', 'subject', 'modality', '-releasedAt'] as const;
export type SeriesSort = (typeof seriesSorts)[number];
export const seriesQuery = filterQuery.extend({
  ...pageQuery.shape,
  sort: z.enum(seriesSorts).default('-studyDate'),
});
export const listQuery = filterQuery.extend(pageQuery.shape);

const seriesShape = {
  id: z.uuid(),
  subjectId: z.uuid(),
  subjectCode: z.string(),
  examId: z.uuid(),
  studyDate: z.iso.date().nullable(),
  seriesNumber: count.nullable(),
  seriesDescription: text,
  normalisedName: text,
  modality: text,
  plane: text,
  weighting: text,
  contrast: text,
  confidence: z.number().nullable().describe('0 to 1: how sure the rules are'),
  corrected: z.boolean().describe('A person set the class'),
  tags: z.array(z.string()),
  manufacturer: text,
  centre: text,
  instanceCount: count,
  sizeBytes: count,
  conversionState: z.string(),
  releasedAt: instant,
};
export const seriesSummary = z.object(seriesShape).meta({ id: 'SeriesSummary' });
export type SeriesSummary = z.output<typeof seriesSummary>;
export const seriesPage = pageOf(seriesSummary).meta({ id: 'SeriesPage' });
export const seriesDetail = z
  .object({
    ...seriesShape,
    seriesInstanceUid: z.string(),
    studyInstanceUid: z.string(),
    studyDescription: text,
    protocolName: text,
    bodyPartExamined: text,
    manufacturerModelName: text,
    sopClassUid: text,
    sopClassName: text,
    version: count,
  })
  .meta({ id: 'SeriesDetail' });
export type SeriesDetail = z.output<typeof seriesDetail>;

export const facets = z
  .object({
    totals: z.object({ series: count, subjects: count, exams: count, instances: count }),
    facets: z.array(
      z.object({
        name: z.enum(facetNames),
        values: z
          .array(z.object({ value: z.string(), count }))
          .describe(
            'Most frequent first. Counts ignore the facet’s own selection; an empty value stands for none',
          ),
      }),
    ),
  })
  .meta({ id: 'Facets' });
export type Facets = z.output<typeof facets>;

const subjectShape = {
  id: z.uuid(),
  code: z.string(),
  examCount: count,
  seriesCount: count,
  instanceCount: count,
  lastReleasedAt: instant,
};
export const subject = z.object(subjectShape).meta({ id: 'Subject' });
export type Subject = z.output<typeof subject>;
export const subjectPage = pageOf(subject).meta({ id: 'SubjectPage' });

const examShape = {
  id: z.uuid(),
  subjectId: z.uuid(),
  subjectCode: z.string(),
  studyDate: z.iso.date().nullable(),
  studyDescription: text,
  modalities: z.array(z.string()),
  seriesCount: count,
  instanceCount: count,
};
export const exam = z.object(examShape).meta({ id: 'Exam' });
export type Exam = z.output<typeof exam>;
export const examPage = pageOf(exam).meta({ id: 'ExamPage' });
const subjectRelation = z
  .object({
    kind: z
      .enum(['mother', 'sibling', 'child'])
      .describe(
        'Who the other subject is: the mother in whose exams this one was seen before birth, a child seen in the same exams, or a child of this one',
      ),
    id: z.uuid().nullable().describe('Null: of the mother nothing is released'),
    code: z.string(),
    labels: z
      .array(
        z.object({
          role: z.enum(['fetus', 'twin', 'triplet']),
          designation: z.enum(['A', 'B', 'C', 'D']).nullable(),
        }),
      )
      .describe('What the child of the two is called; with a sibling, what that one is called'),
  })
  .meta({ id: 'SubjectRelation' });
export type SubjectRelation = z.output<typeof subjectRelation>;
export const subjectDetail = z
  .object({
    ...subjectShape,
    relations: z.array(subjectRelation).describe('Its mother, and children with released series'),
    exams: z.array(exam),
  })
  .meta({ id: 'SubjectDetail' });
export type SubjectDetail = z.output<typeof subjectDetail>;
export const examDetail = z
  .object({ ...examShape, series: z.array(seriesSummary) })
  .meta({ id: 'ExamDetail' });
export type ExamDetail = z.output<typeof examDetail>;

const tag = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}]+$/u, 'takes no control characters');
const tags = z.array(tag).max(maximumTags);
export const setTagsBody = z.object({ tags }).meta({ id: 'SetTags' });
export const changeTagsBody = z
  .object({
    seriesIds: z.array(z.uuid()).min(1).max(10_000),
    add: tags.default([]),
    remove: tags.default([]),
  })
  .meta({ id: 'ChangeTags' });
export const changedTags = z.object({ changed: count }).meta({ id: 'ChangedTags' });
export const tagList = z
  .object({ items: z.array(z.object({ name: z.string(), colour: text, seriesCount: count })) })
  .meta({ id: 'TagList' });

export const searchQuery = z.object({
  q: z.string().trim().min(2).max(200).describe('Words, two characters at least'),
  limit: z.coerce.number().int().min(1).max(50).default(10).describe('Of each kind'),
});
export const searchResult = z
  .object({
    projects: z.array(z.object({ key: z.string(), name: z.string() })),
    subjects: z.array(z.object({ projectKey: z.string(), ...subjectShape })),
    series: z.array(z.object({ projectKey: z.string(), ...seriesShape })),
  })
  .meta({ id: 'SearchResult' });
export type SearchResult = z.output<typeof searchResult>;

export const itemParams = z.object({ project: z.string(), id: z.uuid() });
