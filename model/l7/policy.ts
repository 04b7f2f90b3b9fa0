import type { Issue } from '../errors.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import { type PolicyAction, type PolicyActionKind, policyActions, usualRedirectCode } from './policy-actions.ts'

type Target = 'redirect_pool_id' | 'redirect_url' | 'redirect_prefix'
type Aimed = Pick<L7Policy, 'action' | Target | 'redirect_http_code'>

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

/** Targets that do not go together, in Octavia's words. A create says all that it means at once. */
export function targetIssues(policy: Partial<Aimed>, about: (attribute: string) => string): Issue[] {
  const { action } = policy
  if (action === undefined) return []
  const { target }: PolicyActionKind = policyActions[action]
  const isGiven = (name: Target) => policy[name] !== undefined && policy[name] !== null
  if (target !== null && !isGiven(target)) {
    const what = target === 'redirect_pool_id' ? 'redirect_pool_id or redirect_pool' : target
    return [{ about: about(target), message: `Invalid L7 Policy arguments: ${what} must not be None` }]
  }
  if (
    action !== 'REDIRECT_TO_URL' &&
    action !== 'REJECT' &&
    isGiven('redirect_pool_id') &&
    (isGiven('redirect_url') || isGiven('redirect_prefix'))
  ) {
    const message =
      'Invalid L7 Policy arguments: Cannot specify redirect_pool_id and redirect_url or redirect_prefix at the same time'
    return [{ about: about('redirect_pool_id'), message }]
  }
  return []
}
