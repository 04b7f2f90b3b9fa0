import { isDeepStrictEqual } from 'node:util'
import { type Graph, pathOf, type Reference } from 'model/graph/graph'
import { type Pair, pairsOf } from 'model/kit/pairs'
import { attributeNames } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { kinds } from '../store/rows.ts'
import type { AttributeChange } from './activity.ts'
import { graphRows } from './marks.ts'

/** What the server writes by itself: an activity log that tells them would say the same each time. */
const unremarkable = new Set([
  'id',
  'project_id',
  'loadbalancer_id',
  'pool_id',
  'l7policy_id',
  'provisioning_status',
  'operating_status',
  'status_reason',
  'created_at',
  'updated_at',
  'health',
])

type AnyRow = Readonly<Record<string, unknown>> & { readonly id: string }

/** Every attribute that differs between two graphs: the subject's by its name, others by their path. `null` is a graph that is not there. */
export function attributeChanges(before: Graph | null, after: Graph | null, subject: Reference): AttributeChange[] {
  const rows = (graph: Graph | null, kind: ResourceKind): readonly AnyRow[] =>
    graph === null ? [] : graphRows(graph, kind)
  return kinds.flatMap((kind) =>
    pairsOf(rows(before, kind), rows(after, kind)).flatMap((pair) => rowChanges(kind, pair, subject)),
  )
}

function rowChanges(kind: ResourceKind, { before, after }: Pair<AnyRow>, subject: Reference): AttributeChange[] {
  const of = { kind, id: (before ?? after)?.id ?? '' }
  const isSubject = of.kind === subject.kind && of.id === subject.id
  if (!isSubject && (before === null || after === null)) {
    return [
      { attribute: pathOf(of), before: before && titleOf(of.kind, before), after: after && titleOf(of.kind, after) },
    ]
  }
  return attributeNames(resources[of.kind])
    .filter((name) => !unremarkable.has(name) && !isDeepStrictEqual(before?.[name] ?? null, after?.[name] ?? null))
    .map((name) => ({
      attribute: isSubject ? name : `${pathOf(of)}/${name}`,
      before: before?.[name] ?? null,
      after: after?.[name] ?? null,
    }))
}

/** How a person would call it: `web-1 (10.0.0.4:80)`. */
export function titleOf(kind: ResourceKind, row: AnyRow): string {
  const what = {
    load_balancer: row['vip_address'],
    listener: `${row['protocol']} ${row['protocol_port']}`,
    pool: row['protocol'],
    member: `${row['address']}:${row['protocol_port']}`,
    health_monitor: row['type'],
    l7_policy: row['action'],
    l7_rule: `${row['type']} ${row['compare_type']} ${row['value']}`,
  }[kind]
  return (row['name'] ?? '') === '' ? String(what) : `${row['name']} (${what})`
}
