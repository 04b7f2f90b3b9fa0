import { afterEach, expect, test } from 'vitest'
import { idOf } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, kill, openSite } from '../harness/engine.ts'
import { get, isRefused, ownPlace, startEcho, startLoad, startNamed, talkTo } from '../harness/traffic.ts'

afterEach(endAll)

test('an engine that is killed is missed by no client; the next one takes over what runs, and counts on', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const [one, other] = await Promise.all([startNamed('web'), startNamed('web')])
  const program = await site.startProgram()
  const first = member(one.port, { id: idOf('member', 1, 1) })
  const second = member(other.port, { id: idOf('member', 1, 2) })
  await site.plane.apply(balancer(place, { members: [first] }))
  await site.plane.apply(balancer(place, { members: [first, { ...second, weight: 3 }] }))
  const serving = site.processes().at(-1)
  const loads = [startLoad(place, 'keep-alive', 1), startLoad(place, 'new connections', 1)]
  await until(() => site.plane.sum('listener', 'requests') > 0)
  await kill(program, 'SIGKILL')
  const answeredThen = loads.map((load) => load.tally.answered)
  await until(() => loads.every((load, at) => load.tally.answered > (answeredThen[at] ?? 0)))
  // What was wanted meanwhile is made up for, without a reload.
  const revision = site.plane.publish(balancer(place, { members: [first, { ...second, weight: 5 }] }))
  await site.startProgram()
  const outcome = await site.plane.outcome(1, revision)
  expect(outcome.steps.map((step) => step.do)).toEqual(['set-weight'])
  expect(site.processes().at(-1)).toEqual(serving)
  const tallies = await Promise.all(loads.map((load) => load.stop()))
  expect(tallies.flatMap((tally) => tally.failures)).toEqual([])
  const answered = tallies.reduce((sum, tally) => sum + tally.answered, 0)
  await until(() => site.plane.sum('listener', 'requests') >= answered)
  expect(site.plane.sum('listener', 'requests')).toBe(answered)
}, 60_000)

test('an engine without a control plane serves what was last good; with nothing to serve it waits', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  const engine = await site.startEngine()
  await site.plane.apply(balancer(place, { members: [] }))
  await site.plane.apply(balancer(place, { members: [member(web.port)] }))
  await engine.drainAndStop()
  await site.plane.stop()
  expect(site.processes()).toEqual([])
  await site.startEngine()
  await until(async () => (await get(place).catch(() => null))?.body === 'web')

  const empty = await openSite()
  await empty.plane.stop()
  await empty.startEngine()
  await until(() => empty.processes().length === 1)
})

test('HAProxy that is killed is back, also one that was taken over', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  const first = await site.startEngine()
  await site.plane.apply(balancer(place, { members: [member(web.port)] }))
  const killServing = async () => {
    const serving = site.processes().at(-1)
    if (serving) process.kill(serving.identity.pid, 'SIGKILL')
    await until(() => (site.processes().at(-1)?.generation ?? 0) > (serving?.generation ?? 0))
    await until(async () => (await get(place).catch(() => null))?.body === 'web')
  }
  await killServing()
  await first.stop()
  await site.startEngine()
  await killServing()
})

test('an engine that is stopped leaves HAProxy, and one that is told to drain ends it after its connections', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const echo = await startEcho('echo')
  const stopped = await site.startProgram()
  await site.plane.apply(balancer(place, { protocol: 'TCP', members: [member(echo.port)] }))
  await kill(stopped, 'SIGTERM')
  const client = await talkTo(place)
  expect(await client.say('still')).toMatch(/^echo/)
  const drained = await site.startProgram()
  await until(() => site.logged().split('engine.control-plane.connected').length > 2)
  const ended = new Promise((resolve) => drained.once('exit', resolve))
  drained.kill('SIGUSR2')
  await until(() => isRefused(place))
  expect(await client.say('again')).toContain('again')
  expect(drained.exitCode).toBe(null)
  client.socket.destroy()
  expect(await ended).toBe(0)
  expect(site.processes()).toEqual([])
})

test('whoever asks twice to drain waits for nobody', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const echo = await startEcho('echo')
  const program = await site.startProgram()
  await site.plane.apply(balancer(place, { protocol: 'TCP', members: [member(echo.port)] }))
  const client = await talkTo(place)
  await client.say('here')
  const ended = new Promise((resolve) => program.once('exit', resolve))
  const started = Date.now()
  program.kill('SIGUSR2')
  await until(() => isRefused(place))
  program.kill('SIGUSR2')
  expect(await ended).toBe(0)
  expect(Date.now() - started).toBeLessThan(9_000)
})

test('what HAProxy runs and nobody wrote down is not believed', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  const engine = await site.startEngine()
  const wanted = balancer(place, { members: [member(web.port, { weight: 3 })] })
  await site.plane.apply(wanted)
  await engine.stop()
  const server = (await site.ask('show servers state')).split('\n')[2]?.split(' ') ?? []
  await site.ask(`set server ${server[1]}/${server[3]} weight 0`)
  await site.startEngine()
  const outcome = await site.plane.outcome(1, site.plane.publish(wanted))
  expect(outcome.outcome).toBe('applied')
  await until(async () => (await get(place)).status === 200)
})

test('a HAProxy that ends each time does not keep the engine busy', async () => {
  const site = await openSite()
  await site.startEngine()
  await until(() => site.processes().length === 1)
  const killed = new Set<number>()
  const end = Date.now() + 4_000
  await until(() => {
    for (const { identity } of site.processes()) {
      process.kill(identity.pid, 'SIGKILL')
      killed.add(identity.pid)
    }
    return Date.now() > end
  })
  expect(killed.size).toBeGreaterThan(2)
  // Ten looks a second would have been forty.
  expect(killed.size).toBeLessThan(20)
})
