import { assigned } from 'model/kit/field'
import { boolean, integer, moment, orNone, text, uuid } from 'model/kit/values'
import { answerJson } from '@/server/answer.ts'
import {
  type EngineNode,
  engineTraffic,
  findEngineNode,
  forgetEngine,
  isServed,
  listEngineNodes,
  refreshEngine,
} from '@/server/services/engine-nodes.ts'
import { withFields } from '../shared/fields.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { refuseParameters } from './crud.ts'
import { listed } from './plain-lists.ts'
import { type Wire, wireTime } from './wire.ts'

// Octavia's amphora is a machine that runs one load balancer; here it is an engine, which runs all of them. What such a machine has and
// an engine has not is null.

const word = orNone(text())
const said = (label: string) => ({ label, help: 'As in Octavia; null where an engine has none.' })
export const amphoraFields = {
  id: assigned(uuid, said('ID')),
  loadbalancer_id: assigned(orNone(uuid), said('Load balancer')),
  compute_id: assigned(word, said('Compute instance')),
  lb_network_ip: assigned(word, said('Management address')),
  vrrp_ip: assigned(word, said('VRRP address')),
  ha_ip: assigned(word, said('VIP')),
  vrrp_port_id: assigned(word, said('VRRP port')),
  ha_port_id: assigned(word, said('VIP port')),
  cert_expiration: assigned(orNone(moment), said('Certificate expires')),
  cert_busy: assigned(boolean, said('Certificate is being renewed')),
  role: assigned(word, said('Role')),
  status: assigned(word, said('Status')),
  vrrp_interface: assigned(word, said('VRRP interface')),
  vrrp_id: assigned(orNone(integer(0, 255)), said('VRRP id')),
  vrrp_priority: assigned(orNone(integer(0, 255)), said('VRRP priority')),
  cached_zone: assigned(word, said('Compute zone')),
  created_at: assigned(orNone(moment), said('Created')),
  updated_at: assigned(orNone(moment), said('Updated')),
  image_id: assigned(word, said('Image')),
  compute_flavor: assigned(word, said('Compute flavor')),
}
const nothing = Object.fromEntries(Object.keys(amphoraFields).map((name) => [name, null]))

/** Engines. With `loadbalancer_id` it is those that run the load balancer, which is every engine. */
export async function list(call: Call): Promise<Response> {
  const asked = call.url.searchParams.get('loadbalancer_id')
  const nodes = listEngineNodes(call.actor)
  const isNobodys = asked !== null && !(await isServed(asked))
  const rows = isNobodys ? [] : nodes.map((node) => ({ ...wireOf(node), loadbalancer_id: asked }))
  const form = { collection: 'amphorae', linksName: 'amphorae_links', key: 'id', fields: amphoraFields }
  return listed<Wire>(call, rows, form)
}

export async function show(call: Call): Promise<Response> {
  const node = findEngineNode(call.actor, parameter(call, 'id'))
  return answerJson({ amphora: withFields(call.url.searchParams, wireOf(node)) })
}

/** One row for each listener that the engine has carried traffic of since the control plane has been running. */
export async function showStatistics(call: Call): Promise<Response> {
  const amphora_id = parameter(call, 'id')
  const traffic = await engineTraffic(call.actor, amphora_id)
  return answerJson({
    amphora_stats: traffic.map((one) => ({
      amphora_id,
      loadbalancer_id: one.loadbalancer_id,
      listener_id: one.listener_id,
      bytes_in: one.bytes_in,
      bytes_out: one.bytes_out,
      active_connections: one.active,
      total_connections: one.connections,
      request_errors: one.errors_request,
    })),
  })
}

/** Octavia's `config` and `failover` of an amphora: the engine takes everything anew. */
export async function refresh(call: Call): Promise<Response> {
  refuseParameters(call, [])
  refreshEngine(call.actor, parameter(call, 'id'))
  return new Response(null, { status: 202 })
}

export async function remove(call: Call): Promise<Response> {
  refuseParameters(call, [])
  await forgetEngine(call.actor, parameter(call, 'id'))
  return new Response(null, { status: 204 })
}

function wireOf(node: EngineNode): Wire {
  return {
    ...nothing,
    id: node.id,
    compute_id: node.name,
    cert_busy: false,
    role: 'STANDALONE',
    status: node.connected ? 'ALLOCATED' : 'ERROR',
    updated_at: wireTime(node.heard_at),
  }
}
