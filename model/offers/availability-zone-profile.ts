import { required } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { assignedId, givenName, profileData, providerName } from './shared-fields.ts'

/** The settings behind availability zones. While a zone uses it, only its name can be changed. */
export const availabilityZoneProfile = defineResource({
  name: 'availability_zone_profile',
  collection: 'availability_zone_profiles',
  title: 'Availability Zone Profile',
  fields: {
    id: assignedId,
    name: givenName,
    provider_name: providerName,
    availability_zone_data: required(profileData, {
      label: 'Settings',
      help: 'JSON: {"valid_vip_networks": ["<network id>"]}.',
    }),
  },
})
export type AvailabilityZoneProfile = RowOf<typeof availabilityZoneProfile>
export type CreatedAvailabilityZoneProfile = CreatedOf<typeof availabilityZoneProfile>
export type AvailabilityZoneProfilePatch = PatchOf<typeof availabilityZoneProfile>
