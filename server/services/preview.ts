import type { StepRecord } from 'model/contract/report'
import { DomainError, type Issue } from 'model/errors'
import type { ChildKind, Graph } from 'model/graph/graph'
import type { ResourceKind } from 'model/resources/index'
import { compileLoadBalancer, printLoadBalancer } from 'proxy-engine/compile'
import { planAll, stepText } from 'proxy-engine/plan'
import { inSnapshot, type Transaction } from '../store/client.ts'
import { livingGraph, loadGraph } from '../store/graphs.ts'
import { abilitiesInUse } from './abilities.ts'
import type { Actor } from './actor.ts'
import { without, withPatch, withPolicyOrder, withRow } from './edits.ts'
import { freshRow } from './fresh.ts'
import { newId } from './ids.ts'
import { parseCreate, parsePatch } from './parse.ts'
import { allow } from './policy.ts'
import { type PolicyChange, policyAddition, policyChange } from './policy-trees.ts'
import { notFound, reachable } from './reach.ts'
import { refuseUnknownReferences } from './references.ts'
import { newProblems } from './refusals.ts'
import { ownerOf, ownPath, placedTree } from './resources.ts'
import { certificateIssues } from './served-certificates.ts'
import { placeIn, treeRows } from './tree.ts'

/** One line of haproxy.cfg; `about` is the path of the resource that it is from: `listeners/{id}`. */
export type ConfigurationLine = { readonly text: string; readonly about: string | null }
export type Preview = {
  readonly issues: readonly Issue[]
  readonly steps: readonly StepRecord[]
  readonly lines: readonly ConfigurationLine[]
}
export type TreePreview = Preview & { readonly vip_address: string | null }
/** `change` is a patch, the word "remove", or, without an id, a new resource. */
export type Wish = { readonly kind: ResourceKind; readonly id: string | null; readonly change: unknown }

/** What creating this tree would do. Nothing is stored; what is wrong comes back as issues, not as an error. */
export async function previewTree(actor: Actor, input: unknown): Promise<TreePreview> {
  const { project_id, tree } = await ownerOf(actor, input)
  const { rows, issues } = treeRows(tree, { project_id, newId })
  if (issues.length > 0) return { ...nothing(issues), vip_address: null }
  const rename = placeIn(rows)
  return inSnapshot(async (transaction) => {
    const placed = await issuesOrValue(() => placedTree(transaction, rows))
    if (placed.value === null) return { ...nothing(placed.issues), vip_address: null }
    const { graph } = placed.value
    const { vip_address } = graph.load_balancer
    const found = [
      ...newProblems(null, graph, abilitiesInUse()),
      ...(await certificateIssues(transaction, null, graph)),
    ]
    const problems = found.map((issue) => ({
      ...issue,
      about: rename(issue.about),
    }))
    return problems.length > 0 ? { ...nothing(problems), vip_address } : { ...outlook(null, graph), vip_address }
  })
}

/** Changes that are made one after the other, and then the policies of a listener in another order. */
export type Wishes = {
  readonly changes: readonly Wish[]
  readonly order: { readonly listener_id: string; readonly l7policies: readonly string[] } | null
}

/** What several changes would do together: only what comes of them counts, not what stands in between. */
export async function previewChanges(
  actor: Actor,
  loadbalancer_id: string,
  { changes, order }: Wishes,
): Promise<Preview> {
  return inSnapshot(async (transaction) => {
    const before = await graphFor(transaction, actor, loadbalancer_id, 'change')
    if (changes.some((one) => one.kind === 'load_balancer' && one.change === 'remove')) return outlook(before, null)
    const edit = await issuesOrValue(async () => {
      const renames: Rename[] = []
      let after = before
      for (const wish of changes) {
        const one = await edited(transaction, after, wish)
        after = one.after
        renames.push(one.rename)
      }
      return { after: order === null ? after : withPolicyOrder(after, order.listener_id, order.l7policies), renames }
    })
    if (edit.value === null) return nothing(edit.issues)
    const { after, renames } = edit.value
    const problems = [
      ...newProblems(before, after, abilitiesInUse()),
      ...(await certificateIssues(transaction, before, after)),
    ]
    if (problems.length === 0) return outlook(before, after)
    const rename: Rename = (about) => renames.reduce((path, one) => one(path), about)
    return nothing(problems.map((issue) => ({ ...issue, about: rename(issue.about) })))
  })
}

/** The part of haproxy.cfg that is this load balancer. What can not be compiled has none: its statuses say why. */
export async function configurationOf(actor: Actor, loadbalancer_id: string): Promise<ConfigurationLine[]> {
  const graph = await inSnapshot((transaction) => graphFor(transaction, actor, loadbalancer_id, 'read'))
  return outlook(null, graph).lines.map(({ text, about }) => ({ text, about }))
}

async function graphFor(transaction: Transaction, actor: Actor, id: string, deed: 'read' | 'change'): Promise<Graph> {
  const { project_id } = await reachable(actor, 'load_balancer', id, 'read', transaction)
  allow(actor, deed, project_id)
  const stored = await loadGraph(transaction, id)
  if (stored === null) throw notFound('load_balancer', id)
  return livingGraph(stored)
}

/** The path of what a change is about, as whoever asks for the change calls it. */
type Rename = (about: string) => string
type Edited = { readonly after: Graph; readonly rename: Rename }

async function edited(transaction: Transaction, before: Graph, { kind, id, change }: Wish): Promise<Edited> {
  if (id === null) return withAddition(transaction, before, { kind, change })
  if (change === 'remove') return { after: without(before, kind as ChildKind, id), rename: ownPath(id) }
  // A policy may come with all its rules.
  if (kind === 'l7_policy') return appliedTo(before, policyChange(id, change))
  const patch = parsePatch(kind, change)
  if (patch.value === null) throw new DomainError('invalid', 'The change is not accepted.', patch.issues)
  await refuseUnknownReferences(transaction, kind, patch.value)
  return { after: withPatch(before, kind, id, patch.value), rename: ownPath(id) }
}

async function withAddition(
  transaction: Transaction,
  before: Graph,
  { kind, change }: Omit<Wish, 'id'>,
): Promise<Edited> {
  if (kind === 'load_balancer') throw new DomainError('invalid', 'A load balancer is not added to another.')
  const { id: loadbalancer_id, project_id } = before.load_balancer
  const ofLoadBalancer = kind === 'listener' || kind === 'pool' ? { loadbalancer_id } : {}
  // A new policy comes with its rules, as it does in a create.
  if (kind === 'l7_policy') return appliedTo(before, policyAddition(change, project_id))
  const created = parseCreate(kind, { ...(change as object), ...ofLoadBalancer })
  if (created.value === null) throw new DomainError('invalid', 'The addition is not accepted.', created.issues)
  await refuseUnknownReferences(transaction, kind, created.value)
  const row = freshRow(kind, newId(), project_id, created.value)
  return { after: withRow(before, kind, row), rename: ownPath(row.id) }
}

function appliedTo(before: Graph, { edit, rename }: PolicyChange): Edited {
  return { after: edit(before), rename }
}

function outlook(before: Graph | null, after: Graph | null): Preview {
  const abilities = abilitiesInUse()
  const compiled = (graph: Graph | null) => {
    const part = graph && compileLoadBalancer({ revision: 0, graph }, abilities)
    return part === null || 'diagnostics' in part ? [] : [part]
  }
  const [running, wanted] = [compiled(before), compiled(after)]
  const id = (after ?? before)?.load_balancer.id ?? ''
  const steps = planAll(running, wanted).map((step) => ({ do: step.do, text: stepText(step, id), duration_ms: null }))
  return { issues: [], steps, lines: wanted.flatMap((part) => printLoadBalancer(part)) }
}

function nothing(issues: readonly Issue[]): Preview {
  return { issues, steps: [], lines: [] }
}

type Tried<T> = { readonly value: T } | { readonly value: null; readonly issues: readonly Issue[] }

/** A refusal is what a preview is asked for: it is shown, not thrown. */
async function issuesOrValue<T>(work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { value: null, issues: error.issues.length > 0 ? error.issues : [{ about: '', message: error.message }] }
  }
}
