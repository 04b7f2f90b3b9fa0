import { beforeAll, describe, expect, test } from 'vitest'
import { clock } from '../clock.ts'
import { forgetProcesswide, replaceProcesswide } from '../process.ts'
import { holdClock } from '../testing/clock.ts'
import { PlayedEngine } from '../testing/engine.ts'
import { type People, people } from '../testing/people.ts'
import { idOf, webTree } from '../testing/trees.ts'
import { withRow } from './edits.ts'
import { createChild, createTree, findGraph, updateResource } from './resources.ts'

let who: People
beforeAll(async () => {
  who = await people()
})

describe('twenty writers of one load balancer at once', () => {
  test('all succeed, one after the other, while an engine applies', async () => {
    const stop = new PlayedEngine().run()
    const { load_balancer, pools } = await createTree(who.memberActor, webTree(who.subnet))
    const pool_id = idOf(pools, 'web')
    const ports = Array.from({ length: 20 }, (_, at) => 9_000 + at)
    const member = (protocol_port: number) =>
      createChild(who.memberActor, 'member', { pool_id, address: '127.0.0.9', protocol_port })
    const created = await Promise.all(ports.map(member))
    expect(created.map((one) => one.protocol_port)).toEqual(ports)
    const graph = await findGraph(who.memberActor, load_balancer.id)
    expect(graph.members.length).toBe(22)
    await stop()
  }, 60_000)

  test('never choose the same address, and of two who ask for one the second is told', async () => {
    const trees = await Promise.all(Array.from({ length: 20 }, () => createTree(who.memberActor, webTree(who.subnet))))
    expect(new Set(trees.map((one) => one.load_balancer.vip_address)).size).toBe(20)
    const asked = { ...webTree(who.subnet), vip_address: '127.10.77.7' }
    const results = await Promise.allSettled([createTree(who.memberActor, asked), createTree(who.memberActor, asked)])
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toMatchObject([{ code: 'conflict', message: 'The VIP IP address is already in use: 127.10.77.7' }])
  }, 60_000)
})

test('what is added to something that went while it waited is refused as what is on its way out is', async () => {
  const { load_balancer } = await createTree(who.memberActor, webTree(who.subnet))
  const graph = await findGraph(who.memberActor, load_balancer.id)
  const [member] = graph.members
  if (member === undefined) throw new Error('The tree has no member.')
  const later = { ...graph, pools: graph.pools.filter((one) => one.id !== member.pool_id) }
  expect(() => withRow(later, 'member', member)).toThrow(`Pool ${member.pool_id} is immutable and cannot be updated.`)
})

describe('a busy load balancer', () => {
  test('is waited for, and the writer goes on the moment the engine has answered', async () => {
    const engine = new PlayedEngine()
    const { load_balancer } = await createTree(who.memberActor, webTree(who.subnet))
    const waiting = updateResource(who.memberActor, 'load_balancer', load_balancer.id, { name: 'later' })
    await engine.apply()
    expect(await waiting).toMatchObject({ name: 'later', provisioning_status: 'PENDING_UPDATE' })
    await engine.apply()
  })

  test('is refused after five seconds in which nothing moved, in Octavia’s words', async () => {
    const { load_balancer, pools } = await createTree(who.memberActor, webTree(who.subnet))
    const real = clock()
    const held = holdClock()
    const id = load_balancer.id
    const onItself = updateResource(who.memberActor, 'load_balancer', id, { name: 'x' })
    const onChild = updateResource(who.memberActor, 'pool', idOf(pools, 'web'), { name: 'x' })
    const outcomes = Promise.allSettled([onItself, onChild])
    await expect.poll(() => held.waiting).toBe(2)
    held.advance(4_999)
    expect(held.waiting).toBe(2)
    held.advance(1)
    expect(
      (await outcomes).map((one) => (one.status === 'rejected' ? [one.reason.code, one.reason.message] : [])),
    ).toEqual([
      ['busy', `Invalid state PENDING_UPDATE of loadbalancer resource ${id}`],
      ['busy', `Load Balancer ${id} is immutable and cannot be updated.`],
    ])
    expect(held.waiting).toBe(0)
    replaceProcesswide('clock', real)
  })
})

test('what was acknowledged is there for the next process', async () => {
  const { load_balancer } = await createTree(who.memberActor, webTree(who.subnet))
  forgetProcesswide()
  expect((await findGraph(who.memberActor, load_balancer.id)).load_balancer).toEqual(load_balancer)
})
