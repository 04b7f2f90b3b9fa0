import type { L7Policy } from 'model/resources/l7-policy'
import { given } from './bodies.ts'
import { invalidInput } from './errors.ts'
import type { PolicyWish } from './policy-bodies.ts'
import { ruleParts } from './rule-dialect.ts'

// From the nested parts of the dialect to the attributes of the model, which lie side by side.

type Input = Record<string, unknown>
/** What a policy has of it now; null for one that is being made. */
type Before = Pick<
  L7Policy,
  | ('action' | 'redirect_url_config' | 'fixed_response_config' | 'rewrite_url_config')
  | ('redirect_pools_sticky_session_config' | 'traffic_limit_config')
> | null

/** The attributes that only one action has, by the names of the dialect. */
const owners = {
  redirect_pool_id: ['REDIRECT_TO_POOL'],
  redirect_pools_config: ['REDIRECT_TO_POOL'],
  redirect_listener_id: ['REDIRECT_TO_LISTENER'],
  redirect_url_config: ['REDIRECT_TO_URL'],
  fixed_response_config: ['FIXED_RESPONSE'],
} as const satisfies Partial<Record<keyof PolicyWish, readonly string[]>>

export const elbActions = ['REDIRECT_TO_POOL', 'REDIRECT_TO_LISTENER', 'REDIRECT_TO_URL', 'FIXED_RESPONSE'] as const

/** The model's input for what a client wants of a policy with this action. @throws invalid */
export function policyInput(wish: PolicyWish, action: string, before: Before): Input {
  for (const [name, actions] of Object.entries(owners)) {
    const value = wish[name as keyof typeof owners]
    const isGiven = value !== undefined && value !== null && value !== ''
    const mayBe = (actions as readonly string[]).includes(action)
    if (isGiven && !mayBe) throw invalidInput(name, `Value should be left out for policies with the action ${action}`)
    if (!isGiven && value !== undefined && mayBe && before !== null && name.endsWith('_id')) throw emptied(name)
  }
  const { name, description, priority, rules } = wish
  return given({
    ...{ name, description, priority: priority ?? undefined },
    rules: rules?.map((one, at) => ruleParts(one, `rules/${at}`)),
    ...(ownParts[action]?.(wish, before) ?? {}),
  })
}

/** Where a policy leads can be changed, and not be taken away. */
function emptied(name: string): Error {
  return invalidInput(name, 'Value should not be null or empty')
}

const ownParts: Readonly<Record<string, (wish: PolicyWish, before: Before) => Input>> = {
  REDIRECT_TO_POOL: poolParts,
  REDIRECT_TO_LISTENER: ({ redirect_listener_id }) =>
    given({ redirect_listener_id: redirect_listener_id || undefined }),
  REDIRECT_TO_URL: ({ redirect_url_config: config }, before) => {
    if (!config) return {}
    const { insert_headers_config, remove_headers_config, ...parts } = config
    return {
      redirect_url_config: merged(before?.redirect_url_config, parts),
      ...given({ insert_headers_config, remove_headers_config }),
    }
  },
  FIXED_RESPONSE: ({ fixed_response_config: config }, before) => {
    if (!config) return {}
    const { insert_headers_config, remove_headers_config, traffic_limit_config, ...parts } = config
    return {
      fixed_response_config: merged(before?.fixed_response_config, parts),
      ...given({
        ...{ insert_headers_config, remove_headers_config },
        traffic_limit_config: mergedOrNone(before?.traffic_limit_config, traffic_limit_config),
      }),
    }
  },
}

function poolParts(wish: PolicyWish, before: Before): Input {
  const { redirect_pool_id, redirect_pools_config, redirect_pools_sticky_session_config: sticky } = wish
  if (redirect_pools_config?.length === 0) throw invalidInput('redirect_pools_config', 'Value should have 1 to 5 pools')
  const extend = wish.redirect_pools_extend_config
  return given({
    redirect_pool_id: redirect_pools_config ? undefined : redirect_pool_id || undefined,
    redirect_pools_config: redirect_pools_config ?? undefined,
    redirect_pools_sticky_session_config: mergedOrNone(before?.redirect_pools_sticky_session_config, sticky),
    ...(extend === null && nothingExtended),
    ...(extend && {
      insert_headers_config: extend.insert_headers_config,
      remove_headers_config: extend.remove_headers_config,
      traffic_limit_config: mergedOrNone(before?.traffic_limit_config, extend.traffic_limit_config),
      rewrite_url_config: rewriting(extend, before),
    }),
  })
}

const nothingExtended = {
  ...{ insert_headers_config: null, remove_headers_config: null },
  ...{ traffic_limit_config: null, rewrite_url_config: null },
}

type Extension = NonNullable<PolicyWish['redirect_pools_extend_config']>

/** The model rewrites where it has a config, the dialect where it is switched on. */
function rewriting({ rewrite_url_enable: isOn, rewrite_url_config: config }: Extension, before: Before) {
  const old = before?.rewrite_url_config ?? null
  const about = 'redirect_pools_extend_config/rewrite_url_config'
  if (isOn === false) return null
  if (config === null && (isOn === true || old !== null))
    throw invalidInput(about, 'Value should be given while rewrite_url_enable is true')
  if (isOn === true && !config && old === null)
    throw invalidInput(about, 'Value should be given while rewrite_url_enable is true')
  return config && (isOn === true || old !== null) ? merged(old, config) : undefined
}

/** What was not sent stays. */
function merged(old: object | null | undefined, parts: object): object {
  return { ...old, ...given(parts) }
}

function mergedOrNone(old: object | null | undefined, parts: object | null | undefined): object | null | undefined {
  return parts ? merged(old, parts) : parts
}
