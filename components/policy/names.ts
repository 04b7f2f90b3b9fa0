import type { L7Policy } from 'model/resources/l7-policy'
import type { Pool } from 'model/resources/pool'
import { shortId } from 'model/short-id'

// Apart from the sentences, which bring the rule types and their schemas along.

export function poolName(pool: Pool | null): string {
  return pool === null ? '(gone)' : pool.name || shortId(pool.id)
}

/** Its name, or its id's beginning where it has none: what it is called in other sentences. */
export function policyName(policy: Pick<L7Policy, 'id' | 'name'>): string {
  return policy.name || shortId(policy.id)
}
