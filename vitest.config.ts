import { defineConfig } from 'vitest/config';

/** Ends only what hangs: a slow machine must not turn a test red. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };

/** `unit` needs nothing but Node; `integration` opens databases, listens on 127.0.0.1 and starts processes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{domain,slack,support}/**/*.test.ts', 'test/*.test.ts'],
          ...patience,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/{store,flows,github,model,sandbox,stories,packaging}/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          ...patience,
        },
      },
    ],
  },
});
