import { expect, it } from 'vitest';
import { answersOf, findingOnWire } from './finding-words.ts';

it('what an object said of its face is answered by a person’s decision, not by the removal alone', () => {
  for (const state of ['accepted', 'exempted', 'restored'] as const)
    expect([...answersOf({ state }).keys()]).toEqual(['recognizable-features']);
  for (const state of ['not-asked', 'waiting', 'defaced', 'not-defaced', 'restoring'] as const)
    expect(answersOf({ state }).size).toBe(0);
});

it('a finding has a title in words, also where its code is another slice’s', () => {
  const finding = { severity: 'high', count: 1 } as const;
  expect(findingOnWire({ ...finding, code: 'leak-patient-name' })).toMatchObject({
    title: 'The patient’s name is still there',
    stopsRelease: true,
  });
  expect(findingOnWire({ ...finding, code: 'burned-in-annotation' })).toMatchObject({
    title: 'The object says that identifying text is burned into its pixels',
    stopsRelease: false,
  });
});
