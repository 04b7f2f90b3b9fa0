import { afterEach, expect, test } from 'vitest'
import { idOf } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, startNamed, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

/** Reserved for ever (RFC 1112, 4): nobody answers from there, and on most machines there is no way there. */
const nobody = '240.0.0.1'

const [first, second] = [idOf('member', 1, 1), idOf('member', 1, 2)]

test('a member goes down with its reason, gets no request once it is said to be down, and comes back', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const isWell = { value: true }
  const sick = await startWeb((_request, response) => {
    response.statusCode = isWell.value ? 200 : 503
    response.end('sick')
  })
  const well = await startNamed('well')
  await site.startEngine()
  const monitor = {
    type: 'HTTP',
    delay: 2,
    timeout: 1,
    max_retries: 1,
    max_retries_down: 2,
    expected_codes: '200-204',
  } as const
  const members = [member(sick.port), member(well.port)]
  await site.plane.apply(balancer(place, { members, monitor }))
  const states: (string | undefined)[] = []
  const health = () => site.plane.health.get(first)
  await until(() => {
    states.push(health()?.state)
    return health()?.state === 'UP'
  })
  expect(health()).toMatchObject({ state: 'UP', check_status: 'L7OK', check_code: 200, reason: 'Answers 200.' })
  // HAProxy calls it up from the beginning; nobody else did before its first check.
  expect(new Set(states)).not.toContain('DOWN')

  isWell.value = false
  await until(() => health()?.state === 'DOWN')
  expect(health()).toMatchObject({ check_status: 'L7STS', check_code: 503, reason: 'Answered 503, expected 200-204.' })
  for (let count = 0; count < 10; count += 1) expect((await get(place)).body).toBe('well')
  // A reload does not forget it.
  const listener = { timeout_client_data: 40_000 }
  await site.plane.apply(balancer(place, { members, monitor, listener }))
  for (let count = 0; count < 10; count += 1) expect((await get(place)).body).toBe('well')
  expect(health()?.state).toBe('DOWN')

  isWell.value = true
  await until(() => health()?.state === 'UP')
  well.stop()
  await until(() => site.plane.health.get(second)?.state === 'DOWN')
  expect(site.plane.health.get(second)).toMatchObject({ check_status: 'L4CON' })
  expect(site.plane.health.get(second)?.reason).toMatch(/^The connection failed: connection refused/)
})

test('a member that was switched on by a command and is down stays down across a reload', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const [sick, well] = await Promise.all([startNamed('sick'), startNamed('well')])
  sick.stop()
  await site.startEngine()
  const monitor = { type: 'TCP', delay: 1, timeout: 1, max_retries: 1, max_retries_down: 1 } as const
  const wanted = (admin_state_up: boolean, round = 0) =>
    balancer(place, {
      members: [member(sick.port, { admin_state_up }), member(well.port)],
      monitor,
      listener: { timeout_client_data: 40_000 + round },
    })
  await site.plane.apply(wanted(false))
  await until(() => site.plane.health.get(first)?.state === 'MAINT')
  await site.plane.apply(wanted(true))
  await until(() => site.plane.health.get(first)?.state === 'DOWN')
  await site.plane.apply(wanted(true, 1))
  expect(await site.ask('show servers state')).toMatch(new RegExp(`${first} 127\\.0\\.0\\.1 0 `))
  for (let count = 0; count < 6; count += 1) expect((await get(place)).body).toBe('well')
})

test('a member that is pinged is down when nobody answers, also after HAProxy was killed', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const well = await startNamed('well')
  await site.startEngine()
  const monitor = { type: 'PING', delay: 1, timeout: 1, max_retries: 1, max_retries_down: 1 } as const
  const members = [member(well.port, { monitor_address: nobody }), member(well.port)]
  await site.plane.apply(balancer(place, { members, monitor }))
  await until(() => site.plane.health.get(first)?.state === 'DOWN' && site.plane.health.get(second)?.state === 'UP')
  expect(site.plane.health.get(second)).toMatchObject({ check_status: 'L3OK', reason: 'Answers to ping.' })
  const operationalState = async () => new RegExp(`${first} \\S+ (\\d)`).exec(await site.ask('show servers state'))?.[1]
  await until(async () => (await operationalState()) === '0')
  const killed = site.processes().at(-1)
  if (killed) process.kill(killed.identity.pid, 'SIGKILL')
  await until(() => (site.processes().at(-1)?.generation ?? 0) > (killed?.generation ?? 0))
  await until(async () => (await operationalState().catch(() => null)) === '0')
})
