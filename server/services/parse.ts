import { DomainError, type Issue } from 'model/errors'
import { createSchema, updateSchema } from 'model/kit/resource'
import type { CreatedHealthMonitor, HealthMonitorPatch } from 'model/resources/health-monitor'
import { type ResourceKind, resources } from 'model/resources/index'
import type { CreatedL7Policy, L7PolicyPatch } from 'model/resources/l7-policy'
import type { CreatedL7Rule, L7RulePatch } from 'model/resources/l7-rule'
import type { CreatedListener, ListenerPatch } from 'model/resources/listener'
import type { CreatedLoadBalancer } from 'model/resources/load-balancer'
import type { CreatedMember, MemberPatch } from 'model/resources/member'
import type { CreatedPool, PoolPatch } from 'model/resources/pool'
import type { z } from 'zod'

export type CreatedRows = {
  readonly load_balancer: CreatedLoadBalancer
  readonly listener: CreatedListener
  readonly pool: CreatedPool
  readonly member: CreatedMember
  readonly health_monitor: CreatedHealthMonitor
  readonly l7_policy: CreatedL7Policy
  readonly l7_rule: CreatedL7Rule
}
export type PatchRows = {
  readonly load_balancer: Partial<CreatedLoadBalancer>
  readonly listener: ListenerPatch
  readonly pool: PoolPatch
  readonly member: MemberPatch
  readonly health_monitor: HealthMonitorPatch
  readonly l7_policy: L7PolicyPatch
  readonly l7_rule: L7RulePatch
}

/** The message of an issue about an attribute that the resource does not have, or that this call does not take. */
export const unknownAttribute = 'Unknown attribute'

// Making a schema from a resource costs more than using it.
const createSchemas = schemasBy(createSchema)
const updateSchemas = schemasBy(updateSchema)

function schemasBy(make: (resource: (typeof resources)[ResourceKind]) => z.ZodType): Record<ResourceKind, z.ZodType> {
  return {
    load_balancer: make(resources.load_balancer),
    listener: make(resources.listener),
    pool: make(resources.pool),
    member: make(resources.member),
    health_monitor: make(resources.health_monitor),
    l7_policy: make(resources.l7_policy),
    l7_rule: make(resources.l7_rule),
  }
}

/** A value, or everything that is wrong with it. */
export type Parsed<T> =
  | { readonly value: T; readonly issues: readonly [] }
  | { readonly value: null; readonly issues: readonly Issue[] }

export function parseCreate<K extends ResourceKind>(kind: K, input: unknown, prefix = ''): Parsed<CreatedRows[K]> {
  return parsed(createSchemas[kind] as z.ZodType<CreatedRows[K]>, input, prefix)
}

export function parsePatch<K extends ResourceKind>(kind: K, input: unknown, prefix = ''): Parsed<PatchRows[K]> {
  return parsed(updateSchemas[kind] as z.ZodType<PatchRows[K]>, input, prefix)
}

export function parsed<T>(schema: z.ZodType<T>, input: unknown, prefix = ''): Parsed<T> {
  const result = schema.safeParse(input)
  return result.success ? { value: result.data, issues: [] } : { value: null, issues: issuesFrom(result.error, prefix) }
}

/** The value, or a refusal with every issue. Issues of a schema carry no code; those of a rule do. */
export function accepted<T>(result: Parsed<T>): T {
  if (result.value !== null) return result.value
  throw new DomainError('invalid', result.issues[0]?.message ?? 'The value is not accepted.', result.issues)
}

function issuesFrom(error: z.ZodError, prefix: string): Issue[] {
  return error.issues.flatMap((issue) => {
    const at = [prefix, ...issue.path.map(String)].filter((part) => part !== '')
    if (issue.code !== 'unrecognized_keys') return [{ about: at.join('/'), message: issue.message }]
    return issue.keys.map((key) => ({ about: [...at, key].join('/'), message: unknownAttribute }))
  })
}
