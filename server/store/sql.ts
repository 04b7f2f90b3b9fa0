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
  const statement = new Pieces()
  statement.add(value, true)
  return statement.sql()
}

/** The value of a column; JSON is a list or a record. */
export type Cell = { readonly column: string; readonly value: unknown; readonly isJson?: boolean }

/** Gives every row of these ids the same values. */
export function updateOf(table: string, cells: readonly Cell[], ids: readonly string[]): Sql {
  const statement = new Pieces()
  for (const [at, cell] of cells.entries()) {
    statement.say(`${at === 0 ? `UPDATE "${table}" SET ` : ', '}"${cell.column}" = `)
    statement.add(cell.value, cell.isJson)
  }
  for (const [at, id] of ids.entries()) {
    statement.say(at === 0 ? ' WHERE id IN (' : ', ')
    statement.add(id)
  }
  statement.say(')')
  return statement.sql()
}

/** Writes one row that is new. */
export function insertOf(table: string, cells: readonly Cell[]): Sql {
  const statement = new Pieces()
  statement.say(`INSERT INTO "${table}" (${cells.map(({ column }) => `"${column}"`).join(', ')})`)
  for (const [at, cell] of cells.entries()) {
    statement.say(at === 0 ? ' VALUES (' : ', ')
    statement.add(cell.value, cell.isJson)
  }
  statement.say(')')
  return statement.sql()
}

/** A statement that is put together in one go: of parts that are statements themselves, the putting together takes longer than most run. */
class Pieces {
  readonly #texts = ['']
  readonly #values: unknown[] = []

  say(text: string): void {
    this.#texts[this.#texts.length - 1] += text
  }

  add(value: unknown, isJson = false): void {
    if (isJson && value === null) {
      this.say('NULL')
      return
    }
    const isCast = isJson && isPostgresql(env().databaseUrl)
    if (isCast) this.say('CAST(')
    this.#values.push(isJson ? JSON.stringify(value) : value)
    this.#texts.push(isCast ? ' AS JSONB)' : '')
  }

  sql(): Sql {
    return sql(this.#texts, ...this.#values)
  }
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
