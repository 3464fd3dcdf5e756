import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Two cores: more workers would only wait for each other, and for the one database.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps/server,bench,scripts,e2e}/**/*.test.ts'],
          // Every file has a database of its own; loading the platform anew for each would take a fifth of the time.
          isolate: false,
          globalSetup: ['apps/server/test/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'faces',
          // Each file is a page of its own: what one keeps in its modules the next must not find.
          include: ['{packages,apps/console,apps/field,apps/portal,apps/screen}/**/*.test.{ts,tsx}'],
          globalSetup: ['apps/server/test/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['e2e/**/*.journey.ts'],
          globalSetup: ['e2e/prepare.ts'],
          // Beside another worker on two cores a browser may be starved for seconds. Whatever was walked twice says so in
          // the output ("retry x1"), and is looked at as a fault of the day.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
