import { required } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { assignedId, givenName, profileData, providerName } from './shared-fields.ts'

/** The settings behind flavors. While a flavor uses it, only its name can be changed. */
export const flavorProfile = defineResource({
  name: 'flavorprofile',
  collection: 'flavorprofiles',
  title: 'Flavor profile',
  fields: {
    id: assignedId,
    name: givenName,
    provider_name: providerName,
    flavor_data: required(profileData, { label: 'Settings', help: 'JSON: {"listener_limit": 5, "member_limit": 50}.' }),
  },
})
export type FlavorProfile = RowOf<typeof flavorProfile>
export type CreatedFlavorProfile = CreatedOf<typeof flavorProfile>
export type FlavorProfilePatch = PatchOf<typeof flavorProfile>
