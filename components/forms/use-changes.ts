'use client'

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import type { ResourceKind } from 'model/resources/index'
import { api } from '../api.ts'
import { keys, patchedGraph } from '../queries.ts'
import { capitalThing } from '../resource-words.ts'
import { toast } from '../ui/toast.tsx'
import { withPort } from './address-text.ts'
import type { Values } from './values.ts'

/** A row as a change needs it: its id, its name for sentences, and its values, to go back to. */
export type ChangedRow = { readonly id: string; readonly name?: string; readonly [attribute: string]: unknown }
export type Update = { readonly kind: ResourceKind; readonly row: ChangedRow; readonly patch: Values }

/**
 * Changes a row: it shows the new values at once, marked as applying, and settles on what the server says. When the server
 * refuses, the old values are back and the reason is told.
 */
export function useUpdate(loadbalancer_id: string) {
  const client = useQueryClient()
  const show = (kind: ResourceKind, id: string, changes: Values) =>
    client.setQueryData<Graph>(keys.graph(loadbalancer_id), (graph) =>
      graph ? patchedGraph(graph, kind, { id, changes }) : graph,
    )
  return useMutation({
    mutationFn: async ({ kind, row, patch }: Update): Promise<ChangedRow> =>
      api[kind].update(row.id, patch, placeOf(row)),
    onMutate: async ({ kind, row, patch }) => {
      await client.cancelQueries({ queryKey: keys.graph(loadbalancer_id) })
      show(kind, row.id, { ...patch, provisioning_status: 'PENDING_UPDATE' })
    },
    onError: (error, { kind, row, patch }) => {
      const old = Object.fromEntries([...Object.keys(patch), 'provisioning_status'].map((name) => [name, row[name]]))
      show(kind, row.id, old)
      toast.failed(`${titleOf(kind, row)} is as it was`, error)
    },
    onSettled: (_row, _error, { kind }) => refetch(client, loadbalancer_id, kind),
  })
}

export type Creation = { readonly kind: ResourceKind; readonly values: Values; readonly pool_id?: string }

export function useCreate(loadbalancer_id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ kind, values, pool_id }: Creation): Promise<ChangedRow> =>
      api[kind].create(values, pool_id === undefined ? {} : { pool_id }),
    onSettled: (_row, _error, { kind }) => refetch(client, loadbalancer_id, kind),
  })
}

/** Removes rows: they are shown as going until the data plane has let go of them. */
export function useRemove(loadbalancer_id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ kind, row }: Pick<Update, 'kind' | 'row'>) => api[kind].remove(row.id, placeOf(row)),
    onSuccess: (_nothing, { kind, row }) =>
      client.setQueryData<Graph>(keys.graph(loadbalancer_id), (graph) =>
        graph ? patchedGraph(graph, kind, { id: row.id, changes: { provisioning_status: 'PENDING_DELETE' } }) : graph,
      ),
    onSettled: (_nothing, _error, { kind }) => refetch(client, loadbalancer_id, kind),
  })
}

/** Adds many members in one call; those that are there already stay as they are. */
export function useAddMembers(loadbalancer_id: string, pool_id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (members: readonly Values[]) => api.replaceMembers(pool_id, members, { additive_only: true }),
    onSettled: () => refetch(client, loadbalancer_id, 'member'),
  })
}

type Named = {
  readonly id: string
  readonly name?: string
  readonly address?: unknown
  readonly protocol_port?: unknown
}

/** What people call it: its name, the address of a member that has none, and if all else fails its id. */
export function callName({ id, name, address, protocol_port }: Named): string {
  if (name) return name
  return typeof address === 'string' ? withPort(address, Number(protocol_port)) : id
}

/** "Member web-1" */
export function titleOf(kind: ResourceKind, row: Named): string {
  return `${capitalThing(kind)} ${callName(row)}`
}

/** Members live under their pool, rules under their policy. */
export function placeOf({ pool_id, l7policy_id }: ChangedRow): { pool_id?: string; l7policy_id?: string } {
  if (typeof l7policy_id === 'string') return { l7policy_id }
  return typeof pool_id === 'string' ? { pool_id } : {}
}

async function refetch(client: QueryClient, loadbalancer_id: string, kind: ResourceKind): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.graph(loadbalancer_id) }),
    client.invalidateQueries({ queryKey: keys.kind(kind) }),
    client.invalidateQueries({ queryKey: keys.kind('load_balancer') }),
  ])
}
