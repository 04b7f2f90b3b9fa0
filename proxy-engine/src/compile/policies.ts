import { pathOf } from 'model/graph/graph'
import { askedHost } from 'model/l7/asked-host'
import { usualRedirectCode } from 'model/l7/policy-actions'
import { comparedText } from 'model/l7/rule'
import { ruleKinds } from 'model/l7/rule-kinds'
import type { ServedPolicy } from 'model/l7/served'
import { asksForCertificates } from 'model/listener/client-certificates'
import { listenerProtocols } from 'model/listener/protocols'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { actionBackends, backendName } from './names.ts'
import { type IndexLetter, type PolicyFamily, policyFamilies, type Variable } from './policy-families.ts'
import { ruleAcl } from './policy-rules.ts'
import type { Told } from './recent-requests.ts'
import { keyword, mapValue, number, type Word } from './words.ts'

/** A policy as its listener tries it: found by a lookup, or by acls that are tried one after the other. */
export type CompiledPolicy = {
  readonly about: string
  /** Where requests are sent. */
  readonly backend: Word
  /** `<policy id>|<backend>`, and for a redirect `|<code>|<URL>`: what is done, as a row of the map says it. */
  readonly action: string
  readonly found: Indexed | Residual
}
export type Indexed = {
  readonly by: 'lookup'
  readonly letter: IndexLetter
  readonly key: string
  /** The kinds of its rules, which its family is about. */
  readonly asks: PolicyFamily['rules']
}
export type Residual = {
  readonly by: 'acls'
  readonly acls: readonly Line[]
  /** The conditions: names of acls. */
  readonly conditions: readonly Word[]
  readonly reads: readonly Variable[]
  readonly tells: readonly Told[]
}

/** Null where it can never be taken. */
export function compiledPolicy({ policy, rules, skipped }: ServedPolicy, listener: Listener): CompiledPolicy | null {
  if (skipped !== null) return null
  // Where clients are not asked for certificates no rule about them holds, and every inverted one does.
  const isDecided = (one: L7Rule) => !asksForCertificates(listener) && ruleKinds[one.type].needsTls
  const undecided = rules.filter((one) => !isDecided(one))
  if (rules.some((one) => isDecided(one) && !one.invert)) return null
  const about = pathOf({ kind: 'l7_policy', id: policy.id })
  const found = indexed(undecided) ?? residual(undecided)
  const { backend, told } = actionOf(policy, listener)
  return { about, backend, action: `${keyword(policy.id)}|${backend}${told}`, found }
}

/** What a key of a map file may be made of, as both the file and the runtime socket read it. */
const keyText = /^[\x21-\x7e]+$/

function indexed(rules: readonly L7Rule[]): Indexed | null {
  for (const family of policyFamilies) {
    const texts = textsFor(family, rules)
    if (texts === null) continue
    const key = family.keyOf(texts[0] ?? '', texts[1] ?? '')
    return key !== null && keyText.test(key) ? { by: 'lookup', letter: family.index, key, asks: family.rules } : null
  }
  return null
}

/** The texts of the rules in the family's order; null where the rules are not of this family. */
function textsFor(family: PolicyFamily, rules: readonly L7Rule[]): string[] | null {
  if (rules.length !== family.rules.length) return null
  const texts: string[] = []
  for (const [type, compare_type] of family.rules) {
    const rule = rules.find((one) => one.type === type && one.compare_type === compare_type && !one.invert)
    if (rule === undefined) return null
    texts.push(comparedText(rule))
  }
  return texts
}

function residual(rules: readonly L7Rule[]): Residual {
  const parts = rules.map(ruleAcl)
  return {
    by: 'acls',
    acls: parts.map((one) => one.acl),
    conditions: parts.map((one) => one.condition),
    reads: parts.flatMap((one) => one.reads ?? []),
    tells: rules.flatMap(toldOf),
  }
}

function toldOf({ type, key }: L7Rule): Told[] {
  if (key === null) return []
  if (type === 'HEADER') return [{ part: 'header', name: key }]
  return type === 'COOKIE' ? [{ part: 'cookie', name: key }] : []
}

function readsRequests({ protocol }: Listener): boolean {
  return listenerProtocols[protocol].policies === 'requests'
}

type Action = { readonly backend: Word; readonly told: string }

/** Where requests are sent, and what is told besides: of a redirect `|<code>|<URL>`, with a `|` where the host goes that was asked for. */
function actionOf(policy: L7Policy, listener: Listener): Action {
  const code = number(policy.redirect_http_code ?? usualRedirectCode)
  switch (policy.action) {
    case 'REDIRECT_TO_POOL':
      return { backend: backendName({ id: policy.redirect_pool_id ?? '' }, listener), told: '' }
    case 'REDIRECT_TO_URL':
      return { backend: actionBackends.redirect, told: `|${code}|${mapValue(policy.redirect_url ?? '')}` }
    case 'REDIRECT_PREFIX':
      return prefixAction(policy.redirect_prefix ?? '', code)
    case 'REJECT':
      return { backend: readsRequests(listener) ? actionBackends.reject : actionBackends.close, told: '' }
  }
}

function prefixAction(prefix: string, code: Word): Action {
  const [before = '', ...after] = prefix.split(askedHost)
  if (after.length === 0) return { backend: actionBackends.redirectPrefix, told: `|${code}|${mapValue(prefix)}` }
  const told = `|${code}|${mapValue(`${before}|${after.join(askedHost)}`)}`
  return { backend: actionBackends.redirectAskedHost, told }
}
