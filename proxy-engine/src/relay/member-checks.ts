import type { MemberHealth } from 'model/resources/member'
import type { RelayMember, RelayPool } from '../compile/relay-table.ts'
import { MemberCheck, settingsOf, uncheckedHealth } from './checks.ts'

type Wanted = { readonly pool: RelayPool; readonly member: RelayMember }

/** The checks of all members, and how those stand that nobody checks. */
export class MemberChecks {
  readonly #checks = new Map<string, MemberCheck>()
  readonly #unchecked = new Map<string, MemberHealth>()

  /** Checks the members of these pools from now on, and no others. A check that did not change keeps its verdict. */
  follow(pools: readonly RelayPool[]): void {
    const wanted = new Map(pools.flatMap((pool) => pool.members.map((member) => [member.member_id, { pool, member }])))
    for (const [member_id, check] of this.#checks) {
      if (check.settings === wantedSettings(wanted.get(member_id))) continue
      check.stop()
      this.#checks.delete(member_id)
    }
    for (const member_id of this.#unchecked.keys()) if (!wanted.has(member_id)) this.#unchecked.delete(member_id)
    for (const [member_id, one] of wanted) this.#begin(member_id, one)
  }

  /** Undefined for a member that nobody knows. */
  of(member_id: string): MemberHealth | undefined {
    return this.#checks.get(member_id)?.health ?? this.#unchecked.get(member_id)
  }

  stop(): void {
    for (const check of this.#checks.values()) check.stop()
  }

  #begin(member_id: string, { pool, member }: Wanted): void {
    if (pool.monitor !== null && member.isOn) {
      this.#unchecked.delete(member_id)
      if (!this.#checks.has(member_id)) this.#checks.set(member_id, new MemberCheck(pool.monitor, member))
      return
    }
    const state = member.isOn ? 'UNCHECKED' : 'MAINT'
    if (this.#unchecked.get(member_id)?.state !== state)
      this.#unchecked.set(member_id, uncheckedHealth(state, Date.now()))
  }
}

/** Null for a member that is not to be checked. */
function wantedSettings(wanted: Wanted | undefined): string | null {
  if (wanted === undefined || wanted.pool.monitor === null || !wanted.member.isOn) return null
  return settingsOf(wanted.pool.monitor, wanted.member)
}
