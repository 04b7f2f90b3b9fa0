import { grouped } from 'model/kit/grouped'
import type { Attention } from '../api-answers.ts'

/** One thing that is wrong, and how many parts of the same load balancer suffer it too: more of its kind, or what is under it. */
export type Gathered = Attention & { readonly others: number; readonly areAlike: boolean }

/** Parts of one load balancer that say the same sentence are one entry, told of the part that stands highest. */
export function gathered(attention: readonly Attention[]): Gathered[] {
  // Each certificate is a thing of its own.
  const groups = grouped(attention, (one) => `${one.loadbalancer_id ?? one.id} ${one.tone} ${one.message}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group.toSorted((one, other) => heights.indexOf(one.kind) - heights.indexOf(other.kind))
    if (!first) return []
    return [{ ...first, others: group.length - 1, areAlike: group.every((one) => one.kind === first.kind) }]
  })
}

const heights = [
  'load_balancer',
  'listener',
  'pool',
  'l7_policy',
  'health_monitor',
  'member',
  'l7_rule',
  'certificate',
] as const satisfies readonly Attention['kind'][]
