import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient as PostgresqlClient } from '../../prisma/generated/postgresql/client.ts'
import { type Prisma, PrismaClient as SqliteClient } from '../../prisma/generated/sqlite/client.ts'
import { env } from '../env.ts'
import { processwide } from '../process.ts'
import { keeping, type Transact } from './kept.ts'
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
  sqlites.set(client, { adapter, within: new SqliteClient({ adapter: adapter.within }) })
  return client
}

/** What a database has beside Prisma's client when it is SQLite. `within` is Prisma's client for what happens in a transaction. */
type Sqlite = { readonly adapter: GatedSqlite; readonly within: Database }
const sqlites = new WeakMap<Database, Sqlite>()

/** Runs one statement without Prisma between. */
type Run = (sql: string, values: readonly unknown[]) => unknown[] | Promise<unknown[]>

/** The transactions that are open on SQLite. */
const open = new WeakMap<Transaction, DirectSqlite>()

/** How a transaction, or the database itself, runs a statement without Prisma; null where only Prisma can. */
export function directRunOf(transaction: Transaction): Run | null {
  const sqlite = sqlites.get(database())
  if (sqlite === undefined) return null
  // Null before the first statement of all.
  if (transaction === database()) return sqlite.adapter.direct?.beside ?? null
  const direct = open.get(transaction)
  if (direct === undefined) throw new Error('This transaction has ended.')
  return direct.within
}

/** Connects on first use: pages are also imported by `next build`. */
export function database(): Database {
  return processwide('database', () => connect(env().databaseUrl))
}

/** Of a transaction on PostgreSQL, in milliseconds: one that takes this long has a bug. */
const limits = { maxWait: 15_000, timeout: 15_000 }

/** All of it or nothing, and kept from then on. Inside, use only the transaction: the database itself waits until it has ended. */
export function inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return transacted(work, { survives: true })
}

/**
 * Like `inTransaction`, but SQLite does not wait for the disk: for what nobody was promised, and what is said again after a power cut.
 */
export function inPassing<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return transacted(work, { survives: false })
}

function transacted<T>(work: (transaction: Transaction) => Promise<T>, promise: Promised): Promise<T> {
  const sqlite = sqlites.get(database())
  return keeping(sqlite ? onSqlite(sqlite, promise) : onPostgresql(limits), work)
}

type Promised = Parameters<DirectSqlite['transact']>[2]

/** Reads that belong together, as of one moment. */
export function inSnapshot<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
  const sqlite = sqlites.get(database())
  // SQLite's transactions are snapshots already.
  return keeping(
    sqlite ? onSqlite(sqlite, { survives: true }) : onPostgresql({ ...limits, isolationLevel: 'RepeatableRead' }),
    work,
  )
}

/**
 * On the connection itself: a transaction without statements takes Prisma a fifth of a millisecond, and while it goes from one part of
 * itself to the next, others wait.
 */
function onSqlite({ adapter, within }: Sqlite, promise: Promised): Transact<Transaction> {
  return async (work, ended) => {
    if (adapter.direct === null) await database().$connect()
    const { direct } = adapter
    if (direct === null) throw new Error('The database has no connection.')
    // One of its own for each transaction, so that what comes after its end is noticed.
    const { proxy: transaction, revoke } = Proxy.revocable(within, {})
    const run = () => {
      open.set(transaction, direct)
      return work(transaction)
    }
    const end = (isCommitted: boolean) => {
      open.delete(transaction)
      revoke()
      ended(isCommitted)
    }
    return direct.transact(run, end, promise)
  }
}

type Limits = typeof limits & { readonly isolationLevel?: 'RepeatableRead' }

function onPostgresql(options: Limits): Transact<Transaction> {
  return async (work, ended) => {
    let isCommitted = false
    try {
      // The generated types are those of SQLite, which knows no such level.
      const result = await database().$transaction(work, options as typeof limits)
      isCommitted = true
      return result
    } finally {
      ended(isCommitted)
    }
  }
}
