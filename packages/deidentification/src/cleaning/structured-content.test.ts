import { describe, expect, it } from 'vitest';
import { effectiveAction } from '../actions/actions.ts';
import {
  type OptionCode,
  option,
  parseOptionActions,
  type TableAction,
} from '../actions/confidentiality-profile.ts';
import { structuredContentRows } from '../tables/structured-content.generated.ts';
import {
  basicWith,
  deidentified,
  fileOf,
  type MadeElements,
  madeObject,
  reread,
  sopClassUids,
  testSubject,
  textOf,
} from '../testing/made-objects.ts';

const secret = 'Zbigniewska';
const secretUid = '1.2.9999.44444.77777';

/** A value of each type of content item that identifies somebody. */
const itemValues: Record<string, MadeElements> = {
  TEXT: { TextValue: secret },
  PNAME: { '0040A123 PN': `${secret}^Ewa` },
  UIDREF: { UID: secretUid },
  DATE: { Date: '20240229' },
  TIME: { Time: '101112' },
  DATETIME: { DateTime: '20240229101112' },
  CODE: { ConceptCodeSequence: [{ CodeValue: secret, CodingSchemeDesignator: '99X', CodeMeaning: secret }] },
  NUM: { MeasuredValueSequence: [{ NumericValue: '42' }] },
  IMAGE: { ReferencedSOPSequence: [{ ReferencedSOPInstanceUID: secretUid }] },
  COMPOSITE: { ReferencedSOPSequence: [{ ReferencedSOPInstanceUID: secretUid }] },
  WAVEFORM: { ReferencedSOPSequence: [{ ReferencedSOPInstanceUID: secretUid }] },
  CONTAINER: { ContentSequence: [{ ValueType: 'TEXT', TextValue: secret }] },
};

const rows = structuredContentRows.split(/[;\n]/).map((cell) => {
  const words = cell.split(' ');
  const [options = '-', basic = 'X', type = ''] = [words.pop(), words.pop(), words.pop()];
  const code = words[0] ?? '';
  const scheme = words.slice(1).join(' ');
  return { code, scheme, type, basic: basic as TableAction, options: parseOptionActions(options) };
});

function itemOf({ code, scheme, type }: (typeof rows)[number]): MadeElements {
  const concept = { CodeValue: code, CodingSchemeDesignator: scheme, CodeMeaning: 'Concept' };
  return {
    RelationshipType: 'CONTAINS',
    ValueType: type,
    ConceptNameCodeSequence: [concept],
    ...itemValues[type],
  };
}

function cleanedItem(row: (typeof rows)[number], ...options: OptionCode[]) {
  const report = reread(madeObject(sopClassUids.SR, { ContentSequence: [itemOf(row)] }));
  const { dataSet } = deidentified(report, basicWith(option.cleanStructuredContent, ...options));
  return { dataSet, isThere: textOf(dataSet, 'ContentSequence/ValueType') !== undefined };
}

function holdsSecret(dataSet: Parameters<typeof fileOf>[0]): boolean {
  const bytes = Buffer.from(fileOf(dataSet));
  return bytes.includes(secret) || bytes.includes(secretUid) || bytes.includes('20240229');
}

describe('Table E.3.4-1, with Clean Structured Content', () => {
  it('has its 206 rows, and a value for each of their types', () => {
    expect(rows).toHaveLength(206);
    expect(rows.filter(({ type }) => itemValues[type] === undefined)).toEqual([]);
  });

  it('removes the items that it says, and empties the others of identity', () => {
    const wrong = rows.filter((row) => {
      const { dataSet, isThere } = cleanedItem(row);
      return holdsSecret(dataSet) || isThere !== (row.basic !== 'X');
    });
    expect(wrong).toEqual([]);
  });

  it('keeps what options keep, by the concept', () => {
    const kept = rows.filter(
      ({ options, type }) => options.get(option.retainUids) === 'K' && type !== 'TEXT',
    );
    expect(kept.length).toBeGreaterThan(20);
    for (const row of kept) {
      const { dataSet } = cleanedItem(row, option.retainUids);
      expect(`${row.code} ${String(Buffer.from(fileOf(dataSet)).includes(secretUid))}`).toBe(
        `${row.code} true`,
      );
    }
    const devices = rows.filter(
      ({ options, type }) => options.get(option.retainDeviceIdentity) === 'K' && type === 'TEXT',
    );
    for (const row of devices) {
      const { dataSet } = cleanedItem(row, option.retainDeviceIdentity);
      expect(textOf(dataSet, 'ContentSequence/TextValue')).toBe(secret);
    }
  });

  it('shifts dates with modified dates, and cleans texts with descriptors', () => {
    for (const row of rows) {
      const options = new Set([option.retainModifiedDates, option.cleanDescriptors]);
      if (effectiveAction(row, options) !== 'C') continue;
      const { dataSet, isThere } = cleanedItem(row, ...options);
      expect(`${row.code} ${String(isThere)} ${String(holdsSecret(dataSet))}`).toBe(`${row.code} true false`);
      if (row.type === 'DATE') expect(textOf(dataSet, 'ContentSequence/Date')).toBe('20231121');
    }
    expect(testSubject.dateShiftDays).toBe(-100);
  });
});
