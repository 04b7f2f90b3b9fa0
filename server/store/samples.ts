import { noTraffic, type Series } from 'model/contract/sample'
import { Prisma } from '../../prisma/generated/sqlite/client.ts'
import { merged } from '../metrics/fold.ts'
import type { Transaction } from './client.ts'

/** How long steps are, and for how many seconds they are kept: a day, thirty days, a year. */
export const resolutions = [
  { stepSeconds: 10, keptSeconds: 86_400 },
  { stepSeconds: 60, keptSeconds: 2_592_000 },
  { stepSeconds: 3_600, keptSeconds: 31_536_000 },
] as const
export type StepSeconds = (typeof resolutions)[number]['stepSeconds']

export type SampleRow = {
  readonly loadbalancer_id: string
  readonly step_seconds: StepSeconds
  readonly at: number
  readonly series: readonly Series[]
}

/** Series without what the row says already. */
type Kept = Omit<Series, 'loadbalancer_id'>

/** Adds steps to what is there, or puts them in its place. Rows of load balancers that are gone are left out. */
export async function writeSamples(
  transaction: Transaction,
  rows: readonly SampleRow[],
  mode: 'add' | 'replace',
): Promise<void> {
  const known = await existing(transaction, [...new Set(rows.map((row) => row.loadbalancer_id))])
  for (const step_seconds of new Set(rows.map((row) => row.step_seconds))) {
    const own = rows.filter((row) => row.step_seconds === step_seconds && known.has(row.loadbalancer_id))
    if (own.length > 0) await writeSteps(transaction, step_seconds, own, mode)
  }
}

/** Each step once: deleted and written, which is few statements for any number of rows. */
async function writeSteps(
  transaction: Transaction,
  step_seconds: StepSeconds,
  rows: readonly SampleRow[],
  mode: 'add' | 'replace',
): Promise<void> {
  const where = {
    step_seconds,
    at: { in: [...new Set(rows.map((row) => BigInt(row.at)))] },
    loadbalancer_id: { in: [...new Set(rows.map((row) => row.loadbalancer_id))] },
  }
  const before = mode === 'add' ? (await transaction.sample.findMany({ where })).map(rowOf) : []
  await transaction.sample.deleteMany({ where })
  const steps = new Map<string, SampleRow>()
  for (const row of [...before, ...rows]) {
    const key = `${row.loadbalancer_id} ${row.at}`
    const known = steps.get(key)
    steps.set(key, known ? { ...known, series: merged(known.series, row.series, 'highest') } : row)
  }
  await transaction.sample.createMany({ data: [...steps.values()].map(columnsOf) })
}

type StoredSample = { loadbalancer_id: string; step_seconds: number; at: bigint; series: unknown }

function columnsOf({ loadbalancer_id, step_seconds, at, series }: SampleRow) {
  const kept = series.map(({ loadbalancer_id: _, ...one }): Kept => one)
  return { loadbalancer_id, step_seconds, at: BigInt(at), series: kept }
}

function rowOf({ loadbalancer_id, step_seconds, at, series }: StoredSample): SampleRow {
  // What was written down before there was a counter lacks it.
  const own = (series as Kept[]).map((one) => ({
    loadbalancer_id,
    ...one,
    counters: { ...noTraffic, ...one.counters },
  }))
  return { loadbalancer_id, step_seconds: step_seconds as StepSeconds, at: Number(at), series: own }
}

type Span = {
  readonly loadbalancer_id?: string
  readonly step_seconds: StepSeconds
  readonly from: number
  readonly to: number
}

/** Steps that begin in the span, its end left out; oldest first. Of one load balancer, or of all. */
export async function findSamples(transaction: Transaction, { from, to, ...of }: Span): Promise<SampleRow[]> {
  const rows = await transaction.sample.findMany({
    where: { ...of, at: { gte: BigInt(from), lt: BigInt(to) } },
    orderBy: { at: 'asc' },
  })
  return rows.map(rowOf)
}

/** When the newest, or the oldest, step of this length begins; null when there is none. */
export async function edgeOf(
  transaction: Transaction,
  step_seconds: StepSeconds,
  edge: 'newest' | 'oldest',
): Promise<number | null> {
  const orderBy = { at: edge === 'newest' ? ('desc' as const) : ('asc' as const) }
  const row = await transaction.sample.findFirst({ where: { step_seconds }, orderBy, select: { at: true } })
  return row === null ? null : Number(row.at)
}

export async function dropOldSamples(transaction: Transaction, now: number): Promise<void> {
  for (const { stepSeconds, keptSeconds } of resolutions) {
    await transaction.sample.deleteMany({ where: { step_seconds: stepSeconds, at: { lt: BigInt(now - keptSeconds) } } })
  }
}

/** Which of these load balancers exist. */
async function existing(transaction: Transaction, ids: readonly string[]): Promise<Set<string>> {
  const rows = await transaction.loadBalancer.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
  return new Set(rows.map(({ id }) => id))
}

export type TotalCounters = {
  readonly bytes_in: number
  readonly bytes_out: number
  readonly connections: number
  readonly requests: number
  readonly errors_request: number
}
export type TotalRow = TotalCounters & { readonly id: string; readonly loadbalancer_id: string }

/** Rows in one statement, of seven parameters each: SQLite takes 32,766 of them. */
const mostTotalRows = 2_000

/** Adds to what resources have carried in all. Few statements: every busy listener and policy is in them each time. */
export async function addTotals(transaction: Transaction, all: readonly TotalRow[]): Promise<void> {
  const known = await existing(transaction, [...new Set(all.map((row) => row.loadbalancer_id))])
  const rows = all.filter((row) => known.has(row.loadbalancer_id))
  for (let from = 0; from < rows.length; from += mostTotalRows) {
    await addTotalRows(transaction, rows.slice(from, from + mostTotalRows))
  }
}

async function addTotalRows(transaction: Transaction, rows: readonly TotalRow[]): Promise<void> {
  const values = rows.map(
    (row) =>
      Prisma.sql`(${row.id}, ${row.loadbalancer_id}, ${row.bytes_in}, ${row.bytes_out}, ${row.connections}, ${row.requests}, ${row.errors_request})`,
  )
  await transaction.$executeRaw`
    INSERT INTO "total" ("id", "loadbalancer_id", "bytes_in", "bytes_out", "connections", "requests", "errors_request")
    VALUES ${Prisma.join(values)}
    ON CONFLICT ("id") DO UPDATE SET
      "bytes_in" = "total"."bytes_in" + excluded."bytes_in",
      "bytes_out" = "total"."bytes_out" + excluded."bytes_out",
      "connections" = "total"."connections" + excluded."connections",
      "requests" = "total"."requests" + excluded."requests",
      "errors_request" = "total"."errors_request" + excluded."errors_request"`
}

export async function findTotal(transaction: Transaction, id: string): Promise<TotalCounters | null> {
  return transaction.total.findUnique({ where: { id } })
}

/** Of everything within a load balancer. */
export async function findTotals(transaction: Transaction, loadbalancer_id: string): Promise<TotalRow[]> {
  return transaction.total.findMany({ where: { loadbalancer_id } })
}
