import { DomainError } from 'model/errors'
import { assigned } from 'model/kit/field'
import { longText, text } from 'model/kit/values'
import { flavorCapabilities, zoneCapabilities } from 'model/offers/capabilities'
import { provider } from '@/server/services/offers.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { listed } from './plain-lists.ts'

const providers = [{ name: provider, description: 'HAProxy, driven by the Fulcrum engine.' }]

const fields = {
  name: assigned(text(), { label: 'Name', help: 'What it is called.' }),
  description: assigned(longText(), { label: 'Description', help: 'What it does.' }),
}

/** Who can run load balancers; there is one. */
export async function listProviders(call: Call): Promise<Response> {
  return listed(call, providers, { collection: 'providers', linksName: 'providers_links', key: 'name', fields })
}

/** What the JSON of a flavor profile may say. */
export async function listFlavorCapabilities(call: Call): Promise<Response> {
  return capabilities(call, flavorCapabilities, 'flavor_capabilities')
}

/** What the JSON of an availability zone profile may say. */
export async function listZoneCapabilities(call: Call): Promise<Response> {
  return capabilities(call, zoneCapabilities, 'availability_zone_capabilities')
}

function capabilities(
  call: Call,
  table: Readonly<Record<string, { readonly help: string }>>,
  collection: string,
): Response {
  const name = parameter(call, 'provider')
  if (name !== provider) throw new DomainError('invalid', `Provider '${name}' is not enabled.`)
  const rows = Object.entries(table).map(([name, { help }]) => ({ name, description: help }))
  return listed(call, rows, { collection, linksName: `${collection}_links`, key: 'name', fields })
}
