import { z } from 'zod';
import { revealPurposes } from '../deidentification/index.ts';
import { type DateFormat, dateFormats } from './table/table-dates.ts';

export const crosswalkSubject = z
  .object({
    code: z.string(),
    aliasCount: z.number().int().describe('By how many identifiers it is known'),
    createdAt: z.iso.datetime(),
    survivorCode: z.string().nullable().describe('The subject that stands for it; null: itself'),
    state: z.enum(['active', 'void']).describe('`void`: consent was withdrawn, nothing is kept'),
  })
  .meta({ id: 'CrosswalkSubject' });

export const crosswalkPage = z.object({
  items: z.array(crosswalkSubject),
  nextCursor: z.string().nullable(),
});
export const crosswalkQuery = z.object({
  code: z.string().max(64).default('').describe('A part of the code'),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

export const lookUpBody = z.object({
  issuer: z.string().max(64).default(''),
  patientId: z.string().min(1).max(256),
});
export const lookUpAnswer = z
  .object({ subject: crosswalkSubject.nullable() })
  .meta({ id: 'CrosswalkLookUp' });

export const revealBody = z.object({
  code: z.string().min(1).max(64),
  purpose: z.enum(revealPurposes),
  reason: z
    .string()
    .trim()
    .min(10)
    .max(2000)
    .describe('At least ten characters; kept in the audit trail for ever'),
});
export const revealAnswer = z
  .object({
    code: z.string(),
    identities: z.array(
      z.object({
        kind: z.string(),
        issuer: z.string(),
        patientId: z.string(),
        patientName: z.string(),
        birthDate: z.string(),
        since: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'RevealedSubject' });

const columnNumber = z.coerce.number().int().min(0).max(10_000);
const columnList = z
  .string()
  .max(20_000)
  .regex(/^(\d{1,4}(,\d{1,4})*)?$/, 'numbers of columns from 0, separated by commas')
  .default('')
  .transform((text) => (text === '' ? [] : text.split(',').map(Number)));
const datePattern = new RegExp(`^(\\d{1,4}:(${dateFormats.join('|')})(,(?!$)|$))*$`);
const dateList = z
  .string()
  .max(40_000)
  .regex(datePattern, `column:format, separated by commas; formats are ${dateFormats.join(', ')}`)
  .default('')
  .transform((text) =>
    (text === '' ? [] : text.split(',')).map((one) => {
      const [column, format] = one.split(':');
      return { column: Number(column), format: format as DateFormat };
    }),
  );

/** Columns by number: names could be a patient's, when a file has no header. */
export const planQuery = z.object({
  idColumn: columnNumber.describe('The column of the medical record number, counted from 0'),
  issuer: z.string().max(64).default('').describe('Who gave the numbers, as Issuer of Patient ID says it'),
  issuerColumn: columnNumber.optional(),
  dates: dateList.describe('Columns of dates with their format: `3:iso,5:day-month-year`'),
  drop: columnList.describe('Columns that are left out: `1,2`'),
});
export type PlanQuery = z.output<typeof planQuery>;

export const previewQuery = planQuery.partial({ idColumn: true });
export const attachQuery = planQuery.extend({
  name: z.string().trim().min(1).max(100),
  acceptUnshifted: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Let dates in columns that were not named as dates pass as they are'),
});

const tableColumn = z.object({ name: z.string(), kind: z.enum(['text', 'date']) });
const tableCounts = z
  .object({
    matched: z.number().int(),
    unmatched: z.number().int(),
    withoutIdentifier: z.number().int(),
    rounded: z
      .number()
      .int()
      .describe('Rows left out because a spreadsheet rounded their number: 1.23457E+11'),
    removedDates: z.number().int(),
    removedIdentifiers: z.number().int(),
  })
  .meta({ id: 'TableCounts' });

export const tablePreview = z
  .object({
    rowCount: z.number().int(),
    delimiter: z.string(),
    encoding: z.string(),
    columns: z.array(
      z.object({
        column: z.number().int(),
        name: z.string(),
        looksLike: z.enum(['identifier', 'date', 'text']),
        dateFormats: z
          .array(z.enum(dateFormats))
          .describe('In which most of its cells are dates; several when they can be read in several ways'),
        hasDates: z.boolean().describe('Whether a date stands in it, be it among other text'),
        filledCount: z.number().int(),
        distinctCount: z.number().int(),
      }),
    ),
    outcome: z
      .object({
        counts: tableCounts,
        columns: z.array(tableColumn),
        unshiftedDateColumns: z.array(z.number().int()),
        sample: z.array(z.object({ code: z.string(), cells: z.array(z.string().nullable()) })),
      })
      .nullable(),
  })
  .meta({ id: 'TablePreview' });

export const subjectTable = z
  .object({
    id: z.uuid(),
    name: z.string(),
    columns: z.array(tableColumn),
    rowCount: z.number().int(),
    matchedCount: z.number().int(),
    unmatchedCount: z.number().int(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'SubjectTable' });
export const subjectTables = z.object({ items: z.array(subjectTable) });
export const attachedTable = subjectTable.extend({ counts: tableCounts }).meta({ id: 'AttachedTable' });
export const tableParams = z.object({ project: z.string(), id: z.uuid() });
export const removeTableQuery = z.object({ reason: z.string().trim().min(1).max(2000) });

export const keyStatus = z
  .object({
    keys: z.array(
      z.object({
        id: z.string(),
        state: z.enum(['active', 'retiring', 'retired']),
        createdAt: z.iso.datetime(),
        retiredAt: z.iso.datetime().nullable(),
        dataKeyCount: z.number().int(),
      }),
    ),
    unsealedRowCount: z.number().int().describe('Rows from before there were data keys'),
  })
  .meta({ id: 'CrosswalkKeys' });

const identifier = z.object({
  issuer: z.string().max(64).default(''),
  patientId: z.string().trim().min(1).max(256),
});
const code = z.string().min(1).max(64);
const childRole = z.enum(['fetus', 'twin', 'triplet', 'mother']);
const childDesignation = z.enum(['A', 'B', 'C', 'D']);
export const findingBody = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('link'),
      temporary: z
        .union([identifier, z.strictObject({ code })])
        .describe('The temporary identifier, or the subject that it led to'),
      final: identifier,
    }),
    z.object({ kind: z.literal('merge'), from: code, to: code }),
    z.object({
      kind: z.literal('move'),
      exams: z.array(z.uuid()).min(1).max(500),
      to: code.nullable().describe('The subject whose they are; null: a new one'),
    }),
    z.object({
      kind: z.literal('child'),
      series: z.array(z.uuid()).min(1).max(500).describe('Series that came in exams of one mother'),
      role: childRole.describe('Who they show; `mother`: herself after all'),
      designation: childDesignation.nullable().default(null).describe('Which of several'),
      child: code.nullable().default(null).describe('The child’s subject; null: a new one, made for it'),
    }),
  ])
  .meta({ id: 'IdentityFinding' });
export const withdrawalBody = z.object({
  code,
  confirmation: z.literal('destroy').describe('That you know: it cannot be undone'),
  reason: z.string().trim().min(10).max(2000).describe('At least ten characters; kept in the audit trail'),
});
export const withdrawalQuery = z.object({ code });
const reason = z.string().trim().min(1).max(2000).describe('Kept in the audit trail');
export const stateBody = z.object({ finding: findingBody, reason });
export const undoBody = z.object({ reason });
export const factParams = z.object({ project: z.string(), id: z.uuid() });

export const affected = z
  .object({
    exams: z.array(
      z.object({
        examId: z.uuid(),
        studyDate: z.string().nullable(),
        from: z.string(),
        to: z.string(),
        series: z.number().int(),
        instances: z.number().int(),
        files: z.number().int().describe('Derived files; they are made anew'),
      }),
    ),
    tableRows: z.number().int(),
    isWithdrawn: z
      .boolean()
      .default(false)
      .describe(
        'It makes something a person’s who withdrew consent: that is destroyed when the time to undo is over',
      ),
  })
  .meta({ id: 'IdentityAffected' });

export const withdrawalPreview = z
  .object({
    codes: z.array(z.string()).describe('All subjects that are this one person'),
    identifiers: z.number().int(),
    exams: z.array(
      z.object({
        examId: z.uuid(),
        studyDate: z.string().nullable(),
        from: z.string(),
        series: z.number().int(),
        instances: z.number().int(),
        files: z.number().int(),
      }),
    ),
    children: z
      .array(z.string())
      .describe(
        'Her children who were examined before birth: what is theirs stays, unless theirs is withdrawn as well',
      ),
    cases: z.number().int().describe('Arrivals that wait for a reviewer'),
    tableRows: z.number().int(),
    exports: z
      .number()
      .int()
      .describe('How often something of it was downloaded: such copies are out of reach'),
    selectionExports: z
      .number()
      .int()
      .describe('Downloads of chosen series in this project, which may have held some of it'),
    undoMs: z.number().int().describe('How long it can be taken back before anything is destroyed'),
    needsSecondPerson: z.boolean(),
  })
  .meta({ id: 'WithdrawalPreview' });

const fact = z
  .object({
    id: z.uuid(),
    kind: z.enum(['link', 'merge', 'move', 'undo', 'withdraw', 'child']),
    fromCode: z.string().nullable(),
    toCode: z.string().nullable(),
    childRole: childRole.nullable().describe('Of a child: whom its images show'),
    childDesignation: childDesignation.nullable(),
    undoes: z.uuid().nullable(),
    undoneBy: z.uuid().nullable(),
    reason: z.string(),
    preview: affected,
    madeAt: z.iso.datetime(),
    madeByName: z.string(),
    totalExams: z.number().int(),
    doneExams: z.number().int(),
    doneAt: z.iso.datetime().nullable(),
    effectiveAt: z.iso
      .datetime()
      .nullable()
      .describe('Of a withdrawal: when the destruction begins; null: a second person has to confirm it'),
    confirmedByName: z.string().nullable(),
    confirmedAt: z.iso.datetime().nullable(),
    begunAt: z.iso.datetime().nullable().describe('Of a withdrawal: from here on it cannot be undone'),
    destroyed: z
      .object({ exams: z.number().int(), images: z.number().int(), tableRows: z.number().int() })
      .nullable(),
    mayConfirm: z.boolean().describe('Whether you can be the second person'),
  })
  .meta({ id: 'IdentityFact' });

export const statedFacts = z.object({ ids: z.array(z.uuid()) });
export const identityDesk = z
  .object({
    facts: z.array(fact),
    questions: z
      .array(
        z.object({
          kind: z.enum(['two-persons', 'circle', 'two-mothers']),
          code: z.string(),
          targets: z.array(z.string()),
          facts: z.array(z.uuid()),
        }),
      )
      .describe('Facts that contradict each other: undo one of them'),
    joined: z.array(z.object({ code: z.string(), subject: z.string() })),
    relations: z
      .array(
        z.object({
          child: z.string(),
          mother: z.string(),
          labels: z.array(z.object({ role: childRole, designation: childDesignation.nullable() })),
          twins: z.array(z.string()).describe('Children with images in the same exams of hers'),
        }),
      )
      .describe('Children who were examined before birth, and their mothers'),
  })
  .meta({ id: 'IdentityDesk' });

export const temporaryQuery = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
export const temporarySubjects = z
  .object({
    items: z.array(
      z.object({
        code: z.string(),
        since: z.iso.datetime().describe('When the first of its identifiers came'),
        identifiers: z.number().int(),
        exams: z.number().int(),
        instances: z.number().int(),
      }),
    ),
    count: z.number().int().describe('How many there are in all'),
  })
  .meta({ id: 'TemporarySubjects' });

export const seriesOfMother = z
  .object({
    items: z.array(
      z.object({
        seriesId: z.uuid(),
        examId: z.uuid(),
        studyDate: z.string().nullable(),
        modality: z.string().nullable(),
        seriesNumber: z.number().int().nullable(),
        seriesDescription: z.string().nullable(),
        instances: z.number().int(),
        subject: z.string().describe('Whose it is by now: hers, or a child’s'),
        labels: z
          .array(z.object({ role: childRole, designation: childDesignation, instances: z.number().int() }))
          .describe('What text in its pixels calls the child, and in how many images: to be confirmed'),
      }),
    ),
  })
  .meta({ id: 'SeriesOfMother' });

export const examsQuery = z.object({ code });
export const examsOfSubject = z
  .object({
    items: z.array(
      z.object({
        examId: z.uuid(),
        studyDate: z.string().nullable(),
        code: z.string(),
        originCode: z.string().describe('The subject that it came under'),
        series: z.number().int(),
        instances: z.number().int(),
        files: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'ExamsOfSubject' });
