import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { SampleBatch } from 'model/contract/sample'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ControlPlaneRefusal } from './control-plane.ts'
import { Generations } from './generations.ts'
import { Outbox } from './outbox.ts'
import { Processes } from './processes.ts'
import { Removals } from './removals.ts'
import { Sampler } from './sampler.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sampler-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A sampler of a machine on which nothing runs: its seconds are empty. */
async function samplerThat(send: (batch: SampleBatch) => Promise<void>): Promise<Sampler> {
  const log = pino({ level: 'silent' })
  return new Sampler({
    ...(await Outbox.open(path.join(folder, 'outbox.json'), 'node-1')),
    processes: new Processes(await Generations.open(path.join(folder, 'generations')), log),
    removals: new Removals(),
    send,
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

test('a second is there once, also when the clock is a little behind its own time', async () => {
  expect(await secondsOf(100, 100, 99, 101)).toEqual([100, 101])
})

test('seconds in which there was no time to look are there too; a long sleep is a gap', async () => {
  expect(await secondsOf(100, 103, 500)).toEqual([100, 101, 102, 103, 500])
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
