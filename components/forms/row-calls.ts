import type { ResourceKind } from 'model/resources/index'
import { apiCollection, apiName } from '../resource-words.ts'
import type { ApiCall } from './curl.ts'
import type { Values } from './values.ts'

type Row = { readonly id: string; readonly pool_id?: unknown }

/** The call that changes a row, for "Copy as". */
export function changeCall(kind: ResourceKind, row: Row, patch: Values): ApiCall {
  return { method: 'PUT', path: pathOf(kind, row), body: { [apiName(kind)]: patch } }
}

/** The call that deletes a resource, for "Copy as". A load balancer goes with everything under it: the page says so. */
export function removeCall(kind: ResourceKind, row: Row): ApiCall {
  const cascade = kind === 'load_balancer' ? '?cascade=true' : ''
  return { method: 'DELETE', path: `${pathOf(kind, row)}${cascade}` }
}

/** The call that adds members to those that are there. */
export function addMembersCall(pool_id: string, members: readonly Values[]): ApiCall {
  return { method: 'PUT', path: `${octavia}/pools/${pool_id}/members?additive_only=true`, body: { members } }
}

const octavia = '/load-balancer/v2/lbaas'

function pathOf(kind: ResourceKind, { id, pool_id }: Row): string {
  const collection = apiCollection(kind)
  return `${octavia}/${kind === 'member' ? `pools/${String(pool_id)}/${collection}` : collection}/${id}`
}
