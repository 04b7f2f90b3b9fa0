import { afterEach, expect, test } from 'vitest'
import { idOf } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, type MemberCase, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, type Place, startEcho, startNamed, talkTo } from '../harness/traffic.ts'

afterEach(endAll)

test('members come, weigh, drain, are switched and go without a reload', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const [one, other] = await Promise.all([startNamed('one'), startNamed('other')])
  await site.startEngine()
  const first = member(one.port, { id: idOf('member', 1, 1) })
  const second = member(other.port, { id: idOf('member', 1, 2) })
  const apply = async (...members: MemberCase[]) => {
    const [outcome] = await site.plane.apply(balancer(place, { members }))
    return outcome?.steps.map((step) => step.do)
  }
  expect(await apply(first)).toEqual(['reload'])
  const serving = site.processes().at(-1)
  expect(await answers(place)).toEqual(['one'])

  expect(await apply(first, second)).toEqual(['add-server'])
  expect(await answers(place)).toEqual(['one', 'other'])
  expect(await apply({ ...first, weight: 0 }, second)).toEqual(['set-weight'])
  expect(await answers(place)).toEqual(['other'])
  expect(await apply({ ...first, weight: 7 }, second)).toEqual(['set-weight'])
  expect(await apply(first, { ...second, admin_state_up: false })).toEqual(['set-weight', 'set-state'])
  expect(await answers(place)).toEqual(['one'])
  expect(await apply(first, second)).toEqual(['set-state'])
  expect(await answers(place)).toEqual(['one', 'other'])
  expect(await apply(second)).toEqual(['remove-server'])
  expect(await answers(place)).toEqual(['other'])
  // It is gone from HAProxy too, once the sampler has told its last counts.
  await until(async () => !(await site.ask('show servers state')).includes(idOf('member', 1, 1)))
  expect(await apply(first, second)).toEqual(['add-server'])
  expect(await answers(place)).toEqual(['one', 'other'])
  expect(site.processes().at(-1)).toEqual(serving)
})

test('a member that drains, and one that is removed, keep their connections', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const [one, other] = await Promise.all([startEcho('one'), startEcho('other')])
  await site.startEngine()
  const first = member(one.port, { id: idOf('member', 1, 1) })
  const second = member(other.port, { id: idOf('member', 1, 2), weight: 0 })
  const apply = (...members: MemberCase[]) => site.plane.apply(balancer(place, { protocol: 'TCP', members }))
  await apply(first, second)
  const client = await talkTo(place)
  expect(await client.say('hello')).toMatch(/^one/)
  await apply({ ...first, weight: 0 }, { ...second, weight: 1 })
  expect(await client.say('still?')).toContain('still?')
  await apply({ ...second, weight: 1 })
  expect(await client.say('gone?')).toBe('gone?')
  // HAProxy does not delete a server that has connections, so it is still there, and goes with the last of them.
  expect(await site.ask('show servers state')).toContain(idOf('member', 1, 1))
  client.socket.destroy()
  await until(async () => !(await site.ask('show servers state')).includes(idOf('member', 1, 1)))
})

test('a member that comes back while its old connections go on is served, and they go on', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const one = await startEcho('one')
  await site.startEngine()
  const first = member(one.port, { id: idOf('member', 1, 1) })
  await site.plane.apply(balancer(place, { protocol: 'TCP', members: [first] }))
  const client = await talkTo(place)
  expect(await client.say('hello')).toMatch(/^one/)
  await site.plane.apply(balancer(place, { protocol: 'TCP', members: [] }))
  const [outcome] = await site.plane.apply(balancer(place, { protocol: 'TCP', members: [first] }))
  expect(outcome).toMatchObject({ outcome: 'applied', steps: [{ do: 'reload' }] })
  expect(await client.say('still?')).toContain('still?')
  expect(await (await talkTo(place)).say('me too')).toMatch(/^one/)
})

test('a member that was added at run time has its cookie and its checks', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const [one, other] = await Promise.all([startNamed('one'), startNamed('other')])
  await site.startEngine()
  const members = [member(one.port), member(other.port)]
  const given = {
    pool: {
      session_persistence: {
        type: 'HTTP_COOKIE',
        cookie_name: null,
        persistence_timeout: null,
        persistence_granularity: null,
      },
    },
    monitor: { type: 'TCP', delay: 1, timeout: 1, max_retries: 1, max_retries_down: 1 },
  } as const
  await site.plane.apply(balancer(place, { ...given, members: members.slice(0, 1) }))
  const [outcome] = await site.plane.apply(balancer(place, { ...given, members }))
  expect(outcome?.steps.map((step) => step.do)).toEqual(['add-server'])
  const cookies = await Promise.all(
    Array.from({ length: 6 }, async () => (await get(place)).headers['set-cookie']?.[0]),
  )
  expect(new Set(cookies).size).toBe(2)
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^FULCRUM-\w+=\w+/)
    const headers = { cookie: cookie?.split(';')[0] ?? '' }
    const same = await Promise.all([1, 2, 3].map(async () => (await get(place, { headers })).body))
    expect(new Set(same).size).toBe(1)
  }
  await until(() => site.plane.health.get(idOf('member', 1, 2))?.state === 'UP')
  other.stop()
  await until(() => site.plane.health.get(idOf('member', 1, 2))?.state === 'DOWN')
})

/** Whoever answers six requests, each on a connection of its own. */
async function answers(place: Place): Promise<string[]> {
  const bodies: string[] = []
  for (let count = 0; count < 6; count += 1) bodies.push((await get(place)).body)
  return [...new Set(bodies)].toSorted()
}
