/** Databases limit the values of one statement; 400 rows of 30 columns stay below both limits. */
const rowsAtOnce = 400

export function chunks<T>(items: readonly T[]): (readonly T[])[] {
  if (items.length <= rowsAtOnce) return items.length === 0 ? [] : [items]
  const count = Math.ceil(items.length / rowsAtOnce)
  return Array.from({ length: count }, (_, at) => items.slice(at * rowsAtOnce, (at + 1) * rowsAtOnce))
}

/** What is found for many ids, by as many statements as they need. The rows are in order only within what belongs to one id. */
export async function inChunks<T>(
  ids: readonly string[],
  find: (some: string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const found: T[] = []
  for (const some of chunks(ids)) found.push(...(await find([...some])))
  return found
}
