import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';
import { noOuterDbInTransaction } from './tools/lint/no-outer-db-in-transaction.ts';
import { ownLinesPerFunction } from './tools/lint/own-lines-per-function.ts';
import { todoWithIssue } from './tools/lint/todo-with-issue.ts';

const pesscara = {
  rules: {
    'no-outer-db-in-transaction': noOuterDbInTransaction,
    'own-lines-per-function': ownLinesPerFunction,
    'todo-with-issue': todoWithIssue,
  },
};

const tests = ['**/*.test.ts', '**/*.test.tsx', '**/test/**', 'conformance/**', 'e2e/**'];

const clockOnly = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Ask the clock (kernel/clock) for the time: tests must be able to hold it still.',
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Ask the clock (kernel/clock) for the time: tests must be able to hold it still.',
  },
];

const configOnly = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read once, by kernel/config; pass the setting down.',
};

export default tseslint.config(
  {
    // JavaScript is a handful of launchers and configurations, without types to check.
    ignores: [
      '**/node_modules/**',
      '**/dist/**',
      '**/*.generated.ts',
      '**/*.gen.ts',
      'data/**',
      '.peers/**',
      '**/*.{js,mjs,cjs,d.mts}',
      'apps/web/vite.config.ts',
    ],
  },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.node.json', './apps/web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { pesscara },
    rules: {
      'pesscara/no-outer-db-in-transaction': 'error',
      'pesscara/own-lines-per-function': ['error', { max: 45, exempt: 'Routes$' }],
      'pesscara/todo-with-issue': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', configOnly],
      // Bytes are compared and cleaned of control characters here all day.
      'no-control-regex': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
      // Rules that speak up here without finding mistakes: our closures have no `this`, a variable changed by a callback is
      // not constant, and an interface may promise what one implementation has at once.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // Slow, and about enums and subclasses, of which there are none.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['apps/server/src/**'],
    ignores: tests,
    rules: { 'no-restricted-syntax': ['error', configOnly, ...clockOnly] },
  },
  {
    files: ['apps/server/src/kernel/clock/**'],
    rules: { 'no-restricted-syntax': ['error', configOnly] },
  },
  {
    files: [
      'apps/server/src/main.ts',
      'apps/server/src/kernel/db/embedded-postgres.ts',
      'apps/server/src/kernel/config/**',
      'apps/cli/**',
      'tools/**',
      'bench/**',
      ...tests,
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  { files: ['apps/cli/**', 'tools/**', 'bench/**', ...tests], rules: { 'no-console': 'off' } },
  {
    files: tests,
    rules: {
      'pesscara/own-lines-per-function': 'off',
      'no-loss-of-precision': 'off',
      // What expect.stringContaining and its like give is any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  // The lines of a component are mostly markup.
  { files: ['apps/web/**/*.tsx'], rules: { 'pesscara/own-lines-per-function': ['error', { max: 100 }] } },
  // A router's redirect is thrown; what a library means to remove one day is its changelog's business.
  {
    files: ['apps/web/**'],
    rules: { '@typescript-eslint/only-throw-error': 'off', '@typescript-eslint/no-deprecated': 'off' },
  },
);
