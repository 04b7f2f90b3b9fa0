import type { Graph } from '../graph/graph.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import { shortId } from '../short-id.ts'
import { type CompareKind, compareTypes } from './compare-types.ts'
import { usualRedirectCode } from './policy-actions.ts'
import type { RedirectUrlConfig } from './policy-configs.ts'
import { eachCondition, type RuleCore } from './rule.ts'
import { type RuleKind, ruleKinds } from './rule-kinds.ts'
import { sharesInPercent } from './shares.ts'
import { isInherited } from './url-template.ts'

/** A rule in words, with what somebody typed apart: "header" `X-Canary` "is not" `1`. */
export type RuleWords = {
  readonly what: string
  /** Null where the type has none, or none was typed yet. */
  readonly key: string | null
  readonly how: string
  /** Null where there is nothing to compare with. */
  readonly value: string | null
}

export function ruleWords(rule: RuleCore): RuleWords {
  const kind: RuleKind = ruleKinds[rule.type]
  const compare: CompareKind = compareTypes[rule.compare_type]
  const usual = rule.invert ? compare.inverted : compare.label
  if (kind.match === 'flag')
    return { what: kind.word, key: null, how: rule.invert ? 'was not shown' : 'was shown', value: null }
  return {
    what: kind.word,
    key: kind.key === null ? null : rule.key || null,
    how: kind.match === 'network' ? `is ${rule.invert ? 'not ' : ''}in` : usual,
    value: eachCondition(rule)
      .map((one) => one.value)
      .join(' or '),
  }
}

/** "path starts with /api", "header X-Canary is not 1", "client address is in 10.0.0.0/8". */
export function ruleSentence(rule: RuleCore): string {
  const { what, key, how, value } = ruleWords(rule)
  return [what, key, how, value].filter((one) => one !== null).join(' ')
}

type Acting = Pick<
  L7Policy,
  | 'action'
  | 'redirect_url'
  | 'redirect_prefix'
  | 'redirect_http_code'
  | 'redirect_url_config'
  | 'redirect_pools_config'
  | 'fixed_response_config'
>
type NamesOfTargets = {
  /** The name of a pool, or what stands for one that is gone. */
  readonly pool: string
  /** Of the pools of a policy that has several, in their order. */
  readonly pools?: readonly string[]
  /** Where a redirect to a listener leads: "port 443". */
  readonly listener?: string
}

/**
 * "send to pool api", "redirect to https://www.example.com/ with 302", "reject with 403"; a connection that is passed through is closed.
 */
export function actionSentence(
  policy: Acting,
  names: NamesOfTargets,
  decides: 'requests' | 'connections' = 'requests',
): string {
  const code = policy.redirect_http_code ?? usualRedirectCode
  switch (policy.action) {
    case 'REDIRECT_TO_POOL':
      return policy.redirect_pools_config.length === 0 ? `send to pool ${names.pool}` : sharedSentence(policy, names)
    case 'REDIRECT_TO_URL':
      return policy.redirect_url_config === null
        ? `redirect to ${policy.redirect_url} with ${code}`
        : `redirect to ${urlText(policy.redirect_url_config)} with ${policy.redirect_url_config.status_code}`
    case 'REDIRECT_PREFIX':
      return `redirect to ${policy.redirect_prefix} and the same path with ${code}`
    case 'REDIRECT_TO_LISTENER':
      return `redirect everything to HTTPS on ${names.listener ?? 'another listener'} with 301`
    case 'FIXED_RESPONSE':
      return `answer with ${policy.fixed_response_config?.status_code ?? ''}`
    case 'REJECT':
      return decides === 'requests' ? 'reject with 403' : 'close the connection'
  }
}

/** The names that a sentence about a policy needs; a short id stands for what has none. */
export function targetNames(
  { pools, listeners }: Pick<Graph, 'pools' | 'listeners'>,
  policy: L7Policy,
): NamesOfTargets {
  const nameOf = (id: string | null) => pools.find((one) => one.id === id)?.name || shortId(id ?? '')
  const listener = listeners.find((one) => one.id === policy.redirect_listener_id)
  return {
    pool: nameOf(policy.redirect_pool_id),
    pools: policy.redirect_pools_config.map(({ pool_id }) => nameOf(pool_id)),
    ...(listener && { listener: `port ${listener.protocol_port}` }),
  }
}

/** "send 90 % to pool blue, 10 % to pool green" */
function sharedSentence({ redirect_pools_config: shares }: Acting, { pools = [] }: NamesOfTargets): string {
  const percents = sharesInPercent(shares.map((one) => one.weight))
  const parts = shares.map(({ pool_id }, at) => `${percents[at]} % to pool ${pools[at] ?? pool_id}`)
  return `send ${parts.join(', ')}`
}

/** As it is written in one piece: `${protocol}://${host}:8443/new?${query}`. */
export function urlText({ protocol, host, port, path, query }: RedirectUrlConfig): string {
  const scheme = isInherited('protocol', protocol) ? protocol : protocol.toLowerCase()
  return `${scheme}://${host}${isInherited('port', port) ? '' : `:${port}`}${path}${query === '' ? '' : `?${query}`}`
}
