/** `fields=id&fields=name`: only these attributes; names that are none are ignored. Without it, everything. */
export function withFields<T extends object>(query: URLSearchParams, shown: T): Partial<T> {
  const wanted = query.getAll('fields')
  if (wanted.length === 0) return shown
  return Object.fromEntries(Object.entries(shown).filter(([name]) => wanted.includes(name))) as Partial<T>
}
