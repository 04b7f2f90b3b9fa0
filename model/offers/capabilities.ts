import { z } from 'zod'
import type { ResourceKind } from '../resources/index.ts'

type Limited = Exclude<ResourceKind, 'load_balancer' | 'health_monitor'>
type FlavorCapability = { readonly help: string; readonly limits: Limited }

/** What a flavor can say about the load balancers that have it: how much they may hold. */
export const flavorCapabilities = {
  listener_limit: { help: 'The most listeners of one load balancer.', limits: 'listener' },
  pool_limit: { help: 'The most pools of one load balancer.', limits: 'pool' },
  member_limit: { help: 'The most members of one load balancer, in all its pools together.', limits: 'member' },
  l7policy_limit: { help: 'The most L7 policies of one load balancer.', limits: 'l7_policy' },
  l7rule_limit: { help: 'The most L7 rules of one load balancer.', limits: 'l7_rule' },
} as const satisfies Record<string, FlavorCapability>
type FlavorCapabilityName = keyof typeof flavorCapabilities

/** What an availability zone can say about the load balancers in it. */
export const zoneCapabilities = {
  valid_vip_networks: {
    help: 'The ids of the networks that VIPs may come from, as a list. Without it, every network.',
  },
} as const satisfies Record<string, { readonly help: string }>

const count = z.int('Value should be a whole number').min(1, 'Value should be greater or equal to 1').max(1_000_000)

/** The JSON in a flavor profile. */
export const flavorData = z.strictObject(
  Object.fromEntries(Object.keys(flavorCapabilities).map((name) => [name, count.optional()])) as Record<
    FlavorCapabilityName,
    z.ZodOptional<typeof count>
  >,
)
export type FlavorData = z.output<typeof flavorData>

/** The JSON in an availability zone profile. */
export const zoneData = z.strictObject({
  valid_vip_networks: z.array(z.guid('Value should be UUID format').toLowerCase()).min(1).optional(),
})
export type ZoneData = z.output<typeof zoneData>
