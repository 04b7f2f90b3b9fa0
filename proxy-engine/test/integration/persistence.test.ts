import { afterEach, expect, test } from 'vitest'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

const persistences = [
  { type: 'SOURCE_IP', cookie_name: null },
  { type: 'HTTP_COOKIE', cookie_name: null },
  { type: 'APP_COOKIE', cookie_name: 'SESSION' },
] as const

test.each(persistences)(
  'a client of a pool with $type meets the same member after a reload, and another after that',
  async (kind) => {
    const [site, place] = await Promise.all([openSite(), ownPlace()])
    const names = ['one', 'two', 'three']
    const webs = await Promise.all(
      names.map((name) =>
        startWeb((request, response) => {
          if (!request.headers.cookie?.includes('SESSION'))
            response.setHeader('Set-Cookie', `SESSION=${name}-${Math.random()}`)
          response.end(name)
        }),
      ),
    )
    await site.startEngine()
    const wanted = (round: number) =>
      balancer(place, {
        members: webs.map((web) => member(web.port)),
        pool: { session_persistence: { ...kind, persistence_timeout: null, persistence_granularity: null } },
        listener: { timeout_client_data: 50_000 + round },
      })
    await site.plane.apply(wanted(0))
    const clients = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => {
        const localAddress = `127.0.9.${at + 1}`
        const { body, headers } = await get(place, { localAddress })
        const cookie = [headers['set-cookie'] ?? []]
          .flat()
          .map((one) => one.split(';')[0])
          .join('; ')
        return { body, question: { localAddress, headers: { cookie } } }
      }),
    )
    expect(new Set(clients.map((one) => one.body)).size).toBeGreaterThan(1)
    for (const round of [1, 2]) {
      const [outcome] = await site.plane.apply(wanted(round))
      expect(outcome?.steps.map((step) => step.do)).toEqual(['reload'])
      for (const { body, question } of clients) expect((await get(place, question)).body).toBe(body)
    }
  },
  60_000,
)
