import { pathOf } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import type { MapRow, PolicyMap } from './compiled.ts'
import { frontendName } from './names.ts'
import type { CompiledPolicy } from './policies.ts'
import { type FamilyLetter, policyFamilies } from './policy-families.ts'

/** A policy and its place in the order, of which the lowest that holds is taken. */
export type RankedPolicy = CompiledPolicy & { readonly rank: number }

/** More than a listener has policies, so that those between two residual ones never run out of ranks. */
const rankStep = 2 ** 24

/**
 * The k-th policy that is tried by acls has the rank k steps, wherever it stands: a policy that is found by a lookup can come, go and
 * move without changing a line of haproxy.cfg.
 */
export function ranked(policies: readonly CompiledPolicy[]): RankedPolicy[] {
  let rank = 0
  return policies.map((policy) => {
    rank = policy.found.by === 'acls' ? (Math.floor(rank / rankStep) + 1) * rankStep : rank + 1
    return { ...policy, rank }
  })
}

/** The keys of a listener's lookups, each with the rank of its winner, and what the policy of each rank does. */
export function policyMap(listener: Listener, policies: readonly RankedPolicy[]): PolicyMap {
  const keys = [...familiesIn(policies)].flatMap(([letter, lowest]) => {
    const winners = policyFamilies[letter].finds === 'beginning' ? beginningWinners([...lowest]) : [...lowest]
    return winners.map(([key, rank]): MapRow => [`${letter}|${key}`, String(rank)])
  })
  const actions = policies.map(({ rank, action }): MapRow => [`A|${rank}`, action])
  const about = pathOf({ kind: 'listener', id: listener.id })
  return { name: frontendName(listener), listener_id: listener.id, about, rows: [...keys, ...actions] }
}

/** The families in use, in the order of their table, and the first policy of each of their keys. */
export function familiesIn(policies: readonly RankedPolicy[]): Map<FamilyLetter, Map<string, number>> {
  const letters = Object.keys(policyFamilies) as FamilyLetter[]
  const families = new Map(letters.map((letter) => [letter, new Map<string, number>()]))
  for (const { found, rank } of policies) {
    const keys = found.by === 'lookup' ? families.get(found.letter) : undefined
    // Ranks ascend: the first policy of a key is its winner.
    if (found.by === 'lookup' && !keys?.has(found.key)) keys?.set(found.key, rank)
  }
  return new Map([...families].filter(([, keys]) => keys.size > 0))
}

/** `map_beg` finds the longest key only: its row says who wins among it and all keys that it begins with. */
function beginningWinners(rows: readonly [key: string, rank: number][]): [key: string, rank: number][] {
  const sorted = rows.toSorted(([one], [other]) => (one < other ? -1 : 1))
  const above: [key: string, rank: number][] = []
  return sorted.map(([key, rank]) => {
    while (above.length > 0 && !key.startsWith(above.at(-1)?.[0] ?? '')) above.pop()
    const winner = Math.min(rank, above.at(-1)?.[1] ?? rank)
    above.push([key, winner])
    return [key, winner]
  })
}

/** The row that names the version which requests are to read. */
export function versionRow(version: number): MapRow {
  return ['V', String(version)]
}

/** The rows of a map as one version of it: a request reads the version first, and sees no other's rows. */
export function versionedRows(map: PolicyMap, version: number): MapRow[] {
  return map.rows.map(([key, value]) => [`${version}|${key}`, value])
}

/** The file of a map. */
export function mapText(map: PolicyMap, version: number): string {
  const rows = [versionRow(version), ...versionedRows(map, version)]
  return rows.map(([key, value]) => `${key} ${value}\n`).join('')
}
