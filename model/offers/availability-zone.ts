import { fixed, optional, required } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { boolean, longText, uuid } from '../kit/values.ts'
import { givenName } from './shared-fields.ts'

/** Where load balancers can be. It is known by its name and has no id. */
export const availabilityZone = defineResource({
  name: 'availability_zone',
  collection: 'availability_zones',
  title: 'Availability Zone',
  fields: {
    name: fixed(givenName),
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.' }),
    enabled: optional(boolean, true, { label: 'Enabled', help: 'Off: new load balancers may not choose it.' }),
    availability_zone_profile_id: fixed(
      required(uuid, { label: 'Profile', help: 'The availability zone profile with the settings.' }),
    ),
  },
})
export type AvailabilityZone = RowOf<typeof availabilityZone>
export type CreatedAvailabilityZone = CreatedOf<typeof availabilityZone>
export type AvailabilityZonePatch = PatchOf<typeof availabilityZone>
