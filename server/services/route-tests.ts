import type { Deed } from 'model/access/roles'
import { DomainError, type Issue } from 'model/errors'
import type { HttpRequest } from 'model/l7/request'
import type { RouteExpectation, RouteTest } from 'model/l7/route-test'
import { moment } from '../clock.ts'
import { inSnapshot, inTransaction, type Transaction } from '../store/client.ts'
import {
  deleteRouteTest,
  findRouteTests,
  insertRouteTest,
  type StoredRouteTest,
  saveRouteTest,
} from '../store/route-tests.ts'
import type { Actor } from './actor.ts'
import { type Draft, draftedGraph } from './drafts.ts'
import { newId } from './ids.ts'
import { reachable } from './reach.ts'
import { type RouteVerdict, routeVerdict } from './route-verdicts.ts'
import { listenerIn } from './walks.ts'

/** Each of them is asked twice in every change to the load balancer. */
const mostTests = 500

type Wanted = { readonly name: string; readonly request: HttpRequest; readonly expect: RouteExpectation }

export async function listRouteTests(actor: Actor, listener_id: string): Promise<RouteTest[]> {
  return inSnapshot(async (transaction) => {
    await reachable(actor, 'listener', listener_id, 'read', transaction)
    return (await findRouteTests(transaction, { listener_id })).map(shown)
  })
}

export async function findRouteTest(actor: Actor, listener_id: string, id: string): Promise<RouteTest> {
  return inSnapshot(async (transaction) => shown(await testIn(transaction, { actor, listener_id, id, deed: 'read' })))
}

export async function createRouteTest(actor: Actor, listener_id: string, wanted: Wanted): Promise<RouteTest> {
  return inTransaction(async (transaction) => {
    const location = await reachable(actor, 'listener', listener_id, 'change', transaction)
    if ((await findRouteTests(transaction, { listener_id })).length >= mostTests)
      throw new DomainError('conflict', `A listener has at most ${mostTests} route tests.`)
    const row = { ...wanted, ...location, id: newId(), listener_id, created_at: moment(), updated_at: null }
    await insertRouteTest(transaction, row)
    return shown(row)
  })
}

export async function updateRouteTest(
  actor: Actor,
  listener_id: string,
  { id, patch }: { readonly id: string; readonly patch: { readonly [K in keyof Wanted]?: Wanted[K] | undefined } },
): Promise<RouteTest> {
  return inTransaction(async (transaction) => {
    const row = await testIn(transaction, { actor, listener_id, id, deed: 'change' })
    const { name = row.name, request = row.request, expect = row.expect } = patch
    const changed = { ...row, name, request, expect, updated_at: moment() }
    await saveRouteTest(transaction, changed)
    return shown(changed)
  })
}

export async function removeRouteTest(actor: Actor, listener_id: string, id: string): Promise<void> {
  await inTransaction(async (transaction) => {
    await testIn(transaction, { actor, listener_id, id, deed: 'change' })
    await deleteRouteTest(transaction, id)
  })
}

export type RouteRun = {
  /** What is wrong with the draft; then it is not asked. */
  readonly issues: readonly Issue[]
  readonly verdicts: readonly (RouteVerdict & {
    readonly id: string
    readonly name: string
    readonly draft: RouteVerdict | null
  })[]
}

/** All route tests of a listener, on what is stored and on a draft of its policies. */
export async function runRouteTests(actor: Actor, listener_id: string, draft: Draft | null): Promise<RouteRun> {
  const { graph } = await listenerIn(actor, listener_id, 'read')
  const tests = await listRouteTests(actor, listener_id)
  const drafted = draft && draftedGraph(graph, listener_id, draft)
  const asked = drafted?.issues.length === 0 ? drafted.graph : null
  return {
    issues: drafted?.issues ?? [],
    verdicts: tests.map((one) => ({
      id: one.id,
      name: one.name,
      ...routeVerdict(one, graph),
      draft: asked && routeVerdict(one, asked),
    })),
  }
}

type Sought = { readonly actor: Actor; readonly listener_id: string; readonly id: string; readonly deed: Deed }

async function testIn(transaction: Transaction, { actor, listener_id, id, deed }: Sought): Promise<StoredRouteTest> {
  await reachable(actor, 'listener', listener_id, deed, transaction)
  const row = (await findRouteTests(transaction, { listener_id })).find((one) => one.id === id)
  if (!row) throw new DomainError('not_found', `Route test ${id} not found.`)
  return row
}

function shown({ loadbalancer_id: _, project_id: __, ...row }: StoredRouteTest): RouteTest {
  return row
}
