import type { Field } from 'model/kit/field'
import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { type DescribedKind, described } from '../shared/described.ts'
import { argumentOf } from '../shared/input.ts'
import type { Operation } from '../shared/operation.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { operations } from './operations.ts'
import { collectionIn, goodBody, makeScene, roots, type Scene, urlOf } from './testing/scene.ts'
import { lb, makeTree, type Tree } from './testing/tree.ts'

// What holds of every attribute that is declared, and of every change of a load balancer: cases are made from the tables.

let who: People
let scene: Scene
let stop: () => Promise<void>
beforeAll(async () => {
  who = await people()
  stop = playEngine()
  scene = await makeScene(who, 'attributes')
  return () => stop()
})

const all: readonly Operation[] = operations
const kinds = Object.keys(described) as DescribedKind[]

/** The kind whose body an operation takes. */
function kindOf({ path }: Operation): DescribedKind | undefined {
  const root = roots[collectionIn(path)]
  return kinds.find((kind) => described[kind].name === root)
}

type Row = {
  readonly operation: Operation
  readonly method: string
  readonly path: string
  readonly name: string
  readonly field: Field
  readonly argument: string
}

/** Every attribute that the bodies of these operations may have. */
function attributes(method: Operation['method'], isMeant: (field: Field) => boolean): Row[] {
  const meant = all.filter((one) => one.method === method && one.takes === 'json' && !one.path.endsWith('/members'))
  const creates = method === 'POST' ? all.filter((one) => one.method === 'POST' && one.path.endsWith('/members')) : []
  return [...meant, ...creates].flatMap((operation) => {
    const kind = kindOf(operation)
    if (kind === undefined || kind === 'quota') return []
    const fields: Readonly<Record<string, Field>> = described[kind].fields
    return Object.entries(fields)
      .filter(([name, field]) => isMeant(field) && !operation.path.includes(`{${name}}`))
      .map(([name, field]) => ({ operation, method, path: operation.path, name, field, argument: argumentOf(kind) }))
  })
}

/** What is said to a body that would do, but for these attributes. */
async function refusal({ operation }: Row, changed: Readonly<Record<string, unknown>>) {
  const [[root = '', good] = []] = Object.entries(goodBody(scene, operation) ?? {})
  const body = { [root]: { ...(good as object), ...changed } }
  const answer = await lb(operation.method, urlOf(scene, operation), { token: who.admin, body })
  return [answer.status, answer.at('faultstring')]
}

describe('an attribute', () => {
  test.each(attributes('PUT', (field) => field.onUpdate === 'fixed'))(
    '$method $path: $name never changes, and sending it is 400',
    async (row) => {
      expect(await refusal(row, { [row.name]: 'x' })).toEqual([
        400,
        `Unknown attribute for argument ${row.argument}: ${row.name}`,
      ])
    },
  )

  test.each(attributes('POST', (field) => field.onCreate === 'server' && !owner.includes(field)))(
    '$method $path: $name is the server’s, and sending it is 400',
    async (row) => {
      expect(await refusal(row, { [row.name]: 'x' })).toEqual([
        400,
        `Unknown attribute for argument ${row.argument}: ${row.name}`,
      ])
    },
  )

  test.each([...attributes('POST', isSent), ...attributes('PUT', (field) => field.onUpdate === 'allowed')])(
    '$method $path: $name with a value of another kind is 400 and names it',
    async (row) => {
      const [status, words] = await refusal(row, { [row.name]: row.field.kind === 'record' ? [[1]] : { a: [1] } })
      expect([status, words]).toEqual([400, expect.stringContaining(row.name)])
    },
  )

  test.each(attributes('PUT', (field) => field.onUpdate === 'allowed' && field.onCreate === 'required'))(
    '$method $path: $name can not be taken away',
    async (row) => {
      expect(await refusal(row, { [row.name]: null })).toEqual([400, expect.stringContaining(row.name)])
    },
  )
})

/** Octavia takes the owner of what is created, and ignores it. */
const owner: readonly Field[] = kinds.flatMap((kind) => {
  const { project_id }: Readonly<Record<string, Field>> = described[kind].fields
  return project_id ? [project_id] : []
})

function isSent(field: Field): boolean {
  return field.onCreate !== 'server'
}

const changes = all.filter((one) => one.deed === 'change')

/** What every change of a tree is answered, all asked at once. */
async function answers(tree: Tree): Promise<unknown[]> {
  const own = { ...scene, tree, ids: { ...scene.ids, ...idsOf(tree) } }
  return Promise.all(
    changes
      .filter((one) => one.path !== '/v2/lbaas/loadbalancers')
      .map(async (operation) => {
        const cascade =
          /loadbalancers\/\{id\}$/.test(operation.path) && operation.method === 'DELETE' ? '?cascade=true' : ''
        const body = goodBody(own, operation)
        const answer = await lb(operation.method, `${urlOf(own, operation)}${cascade}`, { token: who.member, body })
        return [
          operation.method,
          operation.path,
          answer.status,
          String(answer.at('faultstring')).replace(/ [0-9a-f-]{36}/, ''),
        ]
      }),
  )
}

function idsOf(tree: Tree): Record<string, string> {
  const collections = [
    'loadbalancers',
    'listeners',
    'pools',
    'members',
    'healthmonitors',
    'l7policies',
    'rules',
  ] as const
  const objects = ['loadbalancer', 'listener', 'pool', 'member', 'healthmonitor', 'l7policy', 'rule'] as const
  return Object.fromEntries(collections.map((one, at) => [one, tree[objects[at] ?? 'loadbalancer']]))
}

const immutable = (status: unknown) =>
  changes
    .filter((one) => one.path !== '/v2/lbaas/loadbalancers')
    .map(({ method, path }) => [method, path, status, expect.stringMatching(/is immutable|Invalid state PENDING_/)])

describe('a load balancer that no engine has answered for', () => {
  test('refuses every change with 409 in Octavia’s words, while it is changed and while it goes', async () => {
    const tree = await makeTree({ token: who.member, subnet: who.subnet }, 'busy')
    await stop()
    const path = `/load-balancer/v2/lbaas/loadbalancers/${tree.loadbalancer}`
    const body = { loadbalancer: { name: 'changed' } }
    expect((await lb('PUT', path, { token: who.member, body })).status).toBe(200)
    expect(await answers(tree)).toEqual(immutable(409))
    stop = playEngine()
    await expect
      .poll(async () => (await lb('GET', path, { token: who.member })).at('loadbalancer', 'provisioning_status'))
      .toBe('ACTIVE')
    await stop()
    expect((await lb('DELETE', `${path}?cascade=true`, { token: who.member })).status).toBe(204)
    expect(await answers(tree)).toEqual(immutable(409))
    stop = playEngine()
  }, 60_000)
})
