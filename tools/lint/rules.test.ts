import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { noOuterDbInTransaction } from './no-outer-db-in-transaction.ts';
import { ownLinesPerFunction } from './own-lines-per-function.ts';
import { todoWithIssue } from './todo-with-issue.ts';

const plugin = {
  rules: {
    'no-outer-db-in-transaction': noOuterDbInTransaction,
    'own-lines-per-function': ownLinesPerFunction,
    'todo-with-issue': todoWithIssue,
  },
};

function lint(rule: keyof typeof plugin.rules, code: string, options: object[] = []): string[] {
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { pesscara: plugin },
    rules: { [`pesscara/${rule}`]: ['error', ...options] },
  };
  return new Linter()
    .verify(code, [config as unknown as Linter.Config], 'file.ts')
    .map((message) => message.message);
}

describe('no-outer-db-in-transaction', () => {
  const check = (code: string) => lint('no-outer-db-in-transaction', code);

  it('finds a query on the database around the transaction', () => {
    expect(check("transact(db, async (trx) => { await db.selectFrom('a').execute(); });")).toHaveLength(1);
    expect(check('transact(db, async (trx) => insertSeries(db, row));')).toHaveLength(1);
    expect(check('db.transaction().execute(async (trx) => { await readSeries(db); });')).toHaveLength(1);
  });

  it('finds it in a function within the callback, in a property and in a shorthand', () => {
    expect(check('transact(db, async (trx) => rows.map((row) => store(db, row)));')).toHaveLength(1);
    expect(check('transact(deps.db, async (trx) => read(deps.db));')).toHaveLength(1);
    expect(check('transact(db, async (trx) => read({ db }));')).toHaveLength(1);
  });

  it('finds the outer database of a transaction within a transaction once', () => {
    expect(check('transact(db, async (trx) => transact(db, async (inner) => read(inner)));')).toHaveLength(1);
  });

  it('lets the transaction, other databases and code outside alone', () => {
    expect(check('transact(db, async (trx) => read(trx)); read(db);')).toEqual([]);
    expect(check('transact(db, async (trx) => { await crosswalk(crosswalkDb); });')).toEqual([]);
    expect(check('transact(db, async (trx) => { trx.db = row.db; });')).toEqual([]);
    expect(check('const f = () => transact(db, (trx) => write(trx)); const g = () => read(db);')).toEqual([]);
  });

  it('lets a database of the callback’s own alone', () => {
    expect(
      check('transact(db, async (trx) => { const db = trx.withSchema("a"); await read(db); });'),
    ).toEqual([]);
    expect(check('db.transaction().execute(async (db) => { await read(db); });')).toEqual([]);
  });
});

describe('own-lines-per-function', () => {
  const check = (code: string, options: object = { max: 3, exempt: 'Routes$' }) =>
    lint('own-lines-per-function', code, [options]);

  it('names a function that is too long and says how long it is', () => {
    expect(check('function count() {\n  one();\n  two();\n}')).toEqual([
      'count has 4 lines of its own; 3 are allowed. Take a part out and name it.',
    ]);
  });

  it('does not count blank lines, comments, and functions within', () => {
    expect(check('function count() {\n\n  // why\n  one();\n}')).toEqual([]);
    expect(check('function outer() {\n  function inner() {\n    one();\n  }\n  two();\n}')).toEqual([]);
  });

  it('lets route tables be long', () => {
    expect(check('function seriesRoutes() {\n  one();\n  two();\n  three();\n}')).toEqual([]);
  });
});

describe('todo-with-issue', () => {
  const word = ['TO', 'DO'].join('');
  it('asks for the number of the issue', () => {
    expect(lint('todo-with-issue', `// ${word}: later`)).toEqual([`Name the issue: "${word} #12".`]);
    expect(lint('todo-with-issue', `// ${word} #7: when the codec is there`)).toEqual([]);
    expect(lint('todo-with-issue', '/* nothing to do */')).toEqual([]);
  });
});
