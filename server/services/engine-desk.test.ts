import { contractVersion } from 'model/contract/desired-state'
import type { Graph } from 'model/graph/graph'
import { beforeEach, describe, expect, test } from 'vitest'
import { forgetProcesswide, replaceProcesswide } from '../process.ts'
import { KeptGraphs } from '../store/kept.ts'
import { holdClock, type ManualClock } from '../testing/clock.ts'
import { PlayedEngine } from '../testing/engine.ts'
import { type People, people } from '../testing/people.ts'
import { healthOf, idOf, statusesOf, webTree } from '../testing/trees.ts'
import { listActivity } from './activity.ts'
import { desired, isEngineToken, takeReport } from './engine-desk.ts'
import { engineStates } from './engines.ts'
import { health } from './health.ts'
import { testConnection } from './probes.ts'
import { createTree, findGraph, findResource, removeResource, updateResource } from './resources.ts'
import { keptSecret } from './secrets.ts'
import { start } from './start.ts'

let who: People
let time: ManualClock
let engine: PlayedEngine

// Time goes on from test to test. Each has an engine of its own, and nothing pending from the one before.
beforeEach(async () => {
  time ??= holdClock()
  who ??= await people()
  engine = new PlayedEngine()
  await engine.apply()
})

const create = (): Promise<Graph> => createTree(who.memberActor, webTree(who.subnet))
const statuses = async (graph: Graph) =>
  new Set(Object.values(await statusesOf(who.memberActor, graph.load_balancer.id)))
/** Lets time pass until a condition of the store holds. */
const untilStatuses = (graph: Graph) => expect.poll(() => statuses(graph), { timeout: 5_000 })

describe('a question for what is desired', () => {
  test('is answered at once with everything at the start', async () => {
    const graph = await create()
    const state = await new PlayedEngine('fresh').pull()
    expect(state).toMatchObject({ is_complete: true, removed: [] })
    expect(state?.load_balancers.some((one) => one.graph.load_balancer.id === graph.load_balancer.id)).toBe(true)
    if (state) await engine.report(state)
  })

  test('is answered with what is stored, whether that was kept since the change or is read again', async () => {
    const { load_balancer } = await create()
    const pulled = async (name: string) =>
      (await new PlayedEngine(name).pull())?.load_balancers.find(
        (one) => one.graph.load_balancer.id === load_balancer.id,
      )
    const kept = await pulled('first')
    replaceProcesswide('kept-graphs', new KeptGraphs())
    const read = await pulled('second')
    expect(read?.graph.members).toHaveLength(2)
    expect(kept).toEqual(read)
    await engine.apply()
  })

  test('waits, and is answered the moment something changes', async () => {
    const waiting = engine.pull()
    await expect.poll(() => time.waiting).toBeGreaterThan(0)
    const graph = await create()
    const state = await waiting
    expect(state?.load_balancers.map((one) => one.graph.load_balancer.id)).toEqual([graph.load_balancer.id])
    if (state) await engine.report(state)
  })

  test('is answered with nothing after 25 seconds, and when the engine hangs up', async () => {
    const waiting = engine.pull()
    await expect.poll(() => time.waiting).toBeGreaterThan(0)
    time.advance(25_000)
    expect(await waiting).toBeNull()
    const hangUp = new AbortController()
    const other = desired({ after: engine.after, node: 'other', contract: contractVersion }, hangUp.signal)
    hangUp.abort()
    expect(await other).toBeNull()
  })

  test('of another contract is refused', async () => {
    await expect(desired({ after: 0, node: 'old', contract: 99 }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  test('needs the token', () => {
    expect(isEngineToken(keptSecret('engine.token'))).toBe(true)
    expect(isEngineToken('')).toBe(false)
    expect(isEngineToken(`${keptSecret('engine.token')}x`)).toBe(false)
  })
})

describe('an engine that refuses', () => {
  test('puts the culprit and the load balancer in ERROR with the reason, and a later change can repair it', async () => {
    const graph = await create()
    const listener = idOf(graph.listeners, 'web-80')
    const message = 'Port 80 of 127.10.0.10 is held by another program.'
    await engine.refuse([{ about: `listeners/${listener}`, message }])
    expect(await findResource(who.memberActor, 'listener', listener)).toMatchObject({
      provisioning_status: 'ERROR',
      status_reason: message,
    })
    expect(await findResource(who.memberActor, 'load_balancer', graph.load_balancer.id)).toMatchObject({
      provisioning_status: 'ERROR',
      status_reason: message,
    })
    const [activity] = await listActivity(who.memberActor, { loadbalancer_id: graph.load_balancer.id, limit: 1 })
    expect(activity).toMatchObject({ outcome: 'refused', diagnostics: [{ message }] })

    await updateResource(who.memberActor, 'listener', listener, { admin_state_up: false })
    await engine.apply()
    expect(await statuses(graph)).toEqual(new Set(['ACTIVE']))
    expect(await findResource(who.memberActor, 'listener', listener)).toMatchObject({ status_reason: null })
  })

  test('does not undo a removal: what was to go is gone with the next thing that is applied', async () => {
    const graph = await create()
    await engine.apply()
    const member = idOf(graph.members, 'web-1')
    await removeResource(who.memberActor, 'member', member)
    await engine.refuse([{ about: 'load_balancer', message: 'No.' }])
    expect(await findResource(who.memberActor, 'member', member)).toMatchObject({
      provisioning_status: 'ERROR',
      status_reason: 'No.',
    })
    await expect(updateResource(who.memberActor, 'member', member, { weight: 2 })).rejects.toMatchObject({
      code: 'busy',
    })
    await updateResource(who.memberActor, 'load_balancer', graph.load_balancer.id, { name: 'repaired' })
    await engine.apply()
    await expect(findResource(who.memberActor, 'member', member)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('without an engine', () => {
  test('nothing is pending for longer than 30 seconds, and it converges when one comes', async () => {
    const graph = await create()
    time.advance(29_999)
    expect(await statuses(graph)).toEqual(new Set(['PENDING_CREATE']))
    time.advance(1)
    await untilStatuses(graph).toEqual(new Set(['ERROR']))
    const row = await findResource(who.memberActor, 'load_balancer', graph.load_balancer.id)
    expect(row.status_reason).toContain('No engine has applied this change')
    expect(await listActivity(who.memberActor, { limit: 1 })).toMatchObject([{ outcome: 'unanswered' }])
    await engine.apply()
    expect(await statuses(graph)).toEqual(new Set(['ACTIVE']))
    expect(await listActivity(who.memberActor, { limit: 1 })).toMatchObject([{ outcome: 'applied' }])
  })

  test('it can be edited again, and each change has its own 30 seconds', async () => {
    const graph = await create()
    time.advance(30_000)
    await untilStatuses(graph).toEqual(new Set(['ERROR']))
    await updateResource(who.memberActor, 'load_balancer', graph.load_balancer.id, { name: 'shop' })
    expect(await statuses(graph)).toContain('PENDING_UPDATE')
    time.advance(30_000)
    await untilStatuses(graph).toEqual(new Set(['ERROR']))
    await engine.apply()
    expect(await statuses(graph)).toEqual(new Set(['ACTIVE']))
  })

  test('what a killed process left pending is looked after by the next, and answered for although the answer was lost', async () => {
    const graph = await create()
    const taken = await engine.pull()
    forgetProcesswide()
    time = holdClock(time.now() + 10_000)
    await start()
    expect(await statuses(graph)).toEqual(new Set(['PENDING_CREATE']))
    time.advance(20_000)
    await untilStatuses(graph).toEqual(new Set(['ERROR']))
    expect(taken?.revision).toBe(engine.after)
    await engine.apply()
    expect(await statuses(graph)).toEqual(new Set(['ACTIVE']))
  })

  test('the health says so, and whose connection was lost', async () => {
    expect(await health()).toMatchObject({
      is_ready: true,
      engines: [{ node: 'played', connected: true, haproxy: '2.6.12' }],
    })
    time.advance(30_001)
    expect(await health()).toMatchObject({ is_ready: false, database: 'ok' })
    const [state] = await engineStates()
    expect(state).toMatchObject({ node: 'played', connected: false, in_sync: false })
    await expect(testConnection(who.memberActor, { address: '127.0.0.1', port: 1 })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})

describe('the health of members', () => {
  const reading = (state: 'UP' | 'DOWN') => ({
    state,
    check_status: state === 'UP' ? 'L7OK' : 'L7STS',
    check_code: state === 'UP' ? 200 : 503,
    check_duration_ms: 2,
    reason: state === 'UP' ? null : 'The member answered 503.',
    checked_at: time.now(),
    changed_at: time.now(),
  })

  test('rolls up to everything above, at once', async () => {
    const graph = await create()
    const id = graph.load_balancer.id
    expect(await healthOf(who.memberActor, id)).toMatchObject({
      shop: 'OFFLINE',
      'web-80': 'OFFLINE',
      'web-1': 'OFFLINE',
    })
    await engine.apply()
    const of = (name: string, state: 'UP' | 'DOWN') => ({
      loadbalancer_id: id,
      member_id: idOf(graph.members, name),
      health: reading(state),
    })
    await engine.samples({ health: [of('web-1', 'UP'), of('web-2', 'UP')] })
    expect(await healthOf(who.memberActor, id)).toEqual({
      shop: 'ONLINE',
      'web-80': 'ONLINE',
      web: 'ONLINE',
      'web-1': 'ONLINE',
      'web-2': 'ONLINE',
    })
    await engine.samples({ health: [of('web-2', 'DOWN')] })
    expect(await healthOf(who.memberActor, id)).toEqual({
      shop: 'DEGRADED',
      'web-80': 'ONLINE',
      web: 'DEGRADED',
      'web-1': 'ONLINE',
      'web-2': 'ERROR',
    })
    const down = await findResource(who.memberActor, 'member', idOf(graph.members, 'web-2'))
    expect(down.health).toMatchObject({ state: 'DOWN', check_code: 503, reason: 'The member answered 503.' })
    await engine.samples({ full_listeners: [idOf(graph.listeners, 'web-80')] })
    expect(await healthOf(who.memberActor, id)).toMatchObject({ 'web-80': 'DEGRADED' })
    await engine.samples({})
    expect(await healthOf(who.memberActor, id)).toMatchObject({ 'web-80': 'ONLINE' })
  })

  test('of members that nobody knows is of no account', async () => {
    await engine.samples({ health: [{ loadbalancer_id: 'gone', member_id: 'gone', health: reading('UP') }] })
    expect((await findGraph(who.memberActor, (await create()).load_balancer.id)).members[0]?.health).toBeNull()
    await engine.apply()
  })
})

test('a connection test goes through the engine, and its answer comes in words', async () => {
  const asked = testConnection(who.memberActor, { address: '127.0.0.1', port: 9 })
  const state = await engine.pull()
  expect(state?.probes).toMatchObject([{ address: '127.0.0.1', port: 9 }])
  if (state) await engine.report(state)
  expect(await asked).toMatchObject({ outcome: 'refused', code: 'ECONNREFUSED' })
  await expect(testConnection(who.readerActor, { address: '127.0.0.1', port: 9 })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(testConnection(who.memberActor, { address: '169.254.169.254', port: 80 })).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(testConnection(who.memberActor, { address: 'localhost', port: 0 })).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('a report that is none is refused', async () => {
  await expect(takeReport({ contract: contractVersion })).rejects.toMatchObject({ code: 'invalid' })
})
