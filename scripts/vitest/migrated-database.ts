import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../migrate.mjs'

declare module 'vitest' {
  interface ProvidedContext {
    migratedDatabase: string
  }
}

/** Migrates one database; each test file begins with a copy of it. */
export async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), 'fulcrum-database-'))
  const file = path.join(folder, 'migrated.db')
  await migrate(`file:${file}`)
  project.provide('migratedDatabase', file)
  return () => rm(folder, { recursive: true, force: true })
}
