import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient as PostgresqlClient } from '../../prisma/generated/postgresql/client.ts'
import { type Prisma, PrismaClient as SqliteClient } from '../../prisma/generated/sqlite/client.ts'
import { env } from '../env.ts'
import { processwide } from '../process.ts'
import { keeping } from './kept.ts'
import { type DirectSqlite, GatedSqlite } from './sqlite.ts'

/** The part of the client that both databases have. The two are generated from one schema. */
export type Database = SqliteClient
/** A transaction, or the database where one statement is enough. */
export type Transaction = Prisma.TransactionClient

export function isPostgresql(url: string): boolean {
  return /^postgres(ql)?:/.test(url)
}

function connect(url: string): Database {
  if (isPostgresql(url)) {
    // The generated types differ in names only.
    return new PostgresqlClient({ adapter: new PrismaPg({ connectionString: url, max: 10 }) }) as unknown as Database
  }
  mkdirSync(path.dirname(url.slice('file:'.length)), { recursive: true })
  const adapter = new GatedSqlite({ url })
  const client: Database = new SqliteClient({ adapter })
  adapters.set(client, adapter)
  return client
}

const adapters = new WeakMap<Database, GatedSqlite>()

/** The connection of a database without Prisma between; null for PostgreSQL, and before the first statement. */
export function sqliteOf(client: Database): DirectSqlite | null {
  return adapters.get(client)?.direct ?? null
}

/** Connects on first use: pages are also imported by `next build`. */
export function database(): Database {
  return processwide('database', () => connect(env().databaseUrl))
}

/** Writers wait for each other; a transaction that takes this long has a bug. In milliseconds. */
const limits = { maxWait: 15_000, timeout: 15_000 }

/** All of it or nothing. Inside, use only the transaction: the database itself waits until it has ended. */
export function inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return keeping((run) => database().$transaction(run, limits), work)
}

/** Reads that belong together, as of one moment. */
export function inSnapshot<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  // SQLite's transactions are snapshots already, and it knows no other level.
  const options = isPostgresql(env().databaseUrl) ? { ...limits, isolationLevel: 'RepeatableRead' } : limits
  return keeping((run) => database().$transaction(run, options as typeof limits), work)
}
