import { describe, expect, it } from 'vitest';
import { missingProofs, testTitles } from './claims.ts';

const source = `
describe.skipIf(!present)('a group', () => {
  it.each([['one', 1]])('counts %s', () => expect('not a title').toBe(''));
  test(\`is run \${rounds} times\`, () => {});
});`;

describe('the titles of tests', () => {
  it('are those of groups, tables of cases and templates, and no other texts', () => {
    expect([...testTitles(source)]).toEqual(['a group', 'counts %s', 'is run ${rounds} times']);
  });
});

describe('the claims', () => {
  const check = (rows: string) =>
    missingProofs(`| claim | proof |\n| --- | --- |\n${rows}`, (file) =>
      Promise.resolve(testTitles(file === 'a.test.ts' ? source : '')),
    );

  it('are proven by tests that exist', async () => {
    expect(await check('| It counts | `a.test.ts` › a group<br>`a.test.ts` › counts %s |')).toEqual([]);
  });

  it('are told of when a test is gone, a file is gone, or nothing proves them', async () => {
    expect(await check('| It sings | `a.test.ts` › sings |')).toEqual([
      'line 3: a.test.ts has no test "sings"',
    ]);
    expect(await check('| It counts | `b.test.ts` › counts %s |')).toHaveLength(1);
    expect(await check('| It counts | surely |')).toEqual([
      'line 3: "It counts" needs a proof written as `file` › title',
    ]);
    expect(await check('')).toHaveLength(1);
  });
});
