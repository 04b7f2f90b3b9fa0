import {
  type CounterName,
  type Counters,
  counters,
  noTraffic,
  type SampledKind,
  type Series,
  sampledKinds,
} from 'model/contract/sample'

// A second of a busy load balancer is some thirty numbers per series, nearly all of them small or zero. As objects, fifteen minutes of a
// hundred load balancers would fill hundreds of megabytes; packed they are a few bytes per number. Pure, and exact to 2^53.

const names = Object.keys(counters.shape) as CounterName[]

/** What a series is of, once per load balancer: its packed seconds name it by number. */
export type SeriesOf = { readonly kind: SampledKind; readonly id: string; readonly listener_id: string | null }

/** Numbers of the series of one load balancer, in the order in which they were first seen. */
export class SeriesBook {
  readonly #numbers = new Map<string, number>()
  readonly #series: SeriesOf[] = []

  numberOf({ kind, id, listener_id }: SeriesOf): number {
    const key = `${kind} ${id} ${listener_id ?? ''}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#series.length)
    this.#series.push({ kind, id, listener_id })
    return this.#series.length - 1
  }

  seriesOf(number: number): SeriesOf {
    return this.#series[number] ?? { kind: sampledKinds[0], id: '', listener_id: null }
  }

  get size(): number {
    return this.#series.length
  }
}

/** Per series its number, a mask of the counters that are not zero, and those counters; every number in groups of seven bits. */
export function packed(series: readonly Series[], book: SeriesBook): Uint8Array {
  const bytes: number[] = []
  for (const one of series) {
    pushNumber(bytes, book.numberOf(one))
    pushNumber(bytes, maskOf(one.counters))
    for (const name of names) if (one.counters[name] > 0) pushNumber(bytes, one.counters[name])
  }
  return Uint8Array.from(bytes)
}

function maskOf(counters: Counters): number {
  let mask = 0
  for (const [at, name] of names.entries()) if (counters[name] > 0) mask += 2 ** at
  return mask
}

export function unpacked(bytes: Uint8Array, book: SeriesBook, loadbalancer_id: string): Series[] {
  const reader = { bytes, at: 0 }
  const series: Series[] = []
  while (reader.at < bytes.length) {
    const of = book.seriesOf(takeNumber(reader))
    const mask = takeNumber(reader)
    const values = { ...noTraffic }
    for (const [at, name] of names.entries())
      if (Math.floor(mask / 2 ** at) % 2 === 1) values[name] = takeNumber(reader)
    series.push({ loadbalancer_id, ...of, counters: values })
  }
  return series
}

// Bit operations would cut at 32 bits; a second of 40 Gbit/s does not fit there.
function pushNumber(bytes: number[], value: number): void {
  let rest = Math.round(value)
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

type Reader = { readonly bytes: Uint8Array; at: number }

function takeNumber(reader: Reader): number {
  let value = 0
  for (let weight = 1; ; weight *= 128) {
    const byte = reader.bytes[reader.at] ?? 0
    reader.at += 1
    value += (byte % 128) * weight
    if (byte < 128) return value
  }
}
