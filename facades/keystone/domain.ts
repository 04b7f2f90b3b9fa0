/** There is one domain. */
export const domain = { id: 'default', name: 'Default' } as const

/** Whether a reference means it; names of domains have no case. */
export function isOurDomain({
  id,
  name,
}: {
  readonly id?: string | undefined
  readonly name?: string | undefined
}): boolean {
  return (id ?? domain.id) === domain.id && (name ?? domain.name).toLowerCase() === domain.name.toLowerCase()
}
