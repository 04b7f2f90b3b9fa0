import type { L7Policy } from '../resources/l7-policy.ts'
import { type CompareKind, compareTypes } from './compare-types.ts'
import { usualRedirectCode } from './policy-actions.ts'
import type { RuleCore } from './rule.ts'
import { type RuleKind, ruleKinds } from './rule-kinds.ts'

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
    value: rule.value,
  }
}

/** "path starts with /api", "header X-Canary is not 1", "client address is in 10.0.0.0/8". */
export function ruleSentence(rule: RuleCore): string {
  const { what, key, how, value } = ruleWords(rule)
  return [what, key, how, value].filter((one) => one !== null).join(' ')
}

/**
 * "send to pool api", "redirect to https://www.example.com/ with 302", "reject with 403"; a connection that is passed through is closed.
 * `poolName` is of the pool that it names.
 */
export function actionSentence(
  policy: Pick<L7Policy, 'action' | 'redirect_url' | 'redirect_prefix' | 'redirect_http_code'>,
  poolName: string,
  decides: 'requests' | 'connections' = 'requests',
): string {
  const code = policy.redirect_http_code ?? usualRedirectCode
  switch (policy.action) {
    case 'REDIRECT_TO_POOL':
      return `send to pool ${poolName}`
    case 'REDIRECT_TO_URL':
      return `redirect to ${policy.redirect_url} with ${code}`
    case 'REDIRECT_PREFIX':
      return `redirect to ${policy.redirect_prefix} and the same path with ${code}`
    case 'REJECT':
      return decides === 'requests' ? 'reject with 403' : 'close the connection'
  }
}
