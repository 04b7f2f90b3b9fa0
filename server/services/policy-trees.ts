import { isDeepStrictEqual } from 'node:util'
import { DomainError, type Issue } from 'model/errors'
import { type Graph, liveGraph, type RowsOf, rulesOf } from 'model/graph/graph'
import { clash } from 'model/l7/policy'
import type { L7Rule } from 'model/resources/l7-rule'
import { shortId } from 'model/short-id'
import type { StoredActivity } from '../store/activities.ts'
import type { Actor } from './actor.ts'
import { change, type Subject } from './change.ts'
import { type PolicyWish, type RuleWish, withPolicies, withPolicyWish, withRow } from './edits.ts'
import { freshRow } from './fresh.ts'
import { newId } from './ids.ts'
import { whoHasChanged } from './overtaken.ts'
import { accepted, type CreatedRows, parseCreate, parsePatch } from './parse.ts'
import { reachable } from './reach.ts'
import { refuseIf } from './refusals.ts'
import { ownPath, type Settle } from './resources.ts'
import { type Shown, shownIn, shownPolicies } from './shown.ts'
import { placeIn, within } from './tree.ts'

// Policies with their rules inside: each of these is one change, all or nothing.

/** A policy and its rules written out. */
export type ShownTree = Omit<Shown<'l7_policy'>, 'rules'> & { readonly rules: readonly L7Rule[] }

/** Creates a policy with the rules that stand in its `rules`. */
export async function createPolicyTree(
  actor: Actor,
  input: unknown,
  settle: Settle = (_, after) => after,
): Promise<Shown<'l7_policy'>> {
  const sent = sentPolicy(input, '')
  refuseIf(sent.issues)
  const { loadbalancer_id, project_id } = await reachable(actor, 'listener', sent.values.listener_id, 'change')
  const { id, values } = sent
  const subject: Subject = { action: 'create', kind: 'l7_policy', id, name: values.name, rename: renameOf([sent]) }
  const addition = additionOf([sent], project_id)
  const edit = (before: Graph) => settle(before, addition(before))
  return shownIn(await change({ actor, loadbalancer_id, subject, edit }), 'l7_policy', id)
}

/** Creates several policies of one listener, with their rules, one after the other at its wished position. Issues are about `l7policies/<n>`. */
export async function createPolicyTrees(
  actor: Actor,
  listener_id: string,
  inputs: readonly object[],
): Promise<Shown<'l7_policy'>[]> {
  const sent = inputs.map((one, at) => sentPolicy({ ...one, listener_id }, `l7policies/${at}`))
  refuseIf(sent.flatMap((one) => one.issues))
  const { loadbalancer_id, project_id } = await reachable(actor, 'listener', listener_id, 'change')
  const [first] = sent
  if (!first) return []
  const title = first.values.name || shortId(first.id)
  const name = sent.length === 1 ? first.values.name : `${title} and ${sent.length - 1} more`
  const subject: Subject = { action: 'create', kind: 'l7_policy', id: first.id, name, rename: renameOf(sent) }
  const edit = additionOf(sent, project_id)
  const fresh = new Set(sent.map((one) => one.id))
  const graph = await change({ actor, loadbalancer_id, subject, edit })
  return shownPolicies(graph, listener_id).filter((one) => fresh.has(one.id))
}

/** Creates a listener with policies, and these with their rules, all or nothing. Issues of policies are about `l7policies/<n>`. */
export async function createListenerTree(
  actor: Actor,
  input: unknown,
  policies: readonly object[],
): Promise<Shown<'listener'>> {
  const id = newId()
  const values = accepted(parseCreate('listener', input))
  const sent = policies.map((one, at) => sentPolicy({ ...one, listener_id: id }, `l7policies/${at}`))
  refuseIf(sent.flatMap((one) => one.issues))
  const { loadbalancer_id, project_id } = await reachable(actor, 'load_balancer', values.loadbalancer_id, 'change')
  const row = freshRow('listener', id, project_id, values)
  const places = renameOf(sent)
  const rename = (about: string) => ownPath(id)(places(about))
  const subject: Subject = { action: 'create', kind: 'listener', id, name: values.name, rename }
  const addPolicies = additionOf(sent, project_id)
  const edit = (before: Graph) => addPolicies(withRow(before, 'listener', row))
  return shownIn(await change({ actor, loadbalancer_id, subject, edit }), 'listener', id)
}

/** What a client saw of a policy: the attributes that it names, and every rule when it names rules. */
export type SeenPolicy = Readonly<Record<string, unknown>> & {
  readonly rules?: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[] | undefined
}

/** The policy is another than the one that the client saw. */
class Overtaken extends Error {
  override readonly name = 'Overtaken'
  readonly issues: readonly Issue[]
  /** The rules that it has or had. */
  readonly rules: ReadonlySet<string>

  constructor(issues: readonly Issue[], rules: ReadonlySet<string>) {
    super('The policy was changed.')
    this.issues = issues
    this.rules = rules
  }
}

/**
 * Changes a policy and, when `rules` are given, makes its rules exactly those: one with an `id` is patched, one without is new, one that
 * is not named goes. Issues are about attributes, and `rules/<n>/<attribute>`.
 * @throws conflict when it is not what the client has seen any more
 */
export async function changePolicyTree(
  actor: Actor,
  id: string,
  {
    input,
    seen,
    settle,
  }: { readonly input: unknown; readonly seen?: SeenPolicy | undefined; readonly settle?: Settle },
): Promise<ShownTree> {
  const wish = policyChange(id, input)
  const { loadbalancer_id } = await reachable(actor, 'l7_policy', id, 'change')
  const graph = await change({
    actor,
    loadbalancer_id,
    subject: { action: 'update', kind: 'l7_policy', id, rename: wish.rename },
    edit: (before) => {
      refuseOvertaken(before, id, seen)
      const after = wish.edit(before)
      return settle === undefined ? after : settle(before, after)
    },
  }).catch(async (error: unknown) => {
    throw error instanceof Overtaken ? await whoWasFaster(loadbalancer_id, id, error) : error
  })
  return { ...shownIn(graph, 'l7_policy', id), rules: rulesOf(liveGraph(graph), id) }
}

export type PolicyChange = {
  readonly edit: (before: Graph) => Graph
  /** The path of an issue in the words of what was sent. */
  readonly rename: (about: string) => string
}

/** From what a client sends for a policy, rules inside, to the edit of the graph. Refuses what is no patch and no rule. */
export function policyChange(id: string, input: unknown): PolicyChange {
  const { rules = null, ...own } = Object(input) as { rules?: readonly unknown[] | null }
  const patch = parsePatch('l7_policy', own)
  const sent = rules?.map((one, at) => sentRule(one, id, `rules/${at}`)) ?? null
  refuseIf([...patch.issues, ...(sent ?? []).flatMap((one) => one.issues)].map((one) => ({ ...one, code: 'invalid' })))
  const wish = (project_id: string): PolicyWish => ({
    patch: patch.value ?? {},
    rules: sent?.flatMap((one) => one.wishes(project_id)) ?? null,
  })
  const places = new Map([[`l7_policies/${id}`, ''], ...(sent ?? []).map(placed)])
  return {
    edit: (before) => withPolicyWish(before, id, wish(before.load_balancer.project_id)),
    rename: placeIn({ places }),
  }
}

/** From what a client sends as a new policy, rules inside, to the edit of the graph. */
export function policyAddition(input: unknown, project_id: string): PolicyChange {
  const sent = sentPolicy(input, '')
  refuseIf(sent.issues)
  return { edit: additionOf([sent], project_id), rename: renameOf([sent]) }
}

type SentRule = {
  readonly id: string
  readonly place: string
  readonly issues: readonly Issue[]
  readonly wishes: (project_id: string) => RuleWish[]
}

/** A rule with an id is stored; its other attributes are a patch. */
function sentRule(input: unknown, l7policy_id: string, place: string): SentRule {
  const { id = null, ...values } = Object(input) as { id?: string | null }
  if (id === null) return freshRule(values, l7policy_id, place)
  const { value: patch, issues } = parsePatch('l7_rule', values, place)
  return { id, place, issues, wishes: () => (patch === null ? [] : [{ id, patch, place }]) }
}

function freshRule(values: unknown, l7policy_id: string, place: string): SentRule {
  const id = newId()
  const { value, issues } = parseCreate('l7_rule', { ...Object(values), l7policy_id }, place)
  const rows = (project_id: string) => (value === null ? [] : [{ row: freshRow('l7_rule', id, project_id, value) }])
  return { id, place, issues, wishes: rows }
}

type SentPolicy = {
  readonly id: string
  readonly place: string
  readonly issues: readonly Issue[]
  /** Of use only without issues. */
  readonly values: CreatedRows['l7_policy']
  readonly rules: readonly SentRule[]
}

function sentPolicy(input: unknown, place: string): SentPolicy {
  const { rules, redirect_pool: _, ...own } = Object(input) as { rules?: unknown[]; redirect_pool?: unknown }
  const id = newId()
  const { value, issues } = parseCreate('l7_policy', own, place)
  const problem = value === null ? null : clash(value)
  const fresh = (rules ?? []).map((rule, at) => freshRule(rule, id, within(place, `rules/${at}`)))
  const clashes: Issue[] = problem ? [{ ...problem, about: within(place, problem.about), code: 'invalid' }] : []
  const ofRules = fresh.flatMap((one) => one.issues)
  return {
    id,
    place,
    issues: [...issues, ...clashes, ...ofRules],
    values: value ?? ({} as CreatedRows['l7_policy']),
    rules: fresh,
  }
}

function additionOf(sent: readonly SentPolicy[], project_id: string): (before: Graph) => Graph {
  const policies = sent.map((one) => freshRow('l7_policy', one.id, project_id, one.values))
  const rules = sent.flatMap((one) => one.rules.flatMap((rule) => rule.wishes(project_id)))
  const rows = rules.flatMap((one): RowsOf['l7_rule'][] => ('row' in one ? [one.row] : []))
  return (before) => withPolicies(before, policies, rows)
}

function renameOf(sent: readonly SentPolicy[]): (about: string) => string {
  const own = sent.map((one) => [`l7_policies/${one.id}`, one.place] as const)
  return placeIn({ places: new Map([...own, ...sent.flatMap((one) => one.rules.map(placed))]) })
}

function placed({ id, place }: Pick<SentRule, 'id' | 'place'>): [string, string] {
  return [`l7_rules/${id}`, place]
}

function refuseOvertaken(before: Graph, id: string, seen: SeenPolicy | undefined): void {
  const policy = before.l7_policies.find((one) => one.id === id)
  if (seen === undefined || !policy) return
  const rules = rulesOf(before, id)
  const { rules: seenRules, ...own } = seen
  const issues = [
    ...otherValues(own, policy, 'if_l7policy'),
    ...(seenRules === undefined ? [] : otherRules(seenRules, rules)),
  ]
  if (issues.length > 0) throw new Overtaken(issues, new Set([...rules, ...(seenRules ?? [])].map((one) => one.id)))
}

function otherRules(seen: NonNullable<SeenPolicy['rules']>, rules: readonly L7Rule[]): Issue[] {
  const known = new Map(rules.map((one) => [one.id, one]))
  const named = new Set(seen.map((one) => one.id))
  const added = rules.filter((one) => !named.has(one.id))
  return [
    ...seen.flatMap((one, at) => {
      const now = known.get(one.id)
      const about = `if_l7policy/rules/${at}`
      return now ? otherValues(one, now, about) : [conflict(about, `Rule ${one.id} is gone.`)]
    }),
    ...added.map((one) => conflict('if_l7policy/rules', `Rule ${one.id} is new.`)),
  ]
}

function otherValues(seen: Readonly<Record<string, unknown>>, row: object, about: string): Issue[] {
  const now: Readonly<Record<string, unknown>> = { ...row }
  return Object.keys(seen)
    .filter((name) => !isDeepStrictEqual(seen[name], now[name]))
    .map((name) => conflict(`${about}/${name}`, `It is ${JSON.stringify(now[name])} now.`))
}

function conflict(about: string, message: string): Issue {
  return { about, message, code: 'conflict' }
}

async function whoWasFaster(loadbalancer_id: string, id: string, { issues, rules }: Overtaken): Promise<DomainError> {
  const isAboutIt = (one: StoredActivity) =>
    one.id_of_resource === id || (one.kind === 'l7_rule' && rules.has(one.id_of_resource))
  const who = await whoHasChanged('this policy', loadbalancer_id, isAboutIt)
  return new DomainError('conflict', `${who}, after you saw it. Nothing was saved: look again, then change it.`, issues)
}
