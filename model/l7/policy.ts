import type { L7Policy } from '../resources/l7-policy.ts'
import {
  actionAttributes,
  type Extra,
  isUsed,
  type PolicyAction,
  type PolicyActionKind,
  policyActions,
  type Target,
  unusedValue,
  usualRedirectCode,
} from './policy-actions.ts'

export type Aimed = Pick<L7Policy, 'action' | Target | Extra | 'redirect_http_code'>
type Problem = { readonly about: Target; readonly message: string }

const targets = ['redirect_pool_id', 'redirect_url', 'redirect_prefix'] as const satisfies readonly Target[]
const everyTarget = Object.values(policyActions).flatMap(({ targets: own }: PolicyActionKind) => own)

/**
 * A policy with what its action needs and nothing else: a redirect has a code, and only its own targets stay. Several pools win over one
 * (ELB v3), and parts of a URL over a whole one.
 */
export function completePolicy<P extends Aimed>(policy: P): P {
  const { extras, redirects }: PolicyActionKind = policyActions[policy.action]
  const target = targetOf(policy)
  const foreign = actionAttributes.filter((name) =>
    everyTarget.includes(name as Target) ? name !== target : !extras.includes(name as Extra),
  )
  const cleared = Object.fromEntries(foreign.map((name) => [name, unusedValue(name)]))
  const hasCode = redirects && target !== 'redirect_url_config'
  return {
    ...policy,
    ...cleared,
    redirect_http_code: hasCode ? (policy.redirect_http_code ?? usualRedirectCode) : null,
  }
}

/** The attribute that says where a policy leads; null where none does. Of two the later of its action's counts. */
export function targetOf(policy: Partial<Aimed> & Pick<Aimed, 'action'>): Target | null {
  const { targets: own }: PolicyActionKind = policyActions[policy.action]
  return own.findLast((name) => isUsed(policy, name)) ?? null
}

/** The pools that a policy can send to, one or several. */
export function poolIdsOf({
  redirect_pool_id,
  redirect_pools_config,
}: Pick<L7Policy, 'redirect_pool_id' | 'redirect_pools_config'>): string[] {
  if (redirect_pool_id !== null) return [redirect_pool_id]
  return redirect_pools_config.map(({ pool_id }) => pool_id)
}

/** A patch as it is meant (reference: API contract, section 6): a target alone brings its action along. */
export function meantPatch<P extends Partial<Aimed>>(patch: P): P {
  const given = everyTarget.filter((name) => isUsed(patch, name))
  const [target] = given
  if (patch.action !== undefined || given.length !== 1 || target === undefined) return patch
  const action = (Object.keys(policyActions) as PolicyAction[]).find((one) => {
    const kind: PolicyActionKind = policyActions[one]
    return kind.targets.includes(target)
  })
  return action === undefined ? patch : { ...patch, ...siblingsCleared(action, target), action }
}

/** Who names one pool means it instead of several, and the other way round. */
function siblingsCleared(action: PolicyAction, target: Target): Partial<Aimed> {
  const { targets: own }: PolicyActionKind = policyActions[action]
  return Object.fromEntries(own.filter((name) => name !== target).map((name) => [name, unusedValue(name)]))
}

/** What is missing for the action of a policy, in Octavia's words; null when nothing is. */
export function targetProblem(policy: Aimed): Problem | null {
  const { targets: own }: PolicyActionKind = policyActions[policy.action]
  const [first] = own
  if (first === undefined || targetOf(policy) !== null) return null
  const what = first === 'redirect_pool_id' ? 'redirect_pool_id or redirect_pool' : first
  return { about: first, message: `Invalid L7 Policy arguments: ${what} must not be None` }
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
