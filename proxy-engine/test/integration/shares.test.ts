import { afterEach, expect, test } from 'vitest'
import { idOf, type LoadBalancerCase, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

const blue = idOf('pool', 1, 2)
const green = idOf('pool', 1, 3)

/** A policy by which two pools share everything. */
function shared(weights: readonly [number, number], more: Partial<PolicyCase> = {}): PolicyCase {
  return {
    action: 'REDIRECT_TO_POOL',
    redirect_pools_config: [blue, green].map((pool_id, at) => ({ pool_id, weight: weights[at] ?? 0 })),
    rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }],
    ...more,
  }
}

async function serving() {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const members = await Promise.all([startNamed('web'), startNamed('blue'), startNamed('green')])
  const pools = members.slice(1).map((one) => ({ pool: { protocol: 'HTTP' as const }, members: [member(one.port)] }))
  const apply = async (
    policies: readonly PolicyCase[],
    listener: Partial<LoadBalancerCase['listeners'][number]> = {},
  ) => {
    const own = { members: [member(members[0]?.port ?? 0)], pools, listener: { ...listener, policies } }
    const [outcome] = await site.plane.apply(balancer(place, own))
    expect(outcome?.diagnostics).toEqual([])
    return outcome?.steps.map((step) => step.do) ?? []
  }
  const ask = (headers = {}) => get(place, { path: '/', headers })
  await site.startEngine()
  return { apply, ask }
}

test('weights change without a reload, and count from the next request on', async () => {
  const { apply, ask } = await serving()
  const bodies = async () => new Set(await Promise.all(Array.from({ length: 40 }, async () => (await ask()).body)))
  expect(await apply([shared([1, 0])])).toEqual(['reload'])
  expect(await bodies()).toEqual(new Set(['blue']))
  expect(await apply([shared([50, 50])])).toEqual(['reload'])
  expect(await bodies()).toEqual(new Set(['blue', 'green']))
  expect(await apply([shared([1, 99])])).toEqual(['swap-map'])
  expect(await apply([shared([20, 80])])).toEqual(['swap-map'])
})

test('a client keeps its pool while its cookie lives, across reloads and other weights', async () => {
  const { apply, ask } = await serving()
  const sticky = { redirect_pools_sticky_session_config: { enable: true, timeout: 5 } }
  await apply([shared([50, 50], sticky)])
  const clients = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const answer = await ask()
      return { pool: answer.body, cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '' }
    }),
  )
  const kept = async () => {
    const answers = await Promise.all(clients.map(({ cookie }) => ask({ cookie })))
    return answers.map((one) => one.body)
  }
  const wanted = clients.map((one) => one.pool)
  expect(new Set(wanted)).toEqual(new Set(['blue', 'green']))
  for (let timeout = 40_000; timeout < 43_000; timeout += 1_000) {
    expect(await apply([shared([50, 50], sticky)], { timeout_client_data: timeout })).toEqual(['reload'])
    expect(await kept()).toEqual(wanted)
  }
  // One that gets nothing new goes on with those that it has.
  await apply([shared([100, 0], sticky)], { timeout_client_data: 42_000 })
  expect(await kept()).toEqual(wanted)
})
