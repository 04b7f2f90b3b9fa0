import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const alias = { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') }

const outside = ['**/node_modules/**', '**/dist/**', '.next/**', 'e2e/**']
const goldenTests = ['proxy-engine/src/compile/**/*golden*.test.ts', 'proxy-engine/src/compile/golden/**/*.test.ts']

/** One less than the processors would be usual: on two of them, one waits while the other works. */
const maxWorkers = 2

/** Files share the modules that are loaded: loading them for each file takes longer than most tests. What a test changes, it puts back. */
const isolate = false

/** In milliseconds. The machine may be busy with other files; how long something takes is no test. */
const testTimeout = 30_000

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          // Needs nothing but the sources.
          name: 'unit',
          isolate,
          maxWorkers,
          testTimeout,
          include: [
            'model/**/*.test.ts',
            'proxy-engine/src/**/*.test.ts',
            'components/**/*.test.{ts,tsx}',
            'server/*.test.ts',
            'server/metrics/**/*.test.ts',
            'server/certificates/**/*.test.ts',
            'app/**/*.test.ts',
            'docs/**/*.test.ts',
            'scripts/**/*.test.ts',
          ],
          exclude: [...outside, ...goldenTests],
        },
      },
      {
        resolve: { alias },
        test: {
          // Compiles the cases and compares every byte. `npm run golden` writes them anew.
          name: 'golden',
          isolate,
          maxWorkers,
          testTimeout,
          include: goldenTests,
          exclude: outside,
        },
      },
      {
        resolve: { alias },
        test: {
          // Each test file has a database of its own.
          name: 'database',
          isolate,
          include: ['server/{store,services}/**/*.test.ts', 'facades/**/*.test.ts', 'prisma/**/*.test.ts'],
          exclude: [...outside, 'prisma/generated/**'],
          globalSetup: 'scripts/vitest/migrated-database.ts',
          setupFiles: 'scripts/vitest/own-database.ts',
          pool: 'forks',
          maxWorkers,
          testTimeout,
          // Every person in a test costs the hash of a password.
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          // Each test runs a real HAProxy. Beside too many others, it would time the machine and not the program.
          name: 'engine',
          isolate,
          include: ['proxy-engine/test/**/*.test.ts'],
          exclude: outside,
          pool: 'forks',
          maxWorkers,
          sequence: { groupOrder: 1 },
          testTimeout,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
