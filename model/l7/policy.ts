import type { L7Policy } from '../resources/l7-policy.ts'
import { type PolicyAction, type PolicyActionKind, policyActions, usualRedirectCode } from './policy-actions.ts'

type Target = 'redirect_pool_id' | 'redirect_url' | 'redirect_prefix'
type Aimed = Pick<L7Policy, 'action' | Target | 'redirect_http_code'>
type Problem = { readonly about: Target; readonly message: string }

const targets = ['redirect_pool_id', 'redirect_url', 'redirect_prefix'] as const satisfies readonly Target[]
const actionOf: Readonly<Record<Target, PolicyAction>> = {
  redirect_pool_id: 'REDIRECT_TO_POOL',
  redirect_url: 'REDIRECT_TO_URL',
  redirect_prefix: 'REDIRECT_PREFIX',
}

/** A policy with what its action needs and nothing else: a redirect has a code, and only its own target stays. */
export function completePolicy<P extends Aimed>(policy: P): P {
  const { target, redirects }: PolicyActionKind = policyActions[policy.action]
  const cleared = Object.fromEntries(targets.filter((name) => name !== target).map((name) => [name, null]))
  return {
    ...policy,
    ...cleared,
    redirect_http_code: redirects ? (policy.redirect_http_code ?? usualRedirectCode) : null,
  }
}

/** A patch as it is meant (reference: API contract, section 6): a target alone brings its action along. */
export function meantPatch<P extends Partial<Aimed>>(patch: P): P {
  const given = targets.filter((name) => patch[name] !== undefined && patch[name] !== null)
  const [target] = given
  return patch.action === undefined && given.length === 1 && target !== undefined
    ? { ...patch, action: actionOf[target] }
    : patch
}

/** What is missing for the action of a policy, in Octavia's words; null when nothing is. */
export function targetProblem(policy: Aimed): Problem | null {
  const { target }: PolicyActionKind = policyActions[policy.action]
  if (target === null || policy[target] !== null) return null
  const what = target === 'redirect_pool_id' ? 'redirect_pool_id or redirect_pool' : target
  return { about: target, message: `Invalid L7 Policy arguments: ${what} must not be None` }
}

/**
 * What does not go together in what a client says at once, in Octavia's words; null when all does. With a redirect to a URL or a reject
 * Octavia drops every other target without a word.
 */
export function clash(given: Partial<Aimed>): Problem | null {
  const [one, other] = targets.filter((name) => given[name] !== undefined && given[name] !== null)
  const { action } = given
  if (one === undefined || other === undefined || action === 'REDIRECT_TO_URL' || action === 'REJECT') return null
  const isOnlyUrls = one !== 'redirect_pool_id'
  // A prefix beside a URL is dropped or kept as the action says; without an action nobody can tell which was meant.
  if (isOnlyUrls && action !== undefined) return null
  const what = isOnlyUrls ? `${one} and ${other}` : 'redirect_pool_id and redirect_url or redirect_prefix'
  return { about: other, message: `Invalid L7 Policy arguments: Cannot specify ${what} at the same time` }
}
