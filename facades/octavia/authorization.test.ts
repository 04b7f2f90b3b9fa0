import { deeds, type Role, rolesAllow, rolesAllowSomewhere } from 'model/access/roles'
import { beforeAll, describe, expect, test } from 'vitest'
import { addPerson } from '@/server/services/accounts.ts'
import { hashOf } from '@/server/services/secrets.ts'
import { issueToken } from '@/server/services/tokens.ts'
import { database } from '@/server/store/client.ts'
import { type People, people } from '@/server/testing/people.ts'
import type { Operation } from '../shared/operation.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { operations } from './operations.ts'
import { collectionIn, goodBody, makeOffers, makeScene, type Scene, urlOf, withTree } from './testing/scene.ts'
import { base, lb, makeTree, must, settled } from './testing/tree.ts'

// Every operation of the table, asked by everybody about what the member's project has.

/** Whose roles are held where: `ours` is the project of the load balancer. */
const askers = {
  nobody: null,
  'a bad token': null,
  'an expired token': null,
  'no role': { roles: [], in: 'ours' },
  reader: { roles: ['reader'], in: 'ours' },
  member: { roles: ['member'], in: 'ours' },
  stranger: { roles: ['member'], in: 'others' },
  admin: { roles: ['admin'], in: 'ours' },
  'load-balancer_observer': { roles: ['load-balancer_observer'], in: 'ours' },
  'load-balancer_member': { roles: ['load-balancer_member'], in: 'ours' },
  'load-balancer_global_observer': { roles: ['load-balancer_global_observer'], in: 'others' },
  'load-balancer_quota_admin': { roles: ['load-balancer_quota_admin'], in: 'others' },
  'load-balancer_admin': { roles: ['load-balancer_admin'], in: 'others' },
} as const satisfies Record<string, null | { readonly roles: readonly Role[]; readonly in: 'ours' | 'others' }>
type Asker = keyof typeof askers

const password = 'correct horse battery staple'
const tokens = new Map<Asker, string>()
let who: People
/** One scene for all that must leave it as it is. */
let untouched: Scene

beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  untouched = await makeScene(who, 'untouched')
  const known = { reader: who.reader, member: who.member, stranger: who.stranger, admin: who.admin }
  for (const [asker, token] of Object.entries(known)) tokens.set(asker as Asker, token)
  tokens.set('a bad token', 'no-such-token')
  tokens.set('no role', who.outsider)
  tokens.set('an expired token', await expiredToken())
  for (const [asker, held] of Object.entries(askers)) {
    if (held === null || tokens.has(asker as Asker)) continue
    const project = held.in === 'ours' ? 'default' : 'others'
    await addPerson({ name: asker, password }, { project, role: asker, onlyIfFirst: false })
    tokens.set(asker as Asker, (await issueToken([{ method: 'password', user: { name: asker }, password }])).token)
  }
  return stop
})

async function expiredToken(): Promise<string> {
  const user = { name: who.memberPerson.name }
  const { token } = await issueToken([{ method: 'password', user, password }])
  const expires_at = '2020-01-01T00:00:00.000Z'
  await database().token.updateMany({ where: { hash: hashOf(token) }, data: { expires_at } })
  return token
}

/** About which project a request is: ours, the asker's own, or none and so all. */
function projectOf({ deed, method, path }: Operation, own: string): string | null {
  if (deed === 'administer' || (deed === 'change_quotas' && path.endsWith('/defaults'))) return null
  const isOfParent = method === 'POST' && /\/(listeners|pools|healthmonitors|l7policies)$/.test(path)
  return deed !== 'look' && (path.includes('{') || isOfParent) ? who.project : own
}

function expected(asker: Asker, operation: Operation): 'done' | 401 | 403 {
  const { deed } = operation
  if (deed === 'anyone') return 'done'
  const held = askers[asker]
  if (held === null) return 401
  const roles: readonly Role[] = held.roles
  const own_project = held.in === 'ours' ? who.project : who.otherProject
  if (deed === 'signed-in') return 'done'
  if (!rolesAllowSomewhere(roles, deeds[deed].begins)) return 403
  return rolesAllow(roles, deed, { own_project, project_id: projectOf(operation, own_project) }) ? 'done' : 403
}

/** Whether the asker may see rows of our project at all. */
function seesOurs(asker: Asker): boolean {
  const held = askers[asker]
  const own_project = held?.in === 'ours' ? who.project : who.otherProject
  return held !== null && rolesAllow(held.roles, 'read', { own_project, project_id: who.project })
}

/** A scene of its own for what will change it: a pool that is to get a monitor has none. */
async function prepared(operation: Operation, asker: Asker): Promise<Scene> {
  const collection = collectionIn(operation.path)
  if (operation.method === 'GET' || expected(asker, operation) !== 'done') return untouched
  if (['quotas', 'amphorae'].includes(collection)) return untouched
  if (operation.deed === 'administer' && collection !== 'loadbalancers') {
    const offered = await makeOffers(who, 'own')
    return { ...untouched, ids: { ...untouched.ids, ...offered } }
  }
  const scene = withTree(untouched, await makeTree({ token: who.member, subnet: who.subnet }, 'ours'))
  if (operation.method !== 'POST' || collection !== 'healthmonitors') return scene
  must(204, await lb('DELETE', `${base}/healthmonitors/${scene.tree.healthmonitor}`, { token: who.member }))
  await settled(who.member, scene.tree.loadbalancer)
  return scene
}

async function statuses({ tree }: Scene): Promise<unknown> {
  return must(200, await lb('GET', `${base}/loadbalancers/${tree.loadbalancer}/status`, { token: who.member })).body
}

/** An engine that serves traffic can't be forgotten: whoever may ask is told so. */
function outcomeOf({ method, path }: Operation, status: number): number | 'done' {
  const isRefusedToAll = method === 'DELETE' && collectionIn(path) === 'amphorae' && status === 409
  return isRefusedToAll || (status >= 200 && status < 300) ? 'done' : status
}

async function asked(asker: Asker, operation: Operation): Promise<void> {
  const scene = await prepared(operation, asker)
  const before = await statuses(scene)
  const isDeleteOfAll = operation.method === 'DELETE' && collectionIn(operation.path) === 'loadbalancers'
  const url = `${urlOf(scene, operation)}${isDeleteOfAll ? '?cascade=true' : ''}`
  const body = goodBody(scene, operation)
  const answer = await lb(operation.method, url, { token: tokens.get(asker), body })
  expect(outcomeOf(operation, answer.status), answer.text).toBe(expected(asker, operation))
  if (expected(asker, operation) !== 'done') expect(await statuses(scene)).toEqual(before)
  if (!seesOurs(asker)) for (const id of Object.values(scene.tree)) expect(answer.text).not.toContain(id)
}

const all: readonly Operation[] = operations
const rows = all.flatMap((operation) =>
  (Object.keys(askers) as Asker[]).map((asker) => ({
    operation,
    asker,
    method: operation.method,
    path: operation.path,
  })),
)

describe('who may do what', () => {
  test.each(rows)('$asker: $method $path', async ({ operation, asker }) => {
    await asked(asker, operation)
  })
})
