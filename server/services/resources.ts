import type { Graph, RowsOf } from 'model/graph/graph'
import type { ResourceKind } from 'model/resources/index'
import type { Actor } from './actor.ts'

type Ids = readonly { readonly id: string }[]
type Relations = {
  readonly load_balancer: { readonly listeners: Ids; readonly pools: Ids }
  readonly listener: object
  readonly pool: { readonly listeners: Ids; readonly members: Ids; readonly healthmonitor_id: string | null }
  readonly member: { readonly loadbalancer_id: string }
  readonly health_monitor: { readonly loadbalancer_id: string }
}
/** A row as it is shown: with the ids of what hangs together with it. */
export type Shown<K extends ResourceKind> = RowsOf[K] & Relations[K]
export type ChildKind = Exclude<ResourceKind, 'load_balancer'>

/** Values are compared as they are stored; a dialect has made them of the attribute's type before. */
export type Selection = {
  readonly filters: Readonly<Record<string, string | number | boolean | null>>
  readonly tags?: {
    readonly all?: readonly string[] | undefined
    readonly any?: readonly string[] | undefined
    readonly notAll?: readonly string[] | undefined
    readonly notAny?: readonly string[] | undefined
  }
  readonly sort: readonly { readonly key: string; readonly direction: 'asc' | 'desc' }[]
  readonly limit: number
  /** The id of the last row seen. */
  readonly marker: string | null
  /** The page before the marker instead of the one after it. */
  readonly reverse: boolean
  readonly parent?: { readonly pool_id: string }
}
export type Page<K extends ResourceKind> = { readonly rows: Shown<K>[]; readonly hasMore: boolean }
export type Statistics = {
  readonly bytes_in: number
  readonly bytes_out: number
  readonly active_connections: number
  readonly total_connections: number
  readonly request_errors: number
}

/** The message of an issue about an attribute that the resource does not have, or that this call does not take. */
export const unknownAttribute = 'Unknown attribute'

/**
 * Creates a load balancer with everything under it, all or nothing. `input` is a LoadBalancerTree: `listeners[].default_pool`
 * names a pool of `pools[]`, whose `members` and `healthmonitor` stand inside it. `project_id` may be given by an administrator.
 */
export async function createTree(actor: Actor, input: unknown): Promise<Graph> {
  throw new Error(`to come ${actor} ${input}`)
}

/** `listener_id`: the new pool becomes that listener's default pool, and belongs to its load balancer. */
export async function createChild<K extends ChildKind>(
  actor: Actor,
  kind: K,
  input: unknown,
  options?: { readonly listener_id?: string | undefined },
): Promise<Shown<K>> {
  throw new Error(`to come ${actor} ${kind} ${input} ${options}`)
}

export async function updateResource<K extends ResourceKind>(
  actor: Actor,
  kind: K,
  id: string,
  patch: unknown,
): Promise<Shown<K>> {
  throw new Error(`to come ${actor} ${kind} ${id} ${patch}`)
}

export async function removeResource(
  actor: Actor,
  kind: ResourceKind,
  id: string,
  options?: { readonly cascade?: boolean | undefined },
): Promise<void> {
  throw new Error(`to come ${actor} ${kind} ${id} ${options}`)
}

/** Makes the members of a pool exactly these, matched by address and port; `additive_only` leaves the others alone. */
export async function replaceMembers(
  actor: Actor,
  pool_id: string,
  inputs: readonly unknown[],
  options?: { readonly additive_only?: boolean | undefined },
): Promise<void> {
  throw new Error(`to come ${actor} ${pool_id} ${inputs} ${options}`)
}

export async function findResource<K extends ResourceKind>(actor: Actor, kind: K, id: string): Promise<Shown<K>> {
  throw new Error(`to come ${actor} ${kind} ${id}`)
}

export async function findGraph(actor: Actor, loadbalancer_id: string): Promise<Graph> {
  throw new Error(`to come ${actor} ${loadbalancer_id}`)
}

export async function listResources<K extends ResourceKind>(
  actor: Actor,
  kind: K,
  selection: Selection,
): Promise<Page<K>> {
  throw new Error(`to come ${actor} ${kind} ${selection}`)
}

export async function statisticsOf(actor: Actor, kind: 'load_balancer' | 'listener', id: string): Promise<Statistics> {
  throw new Error(`to come ${actor} ${kind} ${id}`)
}
