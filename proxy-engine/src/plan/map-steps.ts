import type { CompiledLoadBalancer, PolicyMap } from '../compile/compiled.ts'
import type { MapStep } from './step.ts'

/**
 * Which maps get other rows. A map that comes or goes belongs to its listener, whose section then differs: the next generation begins
 * with it.
 */
export function mapSteps(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null): MapStep[] {
  if (before === null || after === null) return []
  const had = new Map(before.maps.map((one) => [one.name, one]))
  return after.maps.flatMap((map) => {
    const old = had.get(map.name)
    const changed = old === undefined ? 0 : rowsChanged(old, map)
    if (old === undefined || changed === 0) return []
    const { loadbalancer_id } = after
    return [
      { do: 'swap-map', loadbalancer_id, before: old, map, listener: after.titleOf(map.about) ?? map.name, changed },
    ]
  })
}

/** How many keys came, went, or have another value. */
function rowsChanged(before: PolicyMap, after: PolicyMap): number {
  const had = new Map(before.rows)
  let kept = 0
  let changed = 0
  for (const [key, value] of after.rows) {
    const old = had.get(key)
    if (old !== undefined) kept += 1
    if (old !== value) changed += 1
  }
  return changed + had.size - kept
}
