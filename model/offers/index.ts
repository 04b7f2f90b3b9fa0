import type { Resource } from '../kit/resource.ts'
import { type AvailabilityZone, availabilityZone } from './availability-zone.ts'
import { type AvailabilityZoneProfile, availabilityZoneProfile } from './availability-zone-profile.ts'
import { type Flavor, flavor } from './flavor.ts'
import { type FlavorProfile, flavorProfile } from './flavor-profile.ts'

/** What administrators offer and load balancers choose from, keyed by the name of its table. */
export const offers = {
  flavor,
  flavor_profile: flavorProfile,
  availability_zone: availabilityZone,
  availability_zone_profile: availabilityZoneProfile,
} as const satisfies Record<string, Resource>
export type OfferKind = keyof typeof offers

export type OfferRows = {
  readonly flavor: Flavor
  readonly flavor_profile: FlavorProfile
  readonly availability_zone: AvailabilityZone
  readonly availability_zone_profile: AvailabilityZoneProfile
}
