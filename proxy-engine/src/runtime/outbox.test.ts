import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { noTraffic, type SampleBatch, type Second, type Series } from 'model/contract/sample'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Interval, restoredReading, secondOf, spread, storedReading } from './deltas.ts'
import { Outbox } from './outbox.ts'
import type { Reading } from './statistics.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'outbox-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const nothingElse = { health: [], full_listeners: [] }
const owners = new Map([['listener-1', 'balancer-1']])
const key = 'listener/listener-1/listener-1'

/** Takes each batch of a session once, as the control plane does. */
class Desk {
  requests = 0
  #sequence = 0

  take(batch: SampleBatch): void {
    if (batch.sequence <= this.#sequence) return
    this.#sequence = batch.sequence
    for (const { series } of batch.seconds) for (const one of series) this.requests += one.counters.requests
  }
}

function second(at: number, requests: number, names = 1): Second {
  const series = Array.from(
    { length: names },
    (_, name): Series => ({
      loadbalancer_id: 'balancer-1',
      kind: 'member',
      id: `member-${name}`,
      listener_id: 'listener-1',
      counters: { ...noTraffic, requests, active: requests },
    }),
  )
  return { at, series }
}

function requestsIn(batch: SampleBatch | null): number {
  const all = batch?.seconds.flatMap(({ series }) => series) ?? []
  return all.reduce((sum, one) => sum + one.counters.requests, 0)
}

async function opened(): Promise<Outbox> {
  return (await Outbox.open(path.join(folder, 'outbox.json'), 'node-1')).outbox
}

test('a batch stays what it is until it is acknowledged', async () => {
  const outbox = await opened()
  outbox.add(second(1, 5))
  const batch = outbox.next(nothingElse)
  outbox.add(second(2, 7))
  expect(outbox.next(nothingElse)).toBe(batch)
  if (batch) outbox.acknowledged(batch)
  expect(outbox.next(nothingElse)).toMatchObject({ sequence: 2, seconds: [{ at: 2 }] })
})

test('there is nothing to say when nothing waits', async () => {
  expect((await opened()).next(nothingElse)).toBe(null)
})

test('what waits is kept small without losing a request: old seconds are joined', async () => {
  const outbox = await opened()
  for (let at = 0; at < 2_000; at += 1) outbox.add(second(at, 1))
  let sum = 0
  for (let batch = outbox.next(nothingElse); batch; batch = outbox.next(nothingElse)) {
    expect(batch.seconds.length).toBeLessThanOrEqual(900)
    sum += requestsIn(batch)
    outbox.acknowledged(batch)
  }
  expect(sum).toBe(2_000)
})

test('batches stay below what the control plane takes, whatever waits', async () => {
  const outbox = await opened()
  for (let at = 0; at < 20; at += 1) outbox.add(second(at, 1, 3_000))
  outbox.add(second(20, 1, 20_000))
  let sum = 0
  for (let batch = outbox.next(nothingElse); batch; batch = outbox.next(nothingElse)) {
    expect(JSON.stringify(batch).length).toBeLessThan(8 * 1_024 * 1_024)
    sum += requestsIn(batch)
    outbox.acknowledged(batch)
  }
  expect(sum).toBe(20 * 3_000 + 20_000)
})

/** What may happen from look to look: requests, missed seconds, another generation, a lost answer, a kill at some point. */
const anyEvent = fc.record({
  requests: fc.nat(100),
  missed: fc.constantFrom(0, 0, 0, 1, 5),
  isReload: fc.boolean(),
  answer: fc.constantFrom('taken', 'lost', 'unsent'),
  killed: fc.constantFrom('never', 'never', 'before the checkpoint', 'before sending', 'after sending'),
})
type Event = Parameters<Parameters<typeof anyEvent.map>[0]>[0]
const quiet: Event = { requests: 0, missed: 0, isReload: false, answer: 'taken', killed: 'never' }

/** An engine that looks about once a second at a HAProxy that knows nothing of the engine's kills. */
class World {
  readonly desk = new Desk()
  readonly #file: string
  readonly #counted = new Map<number, number>([[1, 0]])
  #outbox: Outbox | null = null
  #readings = new Map<number, Reading>()
  #now = 0

  constructor(file: string) {
    this.#file = file
  }

  get requests(): number {
    return [...this.#counted.values()].reduce((sum, one) => sum + one, 0)
  }

  async live(event: Event): Promise<void> {
    const generation = this.#counted.size
    this.#counted.set(generation, (this.#counted.get(generation) ?? 0) + event.requests)
    if (event.isReload) this.#counted.set(generation + 1, 0)
    await this.#look(event)
    if (event.killed !== 'never') this.#outbox = null
  }

  async #look({ missed, killed, answer }: Event): Promise<void> {
    const outbox = this.#outbox ?? (await this.#start())
    const first = this.#now + 1
    this.#now = first + missed
    for (const second of spread(secondOf(this.#now, this.#intervals()), first)) outbox.add(second)
    const batch = outbox.next(nothingElse)
    if (killed === 'before the checkpoint') return
    const readings = [...this.#readings].map(([name, one]) => [name, storedReading(one)])
    await outbox.checkpoint(Object.fromEntries(readings), this.#now)
    if (batch === null || killed === 'before sending' || answer === 'unsent') return
    this.desk.take(batch)
    if (answer === 'taken') outbox.acknowledged(batch)
  }

  async #start(): Promise<Outbox> {
    const { outbox, readings } = await Outbox.open(this.#file, 'node-1')
    this.#readings = new Map(Object.entries(readings ?? {}).map(([name, one]) => [Number(name), restoredReading(one)]))
    this.#outbox = outbox
    return outbox
  }

  #intervals(): Interval[] {
    return [...this.#counted].map(([generation, requests]) => {
      const before = this.#readings.get(generation) ?? new Map()
      const after: Reading = new Map([[key, { ...noTraffic, requests }]])
      this.#readings.set(generation, after)
      return { before, after, loadBalancerOf: owners }
    })
  }
}

test('over any late looks, reloads, lost answers and kills of the engine, each request is told exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyEvent, { maxLength: 120 }), async (events) => {
      const world = new World(path.join(mkdtempSync(path.join(folder, 'world-')), 'outbox.json'))
      for (const event of [...events, quiet, quiet, quiet]) await world.live(event)
      expect(world.desk.requests).toBe(world.requests)
    }),
    { numRuns: 30 },
  )
}, 60_000)
