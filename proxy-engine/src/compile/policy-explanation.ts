import type { Abilities } from 'model/contract/report'
import { type Graph, liveGraph, pathOf } from 'model/graph/graph'
import { type CompareKind, compareTypes } from 'model/l7/compare-types'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import { actionSentence, ruleSentence } from 'model/l7/sentence'
import { type ServedPolicy, servedPolicies, skipReasons } from 'model/l7/served'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { Line, PolicyMap } from './compiled.ts'
import { line } from './ir.ts'
import { lower } from './lower.ts'
import { frontendName } from './names.ts'
import { type CompiledPolicy, compiledPolicy, type Indexed } from './policies.ts'
import { lookupsOf, policyFamilies } from './policy-families.ts'
import { Unprintable, withMapFolder } from './words.ts'

/** What became of a policy: how it is found, and where it stands in HAProxy's files. */
export type PolicyExplanation = {
  /** By one lookup for all policies of its kind, by conditions of its own that are tried, or never. */
  readonly found: 'lookup' | 'one by one' | 'never'
  /** What it takes, what it does, when it is tried and how it is found. */
  readonly sentence: string
  /** Those of its listener's frontend that find it; a lookup is shared with the other policies of its kind. */
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

  const compiled = compiledOrNull(own, listener)
  if (compiled === null) return never(own)
  const part = lower({ revision: 0, graph: live }, abilities)
  const name = frontendName(listener)
  const map = 'maps' in part ? part.maps.find((one) => one.name === name) : undefined
  const frontend = 'sections' in part ? part.sections.find((one) => one.name === `frontend ${name}`) : undefined
  const texts = new Set(compiled.found.by === 'lookup' ? lookupTexts(compiled.found, name) : [])
  const paths = new Set([compiled.about, ...own.rules.map((one) => pathOf({ kind: 'l7_rule', id: one.id }))])
  const winner = map === undefined ? null : otherWinner(map, compiled, policy_id)
  const before = tried.slice(0, at).filter((one) => one.skipped === null).length
  const order = winner === null ? orderWords(before) : wonWords(tried.find((one) => one.policy.id === winner)?.policy)
  return {
    found: compiled.found.by === 'lookup' ? 'lookup' : 'one by one',
    sentence: `${deedWords(live, own)}, ${order}; ${foundWords(compiled, own.rules)}.`,
    lines: (frontend?.lines ?? [])
      .filter((one) => texts.has(one.text) || paths.has(one.about ?? ''))
      .map((one) => ({ ...one, text: withMapFolder(one.text, '') })),
    rows: map === undefined ? [] : rowsOf(map, compiled, policy_id),
  }
}

/** Null, too, for a policy with text that can not be printed: its status says so. */
export function compiledOrNull(served: ServedPolicy, listener: Listener): CompiledPolicy | null {
  try {
    return compiledPolicy(served, listener)
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

const done: Readonly<Record<string, string>> = { send: 'sent', redirect: 'redirected', reject: 'rejected' }

/** "A request whose host is a.test and whose path starts with /api is sent to pool api" */
function deedWords(graph: Graph, { policy, rules }: ServedPolicy): string {
  const pool = graph.pools.find((one) => one.id === policy.redirect_pool_id)
  const [verb = '', ...rest] = actionSentence(policy, pool?.name || pool?.id || '').split(' ')
  const asked = rules.map((one) => `whose ${ruleSentence(one)}`).join(' and ')
  return `A request ${asked} is ${[done[verb] ?? verb, ...rest].join(' ')}`
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
function lookedUp({ letter }: Indexed): string {
  const part: Readonly<Record<string, string>> = { STARTS_WITH: 'the beginning of ', ENDS_WITH: 'the end of ' }
  return policyFamilies[letter].rules
    .map(([type, compare_type]) => `${part[compare_type] ?? ''}the ${(ruleKinds[type] as RuleKind).word}`)
    .join(' and ')
}

/** The first rule that is in no family, or what is wrong with all of them together. */
function obstacle(rules: readonly L7Rule[]): string {
  const families = Object.values(policyFamilies).flatMap((one) => one.rules.map((rule) => rule.join(' ')))
  const alone = rules.find((one) => one.invert || !families.includes(`${one.type} ${one.compare_type}`))
  if (alone === undefined) return rules.length > 1 ? 'these conditions together' : 'this value'
  const kind: RuleKind = ruleKinds[alone.type]
  const compare: CompareKind = compareTypes[alone.compare_type]
  return `“${kind.word} ${alone.invert ? compare.inverted : compare.label}”`
}

function lookupTexts({ letter, key }: Indexed, map: string): string[] {
  return lookupsOf(letter, [key], map).map((words) => line('', ...words).text)
}

/** The policy before it that wins its key; null when it wins itself, or has no key. */
function otherWinner({ rows }: PolicyMap, { found }: CompiledPolicy, policy_id: string): string | null {
  if (found.by === 'acls') return null
  const values = new Map(rows)
  const rank = values.get(`${found.letter}|${found.key}`)
  const winner = values.get(`A|${rank}`)?.split(' ')[0]
  return winner === undefined || winner === policy_id ? null : winner
}

/** The row of its key, whoever wins that, the rows that name its rank, and the row of what it does. */
function rowsOf({ rows }: PolicyMap, { found, about }: CompiledPolicy, policy_id: string): Line[] {
  const own = rows.find(([key, value]) => key.startsWith('A|') && value.split(' ')[0] === policy_id)?.[0].slice(2)
  const key = found.by === 'lookup' ? `${found.letter}|${found.key}` : null
  return rows
    .filter((row) => row[0] === key || row[0] === `A|${own}` || (row[1] === own && !row[0].startsWith('A|')))
    .map((row) => ({ text: row.join(' '), about }))
}
