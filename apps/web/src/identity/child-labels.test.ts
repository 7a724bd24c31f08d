import { expect, it } from 'vitest';
import { labelChoices, proposedLabels } from './child-labels.ts';

const series = (seriesId: string, ...labels: ['A' | 'B', number][]) => ({
  seriesId,
  examId: '',
  studyDate: null,
  modality: 'US',
  seriesNumber: 1,
  seriesDescription: null,
  instances: 9,
  subject: 'M',
  labels: labels.map(([designation, instances]) => ({ role: 'twin' as const, designation, instances })),
});

it('proposes, for each child, the series of which most images name it', () => {
  const items = [series('1', ['B', 2]), series('2', ['A', 1], ['B', 5]), series('3', ['A', 3]), series('4')];
  expect(proposedLabels(items)).toEqual([
    { key: 'twin-A', words: 'Twin A', ids: ['3'] },
    { key: 'twin-B', words: 'Twin B', ids: ['1', '2'] },
  ]);
});

it('has a choice for every label, and one for the mother', () => {
  expect(new Set(labelChoices.map(({ value }) => value)).size).toBe(labelChoices.length);
  expect(labelChoices.at(-1)).toMatchObject({ role: 'mother', designation: null });
});
