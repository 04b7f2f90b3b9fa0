import { isInserted } from 'model/listener/insert-headers'
import { z } from 'zod'
import { createChild, removeResource, type Settle, updateResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { answer, gone, timesOf, type Wire } from './answers.ts'
import { flag, given, rootOf, text, texts, whole } from './bodies.ts'
import { inConflict, invalidInput } from './errors.ts'
import { byName, byReference, listed } from './lists.ts'
import { listenerProtocol, shownListenerProtocol } from './protocols.ts'
import { ownId, ownRow, ownRows } from './rows.ts'

const seconds = whole.min(1, 'Value should be greater or equal to 1').max(300, 'Value should be lower or equal to 300')
const changeable = {
  name: text.nullish(),
  description: text.nullish(),
  default_pool_id: text.nullish(),
  default_tls_container_ref: text.nullish(),
  client_ca_tls_container_ref: text.nullish(),
  sni_container_refs: texts.nullish(),
  insert_headers: z.record(text, flag, 'Value should be an object').nullish(),
  http2_enable: flag.nullish(),
  enhance_l7policy_enable: flag.nullish(),
  client_timeout: seconds.nullish(),
  member_timeout: seconds.nullish(),
}
export const listenerBody = {
  create: z.object({
    ...changeable,
    loadbalancer_id: text,
    protocol: text,
    protocol_port: whole,
  }),
  update: z.object(changeable),
}
type Wish = z.output<typeof listenerBody.update>

function listenerWire(row: Shown<'listener'>): Wire {
  const { id, name, description, project_id, loadbalancer_id, provisioning_status } = row
  return {
    ...{ id, name, description, project_id, loadbalancer_id, provisioning_status, admin_state_up: row.admin_state_up },
    loadbalancers: [{ id: loadbalancer_id }],
    ...{ protocol: shownListenerProtocol(row.protocol), protocol_port: row.protocol_port },
    ...{ default_pool_id: row.default_pool_id, default_tls_container_ref: row.default_tls_container_ref },
    ...{ client_ca_tls_container_ref: row.client_ca_tls_container_ref, sni_container_refs: row.sni_container_refs },
    insert_headers: Object.fromEntries(
      Object.entries(row.insert_headers).map(([header, value]) => [header, isInserted(value)]),
    ),
    enhance_l7policy_enable: row.enhance_l7policy_enable,
    ...{ connection_limit: row.connection_limit, http2_enable: row.alpn_protocols.includes('h2') },
    ...{ client_timeout: wholeSeconds(row.timeout_client_data), member_timeout: wholeSeconds(row.timeout_member_data) },
    ...{ keepalive_timeout: 60, tls_ciphers_policy: null, security_policy_id: null, sni_match_algo: 'wildcard' },
    ...{ enterprise_project_id: '0', ipgroup: null, transparent_client_ip_enable: false, tags: [] },
    ...timesOf(row),
  }
}

function wholeSeconds(milliseconds: number): number {
  return Math.round(milliseconds / 1_000)
}

const http2 = ['h2', 'http/1.1', 'http/1.0'] as const

/** In the words of the model; what is undefined was not given. */
function attributesOf(wish: Wish): Record<string, unknown> {
  const {
    enhance_l7policy_enable,
    http2_enable,
    client_timeout,
    member_timeout,
    insert_headers,
    client_ca_tls_container_ref,
    ...same
  } = wish
  return given({
    ...same,
    enhance_l7policy_enable: enhance_l7policy_enable ?? undefined,
    client_ca_tls_container_ref,
    client_authentication:
      client_ca_tls_container_ref === undefined ? undefined : client_ca_tls_container_ref ? 'MANDATORY' : 'NONE',
    // What is not inserted is not named.
    insert_headers: insert_headers && Object.fromEntries(Object.entries(insert_headers).flatMap(insertedHeader)),
    alpn_protocols: http2_enable === undefined || http2_enable === null ? undefined : http2.slice(http2_enable ? 0 : 1),
    timeout_client_data: inMilliseconds(client_timeout),
    timeout_member_data: inMilliseconds(member_timeout),
  })
}

function insertedHeader([name, isOn]: [string, boolean]): [string, string][] {
  return isOn ? [[name, 'true']] : []
}

function inMilliseconds(value: number | null | undefined): number | null | undefined {
  return typeof value === 'number' ? value * 1_000 : value
}

const filters = {
  ...byName(
    ...['id', 'name', 'description', 'protocol', 'protocol_port', 'default_pool_id', 'default_tls_container_ref'],
    ...[
      'admin_state_up',
      'connection_limit',
      'client_ca_tls_container_ref',
      'http2_enable',
      'enhance_l7policy_enable',
      'enterprise_project_id',
    ],
    'provisioning_status',
  ),
  loadbalancer_id: byReference('loadbalancers'),
}

export async function listListeners(call: Call): Promise<Response> {
  const rows = (await ownRows(call, 'listener')).map(listenerWire)
  return listed(call.url, 'listeners', { rows, filters })
}

export async function showListener(call: Call): Promise<Response> {
  return answer({ listener: listenerWire(await ownRow(call, 'listener', parameter(call, 'id'))) })
}

export async function createListener(call: Call): Promise<Response> {
  const wish = rootOf(call.body, 'listener', listenerBody.create)
  await ownId(call, 'load_balancer', wish.loadbalancer_id)
  await ownId(call, 'pool', wish.default_pool_id)
  const row = await createChild(call.actor, 'listener', {
    ...attributesOf(wish),
    protocol: listenerProtocol(wish.protocol),
    // The vendor's default; everywhere else here it is on.
    enhance_l7policy_enable: wish.enhance_l7policy_enable ?? false,
  })
  return answer({ listener: listenerWire(row) }, 201)
}

export async function updateListener(call: Call): Promise<Response> {
  const { id, enhance_l7policy_enable } = await ownRow(call, 'listener', parameter(call, 'id'))
  const wish = rootOf(call.body, 'listener', listenerBody.update)
  if (enhance_l7policy_enable && wish.enhance_l7policy_enable === false)
    throw invalidInput('enhance_l7policy_enable', 'Advanced forwarding can be switched on, and not off again')
  await ownId(call, 'pool', wish.default_pool_id)
  return answer({ listener: listenerWire(await updateResource(call.actor, 'listener', id, attributesOf(wish))) })
}

export async function removeListener(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'listener', parameter(call, 'id'))
  const settle: Settle = (before, after) => {
    const hasPolicies = before.l7_policies.some((one) => one.listener_id === id)
    if (hasPolicies) throw inConflict(`Listener ${id} has l7policies.`)
    return after
  }
  await removeResource(call.actor, 'listener', id, { settle })
  return gone()
}

/** With its policies. */
export async function removeListenerByForce(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'listener', parameter(call, 'id'))
  await removeResource(call.actor, 'listener', id)
  return gone()
}
