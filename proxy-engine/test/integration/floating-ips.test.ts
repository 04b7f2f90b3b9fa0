import { afterEach, expect, test } from 'vitest'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

test('a floating IP takes traffic when the change is applied, and none when it is gone', async () => {
  const [site, place, web] = await Promise.all([openSite(), ownPlace(), startNamed('web')])
  const floating = { address: `127.20.${process.pid % 250}.9`, port: place.port }
  await site.startEngine()
  const apply = (...floating_addresses: string[]) => {
    const one = balancer(place, { members: [member(web.port)] })
    return site.plane.apply({ ...one, load_balancer: { ...one.load_balancer, floating_addresses } })
  }
  await apply()
  await expect(get(floating)).rejects.toThrow('ECONNREFUSED')
  await apply(floating.address)
  expect([(await get(floating)).body, (await get(place)).body]).toEqual(['web', 'web'])
  await apply()
  await expect(get(floating)).rejects.toThrow('ECONNREFUSED')
  expect((await get(place)).body).toBe('web')
})

test('a floating IP that can not be bound is refused, and what ran before goes on', async () => {
  const [site, place, web] = await Promise.all([openSite(), ownPlace(), startNamed('web')])
  await site.startEngine()
  const one = balancer(place, { members: [member(web.port)] })
  await site.plane.apply(one)
  // TEST-NET-1: no machine has it.
  const floating_addresses = ['192.0.2.1']
  const [outcome] = await site.plane.apply({ ...one, load_balancer: { ...one.load_balancer, floating_addresses } })
  expect([outcome?.outcome, outcome?.diagnostics[0]?.message]).toEqual([
    'refused',
    expect.stringContaining('192.0.2.1'),
  ])
  expect((await get(place)).body).toBe('web')
})
