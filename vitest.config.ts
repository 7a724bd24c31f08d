import { defineConfig } from 'vitest/config';

// Whole servers and browsers beside each other on two cores: what is waited for is a condition, and this bounds a machine that is
// slow, not one that is quiet.
const patienceMs = 300_000;

export default defineConfig({
  test: {
    teardownTimeout: 60_000,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.ts',
            'apps/**/src/**/*.test.{ts,tsx}',
            'tools/**/*.test.ts',
            'bench/**/*.test.ts',
          ],
          exclude: ['**/*.db.test.ts', '**/node_modules/**', '**/dist/**'],
          testTimeout: 30_000,
          // Most units are pure: to load every package anew for each file took two fifths of the time.
          isolate: false,
        },
      },
      {
        test: {
          name: 'database',
          include: ['apps/server/src/**/*.db.test.ts'],
          globalSetup: ['apps/server/test/kit/database.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'server',
          include: ['apps/server/test/**/*.test.ts', 'apps/cli/test/**/*.test.ts'],
          globalSetup: ['apps/server/test/kit/database.ts'],
          testTimeout: patienceMs,
          hookTimeout: patienceMs,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['conformance/src/**/*.test.ts'],
          globalSetup: ['apps/server/test/kit/database.ts'],
          testTimeout: patienceMs,
          hookTimeout: patienceMs,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.test.ts'],
          globalSetup: ['apps/server/test/kit/database.ts'],
          testTimeout: patienceMs,
          hookTimeout: patienceMs,
          fileParallelism: false,
        },
      },
    ],
  },
});
