import { afterEach, expect, test } from 'vitest'
import type { LoadBalancerCase } from '../../src/compile/golden/rows.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, type Place, startLoad, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

const thumbprint = 'nP1qzpXGymHBrUEepNY9HCsQk7K8KhOypzEt62jcerQ'
const token = (letter: string) => letter.repeat(43)
const answered = (letter: string) => `${token(letter)}.${thumbprint}`

/** Answers authorities about these tokens. */
function answering(one: LoadBalancerCase, { port }: Place, letters: readonly string[]): LoadBalancerCase {
  const answers = letters.map((letter) => ({ token: token(letter), key_authorization: answered(letter) }))
  return { ...one, challenges: { port, answers } }
}

async function asked(place: Place, letter: string) {
  const { status, body } = await get(place, { path: `/.well-known/acme-challenge/${token(letter)}` })
  return [status, body]
}

test('answers to authorities come and go without a reload, before every policy, and disturb nobody', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { port } = await startNamed('web')
  await site.startEngine()
  const moved = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/.well-known/' } as const
  const plain = balancer(place, {
    members: [member(port)],
    listener: { policies: [{ action: 'REDIRECT_PREFIX', redirect_prefix: 'https://shop.test', rules: [moved] }] },
  })
  await site.plane.apply(answering(plain, place, []))
  expect((await asked(place, 'a'))[0]).toBe(302)
  const load = startLoad(place, 'keep-alive', 4)
  const steps: string[] = []
  for (const letters of [['a'], ['a', 'b'], ['b'], []]) {
    const [outcome] = await site.plane.apply(answering(plain, place, letters))
    steps.push(...(outcome?.steps ?? []).map((step) => step.do))
    for (const letter of ['a', 'b']) {
      const [status, body] = await asked(place, letter)
      expect([letter, status, status === 200 ? body : '']).toEqual(
        letters.includes(letter) ? [letter, 200, answered(letter)] : [letter, 302, ''],
      )
    }
  }
  expect(steps).toEqual(['swap-map', 'swap-map', 'swap-map', 'swap-map'])
  const { answered: count, failures } = await load.stop()
  expect(failures).toEqual([])
  expect(count).toBeGreaterThan(0)
})

test('where nobody is on the port, the load balancer answers by itself, and knows nothing else', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { port } = await startNamed('web')
  await site.startEngine()
  const elsewhere = balancer(await ownPlace(), { members: [member(port)] })
  const closed = { ...elsewhere, load_balancer: { vip_address: place.address } }
  await site.plane.apply(answering(closed, place, ['a']))
  expect(await asked(place, 'a')).toEqual([200, answered('a')])
  expect((await asked(place, 'b'))[0]).toBe(404)
  expect((await get(place, { path: '/' })).status).toBe(404)
  const [outcome] = await site.plane.apply(answering(closed, place, ['b']))
  expect(outcome?.steps.map((step) => step.do)).toEqual(['swap-map'])
  expect(await asked(place, 'b')).toEqual([200, answered('b')])
  await site.plane.apply(closed)
  await expect(get(place, { path: '/' })).rejects.toThrow(/ECONNREFUSED/)
})
