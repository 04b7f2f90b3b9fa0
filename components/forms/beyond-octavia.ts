import { actionAttributes } from 'model/l7/policy-actions'
import type { ApiCall } from './curl.ts'
import type { Values } from './values.ts'

/** What Octavia's policies have; all else that belongs to an action is ours. */
const known: readonly string[] = ['redirect_pool_id', 'redirect_url', 'redirect_prefix']
const ownAttributes: readonly string[] = actionAttributes.filter((name) => !known.includes(name))
const ownActions: readonly unknown[] = ['REDIRECT_TO_LISTENER', 'FIXED_RESPONSE']
/** Where a client names another target, the server lets go of these by itself: nobody has to say it. */
export const impliedTargets: readonly string[] = [
  'redirect_pools_config',
  'redirect_url_config',
  'redirect_listener_id',
  'fixed_response_config',
]

const spoken = /\/(l7policies|rules|listeners)(\/[^/?]+)?$/

/** Whether a call says something about policies, rules or listeners that clients of Octavia have no words for. */
export function isBeyondOctavia({ path, body }: ApiCall): boolean {
  const { if_l7policy: _, ...said } = (body ?? {}) as Values
  return spoken.test(path) && Object.values(said).some(saysMore)
}

function saysMore(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(saysMore)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, one]) => isOwnWord(name, one) || saysMore(one))
}

function isOwnWord(name: string, value: unknown): boolean {
  if (name === 'action') return ownActions.includes(value)
  if (name === 'compare_type') return value === 'WILDCARD'
  if (name === 'conditions' || name === 'enhance_l7policy_enable') return true
  // To take one away is a word, too, unless the server does it anyway.
  return ownAttributes.includes(name) && !(isNothing(value) && impliedTargets.includes(name))
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}
