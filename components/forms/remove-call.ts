import type { ResourceKind } from 'model/resources/index'
import { apiCollection } from '../resource-words.ts'
import type { ApiCall } from './curl.ts'

/** The call that deletes a resource, for "Copy as". A load balancer goes with everything under it: the page says so. */
export function removeCall(kind: ResourceKind, row: { readonly id: string; readonly pool_id?: unknown }): ApiCall {
  const collection = apiCollection(kind)
  const path = kind === 'member' ? `pools/${String(row.pool_id)}/${collection}` : collection
  const cascade = kind === 'load_balancer' ? '?cascade=true' : ''
  return { method: 'DELETE', path: `/load-balancer/v2/lbaas/${path}/${row.id}${cascade}` }
}
