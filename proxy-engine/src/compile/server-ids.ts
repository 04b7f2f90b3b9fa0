import type { Member } from 'model/resources/member'

/** A consistent hash places a server by its id times 4096 modulo 2^32: only ids below 2^20 stand apart (src/lb_chash.c). */
const idCount = 2 ** 20 - 1

/**
 * A number of its own for each member of a pool, made from its id, so that consistent hashing sends the same clients to the same
 * members before and after a reload and on every engine. Where two collide, the older one keeps its number.
 */
export function serverIdsOf(members: readonly Member[]): Map<string, number> {
  const taken = new Set<number>()
  const ids = new Map<string, number>()
  for (const member of members.toSorted(byAge)) {
    let id = (hashOf(member.id) % idCount) + 1
    while (taken.has(id)) id = (id % idCount) + 1
    taken.add(id)
    ids.set(member.id, id)
  }
  return ids
}

/** The order in which things were created; what is added later comes last and moves nothing. */
export function byAge(one: Aged, other: Aged): number {
  return compareText(one.created_at, other.created_at) || compareText(one.id, other.id)
}

type Aged = { readonly id: string; readonly created_at: string }

function compareText(one: string, other: string): number {
  if (one === other) return 0
  return one < other ? -1 : 1
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of text) hash = Math.imul(hash ^ (byte.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
