import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import type { SampleBatch, Second } from 'model/contract/sample'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ControlPlaneRefusal } from './control-plane.ts'
import { type StatRow, statColumns } from './csv.ts'
import { Generations } from './generations.ts'
import type { HaproxyProcess } from './haproxy.ts'
import { Outbox } from './outbox.ts'
import { PolicyOwners } from './policy-owners.ts'
import { Processes } from './processes.ts'
import { Removals } from './removals.ts'
import { Sampler } from './sampler.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sampler-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const log = pino({ level: 'silent' })

async function noProcesses(): Promise<Processes> {
  return new Processes(await Generations.open(path.join(folder, 'generations')), log)
}

type Hits = ReadonlyMap<string, number>

/** A process with one listener, which has counted this many requests, has three connections open, and policies with these hits. */
function processThatCounted(requests: () => number, hits: (command: string) => Hits = () => new Map()): HaproxyProcess {
  const table = (command: string) =>
    [...hits(command)].map(([id, count]) => `0x1: key=${id} use=0 exp=0 conn_cnt=${count} conn_rate(10000)=1`)
  const row = (): Partial<StatRow> => ({
    pxname: 'listener:l',
    svname: 'FRONTEND',
    mode: 'http',
    scur: '3',
    req_tot: String(requests()),
  })
  return {
    generation: 1,
    identity: { pid: 0, startedAt: '' },
    socketPath: '',
    startedAt: 0,
    isOwn: true,
    loadBalancerOf: new Map([['l', 'balancer']]),
    ask: async (command) =>
      command.startsWith('show table')
        ? `# table: policies/hits, type: string\n${table(command).join('\n')}\n`
        : `# ${statColumns}\n${statColumns.map((column) => row()[column] ?? '')}\n`,
    tell: async () => '',
    session: null,
  }
}

type Machine = {
  readonly processes?: Processes
  readonly policies?: PolicyOwners
  /** Where an earlier engine was. */
  readonly outboxFolder?: string
}

/** Of a machine on which nothing runs unless it is told: its seconds are empty. */
async function samplerThat(
  send: (batch: SampleBatch) => Promise<void>,
  { processes, policies, outboxFolder }: Machine = {},
): Promise<Sampler> {
  const file = path.join(outboxFolder ?? mkdtempSync(path.join(folder, 'outbox-')), 'outbox.json')
  return new Sampler({
    ...(await Outbox.open(file, 'node-1')),
    processes: processes ?? (await noProcesses()),
    readRelay: async () => null,
    removals: new Removals(),
    policies: policies ?? new PolicyOwners(),
    send,
    takeFailures: () => new Map(),
    expectedCodes: () => new Map(),
    pingOf: () => undefined,
    limits: () => new Map(),
    inTurn: (work) => work(),
    log,
  })
}

async function secondsOf(...times: number[]): Promise<number[]> {
  const seconds: number[] = []
  const sampler = await samplerThat(async (batch) => void seconds.push(...batch.seconds.map((one) => one.at)))
  for (const at of times) {
    await sampler.sample(at)
    await sampler.passed()
  }
  return seconds
}

type LateLook = { readonly after: number; readonly requests: number }

/** The seconds that are told when each look comes so many seconds after the one before, and finds so many requests more. */
async function toldOf(looks: readonly LateLook[]): Promise<Second[]> {
  const told: Second[] = []
  const processes = await noProcesses()
  let counted = 0
  processes.handOverTo(processThatCounted(() => counted))
  const sampler = await samplerThat(async ({ seconds }) => void told.push(...seconds), { processes })
  let at = 0
  for (const { after, requests } of looks) {
    counted += requests
    at += after
    await sampler.sample(at)
    await sampler.passed()
  }
  return told
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}

test('a second is there once, also when the clock is a little behind its own time', async () => {
  expect(await secondsOf(100, 100, 99, 101)).toEqual([100, 101])
})

test('seconds in which there was no time to look are there too; a long sleep is a gap', async () => {
  expect(await secondsOf(100, 103, 500)).toEqual([100, 101, 102, 103, 500])
})

test('traffic went on while there was no time to look: neither a dip nor a leap is told', async () => {
  const told = await toldOf([
    { after: 1, requests: 100 },
    { after: 2, requests: 200 },
    { after: 1, requests: 100 },
  ])
  expect(told.map(({ at, series }) => [at, series[0]?.counters.requests, series[0]?.counters.active])).toEqual([
    [1, 100, 3],
    [2, 100, 3],
    [3, 100, 3],
    [4, 100, 3],
  ])
})

test('however late the looks are, each request is told once, in a second of its own time', async () => {
  const anyLook = fc.record({ after: fc.integer({ min: 1, max: 20 }), requests: fc.nat(1_000) })
  await fc.assert(
    fc.asyncProperty(fc.array(anyLook, { minLength: 1, maxLength: 20 }), async (looks) => {
      const told = await toldOf(looks)
      const counts = told.map(({ series }) => series[0]?.counters.requests ?? 0)
      expect(counts.every((one) => Number.isInteger(one) && one >= 0)).toBe(true)
      expect(sumOf(counts)).toBe(sumOf(looks.map(({ requests }) => requests)))
      expect(new Set(told.map(({ at }) => at)).size).toBe(told.length)
    }),
    { numRuns: 30 },
  )
})

type HitsInSecond = Readonly<Record<string, number>>

/** What is told of policies when they are hit like this; `late` is known to the engine only from a certain look on. */
async function toldHitsOf(seconds: readonly HitsInSecond[], lateFrom: number) {
  const told: Second[] = []
  const policies = new PolicyOwners()
  const counts = new Map<string, number>()
  let now: HitsInSecond = {}
  // HAProxy leaves out what had no hit for ten seconds; this one does so after one.
  const table = (command: string) =>
    command.includes('rate gt 0') ? new Map([...counts].filter(([id]) => (now[id] ?? 0) > 0)) : counts
  const processes = await noProcesses()
  processes.handOverTo(processThatCounted(() => 0, table))
  const sampler = await samplerThat(async (batch) => void told.push(...batch.seconds), {
    processes,
    policies,
  })
  for (const [at, second] of seconds.entries()) {
    for (const id of at < lateFrom ? ['busy', 'rare'] : ['busy', 'rare', 'late']) policies.add(id, 'l')
    now = second
    for (const [id, more] of Object.entries(second)) counts.set(id, (counts.get(id) ?? 0) + more)
    await sampler.sample(100 + at)
    await sampler.passed()
  }
  return { counts, told: told.flatMap(({ series }) => series).filter((one) => one.kind === 'l7_policy') }
}

test('however policies are hit, each hit is told once, also of those that are idle in between', async () => {
  const anySecond = fc.record({ busy: fc.nat(3), rare: fc.constantFrom(0, 0, 0, 7), late: fc.constantFrom(0, 1) })
  await fc.assert(
    fc.asyncProperty(fc.array(anySecond, { minLength: 1, maxLength: 12 }), fc.nat(12), async (seconds, lateFrom) => {
      const { counts, told } = await toldHitsOf(seconds, lateFrom)
      const sum = (id: string) => sumOf(told.filter((one) => one.id === id).map((one) => one.counters.requests))
      expect([sum('busy'), sum('rare')]).toEqual([counts.get('busy'), counts.get('rare')])
      // What had hits before it was known, and none since, waits for the next full reading.
      expect(sum('late')).toBeLessThanOrEqual(counts.get('late') ?? 0)
      expect(told.every((one) => one.listener_id === 'l' && one.counters.requests > 0)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('an engine that follows another neither tells a second again nor leaves those between them empty', async () => {
  const processes = await noProcesses()
  let counted = 0
  processes.handOverTo(processThatCounted(() => counted))
  const batches = new Map<number, Second[]>()
  const engine = () =>
    samplerThat(async (batch) => void batches.set(batch.sequence, batch.seconds), { processes, outboxFolder: folder })
  const first = await engine()
  counted = 10
  await first.sample(100)
  await first.passed()
  const second = await engine()
  for (const [at, requests] of [
    [100, 10],
    [103, 40],
    [104, 50],
  ] as const) {
    counted = requests
    await second.sample(at)
    await second.passed()
  }
  const told = [...batches.values()].flat().map(({ at, series }) => [at, series[0]?.counters.requests])
  expect(told).toEqual([
    [100, 10],
    [101, 10],
    [102, 10],
    [103, 10],
    [104, 10],
  ])
})

test('a clock that was set back is followed', async () => {
  expect(await secondsOf(5_000, 1_000, 1_001)).toEqual([5_000, 1_000, 1_001])
})

test('a control plane that takes its time holds up no look, and gets the rest in one', async () => {
  const batches: SampleBatch[] = []
  let answer = () => {}
  const sampler = await samplerThat(async (batch) => {
    batches.push(batch)
    if (batches.length === 1) await new Promise<void>((resolve) => (answer = resolve))
  })
  for (const at of [1, 2, 3]) await sampler.sample(at)
  expect(batches).toHaveLength(1)
  answer()
  await sampler.passed()
  await sampler.sample(4)
  await sampler.passed()
  expect(batches.map((one) => one.seconds.map(({ at }) => at))).toEqual([[1], [2, 3, 4]])
})

test('a batch that will never be taken does not stand in the way of all others; one that may be is sent again', async () => {
  const tried: (readonly [number, number])[] = []
  const answers = [503, 400, 204]
  const sampler = await samplerThat(async (batch) => {
    const status = answers[tried.length] ?? 204
    tried.push([batch.sequence, status])
    if (status !== 204) throw new ControlPlaneRefusal('/engine/samples', status, 'no')
  })
  for (const at of [1, 2, 3]) {
    await sampler.sample(at)
    await sampler.passed()
  }
  expect(tried).toEqual([
    [1, 503],
    [1, 400],
    [2, 204],
  ])
})
