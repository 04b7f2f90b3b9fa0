import { pathOf } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import type { MapRow, PolicyMap } from './compiled.ts'
import { frontendName } from './names.ts'
import type { CompiledPolicy } from './policies.ts'
import { type IndexLetter, type Mode, policyIndexes, shareIndexes, widerIndex } from './policy-families.ts'

/** A policy and its place in the order, of which the lowest that holds is taken. */
export type RankedPolicy = CompiledPolicy & { readonly rank: number }

/** More than a listener has policies, so that those between two residual ones never run out of ranks. */
const rankStep = 2 ** 24
/** Of every rank, so that texts which begin with ranks are in the order of the numbers. */
const rankDigits = 13

/**
 * The k-th policy that is tried by acls has the rank k steps, wherever it stands: a policy that is found by a lookup can come, go and
 * move without changing a line of haproxy.cfg.
 */
export function ranked(policies: readonly CompiledPolicy[]): RankedPolicy[] {
  let rank = 0
  const isWide = policies.some(({ found }) => found.by === 'lookup' && found.letter === widerIndex.is)
  return policies.map(({ found, ...policy }) => {
    rank = found.by === 'acls' ? (Math.floor(rank / rankStep) + 1) * rankStep : rank + 1
    return { ...policy, found: isWide ? widened(found) : found, rank }
  })
}

function widened(found: CompiledPolicy['found']): CompiledPolicy['found'] {
  if (found.by === 'acls' || found.letter !== widerIndex.of) return found
  return { ...found, letter: widerIndex.is, keys: found.keys.map(widerIndex.keyOf) }
}

/** What a lookup of each key gives: the rank of its winner and what that does. */
export function policyMap(
  listener: Listener,
  { mode, indexes, policies }: { mode: Mode; indexes: Indexes; policies: readonly RankedPolicy[] },
): PolicyMap {
  const sharing = policies.filter(({ split }) => split !== null)
  const shares = sharing.flatMap(({ split }) => split?.rows ?? [])
  const isVersioned = lookupCount(indexes) > 1 || sharing.length > 0
  const ofDomain = domainWinners(indexes.get('t') ?? new Map())
  const rows = [...indexes].flatMap(([letter, first]) => {
    const { finds, decides } = policyIndexes[letter]
    const winners = finds === 'beginning' ? beginningWinners(first) : [...first]
    return winners.map(([key, winner]): MapRow => {
      const other = decides === 'host' ? ofDomain(key) : undefined
      return [rowKey({ isVersioned }, letter, key), rowValue(lower(winner, other))]
    })
  })
  const about = pathOf({ kind: 'listener', id: listener.id })
  return {
    name: frontendName(listener),
    listener_id: listener.id,
    about,
    mode,
    isVersioned,
    rows: shares.length === 0 ? rows : [...rows, ...shares],
  }
}

/** Without its version. Letters tell the lookups of a map apart; where there is but one, its keys are the texts themselves. */
export function rowKey({ isVersioned }: Pick<PolicyMap, 'isVersioned'>, letter: IndexLetter, key: string): string {
  return isVersioned ? `${letter}|${key}` : key
}

/** `<rank>|<policy id>|<backend>`, and for a redirect `|<code>|<URL>`. */
export function rowValue({ rank, action }: RankedPolicy): string {
  return `${String(rank).padStart(rankDigits, '0')}|${action}`
}

/** The policy that a row is about. */
export function policyOfRow([, value]: MapRow): string {
  return value.split('|')[1] ?? ''
}

export type Indexes = ReadonlyMap<IndexLetter, ReadonlyMap<string, RankedPolicy>>

/** The indexes in use, in the order of their table, and the first policy of each of their keys. */
export function indexesIn(policies: readonly RankedPolicy[]): Indexes {
  const letters = Object.keys(policyIndexes) as IndexLetter[]
  const indexes = new Map(letters.map((letter) => [letter, new Map<string, RankedPolicy>()]))
  for (const policy of policies) {
    const { found } = policy
    if (found.by === 'acls') continue
    const keys = indexes.get(found.letter)
    // Ranks ascend: the first policy of a key is its winner.
    for (const key of found.keys) if (!keys?.has(key)) keys?.set(key, policy)
  }
  return new Map([...indexes].filter(([, keys]) => keys.size > 0))
}

/** How often a request asks the map, in the worst case. */
function lookupCount(indexes: Indexes): number {
  const counts = [...indexes].map(([letter, keys]) =>
    policyIndexes[letter].finds === 'tail' ? labelCounts([...keys.keys()]).length : 1,
  )
  return counts.reduce((sum, one) => sum + one, 0)
}

/** How many labels the tails have: each number is a lookup of its own, the longest first. */
export function labelCounts(tails: readonly string[]): number[] {
  return [...new Set(tails.map((tail) => tail.split('.').length))].toSorted((one, other) => other - one)
}

/** Who wins a host, or a tail of one, with which a key begins, among the tails that it ends with behind a dot. */
function domainWinners(tails: ReadonlyMap<string, RankedPolicy>): (key: string) => RankedPolicy | undefined {
  if (tails.size === 0) return () => undefined
  return (key) => {
    const [host = ''] = key.split('|', 1)
    let winner: RankedPolicy | undefined
    for (let dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
      const other = tails.get(host.slice(dot + 1))
      if (other !== undefined) winner = lower(other, winner)
    }
    return winner
  }
}

function lower(one: RankedPolicy, other: RankedPolicy | undefined): RankedPolicy {
  return other !== undefined && other.rank < one.rank ? other : one
}

/** `map_beg` finds the longest key only: its row says who wins among it and all keys that it begins with. */
function beginningWinners(first: ReadonlyMap<string, RankedPolicy>): [key: string, winner: RankedPolicy][] {
  const above: [key: string, winner: RankedPolicy][] = []
  return [...first.keys()].toSorted().flatMap((key) => {
    const policy = first.get(key)
    if (policy === undefined) return []
    while (above.length > 0 && !key.startsWith(above.at(-1)?.[0] ?? '')) above.pop()
    const row: [string, RankedPolicy] = [key, lower(policy, above.at(-1)?.[1])]
    above.push(row)
    return [row]
  })
}

/** The version that a process begins with. */
const firstVersion = 1

/** The row that names the version which requests are to read. No text that is looked up is its key: hosts are in lower case, a path begins
 * with a slash, and a method or a file type has none. */
export const versionKey = 'V/'
export function versionRow(version: number): MapRow {
  return [versionKey, String(version)]
}

/** The rows of a map as one version of it: a request that reads several reads the version first, and sees no other's rows. */
export function versionedRows(map: PolicyMap, version: number): readonly MapRow[] {
  if (!map.isVersioned) return map.rows
  return map.rows.map(([row, value]) => {
    const [letter, key] = [row.charAt(0), row.slice(2)]
    const versioned =
      letter in shareIndexes
        ? shareIndexes[letter as keyof typeof shareIndexes]
        : policyIndexes[letter as IndexLetter].versioned
    return [versioned(key, version), value]
  })
}

/** Whether a key, as `policyIndexes` makes them, is of this version. */
export function isOfVersion(key: string, version: number): boolean {
  return key.startsWith(`${version}|/`) || Number(/^[^|]+\|[a-z]?(\d+)(\||$)/.exec(key)?.[1]) === version
}

/** The file of a map, as a process begins with it. */
export function mapText(map: PolicyMap): string {
  const rows = [versionRow(firstVersion), ...versionedRows(map, firstVersion)]
  return rows.map(([key, value]) => `${key} ${value}\n`).join('')
}
