import { issuesOf } from 'model/graph/rules'
import { resources } from 'model/resources/index'
import { beforeAll, expect, test } from 'vitest'
import { replaceProcesswide } from '@/server/process.ts'
import { database } from '@/server/store/client.ts'
import { livingGraph, loadGraphs } from '@/server/store/graphs.ts'
import { KeptGraphs, keptGraphs } from '@/server/store/kept.ts'
import { currentRevision } from '@/server/store/revisions.ts'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from './console/index.ts'
import { operations as consoleOperations } from './console/operations.ts'
import { huaweiElb } from './huawei-elb/index.ts'
import { operations as huaweiElbOperations } from './huawei-elb/operations.ts'
import { keyManager } from './key-manager/index.ts'
import { operations as keyManagerOperations } from './key-manager/operations.ts'
import { keystone } from './keystone/index.ts'
import { operations as keystoneOperations } from './keystone/operations.ts'
import { neutron } from './neutron/index.ts'
import { operations as neutronOperations } from './neutron/operations.ts'
import { octavia } from './octavia/index.ts'
import { operations as octaviaOperations } from './octavia/operations.ts'
import { collectionIn, goodBody, makeScene, type Scene, withTree } from './octavia/testing/scene.ts'
import { base, lb, makeTree, must } from './octavia/testing/tree.ts'
import type { Operation } from './shared/operation.ts'
import { type Answer, asking } from './shared/testing/ask.ts'
import { playEngine } from './shared/testing/engine.ts'
import { type Draft, drafts, edited } from './shared/testing/fuzz.ts'

// Every operation of every dialect, asked by everybody for anything. No answer is a failure of ours, none takes long, what is refused has
// changed nothing, nothing of another project's is told, and every load balancer that is left is whole.

// biome-ignore-start lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
const requestCount = Number(process.env['FUZZ_REQUESTS'] ?? 2_000)
const seed = Number(process.env['FUZZ_SEED'] ?? 2_026)
// biome-ignore-end lint/style/noProcessEnv: see above.
/** A write waits up to 5 s for the change before it; nothing else waits. */
const patienceMilliseconds = 8_000
/** After so many requests there is a sound load balancer again, and room for more. */
const roundLength = 50

const dialects = [
  { prefix: '/load-balancer', ask: asking(octavia), operations: octaviaOperations as readonly Operation[], share: 6 },
  { prefix: '/console', ask: asking(consoleApi), operations: consoleOperations as readonly Operation[], share: 3 },
  { prefix: '/network', ask: asking(neutron), operations: neutronOperations as readonly Operation[], share: 3 },
  {
    prefix: '/key-manager',
    ask: asking(keyManager),
    operations: keyManagerOperations as readonly Operation[],
    share: 3,
  },
  { prefix: '/v3', ask: asking(huaweiElb), operations: huaweiElbOperations as readonly Operation[], share: 4 },
  { prefix: '/identity', ask: asking(keystone), operations: keystoneOperations as readonly Operation[], share: 3 },
] as const
type Dialect = (typeof dialects)[number]
type Target = { readonly dialect: Dialect; readonly operation: Operation }

/** Hashing a password takes a tenth of a second: these come less often than all others. */
const hashes = /^\/(v3\/auth\/tokens|v3\/users.*|setup|sign-in)$/
const targets: readonly Target[] = dialects.flatMap((dialect) =>
  dialect.operations.flatMap((operation) => {
    const isSlow = operation.method === 'POST' && hashes.test(operation.path)
    return Array.from({ length: isSlow ? 1 : dialect.share }, () => ({ dialect, operation }))
  }),
)

let who: People
let scene: Scene
/** Ids that a path may name, by collection: those of the scene, and of what was created since. */
const known = new Map<string, string[]>()

beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  scene = await makeScene(who, 'fuzz')
  return stop
})

async function makeRoom(): Promise<void> {
  const quota = {
    load_balancer: 12,
    listener: 60,
    pool: 80,
    member: 300,
    health_monitor: 80,
    l7policy: 100,
    l7rule: 200,
  }
  for (const path of [who.project, who.otherProject, 'defaults']) {
    must(202, await lb('PUT', `${base}/quotas/${path}`, { token: who.admin, body: { quota } }))
  }
  const { tree } = scene
  const parts = [
    `pools/${tree.pool}/members/${tree.member}`,
    `l7policies/${tree.l7policy}/rules/${tree.rule}`,
    `healthmonitors/${tree.healthmonitor}`,
  ]
  const answers = await Promise.all(parts.map((path) => lb('GET', `${base}/${path}`, { token: who.member })))
  if (answers.every(({ status }) => status === 200)) return
  await removeAll()
  scene = withTree(scene, await makeTree({ token: who.member, subnet: who.subnet }, 'fuzz'))
}

async function removeAll(): Promise<void> {
  const list = must(200, await lb('GET', `${base}/loadbalancers`, { token: who.admin }))
  for (const { id } of list.at('loadbalancers') as { id: string }[]) {
    await lb('DELETE', `${base}/loadbalancers/${id}?cascade=true`, { token: who.admin })
  }
}

type Sent = {
  readonly target: Target
  readonly asker: keyof typeof askers
  readonly method: string
  readonly path: string
  readonly text: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

const askers = {
  member: () => who.member,
  admin: () => who.admin,
  stranger: () => who.stranger,
  reader: () => who.reader,
  outsider: () => who.outsider,
  nobody: () => undefined,
} as const
const askerNames = [
  'member',
  'member',
  'member',
  'member',
  'admin',
  'admin',
  'admin',
  'stranger',
  'reader',
  'outsider',
  'nobody',
] as const

/** Paths of the console say the same with other words. */
const aliases: Readonly<Record<string, string>> = { 'load-balancers': 'loadbalancers' }

function idsOf(collection: string): readonly string[] {
  const name = aliases[collection] ?? collection
  const own = scene.ids[name]
  return [...(own === undefined ? [] : Array.from({ length: 8 }, () => own)), ...(known.get(name) ?? []), ...oddIds]
}
const oddIds = ['00000000-0000-4000-8000-000000000000', 'x', "'--", '%F0%9F%92%A9', '..%2f', 'a'.repeat(300)]

function sentFor(draft: Draft): Sent {
  const target = targets[draft.operation % targets.length] as Target
  const { dialect, operation } = target
  let at = 0
  const inProject = operation.path.replace(/^\/\{project_id\}/, `/${who.project}`)
  const path = inProject.replace(/([a-z0-9-]+)\/\{\w+\}/g, (_, collection: string) => {
    const ids = idsOf(collection)
    at += 1
    return `${collection}/${ids[(draft.place[at - 1] ?? 0) % ids.length]}`
  })
  const query =
    draft.query.length === 0 ? '' : `?${new URLSearchParams(draft.query.map(([name, value]) => [name, value]))}`
  return {
    target,
    asker: askerNames[draft.asker % askerNames.length] ?? 'nobody',
    method: operation.method,
    path: `${dialect.prefix}${path}${query}`,
    text: operation.takes === 'nothing' ? undefined : textOf(draft, target),
    headers: draft.headers,
  }
}

function textOf(draft: Draft, { dialect, operation }: Target): string {
  if (draft.form === 'raw') return draft.raw
  if (draft.form === 'generated') return JSON.stringify(draft.generated) ?? 'null'
  const body = dialect.prefix === '/load-balancer' ? wholeBody(operation, draft) : otherBodies(operation)
  return JSON.stringify(edited(body, draft.edits)) ?? 'null'
}

/** Every other load balancer comes with everything inside. */
function wholeBody(operation: Operation, draft: Draft): unknown {
  if (operation.method !== 'POST' || collectionIn(operation.path) !== 'loadbalancers' || draft.asker % 2 === 0) {
    return goodBody(scene, operation)
  }
  const pool = {
    name: 'p',
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
    members: [{ address: '127.0.0.9', protocol_port: 80 }],
    healthmonitor: { type: 'HTTP', delay: 5, timeout: 3, max_retries: 2 },
  }
  const rules = [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/a' }]
  const l7policies = [{ action: 'REDIRECT_TO_POOL', redirect_pool: { name: 'p' }, rules }]
  const listener = { protocol: 'HTTP', protocol_port: 80, default_pool: pool, l7policies }
  return { loadbalancer: { vip_subnet_id: who.subnet, listeners: [listener] } }
}

/** Sound bodies of the other dialects, by the end of the path. */
function otherBodies({ method, path }: Operation): unknown {
  const request = { host: 'www.example.com', path: '/a', method: 'GET', headers: [], source: '127.0.0.1' }
  const policy = { action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', value: '/' }] }
  const password = { user: { name: 'member', domain: { id: 'default' }, password: 'correct horse battery staple' } }
  const bodies: Readonly<Record<string, unknown>> = {
    '/load-balancers/preview': {
      loadbalancer: { vip_subnet_id: who.subnet, listeners: [{ protocol: 'TCP', protocol_port: 1 }] },
    },
    '/load-balancers/{id}/preview': { changes: [{ kind: 'listener', id: scene.tree.listener, change: { name: 'x' } }] },
    '/listeners/{id}/l7policies': { l7policies: [policy] },
    '/l7policies/{id}': { l7policy: { name: 'x', rules: policy.rules }, if_l7policy: { name: 'fuzz-policy' } },
    '/listeners/{id}/policy-order': { l7policies: [scene.tree.l7policy] },
    '/listeners/{id}/simulate': { request },
    '/listeners/{id}/send': { request },
    '/listeners/{id}/route-tests': { route_test: { name: 'x', request, expect: { does: 'reject' } } },
    '/listeners/{id}/route-tests/run': { draft: { l7_policies: [], l7_rules: [] } },
    '/listeners/{id}/shadows': { draft: { l7_policies: [], l7_rules: [] } },
    '/test-connection': { address: '127.0.0.9', protocol_port: 80 },
    '/session': { project_id: who.project },
    '/sign-in': { name: 'member', password: password.user.password },
    '/v3/auth/tokens': { auth: { identity: { methods: ['password'], password } } },
    '/v1/secrets': { name: 's', payload: 'text', payload_content_type: 'text/plain' },
    '/v1/containers': { name: 'c', type: 'generic', secret_refs: [] },
    '/v2.0/networks': { network: { name: 'n', 'router:external': true } },
    '/v2.0/networks/{id}': { network: { name: 'm' } },
    '/v2.0/subnets': {
      subnet: { name: 's', network_id: known.get('networks')?.at(-1), cidr: '127.30.0.0/24', ip_version: 4 },
    },
    '/v2.0/subnets/{id}': { subnet: { name: 't' } },
    '/v2.0/floatingips': { floatingip: { floating_network_id: known.get('networks')?.at(-1), description: 'x' } },
    '/v2.0/floatingips/{id}': { floatingip: { port_id: null } },
    '/v2.0/floatingips/{id}/tags': { tags: ['a'] },
  }
  return bodies[path] ?? elbBodies()[path.replace('/{project_id}/elb', '')] ?? { [method]: path }
}

/** Sound bodies of Huawei Cloud's API. */
function elbBodies(): Readonly<Record<string, unknown>> {
  const { loadbalancer: loadbalancer_id, pool: pool_id, listener: listener_id } = scene.tree
  const rule = { type: 'HEADER', compare_type: 'EQUAL_TO', conditions: [{ key: 'X-A', value: 'a*' }] }
  const fixed_response_config = { status_code: '200', content_type: 'text/plain', message_body: 'x' }
  const limits = { qps: 100, per_source_ip_qps: 10, burst: 5 }
  const protocol_port = 1_000 + ((known.get('listeners')?.length ?? 0) % 20)
  const times = { delay: 5, timeout: 3, max_retries: 2 }
  return {
    '/loadbalancers': { loadbalancer: { name: 'x', vip_subnet_cidr_id: who.subnet } },
    '/loadbalancers/{id}': { loadbalancer: { description: 'x' } },
    '/listeners': { listener: { loadbalancer_id, protocol: 'HTTP', protocol_port } },
    '/listeners/{id}': { listener: { insert_headers: { 'X-Forwarded-Port': true }, client_timeout: 30 } },
    '/pools': { pool: { loadbalancer_id, protocol: 'HTTPS', lb_algorithm: 'ROUND_ROBIN' } },
    '/pools/{id}': { pool: { session_persistence: { type: 'HTTP_COOKIE' } } },
    '/pools/{pool_id}/members': { member: { address: '127.0.0.77', protocol_port } },
    '/pools/{pool_id}/members/{id}': { member: { weight: 7 } },
    '/healthmonitors': { healthmonitor: { pool_id, type: 'TCP', ...times } },
    '/healthmonitors/{id}': { healthmonitor: { name: 'x', ...times } },
    '/l7policies': {
      l7policy: {
        ...{ listener_id, action: 'FIXED_RESPONSE', fixed_response_config, rules: [rule] },
        priority: 1 + ((known.get('l7policies')?.length ?? 0) % 50),
      },
    },
    '/l7policies/{id}': {
      l7policy: {
        fixed_response_config: { ...fixed_response_config, traffic_limit_config: limits },
        ...{ description: 'x', rules: [{ type: 'PATH', compare_type: 'REGEX', value: '/a/(.*)' }] },
      },
    },
    '/l7policies/batch-update-priority': {
      l7policies: (known.get('l7policies') ?? [scene.tree.l7policy])
        .slice(-2)
        .map((id, at) => ({ id, priority: 70 + at })),
    },
    '/l7policies/{l7policy_id}/rules': { rule },
    '/l7policies/{l7policy_id}/rules/{id}': { rule: { value: '/b' } },
  }
}

/** What a refused request must not have changed. */
async function standing(): Promise<unknown> {
  const one = database()
  const counts = [
    one.flavor,
    one.flavorProfile,
    one.availabilityZone,
    one.availabilityZoneProfile,
    one.quota,
    one.network,
    one.subnet,
    one.secret,
    one.secretContainer,
  ]
  const rows: number[] = []
  for (const table of counts) rows.push(await (table as typeof one.flavor).count())
  return [await currentRevision(one), ...rows]
}

async function send({ target, asker, method, path, text, headers }: Sent): Promise<Answer> {
  let late: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`no answer within ${patienceMilliseconds} ms`)), patienceMilliseconds)
  })
  const asked = { token: askers[asker](), headers, ...(text !== undefined && { text }) }
  try {
    return await Promise.race([target.dialect.ask(method, path, asked), tooLate])
  } finally {
    clearTimeout(late)
  }
}

/** What was created is there to be asked for by those that follow. */
function remember({ target, path }: Sent, answer: Answer): void {
  if (answer.status !== 201) return
  const collection = path.split('?')[0]?.split('/').at(-1) ?? ''
  const objects = Object.values((answer.body ?? {}) as Record<string, Record<string, unknown>>)
  const object = objects.find((one) => typeof one === 'object')
  const id = target.operation.path.endsWith('availabilityzones') ? object?.['name'] : object?.['id']
  if (typeof id === 'string' && !/\p{Cs}/u.test(id))
    known.set(collection, [...(known.get(collection) ?? []), encodeURIComponent(id)].slice(-20))
}

function refuseLeak({ asker, path, text }: Sent, answer: Answer): void {
  if (asker !== 'stranger' && asker !== 'outsider' && asker !== 'nobody') return
  for (const id of Object.values(scene.tree)) {
    const isTheirWord = path.includes(id) || (text ?? '').includes(id)
    if (!isTheirWord && answer.text.includes(id)) throw new Error(`it tells of ${id}`)
  }
}

/** Sends it, and answers with its status and with what then stands. */
async function tried(sent: Sent, before: unknown): Promise<{ readonly status: number; readonly after: unknown }> {
  const answer = await send(sent)
  const { status } = answer
  if (status >= 500 && status !== 501) throw new Error(`it answers ${status}: ${answer.text}`)
  const after = await standing()
  if (status >= 400) expect(after, `it is refused with ${status}, and has changed something`).toEqual(before)
  refuseLeak(sent, answer)
  remember(sent, answer)
  return { status, after }
}

test(`${requestCount} requests to every operation of every dialect`, {
  timeout: 60_000 + requestCount * 60,
}, async () => {
  const names = [
    ...new Set(Object.values(resources).flatMap(({ fields }) => Object.keys(fields))),
    'listeners',
    'pools',
    'members',
    'rules',
    'healthmonitor',
    'default_pool',
    'l7policies',
    'redirect_pool',
    'tenant_id',
  ]
  const outcomes = new Map<string, Set<number>>()
  let stands: unknown
  let compared = 0
  for (const [at, draft] of drafts(names, { count: requestCount, seed }).entries()) {
    if (at % roundLength === 0) {
      compared += await refuseBroken()
      await makeRoom()
      stands = await standing()
    }
    const sent = sentFor(draft)
    const { status, after } = await tried(sent, stands).catch((error: unknown) => {
      const { asker, method, path, text, headers } = sent
      throw new Error(`Request ${at} of seed ${seed}: ${JSON.stringify({ asker, method, path, text, headers })}`, {
        cause: error,
      })
    })
    stands = after
    const key = `${sent.method} ${sent.target.dialect.prefix}${sent.target.operation.path}`
    outcomes.set(key, (outcomes.get(key) ?? new Set()).add(status))
  }
  compared += await refuseBroken()
  expect(compared).toBeGreaterThan(0)
  const wellMet = [...outcomes.values()].filter((statuses) => [...statuses].some((one) => one < 400)).length
  // The generator is not so wild that nothing gets past the first check: most operations have also been done.
  expect(wellMet / outcomes.size).toBeGreaterThan(0.5)
})

/**
 * Every load balancer that there is has what it refers to, could be compiled, and is answered as it is stored. The answer is how many
 * of them were kept in memory, and so compared.
 */
async function refuseBroken(): Promise<number> {
  const ids = (await database().loadBalancer.findMany({ select: { id: true } })).map(({ id }) => id)
  const kept = ids.flatMap((id) => keptGraphs().get(id) ?? [])
  replaceProcesswide('kept-graphs', new KeptGraphs())
  const stored = await loadGraphs(database(), ids)
  for (const one of stored) expect(issuesOf(livingGraph(one))).toEqual([])
  // What is kept in memory is what the database has.
  for (const one of kept) expect(stored).toContainEqual(one)
  return kept.length
}
