// The weight that a member had before it was drained: kept in the browser, because the API has no word for it.

const keyOf = (member_id: string) => `fulcrum.weight.${member_id}`

export function rememberWeight(member_id: string, weight: number): void {
  if (weight > 0) localStorage.setItem(keyOf(member_id), String(weight))
}

/** The weight to go back to; 1, the default, where none is remembered. */
export function rememberedWeight(member_id: string): number {
  const weight = Number(localStorage.getItem(keyOf(member_id)))
  return Number.isInteger(weight) && weight > 0 && weight <= 256 ? weight : 1
}
