import type { Abilities } from 'model/contract/report'
import { type Graph, liveGraph, pathOf } from 'model/graph/graph'
import { type CompareKind, compareTypes } from 'model/l7/compare-types'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import { actionSentence, ruleSentence, targetNames } from 'model/l7/sentence'
import { type ServedPolicy, servedPolicies, skipReasons } from 'model/l7/served'
import { listenerProtocols } from 'model/listener/protocols'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { Line, PolicyMap } from './compiled.ts'
import { lower } from './lower.ts'
import { frontendName } from './names.ts'
import { type CompiledPolicy, compiledPolicy, type Indexed, type Standing, standingOf } from './policies.ts'
import { policyFamilies } from './policy-families.ts'
import { lookupTexts } from './policy-lines.ts'
import { policyOfRow, ranked, rowKey } from './policy-map.ts'
import { writesList } from './policy-value-lists.ts'
import { Unprintable, withMapFolder } from './words.ts'

/** What became of a policy: how it is found, and where it stands in HAProxy's files. */
export type PolicyExplanation = {
  /** By one lookup for all policies of its kind, by conditions of its own that are tried, or never. */
  readonly found: 'lookup' | 'one by one' | 'never'
  /** What it takes, what it does, when it is tried and how it is found. */
  readonly sentence: string
  /** Those of its listener's frontend that find it; it shares lookups, and lists of values, with the other policies of its kind. */
  readonly lines: readonly Line[]
  /** Its rows of its listener's map. */
  readonly rows: readonly Line[]
}

/** Explains a policy of a load balancer; null when it is not there. What can not be compiled has neither lines nor rows. */
export function explainPolicy(graph: Graph, policy_id: string, abilities: Abilities): PolicyExplanation | null {
  const live = liveGraph(graph)
  const policy = live.l7_policies.find((one) => one.id === policy_id)
  const listener = live.listeners.find((one) => one.id === policy?.listener_id)
  if (policy === undefined || listener === undefined) return null
  const tried = servedPolicies(live, listener.id)
  const at = tried.findIndex((one) => one.policy.id === policy_id)
  const own = tried[at]
  if (own === undefined) return null

  const about = pathOf({ kind: 'l7_policy', id: policy_id })
  const standing = standingOf(live, listener, tried)
  const policies = ranked(tried.flatMap((one) => compiledOrNull(one, standing) ?? []))
  const compiled = policies.find((one) => one.about === about)
  if (compiled === undefined) return never(own)
  const { map, frontend } = compiledListener(live, listener, abilities)
  const paths = new Set([compiled.about, ...own.rules.map((one) => pathOf({ kind: 'l7_rule', id: one.id }))])
  const winner = otherWinner(map, compiled, policy_id)
  const before = tried.slice(0, at).filter((one) => one.skipped === null).length
  const order = winner === null ? orderWords(before) : wonWords(tried.find((one) => one.policy.id === winner)?.policy)
  const texts = new Set(compiled.found.by === 'lookup' && map !== null ? lookupTexts(compiled.found, map) : [])
  const lists = compiled.found.by === 'acls' ? compiled.found.lists : []
  return {
    found: compiled.found.by === 'lookup' ? 'lookup' : 'one by one',
    sentence: `${deedWords(live, own, listener)}, ${order}; ${foundWords(compiled, own.rules)}.`,
    lines: frontend
      .filter((one) => texts.has(one.text) || paths.has(one.about ?? '') || lists.some((list) => writesList(one, list)))
      .map((one) => ({ ...one, text: withMapFolder(one.text, '') })),
    rows: rowsOf(map, compiled, policy_id),
  }
}

type CompiledListener = { readonly map: PolicyMap | null; readonly frontend: readonly Line[] }

/** Neither map nor lines while something of the load balancer can not be compiled. */
function compiledListener(graph: Graph, listener: Listener, abilities: Abilities): CompiledListener {
  const part = lower({ revision: 0, graph }, abilities)
  if ('diagnostics' in part) return { map: null, frontend: [] }
  const name = frontendName(listener)
  const frontend = part.sections.find((one) => one.name === `frontend ${name}`)
  return { map: part.maps.find((one) => one.name === name) ?? null, frontend: frontend?.lines ?? [] }
}

/** Null, too, for a policy with text that can not be printed: its status says so. */
export function compiledOrNull(served: ServedPolicy, standing: Standing): CompiledPolicy | null {
  try {
    return compiledPolicy(served, standing)
  } catch (error) {
    if (error instanceof Unprintable) return null
    throw error
  }
}

function never({ skipped }: ServedPolicy): PolicyExplanation {
  const reason = skipped === null ? 'What it asks for can not hold on this listener.' : skipReasons[skipped]
  const because = `${reason.charAt(0).toLowerCase()}${reason.slice(1)}`
  return { found: 'never', sentence: `It takes no request: ${because}`, lines: [], rows: [] }
}

const done: Readonly<Record<string, string>> = {
  send: 'sent',
  redirect: 'redirected',
  reject: 'rejected',
  answer: 'answered',
}

/** "A request whose host is a.test and whose path starts with /api is sent to pool api" */
function deedWords(graph: Graph, { policy, rules }: ServedPolicy, { protocol }: Listener): string {
  const isConnection = listenerProtocols[protocol].policies === 'connections'
  const what = isConnection ? 'A connection' : 'A request'
  const [verb = '', ...rest] = actionSentence(policy, targetNames(graph, policy)).split(' ')
  const asked = rules.map((one) => `whose ${ruleSentence(one)}`).join(' and ')
  if (isConnection && policy.action === 'REJECT') return `${what} ${asked} is closed`
  return `${what} ${asked} is ${[done[verb] ?? verb, ...rest].join(' ')}`
}

function orderWords(before: number): string {
  if (before === 0) return 'before any other policy is tried'
  return before === 1
    ? 'unless the policy above it takes the request first'
    : `unless one of the ${before} policies above it takes the request first`
}

function wonWords(winner: Pick<L7Policy, 'id' | 'name'> | undefined): string {
  return `but never gets that far: policy ${winner?.name || winner?.id} above it takes every such request`
}

function foundWords({ found }: CompiledPolicy, rules: readonly L7Rule[]): string {
  if (found.by === 'lookup') return `it is found by one lookup of ${lookedUp(found)}`
  return `it is tried one by one, because ${obstacle(rules)} can't be looked up`
}

/** "the host and the beginning of the path" */
function lookedUp({ asks }: Indexed): string {
  const part: Readonly<Record<string, string>> = { STARTS_WITH: 'the beginning of ', ENDS_WITH: 'the end of ' }
  return asks
    .map(([type, compare_type]) => `${part[compare_type] ?? ''}the ${(ruleKinds[type] as RuleKind).word}`)
    .join(' and ')
}

/** The first rule that is in no family, or what is wrong with all of them together. */
function obstacle(rules: readonly L7Rule[]): string {
  const families = policyFamilies.flatMap((one) => one.rules.map((rule) => rule.join(' ')))
  const alone = rules.find((one) => one.invert || !families.includes(`${one.type} ${one.compare_type}`))
  if (alone === undefined) return rules.length > 1 ? 'these conditions together' : 'its value'
  const kind: RuleKind = ruleKinds[alone.type]
  const compare: CompareKind = compareTypes[alone.compare_type]
  return `its rule “${kind.word} ${alone.invert ? compare.inverted : compare.label}”`
}

/** The policy before it that wins all its keys; null when it wins one itself, or has none. */
function otherWinner(map: PolicyMap | null, { found }: CompiledPolicy, policy_id: string): string | null {
  if (map === null) return null
  const keys = keysOf(map, found)
  const winners = map.rows.filter(([key]) => keys.has(key)).map(policyOfRow)
  return winners.includes(policy_id) ? null : (winners[0] ?? null)
}

/** The row of its key, whoever wins that, and the rows of which it is the winner. */
function rowsOf(map: PolicyMap | null, { found, about }: CompiledPolicy, policy_id: string): Line[] {
  if (map === null) return []
  const keys = keysOf(map, found)
  const isShare = (key: string) => key.startsWith(`w|${policy_id}.`) || key.startsWith(`c|${policy_id}.`)
  return map.rows
    .filter((row) => keys.has(row[0]) || policyOfRow(row) === policy_id || isShare(row[0]))
    .map((row) => ({ text: row.join(' '), about }))
}

function keysOf(map: PolicyMap, found: CompiledPolicy['found']): ReadonlySet<string> {
  return new Set(found.by === 'lookup' ? found.keys.map((key) => rowKey(map, found.letter, key)) : [])
}
