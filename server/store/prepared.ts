import type Sqlite from 'better-sqlite3'
import { LRUCache } from 'lru-cache'

/** How many statements are kept. What the control plane asks comes in some hundred spellings; lists of ids make up the rest. */
const mostKept = 500

/** The part of a statement that Prisma's adapter uses. */
type Bound = {
  readonly reader: boolean
  readonly run: () => Sqlite.RunResult
  readonly columns: () => Sqlite.ColumnDefinition[]
  readonly raw: () => { readonly all: () => unknown[] }
}
type Prepared = { readonly bind: (values: readonly unknown[]) => Bound; readonly run: () => Sqlite.RunResult }

type Prepare = (sql: string) => Sqlite.Statement

/** A thing for each statement, made when it is first asked for; those that were used longest ago are made anew. */
export function lastUsed<T extends object>(
  prepare: Prepare,
  make: (statement: Sqlite.Statement) => T,
): (sql: string) => T {
  const kept = new LRUCache<string, T>({ max: mostKept })
  return (sql) => {
    const known = kept.get(sql)
    if (known !== undefined) return known
    const made = make(prepare(sql))
    kept.set(sql, made)
    return made
  }
}

/**
 * `prepare` that remembers: SQLite parses a statement and names its columns once, and not each time it runs. That was half of the
 * time of a read.
 */
export function remembering(prepare: Prepare): (sql: string) => Prepared {
  return lastUsed(prepare, prepared)
}

function prepared(statement: Sqlite.Statement): Prepared {
  const { reader } = statement
  const columns = reader ? statement.columns() : []
  if (reader) statement.raw()
  return {
    // The values go with each run: a statement can be bound only once.
    bind: (values) => ({
      reader,
      run: () => statement.run(...values),
      columns: () => columns,
      raw: () => ({ all: () => statement.all(...values) }),
    }),
    run: () => statement.run(),
  }
}
