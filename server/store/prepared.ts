import type Sqlite from 'better-sqlite3'

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

/**
 * `prepare` that remembers: SQLite parses a statement and names its columns once, and not each time it runs. That was half of the
 * time of a read.
 */
export function remembering(prepare: (sql: string) => Sqlite.Statement): (sql: string) => Prepared {
  const kept = new Map<string, Prepared>()
  return (sql) => {
    const known = kept.get(sql) ?? prepared(prepare(sql))
    // The one that was used last goes last.
    kept.delete(sql)
    kept.set(sql, known)
    for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
    return known
  }
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
