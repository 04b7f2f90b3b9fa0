import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './settings.mjs'

/** @typedef {'sqlite' | 'postgresql'} Provider */

/** @type {readonly Provider[]} */
export const providers = ['sqlite', 'postgresql']

export const schemaFile = path.join(root, 'prisma/schema.prisma')
export const migrationsDir = path.join(root, 'prisma/migrations')
/** The schema as it was when the newest migration was written. */
export const snapshotFile = path.join(migrationsDir, 'schema.snapshot.prisma')

/** The one source of both databases, written for SQLite. */
export const readSchema = () => readFileSync(schemaFile, 'utf8')

/** Where the clients go, and where a derived schema lies while its client is generated. */
export const generatedDir = path.join(root, 'prisma/generated')

/**
 * The same models for another database. Prisma wants a literal provider in each schema file, so
 * PostgreSQL's is derived. The paths in a schema are relative to its file, which lies in `generatedDir`.
 * @param {Provider} provider
 * @param {string} schema the source, written for SQLite
 */
export function schemaFor(provider, schema) {
  if (provider === 'sqlite') return schema
  return schema
    .replace(/(datasource\s+\w+\s*\{[^}]*provider\s*=\s*)"sqlite"/, `$1"${provider}"`)
    .replace('"./generated/sqlite"', `"./${provider}"`)
}
