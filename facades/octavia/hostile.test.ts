import fc from 'fast-check'
import { resources } from 'model/resources/index'
import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { operations } from './operations.ts'
import { base, lb, makeTree, objectOf, pathIn, type Tree } from './testing/tree.ts'

// Whatever is sent, the answer is a refusal with a reason, never a failure of the server's.

let who: People
let tree: Tree
beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  tree = await makeTree({ token: who.member, subnet: who.subnet }, 'hostile')
  sound.loadbalancer['vip_subnet_id'] = who.subnet
  sound.listener['loadbalancer_id'] = tree.loadbalancer
  sound.pool['loadbalancer_id'] = tree.loadbalancer
  sound.healthmonitor['pool_id'] = tree.pool
  sound.l7policy['listener_id'] = tree.listener
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
  'redirect_pool',
  'rules',
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
  '(a+)+$',
  'https://www.example.com/',
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
const generated = fc.record({
  inside: fc.oneof(
    { weight: 6, arbitrary: object },
    { weight: 1, arbitrary: fc.array(object, { maxLength: 3 }) },
    { weight: 1, arbitrary: value },
  ),
  form: fc.constantFrom('completed', 'completed', 'wrapped', 'bare'),
})
type Generated = { readonly inside: unknown; readonly form: string }

const writes = operations.filter((one) => one.takes === 'json')
/** What a create needs, so that a generated attribute reaches the rules and the database, and not just the first check. */
const sound: Record<keyof Tree, Record<string, unknown>> = {
  loadbalancer: {},
  listener: { protocol: 'HTTP', protocol_port: 81 },
  pool: { protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' },
  member: { address: '127.0.0.77', protocol_port: 77 },
  healthmonitor: { type: 'HTTP', delay: 5, timeout: 3, max_retries: 2 },
  l7policy: { action: 'REJECT' },
  rule: { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www.example.com' },
}

/** The body of a generated case: mostly under the root key that the operation wants, and often far enough from nonsense. */
function bodyOf({ inside, form }: Generated, { method, path }: (typeof writes)[number]): unknown {
  const object = objectOf(path) ?? 'pool'
  const root = method === 'PUT' && path.endsWith('/members') ? 'members' : object
  if (form === 'bare') return inside
  if (form === 'wrapped' || typeof inside !== 'object' || Array.isArray(inside)) return { [root]: inside }
  // An update takes nothing that was fixed by the create.
  const isCreate = method === 'POST' || root === 'members'
  const complete = { ...(isCreate && sound[object]), ...inside }
  return { [root]: root === 'members' ? [complete] : complete }
}

describe('a hostile client', () => {
  test('sends bodies, and no write of any operation fails', async () => {
    const choice = fc.record({ made: generated, at: fc.nat(writes.length - 1) })
    const statuses = new Set<number>()
    await fc.assert(
      fc.asyncProperty(choice, async ({ made, at }) => {
        const operation = writes[at]
        if (!operation) return
        const text = JSON.stringify(bodyOf(made, operation)) ?? ''
        const path = pathIn(tree, operation.path)
        const answer = await lb(operation.method, path, { token: who.member, text })
        statuses.add(answer.status)
        expect([path, answer.text, answer.status < 500 || answer.status === 501]).toEqual([path, answer.text, true])
      }),
      { numRuns: 400, seed: 1_137 },
    )
    // Some of it was harmless: the generator is not so wild that nothing gets past the first check.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 201, 400]))
  })

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
    const plurals = fc.constantFrom(
      'loadbalancers',
      'listeners',
      'pools',
      'healthmonitors',
      'l7policies',
      `pools/${tree.pool}/members`,
      `l7policies/${tree.l7policy}/rules`,
    )
    await fc.assert(
      fc.asyncProperty(query, plurals, async (pairs, plural) => {
        const path = `${base}/${plural}?${new URLSearchParams(pairs)}`
        const answer = await lb('GET', path, { token: who.member })
        expect([path, answer.status]).toEqual([
          path,
          expect.toSatisfy((status: number) => [200, 400, 403].includes(status)),
        ])
      }),
      { numRuns: 300, seed: 1_137 },
    )
  })

  test('sends paths, and no path fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.constantFrom('v2', 'lbaas', 'pools', 'members', 'l7policies', 'rules', '%', '..', '%2e%2e'),
          ),
          {
            maxLength: 6,
          },
        ),
        async (parts) => {
          const path = `/load-balancer/${parts.join('/').replace(/[?#\s\\]/g, '')}`
          const answer = await lb('GET', path, { token: who.member })
          expect([path, answer.status < 500]).toEqual([path, true])
        },
      ),
      { numRuns: 200, seed: 1_137 },
    )
  })
})
