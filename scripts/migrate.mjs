// npm run migrate: brings the database of DATABASE_URL to the newest migration.
// The record is kept in _prisma_migrations exactly as `prisma migrate deploy` keeps it, so that either can go on
// from the other. All migrations together are one transaction under one lock: of many that start at once, one
// migrates and the others wait and find nothing to do; and a migration that fails leaves nothing behind.
import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { isProgram, Refusal, runProgram } from './kit/command-line.mjs'
import { migrationsOf } from './kit/migrations.mjs'
import { readSettings } from './kit/settings.mjs'

/**
 * What the two databases do differently.
 * @typedef {object} Connection
 * @property {() => Promise<void>} begin opens the transaction and waits until no other migrator is at work
 * @property {(sql: string) => Promise<void>} execute one or more statements
 * @property {(sql: string) => Promise<Record<string, unknown>[]>} query
 * @property {(name: string, checksum: string) => Promise<void>} record
 * @property {() => Promise<void>} verify throws if the migrations left a broken reference
 * @property {() => Promise<void>} close
 * @property {string} timeType
 */

const columns = 'id, checksum, migration_name, started_at, finished_at, applied_steps_count'

/**
 * @param {string} file
 * @returns {Promise<Connection>}
 */
async function connectSqlite(file) {
  const { default: Database } = await import('better-sqlite3')
  mkdirSync(path.dirname(file), { recursive: true })
  const lockWaitMilliseconds = 30_000
  const database = new Database(file, { timeout: lockWaitMilliseconds })
  // Off, because a change of a table drops it and renames its copy. `verify` looks at the result.
  database.pragma('foreign_keys = OFF')
  return {
    timeType: 'DATETIME',
    begin: async () => {
      database.exec('BEGIN IMMEDIATE')
    },
    execute: async (sql) => {
      database.exec(sql)
    },
    query: async (sql) => /** @type {Record<string, unknown>[]} */ (database.prepare(sql).all()),
    record: async (name, checksum) => {
      database
        .prepare(`INSERT INTO _prisma_migrations (${columns}) VALUES (?, ?, ?, ?, ?, 1)`)
        .run(randomUUID(), checksum, name, Date.now(), Date.now())
    },
    verify: async () => {
      const broken = /** @type {{ table: string, parent: string }[]} */ (database.pragma('foreign_key_check'))
      const [first] = broken
      if (first)
        throw new Error(`${broken.length} rows lost what they refer to, first from ${first.table} to ${first.parent}`)
    },
    close: async () => {
      database.close()
    },
  }
}

/**
 * @param {string} connectionString
 * @returns {Promise<Connection>}
 */
async function connectPostgresql(connectionString) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString })
  await client.connect()
  // Any number, as long as it is the same in every copy of this program: it names the lock.
  const lock = 72_707_369
  return {
    timeType: 'TIMESTAMPTZ',
    begin: async () => {
      await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${lock})`)
    },
    execute: async (sql) => {
      await client.query(sql)
    },
    query: async (sql) => (await client.query(sql)).rows,
    record: async (name, checksum) => {
      const sql = `INSERT INTO _prisma_migrations (${columns}) VALUES ($1, $2, $3, now(), now(), 1)`
      await client.query(sql, [randomUUID(), checksum, name])
    },
    verify: async () => {},
    close: async () => {
      await client.end()
    },
  }
}

/**
 * @param {Connection} connection
 * @param {readonly import('./kit/migrations.mjs').Migration[]} migrations
 * @returns {Promise<string[]>} the names of those that were applied now
 */
async function applyAll(connection, migrations) {
  await connection.execute(
    `CREATE TABLE IF NOT EXISTS _prisma_migrations (
       id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at ${connection.timeType},
       migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at ${connection.timeType},
       started_at ${connection.timeType} NOT NULL DEFAULT current_timestamp,
       applied_steps_count INTEGER NOT NULL DEFAULT 0)`,
  )
  const rows = await connection.query(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]))
  for (const { migration_name: name, checksum, finished_at: finishedAt } of rows) {
    const expected = known.get(String(name))
    if (expected === undefined) throw new Error(`the database is newer than this program: it has migration ${name}`)
    if (expected !== checksum) throw new Error(`migration ${name} was edited after it had been applied`)
    if (finishedAt === null) throw new Error(`migration ${name} was begun by another tool and never finished`)
  }
  const done = new Set(rows.map((row) => row['migration_name']))
  const applied = []
  for (const { name, sql, checksum } of migrations) {
    if (done.has(name)) continue
    await connection.execute(sql)
    await connection.record(name, checksum)
    applied.push(name)
  }
  if (applied.length > 0) await connection.verify()
  return applied
}

/**
 * Applies every migration that the database does not have yet.
 * @param {string} databaseUrl `file:<path>` or `postgresql://...`
 * @returns {Promise<string[]>} the names of those that were applied now
 */
export async function migrate(databaseUrl) {
  const isPostgresql = /^postgres(ql)?:/.test(databaseUrl)
  const connection = isPostgresql
    ? await connectPostgresql(databaseUrl)
    : await connectSqlite(databaseUrl.replace(/^file:/, ''))
  try {
    await connection.begin()
    const applied = await applyAll(connection, migrationsOf(isPostgresql ? 'postgresql' : 'sqlite'))
    await connection.execute('COMMIT')
    return applied
  } catch (error) {
    throw new Refusal(`The database was not migrated: ${error instanceof Error ? error.message : error}.`)
  } finally {
    // Closing ends a transaction that was not committed: nothing of it stays.
    await connection.close()
  }
}

if (isProgram(import.meta.url)) {
  await runProgram(async () => {
    const applied = await migrate(readSettings().databaseUrl)
    console.log(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.')
  })
}
