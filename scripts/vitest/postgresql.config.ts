import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// The tests of the store, the services and the APIs against PostgreSQL. A server and the right to create databases is all they need:
//   TEST_DATABASE_URL=postgresql://app@127.0.0.1:5432/postgres npx vitest run --config scripts/vitest/postgresql.config.ts
// Each test file gets a database of its own on that server, which is dropped afterwards.
const root = fileURLToPath(new URL('../..', import.meta.url))

export default defineConfig({
  root,
  resolve: { alias: { '@': root.replace(/\/$/, '') } },
  test: {
    name: 'postgresql',
    include: ['server/{store,services}/**/*.test.ts', 'facades/**/*.test.ts'],
    setupFiles: 'scripts/vitest/own-postgresql.ts',
    pool: 'forks',
    testTimeout: 30_000,
    // Every person in a test costs the hash of a password, and a database on disk waits for the disk.
    hookTimeout: 60_000,
  },
})
