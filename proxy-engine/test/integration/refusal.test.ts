import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { canBind } from '../../src/runtime/machine.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, startLoad, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

test('a taken port is said, hurts nobody, and heals by itself', async () => {
  const [site, good, bad] = await Promise.all([openSite(), ownPlace(), ownPlace()])
  const web = await startNamed('web')
  const thief = createServer().listen(bad.port, bad.address)
  await once(thief, 'listening')
  atEnd(() => thief.close())
  await site.startEngine()
  await site.plane.apply(balancer(good, { number: 1, members: [member(web.port)] }))
  const loads = [startLoad(good, 'keep-alive', 2), startLoad(good, 'new connections', 2)]

  const [first, refused] = await site.plane.apply(
    balancer(good, { number: 1, members: [member(web.port)], listener: { timeout_client_data: 40_000 } }),
    balancer(bad, { number: 2, members: [member(web.port)] }),
  )
  expect(first).toMatchObject({ outcome: 'applied', steps: [{ do: 'reload' }] })
  expect(refused).toMatchObject({ outcome: 'refused', steps: [] })
  expect(refused?.diagnostics).toEqual([
    { about: expect.stringMatching(/^listeners\//), message: expect.stringMatching(/^Port \d+ on .* is taken/) },
  ])
  const generations = site.processes().map((one) => one.generation)
  // Nothing is tried while the port is taken.
  const before = site.logged().split('engine.reload.refused').length
  await until(() => site.plane.seconds.length > 7)
  expect(site.logged().split('engine.reload.refused').length).toBe(before)
  expect(
    site
      .processes()
      .map((one) => one.generation)
      .at(-1),
  ).toBe(generations.at(-1))

  thief.close()
  await until(() => site.plane.newest(2)?.outcome === 'applied')
  expect((await get(bad)).body).toBe('web')
  for (const load of loads) expect((await load.stop()).failures).toEqual([])
})

test('a change that is refused leaves its load balancer as it was', async () => {
  const [site, place, other] = await Promise.all([openSite(), ownPlace(), ownPlace()])
  const web = await startNamed('web')
  await site.startEngine()
  const members = [member(web.port)]
  await site.plane.apply(balancer(place, { members }))
  // This address is on no machine (RFC 5737).
  const [outcome] = await site.plane.apply(balancer({ ...other, address: '192.0.2.7' }, { members }))
  expect(outcome).toMatchObject({ outcome: 'refused' })
  expect(outcome?.diagnostics[0]?.message).toMatch(/^The address 192\.0\.2\.7 is not on the engine's machine/)
  expect((await get(place)).body).toBe('web')
  // A change of members meanwhile is refused with it, and back on its own address it is served again.
  const [healed] = await site.plane.apply(balancer(place, { members }))
  expect(healed).toMatchObject({ outcome: 'applied', diagnostics: [] })
})

test('a runtime command that would be two is never sent', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  await site.startEngine()
  await site.plane.apply(balancer(place, { members: [member(web.port)] }))
  for (const hostile of ['show info;disable frontend x', 'show info\nshutdown sessions server a/b', 'a\rb']) {
    expect(() => site.ask(hostile)).toThrow(/Not one command/)
  }
})

test('a load balancer whose port is taken while HAProxy is gone comes back when the port is free', async () => {
  const [site, good, bad] = await Promise.all([openSite(), ownPlace(), ownPlace()])
  const web = await startNamed('web')
  const engine = await site.startEngine()
  await site.plane.apply(
    balancer(good, { number: 1, members: [member(web.port)] }),
    balancer(bad, { number: 2, members: [member(web.port)] }),
  )
  await engine.stop()
  for (const { identity } of site.processes()) process.kill(identity.pid, 'SIGKILL')
  await until(() => canBind({ ...bad, transport: 'tcp' }))
  const thief = createServer().listen(bad.port, bad.address)
  await once(thief, 'listening')
  atEnd(() => thief.close())
  await site.plane.stop()
  const second = await site.startEngine()
  await until(async () => (await get(good).catch(() => null))?.body === 'web')
  await until(() => site.logged().includes(`Port ${bad.port} on ${bad.address} is taken`))
  // Not even an engine that starts again without a control plane has forgotten it.
  await second.stop()
  await site.startEngine()
  thief.close()
  await until(async () => (await get(bad).catch(() => null))?.body === 'web')
})
