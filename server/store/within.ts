import type { SqlDriverAdapter, SqlDriverAdapterFactory, Transaction } from '@prisma/driver-adapter-utils'
import type Sqlite from 'better-sqlite3'

/** The connection as Prisma's adapter has it, before anything waits at the gate. */
export type Ungated = {
  readonly client: Sqlite.Database
  readonly adapter: Pick<SqlDriverAdapter, 'provider' | 'adapterName' | 'queryRaw' | 'executeRaw' | 'executeScript'>
}

/**
 * Lets a client of Prisma work inside the transaction that is open on a connection: its statements run at once, and what it would make a
 * transaction of its own is a savepoint.
 */
export function adapterWithin(connection: () => Ungated): SqlDriverAdapterFactory {
  const { adapterName, provider } = { adapterName: 'within-a-transaction', provider: 'sqlite' } as const
  const connect = async (): Promise<SqlDriverAdapter> => ({
    adapterName,
    provider,
    queryRaw: (query) => connection().adapter.queryRaw(query),
    executeRaw: (query) => connection().adapter.executeRaw(query),
    executeScript: (script) => connection().adapter.executeScript(script),
    startTransaction: async () => savepoint(connection()),
    // The connection is not its own.
    dispose: async () => {},
  })
  return { adapterName, provider, connect }
}

let lastSavepoint = 0

function savepoint({ client, adapter }: Ungated): Transaction {
  lastSavepoint += 1
  const name = `within_${lastSavepoint}`
  client.exec(`SAVEPOINT ${name}`)
  return {
    adapterName: adapter.adapterName,
    provider: adapter.provider,
    // Prisma sends no COMMIT and no ROLLBACK of its own then: they would end the transaction around it.
    options: { usePhantomQuery: true },
    queryRaw: (query) => adapter.queryRaw(query),
    executeRaw: (query) => adapter.executeRaw(query),
    commit: async () => void client.exec(`RELEASE ${name}`),
    rollback: async () => void client.exec(`ROLLBACK TO ${name}; RELEASE ${name}`),
  }
}
