import { type ResourceKind, resources } from 'model/resources/index'
import type { ApiCall } from './curl.ts'
import type { Values } from './values.ts'

const octavia = '/load-balancer/v2/lbaas'

type Place = { readonly pool_id?: string | undefined }

/** The calls of the public API that a panel is about to make, for "Copy as". */
export function createCall(kind: ResourceKind, values: Values, place: Place = {}): ApiCall {
  return { method: 'POST', path: collectionPath(kind, place), body: { [resources[kind].name]: values } }
}

export function updateCall(kind: ResourceKind, id: string, patch: Values, place: Place = {}): ApiCall {
  return { method: 'PUT', path: `${collectionPath(kind, place)}/${id}`, body: { [resources[kind].name]: patch } }
}

function collectionPath(kind: ResourceKind, { pool_id }: Place): string {
  return kind === 'member' ? `${octavia}/pools/${pool_id}/members` : `${octavia}/${resources[kind].collection}`
}
