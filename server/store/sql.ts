import { Prisma } from '../../prisma/generated/sqlite/client.ts'
import { env } from '../env.ts'
import { directRunOf, isPostgresql, type Transaction } from './client.ts'

// For the few statements that are asked thousands of times. All others are Prisma's.

export type Sql = Prisma.Sql
export const { sql, join, empty } = Prisma

/** A table or a column of ours; what a person wrote is always a value. */
export function named(name: string): Sql {
  return Prisma.raw(`"${name}"`)
}

/** A list or a record as the value of its column; null is no value. */
export function json(value: unknown): Sql {
  if (value === null) return sql`NULL`
  const text = JSON.stringify(value)
  return isPostgresql(env().databaseUrl) ? sql`CAST(${text} AS JSONB)` : sql`${text}`
}

/**
 * The rows that a statement answers, as the database has them: in SQLite a boolean is a number and JSON is text. Numbers are below 2^53.
 * A statement without rows answers none.
 */
export async function ask<Row>(transaction: Transaction, query: Sql): Promise<Row[]> {
  const run = directRunOf(transaction)
  if (run === null) return transaction.$queryRaw<Row[]>(query)
  return run(query.sql, query.values) as Row[] | Promise<Row[]>
}
