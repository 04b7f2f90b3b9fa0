import { fixed, optional, required } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { boolean, longText, uuid } from '../kit/values.ts'
import { assignedId, givenName } from './shared-fields.ts'

/** A set of settings that an administrator offers under a name. */
export const flavor = defineResource({
  name: 'flavor',
  collection: 'flavors',
  title: 'Flavor',
  fields: {
    id: assignedId,
    name: givenName,
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.' }),
    enabled: optional(boolean, true, { label: 'Enabled', help: 'Off: new load balancers may not choose it.' }),
    flavor_profile_id: fixed(required(uuid, { label: 'Profile', help: 'The flavor profile with the settings.' })),
  },
})
export type Flavor = RowOf<typeof flavor>
export type CreatedFlavor = CreatedOf<typeof flavor>
export type FlavorPatch = PatchOf<typeof flavor>
