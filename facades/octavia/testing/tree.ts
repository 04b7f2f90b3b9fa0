import { type Answer, asking } from '../../shared/testing/ask.ts'
import { octavia } from '../index.ts'

export const lb = asking(octavia)
export const base = '/load-balancer/v2/lbaas'
/** An id that nothing has. */
export const stranger = '00000000-0000-4000-8000-000000000000'

/** One load balancer with one of everything, by the names of the objects. */
export type Tree = {
  readonly loadbalancer: string
  readonly listener: string
  readonly pool: string
  readonly member: string
  readonly healthmonitor: string
  readonly l7policy: string
  readonly rule: string
}
export type Owner = { readonly token: string; readonly subnet: string }

/** Creates one, waits until it is ACTIVE, and answers with the ids. `name` begins every name in it. */
export async function makeTree({ token, subnet }: Owner, name: string): Promise<Tree> {
  const loadbalancer = {
    name: `${name}-lb`,
    vip_subnet_id: subnet,
    listeners: [
      {
        name: `${name}-listener`,
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: { name: `${name}-pool` },
        l7policies: [{ name: `${name}-policy`, action: 'REJECT', rules: [pathRule('/secret')] }],
      },
    ],
    pools: [
      {
        name: `${name}-pool`,
        protocol: 'HTTP',
        lb_algorithm: 'ROUND_ROBIN',
        members: [{ name: `${name}-member`, address: '127.0.0.9', protocol_port: 8_080 }],
        healthmonitor: { name: `${name}-monitor`, type: 'HTTP', delay: 5, timeout: 3, max_retries: 2 },
      },
    ],
  }
  const created = must(201, await lb('POST', `${base}/loadbalancers`, { token, body: { loadbalancer } }))
  const id = (...path: (string | number)[]) => String(created.at('loadbalancer', ...path, 'id'))
  const tree = {
    loadbalancer: id(),
    listener: id('listeners', 0),
    pool: id('pools', 0),
    member: id('pools', 0, 'members', 0),
    healthmonitor: id('pools', 0, 'healthmonitor'),
    l7policy: id('listeners', 0, 'l7policies', 0),
    rule: id('listeners', 0, 'l7policies', 0, 'rules', 0),
  }
  await settled(token, tree.loadbalancer)
  return tree
}

/** A rule that holds for the paths that begin so. */
export function pathRule(value: string): object {
  return { type: 'PATH', compare_type: 'STARTS_WITH', value }
}

const objectOfCollection: Readonly<Record<string, keyof Tree>> = {
  loadbalancers: 'loadbalancer',
  listeners: 'listener',
  pools: 'pool',
  members: 'member',
  healthmonitors: 'healthmonitor',
  l7policies: 'l7policy',
  rules: 'rule',
}

/** The object that an operation's path is about, `member` for `/pools/{pool_id}/members/{id}`; null where it is none. */
export function objectOf(path: string): keyof Tree | null {
  const collection = /\/([a-z0-9]+)(\/\{id\})?(\/stats|\/status|\/statuses)?$/.exec(path)?.[1] ?? ''
  return objectOfCollection[collection] ?? null
}

/** An operation's path with the ids of a tree in it. */
export function pathIn(tree: Tree, path: string): string {
  const object = objectOf(path)
  const id = object === null ? '' : tree[object]
  const parents = path.replace('{pool_id}', tree.pool).replace('{l7policy_id}', tree.l7policy)
  return `/load-balancer${parents.replace('{id}', id)}`
}

/** The answer, which must have this status. */
export function must(status: number, answer: Answer): Answer {
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status}: ${answer.text}`)
  return answer
}

/** Waits until the engine has answered for the load balancer; what it then is. A patience of 5 s, asked every 10 ms. */
export async function settled(token: string, id: string): Promise<unknown> {
  for (const end = Date.now() + 5_000; Date.now() < end; ) {
    const status = (await lb('GET', `${base}/loadbalancers/${id}`, { token })).at('loadbalancer', 'provisioning_status')
    if (!String(status).startsWith('PENDING')) return status
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`load balancer ${id} is still pending`)
}
