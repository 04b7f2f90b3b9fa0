import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { operations } from './operations.ts'
import { base, lb, makeTree, must, objectOf, pathIn, pathRule, settled, type Tree } from './testing/tree.ts'

// Every operation of the table, asked by everybody about a load balancer of the member's project.

const askers = ['nobody', 'bad', 'reader', 'member', 'stranger', 'admin'] as const
type Asker = (typeof askers)[number]

let who: People
beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  untouched = await makeTree({ token: who.member, subnet: who.subnet }, 'untouched')
  return stop
})

function tokenOf(asker: Asker): string | undefined {
  if (asker === 'nobody') return undefined
  return asker === 'bad' ? 'no-such-token' : who[asker]
}

/** What each may do: 'own' is that their own, empty project answers them. */
function expected(asker: Asker, operation: (typeof operations)[number]): 'done' | 'own' | 401 | 403 {
  if (operation.deed === 'anyone') return 'done'
  if (asker === 'nobody' || asker === 'bad') return 401
  if (asker === 'reader') return operation.deed === 'change' ? 403 : 'done'
  if (asker === 'stranger') return isAboutNobodys(operation) ? 'own' : 403
  return 'done'
}

/** Top-level collections, and creates there that name no parent, are about the asker's own project. */
function isAboutNobodys({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return !path.includes('{') && !(method === 'POST' && /\/(listeners|pools|healthmonitors|l7policies)$/.test(path))
}

function bodyOf(method: string, path: string, tree: Tree): unknown {
  const object = objectOf(path)
  if (method === 'PUT' && path.endsWith('/members')) return { members: [] }
  if (method === 'PUT' && object === 'rule') return { rule: { value: '/written' } }
  if (method === 'PUT') return { [object ?? 'pool']: { name: 'written' } }
  if (method !== 'POST') return undefined
  const bodies: Record<string, unknown> = {
    loadbalancer: { name: 'created', vip_subnet_id: who.subnet },
    listener: { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', protocol_port: 90 },
    pool: { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' },
    member: { address: '127.0.0.77', protocol_port: 77 },
    healthmonitor: { pool_id: tree.pool, type: 'TCP', delay: 5, timeout: 3, max_retries: 2 },
    l7policy: { listener_id: tree.listener, action: 'REJECT' },
    rule: pathRule('/created'),
  }
  return object === null ? undefined : { [object]: bodies[object] }
}

const rows = operations.flatMap((operation) =>
  askers.map((asker) => ({ operation, asker, method: operation.method, path: operation.path })),
)

/** One tree of the member's for all that must leave it as it is. */
let untouched: Tree

/** A tree of its own for what will change it: a pool that is to get a monitor has none. */
async function prepared(operation: (typeof operations)[number], asker: Asker): Promise<Tree> {
  if (operation.method === 'GET' || expected(asker, operation) !== 'done') return untouched
  const tree = await makeTree({ token: who.member, subnet: who.subnet }, 'ours')
  if (operation.method !== 'POST' || !operation.path.endsWith('/healthmonitors')) return tree
  must(204, await lb('DELETE', `${base}/healthmonitors/${tree.healthmonitor}`, { token: who.member }))
  await settled(who.member, tree.loadbalancer)
  return tree
}

async function statuses(tree: Tree): Promise<unknown> {
  return must(200, await lb('GET', `${base}/loadbalancers/${tree.loadbalancer}/status`, { token: who.member })).body
}

function isDeleteOfAll({ method, path }: (typeof operations)[number]): boolean {
  return method === 'DELETE' && objectOf(path) === 'loadbalancer'
}

function outcomeOf(status: number): number | 'done' {
  return status >= 200 && status < 300 ? 'done' : status
}

describe('who may do what', () => {
  test.each(rows)('$asker: $method $path', async ({ operation, asker, method, path }) => {
    const tree = await prepared(operation, asker)
    const before = await statuses(tree)
    const url = `${pathIn(tree, path)}${isDeleteOfAll(operation) ? '?cascade=true' : ''}`
    const answer = await lb(method, url, { token: tokenOf(asker), body: bodyOf(method, path, tree) })
    const may = expected(asker, operation)
    expect(outcomeOf(answer.status), answer.text).toBe(may === 'own' ? 'done' : may)
    if (may !== 'done') {
      for (const id of Object.values(tree)) expect(answer.text).not.toContain(id)
      expect(await statuses(tree)).toEqual(before)
    }
  })
})
