import { DomainError } from 'model/errors'
import { collectionOf, type Graph } from 'model/graph/graph'
import { updateSchema } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import {
  builtInLimits,
  type Limits,
  type Quota,
  type QuotaOverview,
  type QuotaPatch,
  quota,
} from 'model/resources/quota'
import { database, inTransaction, type Transaction } from '../store/client.ts'
import { findProject } from '../store/projects.ts'
import {
  countByProject,
  countRows,
  deleteQuota,
  findDefaults,
  findQuotas,
  projectNames,
  quotasOfProjects,
  type StoredQuota,
  saveQuota,
} from '../store/quotas.ts'
import { lockWriters } from '../store/revisions.ts'
import type { Actor } from './actor.ts'
import { accepted, parsed } from './parse.ts'
import { allow, isAllowed, visibleProject } from './policy.ts'

export type ProjectQuota = Limits & { readonly project_id: string }

const kinds = Object.keys(quota.fields) as (keyof Quota)[]
const patchSchema = updateSchema(quota)

/** What holds where a project has no value of its own. */
export async function defaultQuota(actor: Actor): Promise<Limits> {
  allow(actor, 'look', actor.project_id)
  return limitsOf(null, await findDefaults(database()))
}

/** What holds for a project; one that nothing is set for has the defaults. */
export async function quotaOf(actor: Actor, project_id: string): Promise<ProjectQuota> {
  allow(actor, 'read_quotas', project_id)
  const { own, defaults } = await findQuotas(database(), project_id)
  return { ...limitsOf(own, defaults), project_id }
}

/** Projects with values of their own. */
export async function listQuotas(actor: Actor): Promise<ProjectQuota[]> {
  const visible = visibleProject(actor, 'read_quotas')
  const defaults = await findDefaults(database())
  const rows = await quotasOfProjects(database())
  return rows
    .filter((row) => visible === null || row.project_id === visible)
    .map((row) => ({ ...limitsOf(row, defaults), project_id: row.project_id }))
}

/** What every project that the asker sees may have, and has. */
export async function quotaOverview(actor: Actor): Promise<QuotaOverview> {
  const visible = visibleProject(actor, 'read_quotas')
  const stored = await findDefaults(database())
  const rows = new Map((await quotasOfProjects(database())).map((row) => [row.project_id, row]))
  const used = new Map<keyof Quota, ReadonlyMap<string, number>>()
  for (const kind of kinds) used.set(kind, await countByProject(database(), kind))
  const projects = (await projectNames(database())).filter(({ id }) => visible === null || id === visible)
  return {
    may_change: isAllowed(actor, 'change_quotas', null),
    defaults: limitsOf(null, stored),
    projects: projects.map((project) => {
      const row = rows.get(project.id) ?? null
      const own = kinds.map((kind) => [kind, row?.[kind] ?? null])
      const in_use = kinds.map((kind) => [kind, used.get(kind)?.get(project.id) ?? 0])
      const limits = limitsOf(row, stored)
      return { project, own: Object.fromEntries(own) as Quota, limits, in_use: Object.fromEntries(in_use) as Limits }
    }),
  }
}

/**
 * Sets limits of a project, or with null the defaults of all. An attribute that is null goes back to the default. What is there
 * already stays: a limit below it only refuses more.
 * @throws invalid, forbidden, not_found
 */
export async function changeQuota(actor: Actor, project_id: string | null, input: unknown): Promise<Limits> {
  allow(actor, 'change_quotas', project_id)
  const patch: QuotaPatch = accepted(parsed(patchSchema, input))
  return inTransaction(async (transaction) => {
    await lockWriters(transaction)
    await refuseUnknownProject(transaction, project_id)
    await saveQuota(transaction, project_id, patch)
    return limitsIn(transaction, project_id)
  })
}

/** The defaults hold again. */
export async function resetQuota(actor: Actor, project_id: string | null): Promise<void> {
  allow(actor, 'change_quotas', project_id)
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    await refuseUnknownProject(transaction, project_id)
    await deleteQuota(transaction, project_id)
  })
}

async function refuseUnknownProject(transaction: Transaction, project_id: string | null): Promise<void> {
  if (project_id === null || (await findProject(transaction, project_id)) !== null) return
  throw new DomainError('not_found', `Project ${project_id} not found.`)
}

async function limitsIn(transaction: Transaction, project_id: string | null): Promise<Limits> {
  if (project_id === null) return limitsOf(null, await findDefaults(transaction))
  const { own, defaults } = await findQuotas(transaction, project_id)
  return limitsOf(own, defaults)
}

function limitsOf(own: StoredQuota | null, defaults: StoredQuota | null): Limits {
  const entries = kinds.map((kind) => [kind, own?.[kind] ?? defaults?.[kind] ?? builtInLimits[kind]])
  return Object.fromEntries(entries) as Limits
}

/**
 * Refuses a load balancer that would have more of something than its project may. Less, or as much as before, always passes. Run it
 * after the revision is taken: no two writers count at the same time.
 * @throws over_quota, in Octavia's words
 */
export async function refuseOverQuota(transaction: Transaction, before: Graph | null, after: Graph): Promise<void> {
  const more = kinds.map((kind) => ({ kind, growth: countIn(after, kind) - countIn(before, kind) }))
  const growing = more.filter(({ growth }) => growth > 0)
  if (growing.length === 0) return
  const { project_id } = after.load_balancer
  const limits = await limitsIn(transaction, project_id)
  for (const { kind, growth } of growing) {
    if (limits[kind] < 0) continue
    const used = await countRows(transaction, kind, project_id)
    if (used + growth <= limits[kind]) continue
    const message = `Quota has been met for resources: ${resources[kind].title}`
    throw new DomainError('over_quota', message, [{ about: '', message, code: 'over_quota' }])
  }
}

function countIn(graph: Graph | null, kind: ResourceKind): number {
  if (graph === null) return 0
  return kind === 'load_balancer' ? 1 : graph[collectionOf[kind]].length
}
