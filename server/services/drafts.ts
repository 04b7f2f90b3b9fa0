import type { Issue } from 'model/errors'
import { type Graph, policiesOf } from 'model/graph/graph'
import { attributeNames } from 'model/kit/resource'
import { completePolicy } from 'model/l7/policy'
import { inOrder, numbered } from 'model/l7/positions'
import { resources } from 'model/resources/index'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import { abilitiesInUse } from './abilities.ts'
import { freshRow } from './fresh.ts'
import { parseCreate } from './parse.ts'
import { newProblems } from './refusals.ts'

type DraftRow = Readonly<Record<string, unknown>> & { readonly id: string }
/** The policies of a listener and their rules as they are being edited. A part that is not given is as it is stored. */
export type Draft = {
  readonly l7_policies?: readonly DraftRow[] | undefined
  readonly l7_rules?: readonly DraftRow[] | undefined
}

export type Drafted = { readonly graph: Graph; readonly issues: readonly Issue[] }

/** The load balancer as it would be with a draft, or what is wrong with it. Pure. */
export function draftedGraph(before: Graph, listener_id: string, { l7_policies, l7_rules }: Draft): Drafted {
  const issues: Issue[] = []
  const stored = policiesOf(before, listener_id)
  const policies = l7_policies
    ? numbered(inOrder(rowsOf(before, 'l7_policy', l7_policies, { listener_id }, issues).map(completePolicy)))
    : stored
  const own = new Set([...stored, ...policies].map((one) => one.id))
  const living = new Set(policies.map((one) => one.id))
  const others = before.l7_rules.filter((one) => !own.has(one.l7policy_id))
  const kept = before.l7_rules.filter((one) => own.has(one.l7policy_id))
  const rules = l7_rules ? rowsOf(before, 'l7_rule', l7_rules, {}, issues) : kept
  const graph: Graph = {
    ...before,
    l7_policies: [...before.l7_policies.filter((one) => one.listener_id !== listener_id), ...policies],
    l7_rules: [...others, ...rules.filter((one) => living.has(one.l7policy_id))],
  }
  return { graph, issues: issues.length > 0 ? issues : newProblems(before, graph, abilitiesInUse()) }
}

type Kinds = { readonly l7_policy: L7Policy; readonly l7_rule: L7Rule }

function rowsOf<K extends keyof Kinds>(
  graph: Graph,
  kind: K,
  drafts: readonly DraftRow[],
  given: object,
  issues: Issue[],
): Kinds[K][] {
  // What the server assigns may stand in a draft, and says nothing.
  const names = attributeNames(resources[kind], (field) => field.onCreate !== 'server')
  return drafts.flatMap((one) => {
    const own = Object.fromEntries(names.filter((name) => one[name] !== undefined).map((name) => [name, one[name]]))
    const { value, issues: wrong } = parseCreate(
      kind,
      { ...own, ...given },
      `${kind === 'l7_rule' ? 'l7_rules' : 'l7_policies'}/${one.id}`,
    )
    issues.push(...wrong)
    return value === null ? [] : [freshRow(kind, one.id, graph.load_balancer.project_id, value) as Kinds[K]]
  })
}
