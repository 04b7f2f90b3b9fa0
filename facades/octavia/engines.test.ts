import { contractVersion } from 'model/contract/desired-state'
import { noTraffic } from 'model/contract/sample'
import { beforeAll, describe, expect, test } from 'vitest'
import { desired, takeReport, takeSamples } from '@/server/services/engine-desk.ts'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { base, lb, makeTree, must, settled, stranger, type Tree } from './testing/tree.ts'

// Octavia's amphorae are our engines, and a failover is that they apply once more.

const amphorae = '/load-balancer/v2/octavia/amphorae'
let who: People
let tree: Tree
let id: string
beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  tree = await makeTree({ token: who.member, subnet: who.subnet }, 'run')
  id = String(must(200, await lb('GET', amphorae, { token: who.admin })).at('amphorae', 0, 'id'))
  return stop
})

/** Another engine, which is heard once, and polls only when it is told to. */
const silent = {
  contract: contractVersion,
  node: 'silent',
  revision: 0,
  abilities: { haproxy: '2.6.12', ping: true, ipv6: true },
  outcomes: [],
  removed: [],
  probes: [],
}

describe('an amphora', () => {
  test('is an engine, with every attribute that Octavia has', async () => {
    const shown = must(200, await lb('GET', `${amphorae}/${id}`, { token: who.admin })).at('amphora')
    expect(shown).toMatchObject({ id, compute_id: 'played', role: 'STANDALONE', status: 'ALLOCATED', image_id: null })
    expect(Object.keys(shown as object).length).toBe(20)
  })

  test('runs every load balancer, and none that is not there', async () => {
    const of = async (loadbalancer_id: string) =>
      must(200, await lb('GET', `${amphorae}?loadbalancer_id=${loadbalancer_id}`, { token: who.admin })).at('amphorae')
    expect(await of(tree.loadbalancer)).toMatchObject([{ id, loadbalancer_id: tree.loadbalancer }])
    expect(await of(stranger)).toEqual([])
  })

  test('tells what each listener carried through it', async () => {
    const counters = { ...noTraffic, bytes_in: 10, bytes_out: 20, connections: 3, active: 1, errors_request: 2 }
    const one = { loadbalancer_id: tree.loadbalancer, kind: 'listener', id: tree.listener, listener_id: null, counters }
    const gone = { ...one, id: stranger }
    const at = Math.floor(Date.now() / 1_000)
    const seconds = [at - 2, at - 1].map((second) => ({ at: second, series: [one, gone] }))
    const batch = { node: 'played', session: 's', sequence: 1, seconds, health: [], full_listeners: [] }
    await takeSamples(batch)
    const answer = must(200, await lb('GET', `${amphorae}/${id}/stats`, { token: who.admin }))
    expect(answer.at('amphora_stats')).toEqual([
      {
        amphora_id: id,
        loadbalancer_id: tree.loadbalancer,
        listener_id: tree.listener,
        bytes_in: 20,
        bytes_out: 40,
        active_connections: 1,
        total_connections: 6,
        request_errors: 4,
      },
    ])
  })

  test.each(['config', 'failover'])('takes everything once more on %s', async (word) => {
    await takeReport({ ...silent, revision: 1_000_000 })
    const other = must(200, await lb('GET', `${amphorae}?compute_id=silent`, { token: who.admin }))
    const path = `${amphorae}/${String(other.at('amphorae', 0, 'id'))}/${word}`
    const first = await desired({ after: 0, node: 'silent', contract: contractVersion }, AbortSignal.timeout(1_000))
    must(202, await lb('PUT', path, { token: who.admin }))
    const query = { after: first?.revision ?? 0, node: 'silent', contract: contractVersion }
    const state = await desired(query, AbortSignal.timeout(1_000))
    expect(state?.is_complete).toBe(true)
    expect(state?.load_balancers.map((one) => one.graph.load_balancer.id)).toContain(tree.loadbalancer)
  })

  test('that serves can not be forgotten', async () => {
    const answer = await lb('DELETE', `${amphorae}/${id}`, { token: who.admin })
    expect([answer.status, answer.at('faultstring')]).toEqual([
      409,
      `Amphora ${id} is connected and serves traffic. Stop its engine first.`,
    ])
  })
})

describe('a failover of a load balancer', () => {
  test('is applied once more, and changes nothing', async () => {
    const path = `${base}/loadbalancers/${tree.loadbalancer}`
    const before = must(200, await lb('GET', path, { token: who.admin })).body
    const answer = must(202, await lb('PUT', `${path}/failover`, { token: who.admin }))
    expect(answer.text).toBe('')
    expect(await settled(who.admin, tree.loadbalancer)).toBe('ACTIVE')
    expect(must(200, await lb('GET', path, { token: who.admin })).body).toEqual(before)
  })

  test('of what is not there is 404, and a member may not', async () => {
    expect((await lb('PUT', `${base}/loadbalancers/${stranger}/failover`, { token: who.admin })).status).toBe(404)
    const path = `${base}/loadbalancers/${tree.loadbalancer}/failover`
    expect((await lb('PUT', path, { token: who.member })).status).toBe(403)
  })
})

test('a listener is created with its policies and their rules, all or nothing', async () => {
  const rule = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/a' }
  const l7policies = [
    { name: 'second', action: 'REJECT', position: 2 },
    { name: 'first', action: 'REDIRECT_TO_POOL', redirect_pool_id: tree.pool, position: 1, rules: [rule] },
  ]
  const listener = { loadbalancer_id: tree.loadbalancer, protocol: 'HTTP', protocol_port: 81, l7policies }
  const made = must(201, await lb('POST', `${base}/listeners`, { token: who.member, body: { listener } }))
  const id = String(made.at('listener', 'id'))
  const list = must(200, await lb('GET', `${base}/l7policies?listener_id=${id}&sort=position`, { token: who.member }))
  const names = (list.at('l7policies') as { name: string; rules: unknown[] }[]).map((one) => [
    one.name,
    one.rules.length,
  ])
  expect(names).toEqual([
    ['first', 1],
    ['second', 0],
  ])
  const bad = { ...listener, protocol_port: 82, l7policies: [{ action: 'REJECT', rules: [{ ...rule, type: 'NONE' }] }] }
  const refused = await lb('POST', `${base}/listeners`, { token: who.member, body: { listener: bad } })
  expect(refused.status).toBe(400)
  expect(refused.at('issues', 0, 'about')).toBe('l7policies/0/rules/0/type')
})
