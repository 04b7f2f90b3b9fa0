import type { Algorithm } from 'model/pool/algorithms'

/** A member that may be given a new session: its weight is above 0. */
export type Candidate = { readonly member_id: string; readonly weight: number }

export type Client = { readonly address: string; readonly port: number }

type Offered<C> = { readonly candidates: readonly C[]; readonly client: Client }

/** Gives new sessions to the members of one pool. It remembers whose turn it is, and nothing about clients. */
export class Choice {
  /** How far each member is behind its share. */
  readonly #behind = new Map<string, number>()

  /** Null when there is nobody to choose from. `sessionsOf` are those that a member has open. */
  next<C extends Candidate>(
    algorithm: Algorithm,
    { candidates, client }: Offered<C>,
    sessionsOf: (candidate: C) => number,
  ): C | null {
    switch (algorithm) {
      case 'ROUND_ROBIN':
        return this.#inTurn(candidates)
      case 'LEAST_CONNECTIONS':
        return this.#inTurn(leastLoaded(candidates, sessionsOf))
      case 'SOURCE_IP':
        return byHash(candidates, client.address)
      case 'SOURCE_IP_PORT':
        return byHash(candidates, `${client.address} ${client.port}`)
    }
  }

  /** Smooth weighted round robin: each gets its share, as evenly spread as whole sessions allow. */
  #inTurn<C extends Candidate>(candidates: readonly C[]): C | null {
    let chosen: C | null = null
    let most = Number.NEGATIVE_INFINITY
    let sum = 0
    for (const one of candidates) {
      const behind = (this.#behind.get(one.member_id) ?? 0) + one.weight
      this.#behind.set(one.member_id, behind)
      sum += one.weight
      if (behind <= most) continue
      most = behind
      chosen = one
    }
    if (chosen !== null) this.#behind.set(chosen.member_id, most - sum)
    return chosen
  }

  /** Forgets members that are gone. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#behind.keys()) if (!ids.has(id)) this.#behind.delete(id)
  }
}

function leastLoaded<C extends Candidate>(candidates: readonly C[], sessionsOf: (candidate: C) => number): C[] {
  const loadOf = (one: C) => sessionsOf(one) / one.weight
  const least = Math.min(...candidates.map(loadOf))
  return candidates.filter((one) => loadOf(one) === least)
}

/** Rendezvous hashing: a member that comes or goes moves its own clients and no others, and weights are shares. */
function byHash<C extends Candidate>(candidates: readonly C[], source: string): C | null {
  let chosen: C | null = null
  let highest = Number.NEGATIVE_INFINITY
  for (const one of candidates) {
    const score = one.weight / -Math.log(fraction(`${source} ${one.member_id}`))
    if (score <= highest) continue
    highest = score
    chosen = one
  }
  return chosen
}

/** A text as a number between 0 and 1, both left out; evenly spread (FNV-1a, then the finish of MurmurHash3). */
function fraction(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32
}

export type Standby = { readonly weight: number; readonly backup: boolean; readonly isOn: boolean }

/** Members that can be given a new session: backups only when no other can. */
export function eligible<M extends Standby>(members: readonly M[], isDown: (member: M) => boolean): M[] {
  const able = members.filter((one) => one.isOn && one.weight > 0 && !isDown(one))
  const first = able.filter((one) => !one.backup)
  return first.length > 0 ? first : able
}
