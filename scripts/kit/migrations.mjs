import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { migrationsDir } from './schema.mjs'

/**
 * @typedef {object} Migration
 * @property {string} name its folder: the time it was written, then its name
 * @property {string} sql
 * @property {string} checksum SHA-256 of the file, as Prisma records it
 */

/**
 * The migrations of one database, in the order in which they apply.
 * @param {import('./schema.mjs').Provider} provider
 * @returns {Migration[]}
 */
export function migrationsOf(provider) {
  const dir = path.join(migrationsDir, provider)
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(dir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}
