import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import Sqlite from 'better-sqlite3'
import { remembering } from './prepared.ts'

type Connection = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>

/**
 * Prisma's SQLite adapter has one connection and hands it to everybody, also while a transaction is open on it: another
 * request's write then lands inside that transaction and is lost with its rollback (seen with 7.10.0; the test `a write beside a
 * transaction survives its rollback` fails without this). Here a statement waits until no transaction is open.
 * Inside a transaction use only its own client: the other one would wait for ever.
 */
export class GatedSqlite extends PrismaBetterSqlite3 {
  override async connect(): Promise<Connection> {
    const connection = await super.connect()
    // FULL: an acknowledged change survives a power cut.
    await connection.executeScript(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;',
    )
    rememberStatements(connection)
    return gated(connection)
  }
}

/** The adapter prepares a statement anew each time; its own connection is the one place where that can be helped. */
function rememberStatements(connection: Connection): void {
  const client: unknown = Reflect.get(connection, 'client')
  if (!(client instanceof Sqlite))
    throw new Error("Prisma's SQLite adapter keeps its connection elsewhere than it did.")
  const prepare = remembering(client.prepare.bind(client))
  Object.defineProperty(client, 'prepare', { value: prepare })
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

function gated(connection: Connection): Connection {
  const enter = gate()
  const queryRaw = connection.queryRaw.bind(connection)
  const executeRaw = connection.executeRaw.bind(connection)
  const startTransaction = connection.startTransaction.bind(connection)

  connection.queryRaw = (query) => through(enter, () => queryRaw(query))
  connection.executeRaw = (query) => through(enter, () => executeRaw(query))
  connection.startTransaction = async (isolation) => {
    const leave = await enter()
    try {
      const transaction = await startTransaction(isolation)
      const commit = transaction.commit.bind(transaction)
      const rollback = transaction.rollback.bind(transaction)
      transaction.commit = () => commit().finally(leave)
      transaction.rollback = () => rollback().finally(leave)
      return transaction
    } catch (error) {
      leave()
      throw error
    }
  }
  return connection
}

async function through<T>(enter: Enter, work: () => Promise<T>): Promise<T> {
  const leave = await enter()
  try {
    return await work()
  } finally {
    leave()
  }
}
