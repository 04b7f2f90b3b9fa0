import { type Counters, noTraffic } from 'model/contract/sample'
import type { Graph } from 'model/graph/graph'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { history } from '../metrics/history.ts'
import { policyHits } from '../metrics/policy-hits.ts'
import { saveAll } from '../metrics/save.ts'
import { liveStream } from '../metrics/stream.ts'
import { endAll, subscriberCount } from '../metrics/subscribers.ts'
import { forgetProcesswide } from '../process.ts'
import { holdClock, type ManualClock } from '../testing/clock.ts'
import { PlayedEngine } from '../testing/engine.ts'
import { type People, people } from '../testing/people.ts'
import { idOf, webTree } from '../testing/trees.ts'
import { takeSamples } from './engine-desk.ts'
import { countedBatches } from './engines.ts'
import { createChild, createTree, removeResource, statisticsOf, updateResource } from './resources.ts'
import { start } from './start.ts'

let who: People
let time: ManualClock
let engine: PlayedEngine
let graph: Graph

beforeAll(async () => {
  time = holdClock()
  who = await people()
  engine = new PlayedEngine()
})

beforeEach(async () => {
  graph = await createTree(who.memberActor, webTree(who.subnet))
  await engine.apply()
})

/** One second of traffic of the listener, now; then time goes on to the next second. */
async function second(requests: number, of = graph): Promise<object> {
  const at = Math.floor(time.now() / 1000)
  const counters: Counters = {
    ...noTraffic,
    requests,
    connections: requests,
    bytes_in: 10 * requests,
    bytes_out: 100 * requests,
    active: 3,
  }
  const listener = idOf(of.listeners, 'web-80')
  const series = [{ loadbalancer_id: of.load_balancer.id, kind: 'listener', id: listener, listener_id: null, counters }]
  const batch = await engine.samples({ seconds: [{ at, series }] })
  time.advance(1_000)
  return batch
}

const requestsIn = (seconds: readonly { series: readonly { kind: string; counters: Counters }[] }[]) =>
  seconds.flatMap(({ series }) => series).reduce((sum, { counters }) => sum + counters.requests, 0)

describe('samples', () => {
  test('are counted once, however often a batch is sent, also to the next process', async () => {
    const { id } = graph.load_balancer
    const batch = await second(5)
    await takeSamples(batch)
    await takeSamples(batch)
    expect(await statisticsOf(who.memberActor, 'load_balancer', id)).toEqual({
      bytes_in: 50,
      bytes_out: 500,
      active_connections: 3,
      total_connections: 5,
      request_errors: 0,
    })
    await saveAll(countedBatches())
    forgetProcesswide()
    time = holdClock(time.now())
    await start()
    await takeSamples(batch)
    expect(await statisticsOf(who.memberActor, 'listener', idOf(graph.listeners, 'web-80'))).toMatchObject({
      total_connections: 5,
      bytes_out: 500,
    })
  })

  test('add up to the same in every resolution, when one came late too', async () => {
    const loadbalancer_id = graph.load_balancer.id
    for (let at = 0; at < 200; at += 1) await second(at % 7)
    const sent = Array.from({ length: 200 }, (_, at) => at % 7).reduce((sum, one) => sum + one, 0)
    const late = Math.floor(time.now() / 1000) - 150
    const counters = { ...noTraffic, requests: 1_000 }
    const series = [
      { loadbalancer_id, kind: 'listener', id: idOf(graph.listeners, 'web-80'), listener_id: null, counters },
    ]
    await engine.samples({ seconds: [{ at: late, series }] })
    await second(0)
    for (const seconds of [900, 14_400, 86_400, 5_184_000]) {
      const past = await history(who.memberActor, { loadbalancer_id, seconds })
      expect([past.step_seconds, requestsIn(past.seconds)]).toEqual([
        { 900: 1, 14400: 10, 86400: 60, 5184000: 3_600 }[seconds],
        sent + 1_000,
      ])
    }
    expect(await statisticsOf(who.memberActor, 'load_balancer', loadbalancer_id)).toMatchObject({
      total_connections: sent,
    })
  }, 60_000)

  test('of policies add up to their hits, also to the next process, which knows when the last one was', async () => {
    const [loadbalancer_id, listener_id] = [graph.load_balancer.id, idOf(graph.listeners, 'web-80')]
    const create = async () => {
      const { id } = await createChild(who.memberActor, 'l7_policy', { listener_id, action: 'REJECT' })
      await engine.apply()
      return id
    }
    const [hit, idle] = [await create(), await create()]
    const hits = async (requests: number) => {
      const at = Math.floor(time.now() / 1000)
      const series = [
        { loadbalancer_id, kind: 'l7_policy', id: hit, listener_id, counters: { ...noTraffic, requests } },
      ]
      await engine.samples({ seconds: [{ at, series }] })
      time.advance(1_000)
      return at
    }
    await hits(3)
    const last = await hits(4)
    await second(0)
    const told = { [hit]: { requests: 7, last_hit_at: last }, [idle]: { requests: 0, last_hit_at: null } }
    expect(await policyHits(who.memberActor, listener_id)).toEqual(told)
    // What policies took is part of what the listener carried, and not added to it.
    expect(await statisticsOf(who.memberActor, 'load_balancer', loadbalancer_id)).toMatchObject({
      total_connections: 0,
    })
    await saveAll(countedBatches())
    forgetProcesswide()
    time = holdClock(time.now())
    await start()
    const again = await policyHits(who.memberActor, listener_id)
    expect(again[hit]?.requests).toBe(7)
    expect(last - (again[hit]?.last_hit_at ?? 0)).toBeLessThan(10)
    expect(again[idle]).toEqual(told[idle])
    await expect(policyHits(who.strangerActor, listener_id)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('of thousands of policies in one step are saved', async () => {
    const [loadbalancer_id, listener_id] = [graph.load_balancer.id, idOf(graph.listeners, 'web-80')]
    const counters = { ...noTraffic, requests: 1 }
    const series = Array.from({ length: 7_000 }, (_, at) => ({
      ...{ loadbalancer_id, kind: 'l7_policy', id: `policy-${at}`, listener_id, counters },
    }))
    await engine.samples({ seconds: [{ at: Math.floor(time.now() / 1000), series }] })
    await saveAll(countedBatches())
    const { seconds } = await history(who.memberActor, { loadbalancer_id, seconds: 3_600 })
    expect(requestsIn(seconds)).toBe(7_000)
  })

  test('of a load balancer go with it', async () => {
    const { id } = graph.load_balancer
    for (let at = 0; at < 12; at += 1) await second(1)
    await removeResource(who.memberActor, 'load_balancer', id, { cascade: true })
    await engine.apply()
    await second(1)
    await expect(history(who.memberActor, { loadbalancer_id: id, seconds: 60 })).rejects.toMatchObject({
      code: 'not_found',
    })
    for (let at = 0; at < 12; at += 1)
      await engine.samples({ seconds: [{ at: Math.floor(time.now() / 1000) + at, series: [] }] })
  })
})

type Event = { readonly event: string; readonly id: string | null; readonly content: Record<string, unknown> }

/** Reads a stream event by event; comments are left out. */
function reading(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const nextBlock = async (): Promise<string | null> => {
    while (!text.includes('\n\n')) {
      const chunk = await reader?.read()
      if (!chunk || chunk.done) return null
      text += chunk.value
    }
    const block = text.slice(0, text.indexOf('\n\n'))
    text = text.slice(block.length + 2)
    return block
  }
  const next = async (): Promise<Event | null> => {
    let block = await nextBlock()
    while (block?.startsWith(':')) block = await nextBlock()
    return block === null ? null : eventOf(block)
  }
  const until = async (event: string): Promise<Event> => {
    for (let one = await next(); one !== null; one = await next()) if (one.event === event) return one
    throw new Error(`The stream ended before a ${event}.`)
  }
  return { next, until, cancel: () => reader?.cancel() }
}

function eventOf(block: string): Event {
  const value = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? null
  return { event: value('event') ?? '', id: value('id'), content: JSON.parse(value('data') ?? '{}') }
}

describe('the live stream', () => {
  const open = (
    query: { lastEventId?: string; loadbalancer_id?: string | null } = {},
    signal = new AbortController().signal,
  ) => liveStream(who.memberActor, { loadbalancer_id: graph.load_balancer.id, ...query }, signal)

  test('tells the past first, then each second under its number, and is not to be compressed', async () => {
    await second(4)
    const response = await open()
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cache-control')).toContain('no-transform')
    expect(response.headers.get('x-accel-buffering')).toBe('no')
    const stream = reading(response)
    const past = await stream.next()
    expect(past).toMatchObject({ event: 'past' })
    expect(JSON.stringify(past?.content)).toContain('"requests":4')
    const at = Math.floor(time.now() / 1000)
    await second(9)
    expect(await stream.until('second')).toMatchObject({
      id: String(at),
      content: { at, totals: [{ requests: 9 }], detail: { at } },
    })
    await stream.cancel()
  })

  test('resumes after the second that the client has seen', async () => {
    await second(1)
    const seen = String(Math.floor(time.now() / 1000))
    await second(2)
    await second(3)
    const stream = reading(await open({ lastEventId: seen }))
    const { content } = await stream.until('past')
    expect(requestsIn((content['seconds'] as { detail: never }[]).map(({ detail }) => detail))).toBe(3)
    await stream.cancel()
  })

  test('tells statuses, activity and engines, and nothing of other projects', async () => {
    const stream = reading(await open({ loadbalancer_id: null }))
    await stream.until('past')
    expect((await stream.until('engines')).content).toMatchObject({ engines: [{ node: 'played', connected: true }] })
    await createTree(who.strangerActor, webTree(who.subnet))
    await updateResource(who.memberActor, 'load_balancer', graph.load_balancer.id, { name: 'renamed' })
    expect((await stream.until('status')).content).toMatchObject({
      loadbalancer_id: graph.load_balancer.id,
      statuses: { provisioning_status: 'PENDING_UPDATE' },
    })
    expect((await stream.until('activity')).content).toEqual({ loadbalancer_id: graph.load_balancer.id })
    await engine.apply()
    await stream.cancel()
  })

  test('is forgotten when the client goes, in either way, and ends when the process is to stop', async () => {
    expect(subscriberCount()).toBe(0)
    const leaving = new AbortController()
    const aborted = reading(await open({}, leaving.signal))
    const cancelled = reading(await open())
    const ended = reading(await open())
    expect(subscriberCount()).toBe(3)
    leaving.abort()
    await cancelled.cancel()
    await expect.poll(subscriberCount).toBe(1)
    expect(await aborted.next()).toMatchObject({ event: 'past' })
    endAll()
    expect(subscriberCount()).toBe(0)
    await expect(ended.until('never')).rejects.toThrow('The stream ended')
  })
})
