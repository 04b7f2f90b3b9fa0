import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import Sqlite from 'better-sqlite3'
import { type Durability, durability } from './durable.ts'
import { lastUsed, remembering } from './prepared.ts'
import { adapterWithin, type Ungated } from './within.ts'

/**
 * How long the log grows, in pages of 4 KiB, before what it says is carried over to the database: 32 MiB. The process stands still for it,
 * and writes the same pages again and again; with SQLite's own 1,000 that was a seventh of the time of a change.
 */
const pagesOfLog = 8_000

type Connection = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>

/**
 * Prisma's SQLite adapter has one connection and hands it to everybody, also while a transaction is open on it: another
 * request's write then lands inside that transaction and is lost with its rollback (seen with 7.10.0; the test `a write beside a
 * transaction survives its rollback` fails without this). Here a statement waits until no transaction is open.
 * Inside a transaction use only its own client: the other one would wait for ever.
 */
export class GatedSqlite extends PrismaBetterSqlite3 {
  /** Null until Prisma has connected. */
  direct: DirectSqlite | null = null
  #ungated: Ungated | null = null
  /** For a client of Prisma whose statements belong to the transaction that is open. */
  readonly within = adapterWithin(() => {
    if (this.#ungated === null) throw new Error('Nobody has connected to the database yet.')
    return this.#ungated
  })

  override async connect(): Promise<Connection> {
    const connection = await super.connect()
    // An acknowledged change survives a power cut: `durability` waits for the disk.
    await connection.executeScript(
      `PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = ${pagesOfLog}; PRAGMA synchronous = NORMAL;
       PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;`,
    )
    const client = clientOf(connection)
    const disk = durability(client)
    const enter = gate()
    this.direct = directOn(client, enter, disk)
    rememberStatements(client)
    this.#ungated = { client, adapter: ungated(connection) }
    return gated(connection, enter, disk)
  }
}

type Values = readonly unknown[]

/** Statements without Prisma between: its client takes ten times as long for a small one as SQLite itself. */
export type DirectSqlite = {
  /** Inside a transaction of the same connection. Statements that answer rows are read, others run. */
  readonly within: (sql: string, values: Values) => unknown[]
  /** Beside transactions: waits until none is open. */
  readonly beside: (sql: string, values: Values) => Promise<unknown[]>
  /**
   * All of it or nothing, after every transaction that came before; resolves when it survives a power cut, or earlier where nobody is
   * promised that. `ended` hears how it went before anybody else has the connection.
   */
  readonly transact: <T>(
    work: () => Promise<T>,
    ended: (isCommitted: boolean) => void,
    promise: { readonly survives: boolean },
  ) => Promise<T>
}

function directOn(client: Sqlite.Database, enter: Enter, disk: Durability): DirectSqlite {
  const [begin, commit, rollback] = ['BEGIN', 'COMMIT', 'ROLLBACK'].map((sql) => client.prepare(sql))
  const prepare = lastUsed(client.prepare.bind(client), (statement) => statement.safeIntegers(false))
  const within = (sql: string, values: Values) => {
    const statement = prepare(sql)
    const bound = values.map((value) => (typeof value === 'boolean' ? Number(value) : value))
    if (statement.reader) return statement.all(...bound)
    statement.run(...bound)
    return []
  }
  const transact: DirectSqlite['transact'] = async (work, ended, { survives }) => {
    const leave = await enter()
    const before = disk.changes()
    let isCommitted = false
    let result: Awaited<ReturnType<typeof work>>
    try {
      begin?.run()
      result = await inTime(work())
      commit?.run()
      isCommitted = true
    } finally {
      if (client.inTransaction) rollback?.run()
      ended(isCommitted)
      leave()
    }
    if (survives && disk.changes() !== before) await disk.committed()
    return result
  }
  return { within, beside: (sql, values) => beside(enter, disk, async () => within(sql, values)), transact }
}

/** Writers wait for each other; a transaction that takes this long has a bug. In milliseconds. */
const longestTransaction = 15_000

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const message = `A transaction took longer than ${longestTransaction / 1_000} s.`
    timer = setTimeout(() => reject(new Error(message)), longestTransaction)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

/** The connection's own methods, as they are before `gated` puts others in their place. */
function ungated(connection: Connection): Ungated['adapter'] {
  const { adapterName, provider } = connection
  return {
    adapterName,
    provider,
    queryRaw: connection.queryRaw.bind(connection),
    executeRaw: connection.executeRaw.bind(connection),
    executeScript: connection.executeScript.bind(connection),
  }
}

/** The adapter prepares a statement anew each time; its own connection is the one place where that can be helped. */
function rememberStatements(client: Sqlite.Database): void {
  Object.defineProperty(client, 'prepare', { value: remembering(client.prepare.bind(client)) })
}

function clientOf(connection: Connection): Sqlite.Database {
  const client: unknown = Reflect.get(connection, 'client')
  if (client instanceof Sqlite) return client
  throw new Error("Prisma's SQLite adapter keeps its connection elsewhere than it did.")
}

/** Takes the gate, after everybody who came before; the answer opens it for the next. */
type Enter = () => Promise<() => void>

function gate(): Enter {
  let last: Promise<void> = Promise.resolve()
  return async () => {
    const before = last
    let open = () => {}
    last = new Promise((resolve) => {
      open = resolve
    })
    await before
    return open
  }
}

function gated(connection: Connection, enter: Enter, disk: Durability): Connection {
  const queryRaw = connection.queryRaw.bind(connection)
  const executeRaw = connection.executeRaw.bind(connection)
  const startTransaction = connection.startTransaction.bind(connection)
  const dispose = connection.dispose.bind(connection)

  connection.dispose = () => {
    disk.close()
    return dispose()
  }
  connection.queryRaw = (query) => beside(enter, disk, () => queryRaw(query))
  connection.executeRaw = (query) => beside(enter, disk, () => executeRaw(query))
  connection.startTransaction = async (isolation) => {
    const leave = await enter()
    try {
      const before = disk.changes()
      const transaction = await startTransaction(isolation)
      const commit = transaction.commit.bind(transaction)
      const rollback = transaction.rollback.bind(transaction)
      transaction.commit = async () => {
        // The statement COMMIT has run; this only tells the adapter.
        const hasWritten = disk.changes() !== before
        await commit().finally(leave)
        if (hasWritten) await disk.committed()
      }
      transaction.rollback = () => rollback().finally(leave)
      return transaction
    } catch (error) {
      leave()
      throw error
    }
  }
  return connection
}

/** Runs a statement when no transaction is open, and waits for the disk if it has written. */
async function beside<T>(enter: Enter, disk: Durability, work: () => Promise<T>): Promise<T> {
  const leave = await enter()
  const before = disk.changes()
  try {
    return await work()
  } finally {
    const hasWritten = disk.changes() !== before
    leave()
    if (hasWritten) await disk.committed()
  }
}
