import { withFields } from '../shared/fields.ts'
import type { Call } from '../shared/operation.ts'

const providers = [{ name: 'fulcrum', description: 'HAProxy, driven by the Fulcrum engine.' }]

/** Who can run load balancers; there is one. */
export async function listProviders(call: Call): Promise<Response> {
  const query = call.url.searchParams
  const name = query.get('name')
  const shown = providers.filter((one) => name === null || one.name === name)
  return Response.json({ providers: shown.map((one) => withFields(query, one)) })
}
