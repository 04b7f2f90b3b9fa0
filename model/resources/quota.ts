import { optional } from '../kit/field.ts'
import { defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { integer, orNone } from '../kit/values.ts'

/** -1 is no limit; null is what the defaults say. */
const limit = orNone(integer(-1, 2_000_000_000))

/** How much of each kind a project may have. Its attributes are the names of the kinds. */
export const quota = defineResource({
  name: 'quota',
  collection: 'quotas',
  title: 'Quota',
  fields: {
    load_balancer: optional(limit, null, { label: 'Load balancers', help: 'Load balancers of the project.' }),
    listener: optional(limit, null, { label: 'Listeners', help: 'Listeners on all of them together.' }),
    pool: optional(limit, null, { label: 'Pools', help: 'Pools on all of them together.' }),
    member: optional(limit, null, { label: 'Members', help: 'Members in all pools together.' }),
    health_monitor: optional(limit, null, { label: 'Health monitors', help: 'Health monitors of all pools together.' }),
    l7_policy: optional(limit, null, { label: 'L7 policies', help: 'Policies on all listeners together.' }),
    l7_rule: optional(limit, null, { label: 'L7 rules', help: 'Rules of all policies together.' }),
  },
})
/** What is set for a project; null where the defaults hold. */
export type Quota = RowOf<typeof quota>
export type QuotaPatch = PatchOf<typeof quota>
/** What holds for a project. */
export type Limits = { readonly [K in keyof Quota]: number }

/** What a project may have, and has. */
export type QuotaUse = {
  readonly project: { readonly id: string; readonly name: string }
  /** What is set for the project; null where the defaults hold. */
  readonly own: Quota
  readonly limits: Limits
  readonly in_use: Limits
}
export type QuotaOverview = {
  /** Whether the asker may set limits. */
  readonly may_change: boolean
  readonly defaults: Limits
  readonly projects: readonly QuotaUse[]
}

/** What holds until an administrator sets other defaults: no limits, as in Octavia. */
export const builtInLimits: Limits = {
  load_balancer: -1,
  listener: -1,
  pool: -1,
  member: -1,
  health_monitor: -1,
  l7_policy: -1,
  l7_rule: -1,
}
