import { isDeepStrictEqual } from 'node:util'
import type { Graph } from 'model/graph/graph'
import { beforeAll, describe, expect, test } from 'vitest'
import { PlayedEngine } from '../testing/engine.ts'
import { type People, people } from '../testing/people.ts'
import { idOf, statusesOf, webTree } from '../testing/trees.ts'
import { noteAbilities } from './abilities.ts'
import { listActivity } from './activity.ts'
import {
  createChild,
  createTree,
  findGraph,
  findResource,
  removeResource,
  replaceMembers,
  updateResource,
} from './resources.ts'

let who: People
const engine = new PlayedEngine()

beforeAll(async () => {
  who = await people()
})

/** A load balancer that runs. */
async function running(tree: object = webTree(who.subnet)): Promise<Graph> {
  const graph = await createTree(who.memberActor, tree)
  await engine.apply()
  return findGraph(who.memberActor, graph.load_balancer.id)
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { code: string; message: string; issues: readonly { about: string }[] }) => error,
  )

describe('a create', () => {
  test('answers with everything pending, and what an HTTP check asks for by itself', async () => {
    const graph = await createTree(who.memberActor, webTree(who.subnet))
    const rows = [graph.load_balancer, ...graph.listeners, ...graph.pools, ...graph.members, ...graph.health_monitors]
    expect(new Set(rows.map((row) => row.provisioning_status))).toEqual(new Set(['PENDING_CREATE']))
    expect(new Set(rows.map((row) => row.project_id))).toEqual(new Set([who.project]))
    expect(graph.load_balancer.vip_address).toMatch(/^127\.10\.0\.\d+$/)
    expect(graph.health_monitors[0]).toMatchObject({ http_method: 'GET', url_path: '/', expected_codes: '200' })
    expect(graph.listeners[0]?.default_pool_id).toBe(graph.pools[0]?.id)
    await engine.apply()
    expect(new Set(Object.values(await statusesOf(who.memberActor, graph.load_balancer.id)))).toEqual(
      new Set(['ACTIVE']),
    )
  })

  test('is all or nothing, and says all that is wrong where the tree has it', async () => {
    const tree = webTree(who.subnet)
    const [pool] = tree.pools
    const twin = { name: 'twin', address: '127.0.0.9', protocol_port: 8_001 }
    const wrong = {
      ...tree,
      pools: [
        {
          ...pool,
          members: [...(pool?.members ?? []), twin],
          healthmonitor: { type: 'TCP', delay: 3, timeout: 3, max_retries: 1 },
        },
      ],
    }
    const error = await refusal(createTree(who.memberActor, wrong))
    expect(error).toMatchObject({
      code: 'conflict',
      message: 'Another member on this pool is already using ip 127.0.0.9 on protocol_port 8001',
    })
    expect(error?.issues.map(({ about }) => about)).toEqual([
      'pools/0/members/2/address',
      'pools/0/healthmonitor/timeout',
    ])
    const misspelt = await refusal(
      createTree(who.memberActor, { ...tree, listeners: [{ protocol: 'HTTP', protocol_port: 0, colour: 'red' }] }),
    )
    expect(misspelt?.issues.map(({ about }) => about).sort()).toEqual([
      'listeners/0/colour',
      'listeners/0/protocol_port',
    ])
  })
})

describe('an update', () => {
  test('marks the object and whose part it is; siblings stay as they are', async () => {
    const graph = await running()
    const id = graph.load_balancer.id
    const shown = await updateResource(who.memberActor, 'member', idOf(graph.members, 'web-1'), { weight: 5 })
    expect(shown).toMatchObject({ weight: 5, provisioning_status: 'PENDING_UPDATE', loadbalancer_id: id })
    expect(await statusesOf(who.memberActor, id)).toEqual({
      shop: 'PENDING_UPDATE',
      'web-80': 'PENDING_UPDATE',
      web: 'PENDING_UPDATE',
      'web-1': 'PENDING_UPDATE',
      'web-2': 'ACTIVE',
      monitor: 'ACTIVE',
    })
    const state = await engine.pull()
    expect(state?.load_balancers.map((one) => one.graph.members.map((row) => row.weight))).toEqual([[5, 1]])
    if (state)
      await engine.report(state, [], [{ do: 'set-weight', text: 'Set the weight of web-1 to 5', duration_ms: 1 }])
    const [activity] = await listActivity(who.memberActor, { loadbalancer_id: id, limit: 1 })
    expect(activity).toMatchObject({
      action: 'update',
      kind: 'member',
      name: 'web-1',
      user_name: 'member',
      changes: [{ attribute: 'weight', before: 1, after: 5 }],
      outcome: 'applied',
      steps: [{ do: 'set-weight' }],
    })
  })

  test('that changes nothing is no change: no revision, nothing pending', async () => {
    const graph = await running()
    const before = engine.after
    await updateResource(who.memberActor, 'load_balancer', graph.load_balancer.id, { name: 'shop', tags: [] })
    expect(await statusesOf(who.memberActor, graph.load_balancer.id)).toMatchObject({ shop: 'ACTIVE' })
    const next = await createTree(who.memberActor, webTree(who.subnet))
    await engine.apply()
    expect(engine.after).toBe(before + 1)
    expect(next.load_balancer.id).not.toBe(graph.load_balancer.id)
  })

  test('that is refused leaves nothing behind', async () => {
    const graph = await running()
    const before = await findGraph(who.memberActor, graph.load_balancer.id)
    const monitor = graph.health_monitors[0]?.id ?? ''
    const error = await refusal(updateResource(who.memberActor, 'health_monitor', monitor, { timeout: 9 }))
    expect(error).toMatchObject({ code: 'invalid', issues: [{ about: 'timeout' }] })
    expect(isDeepStrictEqual(await findGraph(who.memberActor, graph.load_balancer.id), before)).toBe(true)
  })

  test('is refused for what it breaks, not for what no longer works elsewhere', async () => {
    const tree = webTree(who.subnet)
    const ping = { type: 'PING', delay: 5, timeout: 3, max_retries: 2 }
    const spare = { name: 'spare', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
    const pinged = tree.pools.map((pool) => ({ ...pool, healthmonitor: ping }))
    const graph = await running({ ...tree, pools: [...pinged, spare] })
    // Its engine moved to a machine on which it may not ping.
    noteAbilities({ haproxy: '2.6.12', ping: false, ipv6: true })
    const pool_id = idOf(graph.pools, 'spare')
    const error = await refusal(createChild(who.memberActor, 'health_monitor', { ...ping, pool_id }))
    expect(error?.issues).toMatchObject([{ message: expect.stringContaining('can not send pings') }])
    const member = idOf(graph.members, 'web-1')
    expect(await updateResource(who.memberActor, 'member', member, { weight: 5 })).toMatchObject({ weight: 5 })
    await engine.apply()
  })

  test('null resets; what is fixed or unknown is refused by name', async () => {
    const graph = await running()
    const listener = idOf(graph.listeners, 'web-80')
    const shown = await updateResource(who.memberActor, 'listener', listener, {
      connection_limit: 5,
      description: null,
    })
    expect(shown).toMatchObject({ connection_limit: 5, description: '' })
    await engine.apply()
    expect(await updateResource(who.memberActor, 'listener', listener, { connection_limit: null })).toMatchObject({
      connection_limit: -1,
    })
    await engine.apply()
    const error = await refusal(
      updateResource(who.memberActor, 'listener', listener, { protocol: 'TCP', colour: 'red' }),
    )
    expect(error?.issues).toEqual([
      { about: 'protocol', message: 'Unknown attribute' },
      { about: 'colour', message: 'Unknown attribute' },
    ])
  })
})

describe('children', () => {
  test('a pool for a listener becomes its default pool, once', async () => {
    const graph = await running()
    const loadbalancer_id = graph.load_balancer.id
    const listener = await createChild(who.memberActor, 'listener', {
      loadbalancer_id,
      protocol: 'HTTP',
      protocol_port: 81,
    })
    await engine.apply()
    const pool = { protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
    const created = await createChild(who.memberActor, 'pool', pool, { listener_id: listener.id })
    expect(created).toMatchObject({
      loadbalancer_id,
      listeners: [{ id: listener.id }],
      members: [],
      healthmonitor_id: null,
    })
    await engine.apply()
    expect(await findResource(who.memberActor, 'listener', listener.id)).toMatchObject({ default_pool_id: created.id })
    const error = await refusal(createChild(who.memberActor, 'pool', pool, { listener_id: listener.id }))
    expect(error).toMatchObject({ code: 'conflict', message: 'This listener already has a default pool' })
  })

  test('rules between them are refused in Octavia’s words', async () => {
    const { load_balancer, pools } = await running()
    const loadbalancer_id = load_balancer.id
    const listener = (more: object) =>
      refusal(
        createChild(who.memberActor, 'listener', { loadbalancer_id, protocol: 'HTTP', protocol_port: 90, ...more }),
      )
    expect(await listener({ protocol_port: 80 })).toMatchObject({
      code: 'conflict',
      issues: [{ about: 'protocol_port', code: 'conflict' }],
    })
    expect(await listener({ protocol: 'SCTP' })).toMatchObject({ code: 'unsupported' })
    expect(await listener({ default_pool_id: loadbalancer_id })).toMatchObject({ code: 'not_found' })
    expect(await listener({ protocol: 'HTTPS', default_pool_id: pools[0]?.id })).toMatchObject({ code: 'invalid' })
    expect(
      await refusal(
        createChild(who.memberActor, 'health_monitor', {
          pool_id: pools[0]?.id,
          type: 'TCP',
          delay: 5,
          timeout: 3,
          max_retries: 1,
        }),
      ),
    ).toMatchObject({
      code: 'conflict',
      message: 'This pool already has a health monitor',
    })
  })

  test('a member of a pool that is not there is not found, in any form of the id', async () => {
    const error = await refusal(
      createChild(who.memberActor, 'member', { pool_id: 'nowhere', address: '127.0.0.1', protocol_port: 1 }),
    )
    expect(error).toMatchObject({ code: 'not_found', message: 'Pool nowhere not found.' })
  })
})

describe('a removal', () => {
  test('of a load balancer with children asks for cascade, and then takes everything', async () => {
    const graph = await running()
    const id = graph.load_balancer.id
    expect(await refusal(removeResource(who.memberActor, 'load_balancer', id))).toMatchObject({
      code: 'invalid',
      message: `Validation failure: Cannot delete Load Balancer ${id} - it has children`,
    })
    await removeResource(who.memberActor, 'load_balancer', id, { cascade: true })
    expect(new Set(Object.values(await statusesOf(who.memberActor, id)))).toEqual(new Set(['PENDING_DELETE']))
    const state = await engine.pull()
    expect(state).toMatchObject({ load_balancers: [], removed: [id] })
    if (state) await engine.report(state)
    expect(await refusal(findGraph(who.memberActor, id))).toMatchObject({
      code: 'not_found',
      message: `Load Balancer ${id} not found.`,
    })
    const again = await createTree(who.memberActor, {
      ...webTree(who.subnet),
      vip_address: graph.load_balancer.vip_address,
    })
    expect(again.load_balancer.vip_address).toBe(graph.load_balancer.vip_address)
    await engine.apply()
  })

  test('of a pool detaches it from its listeners and takes its members and monitor', async () => {
    const graph = await running()
    const id = graph.load_balancer.id
    await removeResource(who.memberActor, 'pool', idOf(graph.pools, 'web'))
    expect(await statusesOf(who.memberActor, id)).toEqual({
      shop: 'PENDING_UPDATE',
      'web-80': 'PENDING_UPDATE',
      web: 'PENDING_DELETE',
      'web-1': 'PENDING_DELETE',
      'web-2': 'PENDING_DELETE',
      monitor: 'PENDING_DELETE',
    })
    await engine.apply()
    const after = await findGraph(who.memberActor, id)
    expect([after.pools, after.members, after.health_monitors]).toEqual([[], [], []])
    expect(after.listeners).toMatchObject([{ default_pool_id: null, provisioning_status: 'ACTIVE' }])
  })
})

describe('replacing the members of a pool', () => {
  const names = async (id: string) =>
    (await findGraph(who.memberActor, id)).members.map((one) => [one.name, one.weight, one.protocol_port])

  test('keeps those with the same address and port, adds, and deletes the rest', async () => {
    const graph = await running()
    const [id, pool] = [graph.load_balancer.id, idOf(graph.pools, 'web')]
    await replaceMembers(who.memberActor, pool, [
      { address: '127.0.0.9', protocol_port: 8_001, weight: 7 },
      { name: 'web-3', address: '127.0.0.9', protocol_port: 8_003 },
    ])
    await engine.apply()
    expect(await names(id)).toEqual([
      ['', 7, 8_001],
      ['web-3', 1, 8_003],
    ])
    expect((await findGraph(who.memberActor, id)).members[0]?.id).toBe(idOf(graph.members, 'web-1'))
  })

  test('leaves the others alone when it only adds', async () => {
    const graph = await running()
    const pool = idOf(graph.pools, 'web')
    await replaceMembers(who.memberActor, pool, [{ name: 'web-3', address: '127.0.0.9', protocol_port: 8_003 }], {
      additive_only: true,
    })
    await engine.apply()
    expect((await names(graph.load_balancer.id)).length).toBe(3)
    await replaceMembers(who.memberActor, pool, [])
    await engine.apply()
    expect(await names(graph.load_balancer.id)).toEqual([])
  })

  test('refuses the same one twice', async () => {
    const graph = await running()
    const one = { address: '127.0.0.9', protocol_port: 8_001 }
    const error = await refusal(replaceMembers(who.memberActor, idOf(graph.pools, 'web'), [one, one]))
    expect(error).toMatchObject({
      code: 'invalid',
      message: 'Validation failure: Member must be updated only once in the same request.',
    })
    const fresh = { address: '127.0.0.9', protocol_port: 9_001 }
    expect(await refusal(replaceMembers(who.memberActor, idOf(graph.pools, 'web'), [fresh, fresh]))).toMatchObject({
      code: 'conflict',
    })
  })
})
