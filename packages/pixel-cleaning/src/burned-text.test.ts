import { describe, expect, test } from 'vitest';
import {
  createIdentityMatcher,
  fetalLabelIn,
  harmlessMarks,
  isHarmless,
  isSameReading,
} from './burned-text.ts';

const match = createIdentityMatcher([
  { kind: 'patient-name', text: 'Ørsted-Lindqvist^Marguerite' },
  { kind: 'patient-id', text: 'MRN-4711008' },
  { kind: 'birth-date', text: '19610312' },
  { kind: 'institution', text: 'St. Brigid Hospital' },
]);

describe('identifiers read from pixels', () => {
  test.each([
    ['LINDQVIST, M', 'patient-name'],
    ['L1NDQV1ST', 'patient-name'],
    ['Marguerte', 'patient-name'],
    ['ID: 47I1O08', 'patient-id'],
    ['DOB 12.03.1961', 'birth-date'],
    ['12-MAR-1961', 'birth-date'],
    ['03/12/61', 'birth-date'],
    ['ST BRIGID HOSP', 'institution'],
  ] as const)('%s is told to be a %s', (text, kind) => {
    expect([...match(text)]).toContain(kind);
  });

  test.each(['GAIN 52', 'LIVER RIGHT LOBE', '10.2 cm', '20260312', 'MI 1.2'])('%s is nobody', (text) => {
    expect([...match(text)]).toEqual([]);
  });
});

describe('two texts read at one place', () => {
  test.each([
    ['Quillfeather', 'Quil1feather'],
    ['MRN-4711008', 'MRN 47I1O08'],
    ['ST BRIGID HOSPITAL', 'ST BRIGD HOSPTAL'],
    ['00:01:12', '00:01:13'],
    ['L', 'L'],
    ['', ''],
  ])('%s and %s are one, read differently', (one, other) => {
    expect([isSameReading(one, other), isSameReading(other, one)]).toEqual([true, true]);
  });

  test.each([
    ['Quillfeather', 'Osterwaldt'],
    ['L', 'R'],
    ['DOE', 'DOT'],
    ['TWIN A', 'TWIN B'],
    ['FETUS A', 'TWIN A'],
    ['TWIN A', 'TWIN'],
    ['12 cm', 'Depth 12 cm'],
  ])('%s and %s are two', (one, other) => {
    expect([isSameReading(one, other), isSameReading(other, one)]).toEqual([false, false]);
  });
});

test('marks, measurements and their units are harmless; names and long numbers are not', () => {
  const marks = new Set(harmlessMarks);
  for (const text of ['L', 'R', '10 cm', 'TIB 0.4', '5.2cm', 'MI: 1.2', 'FR 24Hz', '70%'])
    expect([text, isHarmless(text, marks)]).toEqual([text, true]);
  for (const text of ['DOE', 'L DOE', '4711008', '12.03.1961', 'R 123456'])
    expect([text, isHarmless(text, marks)]).toEqual([text, false]);
});

test.each([
  ['TWIN A', 'twin', 'A'],
  ['fetus 2 heart', 'fetus', 'B'],
  ['FOETUS B', 'fetus', 'B'],
  ['B TWIN', 'twin', 'B'],
  ['TRIPLET C', 'triplet', 'C'],
] as const)('%s names one child of several', (text, role, designation) => {
  expect(fetalLabelIn(text)).toEqual({ role, designation });
});

test('a text without a label names none', () => {
  expect(fetalLabelIn('TWINKLE 5')).toBeUndefined();
  expect(fetalLabelIn('FETUS')).toBeUndefined();
});
