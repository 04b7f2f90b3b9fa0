/**
 * The ids in the order that a drop means: `over` is the place where `active` was let go. What is chosen besides it comes along,
 * in its own order, behind one another.
 */
export function orderAfterDrop(
  order: readonly string[],
  chosen: ReadonlySet<string>,
  { active, over }: { readonly active: string; readonly over: string },
): string[] {
  const moved = chosen.has(active) ? order.filter((id) => chosen.has(id)) : [active]
  const [from, to] = [order.indexOf(active), order.indexOf(over)]
  if (from < 0 || to < 0 || from === to) return [...order]
  const stays = (id: string) => !moved.includes(id)
  // Downwards the one that it was let go on makes room upwards, and the other way round.
  const before = order.slice(0, from < to ? to + 1 : to).filter(stays).length
  return placed(order.filter(stays), moved, before)
}

/** The ids with some of them taken out and put, in their own order, so that the first stands at `position`, counted from 1. */
export function orderAfterMove(order: readonly string[], ids: readonly string[], position: number): string[] {
  const moved = order.filter((id) => ids.includes(id))
  return placed(
    order.filter((id) => !ids.includes(id)),
    moved,
    position - 1,
  )
}

function placed(others: readonly string[], moved: readonly string[], at: number): string[] {
  return [...others.slice(0, at), ...moved, ...others.slice(at)]
}

/** Whether two orders are the same. */
export function isSameOrder(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at])
}
