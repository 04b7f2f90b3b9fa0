import type { HealthChange } from 'model/contract/sample'
import type { MemberHealth } from 'model/resources/member'
import { healthOf, isNews, worst } from './health.ts'
import type { ServerRow } from './statistics.ts'

type Context = {
  readonly loadBalancerOf: ReadonlyMap<string, string>
  /** What the monitor of each pool expects, for the words of a failure. */
  readonly expectedCodes: ReadonlyMap<string, string>
  /** The verdict of a check that the engine runs itself, of `backend/server`. */
  readonly pingOf: (server: string) => MemberHealth | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

/** What was last known about every member, and what of it is news. */
export class HealthWatch {
  #readings = new Map<string, MemberHealth>()
  #told = new Map<string, MemberHealth>()
  #members: ReadonlyMap<string, { readonly health: MemberHealth }> = new Map()

  /** Members whose reading says something that was not told yet; `relayed` are those of the datagram relay. A member behind several listeners has its worst reading. */
  newsOf(rows: readonly ServerRow[], context: Context, relayed: readonly HealthChange[] = []): HealthChange[] {
    const readings = new Map<string, MemberHealth>()
    const members = new Map<string, { loadbalancer_id: string; health: MemberHealth }>()
    for (const row of rows) {
      const loadbalancer_id = context.loadBalancerOf.get(row.listener_id)
      if (loadbalancer_id === undefined) continue
      const server = `${row.pxname}/${row.svname}`
      const health = this.#read(row, server, context)
      readings.set(server, health)
      const known = members.get(row.member_id)
      members.set(row.member_id, { loadbalancer_id, health: known ? worst(known.health, health) : health })
    }
    for (const { member_id, loadbalancer_id, health } of relayed) members.set(member_id, { loadbalancer_id, health })
    this.#readings = readings
    this.#members = members
    for (const member_id of this.#told.keys()) if (!members.has(member_id)) this.#told.delete(member_id)
    return [...members]
      .filter(([member_id, { health }]) => isNews(this.#told.get(member_id), health))
      .map(([member_id, { loadbalancer_id, health }]) => ({ loadbalancer_id, member_id, health }))
  }

  /** The worst reading of a member. */
  of(member_id: string): MemberHealth | undefined {
    return this.#members.get(member_id)?.health
  }

  /** The control plane has these now. */
  told(changes: readonly HealthChange[]): void {
    for (const { member_id, health } of changes) this.#told.set(member_id, health)
  }

  /** Nobody knows what the control plane has. */
  tellAllAgain(): void {
    this.#told.clear()
  }

  #read(row: ServerRow, server: string, { expectedCodes, pingOf, now }: Context): MemberHealth {
    const pinged = row.status.startsWith('MAINT') ? undefined : pingOf(server)
    return (
      pinged ??
      healthOf(row, {
        previous: this.#readings.get(server),
        expectedCodes: expectedCodes.get(row.pool_id) ?? '200',
        now,
      })
    )
  }
}
