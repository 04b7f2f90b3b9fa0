/** A row before and after; null where it was not there yet, or is no longer. */
export type Pair<T> = { readonly before: T | null; readonly after: T | null }

/**
 * What differs between two lists of rows, by id: those that were there in their order, then those that are new. The very same object is
 * the same row. A change leaves most of a list as it was, at the same place, and that costs next to nothing.
 */
export function pairsOf<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  if (before === after) return []
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let [oldEnd, newEnd] = [before.length, after.length]
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd -= 1
    newEnd -= 1
  }
  if (start === oldEnd && start === newEnd) return []
  const now = new Map(after.slice(start, newEnd).map((row) => [row.id, row]))
  const pairs: Pair<T>[] = []
  for (const row of before.slice(start, oldEnd)) {
    const other = now.get(row.id) ?? null
    now.delete(row.id)
    if (other !== row) pairs.push({ before: row, after: other })
  }
  for (const row of now.values()) pairs.push({ before: null, after: row })
  return pairs
}
