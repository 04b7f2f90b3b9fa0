import type { Deed } from 'model/access/roles'
import { DomainError } from 'model/errors'
import { type ResourceKind, resources } from 'model/resources/index'
import { database, type Transaction } from '../store/client.ts'
import { type Location, locate } from '../store/resources.ts'
import type { Actor } from './actor.ts'
import { allow } from './policy.ts'

/** Where a resource is, if it is there and the actor may do this with it. */
export async function reachable(
  actor: Actor,
  kind: ResourceKind,
  id: string,
  deed: Deed,
  transaction: Transaction = database(),
): Promise<Location> {
  const location = await locate(transaction, kind, id)
  if (location === null) throw notFound(kind, id)
  allow(actor, deed, location.project_id)
  return location
}

export function notFound(kind: ResourceKind, id: string): DomainError {
  return new DomainError('not_found', `${resources[kind].title} ${id} not found.`)
}
