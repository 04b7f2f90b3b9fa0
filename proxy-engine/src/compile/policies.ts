import { type Graph, pathOf } from 'model/graph/graph'
import { askedHost } from 'model/l7/asked-host'
import { usualRedirectCode } from 'model/l7/policy-actions'
import { type Comparison, comparedAlternatives } from 'model/l7/rule'
import { ruleKinds } from 'model/l7/rule-kinds'
import { type ServedPolicy, sharesOf } from 'model/l7/served'
import { listenerPrefix } from 'model/l7/treatment'
import { asksForCertificates } from 'model/listener/client-certificates'
import { listenerProtocols } from 'model/listener/protocols'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { actionBackends, answerBackend, backendName } from './names.ts'
import { type AskedBody, askedBody } from './policy-bodies.ts'
import { type IndexLetter, type PolicyFamily, policyFamilies, type Variable } from './policy-families.ts'
import { ruleAcl } from './policy-rules.ts'
import { type Split, splitOf } from './policy-split.ts'
import { listsFor, type ValueList, type ValueLists } from './policy-value-lists.ts'
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
  readonly policy: L7Policy
  /** Those that count. */
  readonly rules: readonly L7Rule[]
  /** How several pools share its requests; null where there is one, or none. */
  readonly split: Split | null
}
export type Indexed = {
  readonly by: 'lookup'
  readonly letter: IndexLetter
  /** One for each host, path or method that it asks for. */
  readonly keys: readonly string[]
  /** The kinds of its rules, which its family is about. */
  readonly asks: PolicyFamily['rules']
}
export type Residual = {
  readonly by: 'acls'
  readonly acls: readonly Line[]
  /** The conditions: names of acls. */
  readonly conditions: readonly Word[]
  readonly reads: readonly Variable[]
  /** The lists of values that its acls compare with; and whether its first rule does. */
  readonly lists: readonly ValueList[]
  readonly isListed: boolean
  readonly tells: readonly Told[]
  /** What it asks of bodies; null where it asks nothing. */
  readonly body: AskedBody | null
}

/** Null where it can never be taken. */
export function compiledPolicy(served: ServedPolicy, standing: Standing): CompiledPolicy | null {
  const { graph, listener, lists } = standing
  const { policy, rules, skipped } = served
  if (skipped !== null) return null
  // Where clients are not asked for certificates no rule about them holds, and every inverted one does.
  const isDecided = (one: L7Rule) => !asksForCertificates(listener) && ruleKinds[one.type].needsTls
  const undecided = rules.filter((one) => !isDecided(one))
  if (rules.some((one) => isDecided(one) && !one.invert)) return null
  const about = pathOf({ kind: 'l7_policy', id: policy.id })
  const found = indexed(undecided) ?? residual(undecided, lists)
  const split = splitOf(graph, policy, listener)
  const { backend, told } = split === null ? actionOf(policy, standing) : splitAction(split)
  return { about, backend, action: `${keyword(policy.id)}|${backend}${told}`, found, policy, rules, split }
}

/** The load balancer and the listener that a policy belongs to, and what is listed for all policies of the listener. */
export type Standing = { readonly graph: Graph; readonly listener: Listener; readonly lists: ValueLists }

/** Where these policies of a listener stand. */
export function standingOf(graph: Graph, listener: Listener, policies: readonly ServedPolicy[]): Standing {
  return { graph, listener, lists: listsFor(policies.flatMap(({ rules, skipped }) => (skipped === null ? rules : []))) }
}

/** What a key of a map file may be made of, as both the file and the runtime socket read it. */
const keyText = /^[\x21-\x7e]+$/

function indexed(rules: readonly L7Rule[]): Indexed | null {
  // Made once for all families: most policies of thousands are tried with several.
  const known = rules.map((rule): Known => ({ rule, alternatives: comparedAlternatives(rule) }))
  for (const family of policyFamilies) {
    const texts = textsFor(family, known)
    if (texts === null) continue
    const keys = keysOf(family, texts)
    return keys.every((key) => key !== null && keyText.test(key))
      ? { by: 'lookup', letter: family.index, keys: keys as string[], asks: family.rules }
      : null
  }
  return null
}

type Known = { readonly rule: L7Rule; readonly alternatives: readonly Comparison[] }

/** A key for each pair of what the rules of a family ask for. */
function keysOf(family: PolicyFamily, [texts = [], others = ['']]: readonly (readonly string[])[]): (string | null)[] {
  // Mostly there is one of each.
  if (texts.length === 1 && others.length === 1) return [family.keyOf(texts[0] ?? '', others[0] ?? '')]
  return [...new Set(texts.flatMap((text) => others.map((other) => family.keyOf(text, other))))]
}

/** The texts of the rules in the family's order, of each rule one or several; null where the rules are not of this family. */
function textsFor(family: PolicyFamily, known: readonly Known[]): (readonly string[])[] | null {
  if (known.length !== family.rules.length) return null
  const texts: (readonly string[])[] = []
  for (const [type, compare_type] of family.rules) {
    const own = known.find(
      ({ rule, alternatives }) =>
        rule.type === type && !rule.invert && alternatives.every((one) => one.compare_type === compare_type),
    )
    if (own === undefined) return null
    texts.push(own.alternatives.map(({ text }) => text))
  }
  return texts
}

function residual(rules: readonly L7Rule[], lists: ValueLists): Residual {
  const parts = rules.map((one) => ruleAcl(one, lists))
  return {
    by: 'acls',
    acls: parts.flatMap((one) => one.acls),
    conditions: parts.map((one) => one.condition),
    reads: parts.flatMap((one) => one.reads ?? []),
    lists: parts.flatMap((one) => one.lists),
    isListed: (parts[0]?.lists ?? []).length > 0,
    tells: rules.flatMap(toldOf),
    body: askedBody(rules),
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
function actionOf(policy: L7Policy, standing: Standing): Action {
  const { graph, listener } = standing
  const code = number(policy.redirect_http_code ?? usualRedirectCode)
  switch (policy.action) {
    case 'REDIRECT_TO_POOL':
      return poolAction(policy, standing)
    case 'REDIRECT_TO_URL':
      if (policy.redirect_url_config !== null) return { backend: answerBackend(policy), told: '' }
      return { backend: actionBackends.redirect, told: `|${code}|${mapValue(policy.redirect_url ?? '')}` }
    case 'REDIRECT_PREFIX':
      return prefixAction(policy.redirect_prefix ?? '', code)
    case 'REDIRECT_TO_LISTENER': {
      const target = graph.listeners.find((one) => one.id === policy.redirect_listener_id)
      if (target === undefined) return { backend: actionBackends.unavailable, told: '' }
      return prefixAction(listenerPrefix(target, askedHost), number(301))
    }
    case 'FIXED_RESPONSE':
      return { backend: answerBackend(policy), told: '' }
    case 'REJECT':
      return { backend: readsRequests(listener) ? actionBackends.reject : actionBackends.close, told: '' }
  }
}

/** Without a pool that is to get anything nobody answers. */
function poolAction(policy: L7Policy, { graph, listener }: Standing): Action {
  const only = policy.redirect_pool_id ?? sharesOf(graph, policy).find((one) => one.weight > 0)?.pool_id
  return { backend: only === undefined ? actionBackends.unavailable : backendName({ id: only }, listener), told: '' }
}

/** What its row says after `/`: the sum of its weights, and for how many seconds a client keeps its pool. */
function splitAction({ total, keptSeconds }: Split): Action {
  return { backend: actionBackends.unavailable, told: `|/${number(total)}/${number(keptSeconds)}` }
}

function prefixAction(prefix: string, code: Word): Action {
  const [before = '', ...after] = prefix.split(askedHost)
  if (after.length === 0) return { backend: actionBackends.redirectPrefix, told: `|${code}|${mapValue(prefix)}` }
  const told = `|${code}|${mapValue(`${before}|${after.join(askedHost)}`)}`
  return { backend: actionBackends.redirectAskedHost, told }
}
