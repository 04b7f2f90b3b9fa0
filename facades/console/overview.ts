import type { ResourceKind } from 'model/resources/index'
import type { OperatingStatus } from 'model/statuses'
import { answerJson } from '@/server/answer.ts'
import { clock } from '@/server/clock.ts'
import type { Actor } from '@/server/services/actor.ts'
import { listCertificates } from '@/server/services/certificates.ts'
import { listResources } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import type { Call } from '../shared/operation.ts'
import { maxLimit } from '../shared/paging.ts'
import { attentionOf, type Everything } from './attention.ts'

/** What the project exposes, how it is doing, and what needs a person. */
export async function showOverview({ actor }: Call): Promise<Response> {
  const all = await everythingOf(actor)
  return answerJson({
    load_balancers: countsOf(all.load_balancers),
    listeners: countsOf(all.listeners),
    pools: countsOf(all.pools),
    members: countsOf(all.members),
    attention: attentionOf(all, clock().now()),
    exposed: exposedOf(all),
  })
}

async function everythingOf(actor: Actor): Promise<Everything> {
  const [load_balancers, listeners, pools, members, health_monitors, certificates] = await Promise.all([
    allOf(actor, 'load_balancer'),
    allOf(actor, 'listener'),
    allOf(actor, 'pool'),
    allOf(actor, 'member'),
    allOf(actor, 'health_monitor'),
    listCertificates(actor),
  ])
  const own = certificates.filter((one) => one.project_id === actor.project_id)
  return { load_balancers, listeners, pools, members, health_monitors, certificates: own }
}

/** Every row of the project that the actor works in; administrators too see one project here. */
async function allOf<K extends ResourceKind>(actor: Actor, kind: K): Promise<Shown<K>[]> {
  const rows: Shown<K>[] = []
  let marker: string | null = null
  for (;;) {
    const filters = { project_id: actor.project_id }
    const page: Awaited<ReturnType<typeof listResources<K>>> = await listResources(actor, kind, {
      filters,
      sort: [],
      limit: maxLimit,
      marker,
      reverse: false,
    })
    rows.push(...page.rows)
    marker = page.rows.at(-1)?.id ?? null
    if (!page.hasMore || marker === null) return rows
  }
}

/** How many there are of each operating status. */
function countsOf(
  rows: readonly { readonly operating_status: OperatingStatus }[],
): Partial<Record<OperatingStatus, number>> {
  const counts: Partial<Record<OperatingStatus, number>> = {}
  for (const { operating_status } of rows) counts[operating_status] = (counts[operating_status] ?? 0) + 1
  return counts
}

function exposedOf({ load_balancers, listeners }: Everything): object[] {
  return listeners.flatMap((listener) => {
    const owner = load_balancers.find((one) => one.id === listener.loadbalancer_id)
    if (!owner) return []
    return [
      {
        loadbalancer_id: owner.id,
        name: owner.name,
        vip_address: owner.vip_address,
        port: listener.protocol_port,
        protocol: listener.protocol,
        listener_id: listener.id,
        operating_status: listener.operating_status,
      },
    ]
  })
}
