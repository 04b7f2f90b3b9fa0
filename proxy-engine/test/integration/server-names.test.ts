import { once } from 'node:events'
import { type AddressInfo, connect as connectPlain } from 'node:net'
import { connect, createServer } from 'node:tls'
import fc from 'fast-check'
import type { CompareType } from 'model/l7/compare-types'
import { afterEach, expect, test } from 'vitest'
import { desiredOf, idOf, type LoadBalancerCase, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { simulate, type WalkResult } from '../../src/simulate/simulate.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { selfMade } from '../harness/certificates.ts'
import { atEnd, endAll, openSite } from '../harness/engine.ts'
import { ownPlace, type Place, startEcho } from '../harness/traffic.ts'

afterEach(endAll)

const members = ['web', 'shop', 'blog'] as const

test('the name of the hello chooses the member, TLS ends there, and a name that is rejected is closed', async () => {
  const { apply, ask, hits } = await opened()
  expect(
    await apply([
      toPool(1, 1, host('EQUAL_TO', 'shop.test')),
      toPool(2, 2, host('ENDS_WITH', '.blog.test')),
      { id: idOf('l7_policy', 1, 3), action: 'REJECT', rules: [host('EQUAL_TO', 'old.test')] },
    ]),
  ).toEqual(['reload'])
  expect(await Promise.all(['shop.test', 'SHOP.test', 'my.blog.test', 'a.my.blog.test'].map(ask))).toEqual([
    'shop',
    'shop',
    'blog',
    'blog',
  ])
  expect(await Promise.all(['other.test', 'blog.test', ''].map(ask))).toEqual(['web', 'web', 'web'])
  expect(await ask('old.test')).toBe('closed')
  await until(() => [1, 2, 3].every((number, at) => hits(number) === [2, 2, 1][at]))
})

test('policies of server names come, go and move without a reload', async () => {
  const { apply, ask } = await opened()
  const [shop, blog] = [toPool(1, 1, host('EQUAL_TO', 'both.test')), toPool(2, 2, host('EQUAL_TO', 'both.test'))]
  const spare = toPool(3, 2, host('ENDS_WITH', '.spare.test'))
  await apply([shop, blog, spare])
  expect(await ask('both.test')).toBe('shop')
  expect(await apply([blog, shop, spare])).toEqual(['swap-map'])
  expect(await ask('both.test')).toBe('blog')
})

test('HAProxy takes the policy that the simulator says, whatever rules of names and addresses ask', async () => {
  const { apply, ask, lastCase } = await opened()
  for (const set of fc.sample(policySets, { numRuns: 12, seed: 7 })) {
    await apply(set)
    const { graph } = desiredOf(lastCase())
    const listener = graph.listeners[0]?.id ?? ''
    for (const name of names) {
      const headers = [['Host', name]] as const
      const { result } = simulate(graph, listener, {
        method: 'GET',
        path: '/',
        query: '',
        source: '127.0.0.1',
        headers,
      })
      expect({ name, set, got: await ask(name) }).toEqual({ name, set, got: wordOf(result) })
    }
  }
})

test('what is no TLS goes to the default pool', async () => {
  const [site, place, echo] = await Promise.all([openSite(), ownPlace(), startEcho('plain')])
  await site.startEngine()
  const policies = [{ ...toPool(1, 0, host('EQUAL_TO', 'shop.test')), action: 'REJECT' } as const]
  await site.plane.apply(
    balancer(place, {
      members: [member(echo.port)],
      pool: { protocol: 'TCP' },
      listener: { protocol: 'HTTPS', policies },
    }),
  )
  const socket = connectPlain({ host: place.address, port: place.port })
  socket.write('GET / HTTP/1.0\r\n\r\n')
  const [said] = (await once(socket, 'data')) as [Buffer]
  expect(said.toString()).toMatch(/^plain/)
  socket.destroy()
})

type RuleCase = PolicyCase['rules'][number]

function host(compare_type: CompareType, value: string): RuleCase {
  return { type: 'HOST_NAME', compare_type, value }
}

function toPool(number: number, pool: number, ...rules: RuleCase[]): PolicyCase {
  return { id: idOf('l7_policy', 1, number), action: 'REDIRECT_TO_POOL', pool, rules }
}

const labels = ['a', 'b', 'shop', 'blog']
const names = labels.flatMap((one) => [`${one}.test`, ...labels.map((other) => `${other}.${one}.test`)])
const nameRule = fc
  .record({
    compare_type: fc.constantFrom<CompareType>('EQUAL_TO', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'REGEX'),
    value: fc.constantFrom('shop.test', 'a.b.test', '.test', '.b.test', 'shop', 'a', 'BLOG.test', 'b.*t'),
    invert: fc.boolean(),
  })
  .map((rule): RuleCase => ({ type: 'HOST_NAME', ...rule }))
const addressRule = fc.constantFrom<RuleCase>(
  { type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: '127.0.0.0/8' },
  { type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: '10.0.0.0/8' },
)
/** Most are of names alone, so that lookups and policies that are tried come in any order. */
const rules = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(nameRule) },
  { weight: 1, arbitrary: fc.tuple(nameRule, fc.oneof(nameRule, addressRule)) },
)
const policySets = fc
  .array(fc.tuple(fc.constantFrom(0, 1, 2, null), rules), { minLength: 3, maxLength: 12 })
  .map((set) =>
    set.map(
      ([pool, own]): PolicyCase =>
        pool === null ? { action: 'REJECT', rules: own } : { action: 'REDIRECT_TO_POOL', pool, rules: own },
    ),
  )

function wordOf(result: WalkResult): string {
  if (result.kind !== 'pool') return result.kind
  return members.find((_, at) => idOf('pool', 1, at + 1) === result.pool_id) ?? result.pool_id
}

/** A listener that passes TLS through, before three members that each end it and say their name. */
async function opened() {
  const [site, place, ...ports] = await Promise.all([openSite(), ownPlace(), ...members.map(startTls)])
  await site.startEngine()
  const [web = 0, ...others] = ports
  let last: LoadBalancerCase | null = null
  const caseOf = (policies: readonly PolicyCase[]) =>
    balancer(place, {
      members: [member(web)],
      pool: { protocol: 'HTTPS' },
      pools: others.map((port) => ({ pool: { name: `${port}`, protocol: 'HTTPS' }, members: [member(port)] })),
      listener: { protocol: 'HTTPS', policies },
    })
  return {
    lastCase: () => last ?? caseOf([]),
    apply: async (policies: readonly PolicyCase[]) => {
      last = caseOf(policies)
      const [outcome] = await site.plane.apply(last)
      expect(outcome).toMatchObject({ outcome: 'applied', diagnostics: [] })
      return outcome?.steps.map((step) => step.do)
    },
    ask: (name: string) => nameBehind(place, name),
    hits: (number: number) => site.plane.sum('l7_policy', 'requests', idOf('l7_policy', 1, number)),
  }
}

async function startTls(name: string): Promise<number> {
  const pem = selfMade(`${name}.test`)
  const server = createServer({ cert: pem, key: pem }, (socket) => socket.end(name))
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(() => server.close())
  return (server.address() as AddressInfo).port
}

/** The name of the member that a client gets who asks for this one; `closed` where nobody answers. */
function nameBehind({ address, port }: Place, servername: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, servername, rejectUnauthorized: false })
    let text = ''
    socket.setEncoding('utf8')
    socket.on('data', (part: string) => {
      text += part
    })
    socket.on('error', () => resolve('closed'))
    socket.on('close', () => resolve(text || 'closed'))
  })
}
