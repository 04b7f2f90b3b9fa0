import fc from 'fast-check'
import { resources } from 'model/resources/index'
import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { operations } from './operations.ts'
import { base, lb, makeTree, type Tree } from './testing/tree.ts'

// Whatever is sent, the answer is a refusal with a reason, never a failure of the server's.

let who: People
let tree: Tree
beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  tree = await makeTree({ token: who.member, subnet: who.subnet }, 'hostile')
  return stop
})

const attributes = [
  ...new Set(Object.values(resources).flatMap((resource) => Object.keys(resource.fields))),
  'listeners',
  'pools',
  'members',
  'healthmonitor',
  'default_pool',
  'l7policies',
  'listener_id',
  'tenant_id',
  '__proto__',
  'constructor',
  'toString',
]

const nasty = fc.constantFrom<unknown>(
  null,
  '',
  '\u0000',
  '\ud800',
  "' OR 1=1 --",
  '../../../etc/passwd',
  '%00',
  '\r\nbind :1',
  -1,
  1e308,
  2 ** 53,
  4_294_967_296,
  0.5,
  true,
  [],
  {},
  [[[[[]]]]],
  { toString: 1, valueOf: null },
  { ['__proto__']: { admin: true } },
  'a'.repeat(10_000),
  '00000000-0000-4000-8000-000000000000',
  '::1',
  '127.0.0.1',
  'HTTP',
  'TCP',
)
const value = fc.oneof(
  { weight: 4, arbitrary: nasty },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(80, 1, 5, 'ROUND_ROBIN', 'SOURCE_IP') },
)
const object = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...attributes) }, { weight: 1, arbitrary: fc.string() }),
  value,
  {
    maxKeys: 8,
  },
)
const roots = ['loadbalancer', 'listener', 'pool', 'member', 'members', 'healthmonitor']
const bodies = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ inside: fc.oneof(object, fc.array(object, { maxLength: 3 }), value), root: fc.nat(5) }),
  },
  { weight: 1, arbitrary: fc.jsonValue() },
)

const writes = operations.filter((one) => one.takes === 'json')

function pathOf(path: string): string {
  const own: Record<string, string> = {
    loadbalancers: tree.loadbalancer,
    listeners: tree.listener,
    pools: tree.pool,
    members: tree.member,
    healthmonitors: tree.healthmonitor,
  }
  return path.replace(/\/(\w+)\/\{\w+\}/g, (_, plural: string) => `/${plural}/${own[plural]}`)
}

/** The body of a generated case: under the root that the operation wants, mostly. */
function bodyOf(generated: unknown, path: string): unknown {
  if (typeof generated !== 'object' || generated === null || !('inside' in generated) || !('root' in generated))
    return generated
  const wanted = roots.find(
    (root) => path.includes(`/${root}`) && path.replace('/{id}', '').endsWith(`${root}s`.replace('ss', 's')),
  )
  return { [Number(generated.root) === 0 ? (roots[1] ?? '') : (wanted ?? 'listener')]: generated.inside }
}

describe('a hostile client', () => {
  test('sends bodies, and no write of any operation fails', async () => {
    const choice = fc.record({ generated: bodies, at: fc.nat(writes.length - 1) })
    await fc.assert(
      fc.asyncProperty(choice, async ({ generated, at }) => {
        const operation = writes[at]
        if (!operation) return
        const body = bodyOf(generated, operation.path)
        const path = `/load-balancer${pathOf(operation.path)}`
        const answer = await lb(operation.method, path, { token: who.member, text: JSON.stringify(body) ?? '' })
        expect([path, answer.status < 500 || answer.status === 501, answer.text]).toEqual([
          path,
          true,
          expect.any(String),
        ])
      }),
      { numRuns: 400, seed: 1_137 },
    )
  }, 60_000)

  test('sends queries, and no list fails', async () => {
    const names = [
      ...attributes,
      'limit',
      'marker',
      'sort',
      'sort_key',
      'sort_dir',
      'page_reverse',
      'tags',
      'not-tags-any',
      'fields',
    ]
    const query = fc.array(
      fc.tuple(
        fc.constantFrom(...names),
        fc.oneof(
          fc.string(),
          nasty.map((one) => JSON.stringify(one)),
        ),
      ),
      {
        maxLength: 4,
      },
    )
    const plurals = fc.constantFrom('loadbalancers', 'listeners', 'pools', 'healthmonitors', 'pools/{id}/members')
    await fc.assert(
      fc.asyncProperty(query, plurals, async (pairs, plural) => {
        const path = `${base}/${plural.replace('{id}', tree.pool)}?${new URLSearchParams(pairs)}`
        const answer = await lb('GET', path, { token: who.member })
        expect([path, answer.status]).toEqual([
          path,
          expect.toSatisfy((status: number) => [200, 400, 403].includes(status)),
        ])
      }),
      { numRuns: 300, seed: 1_137 },
    )
  }, 60_000)

  test('sends paths, and no path fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('v2', 'lbaas', 'pools', 'members', '%', '..', '%2e%2e')), {
          maxLength: 6,
        }),
        async (parts) => {
          const path = `/load-balancer/${parts.join('/').replace(/[?#\s\\]/g, '')}`
          const answer = await lb('GET', path, { token: who.member })
          expect([path, answer.status < 500]).toEqual([path, true])
        },
      ),
      { numRuns: 200, seed: 1_137 },
    )
  }, 60_000)
})
