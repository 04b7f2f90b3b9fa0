import { DomainError } from 'model/errors'
import type { SessionPersistence } from 'model/resources/pool'
import { z } from 'zod'
import { createChild, removeResource, type Settle, updateResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { answer, gone, timesOf, type Wire } from './answers.ts'
import { flag, given, rootOf, text, whole } from './bodies.ts'
import { inConflict } from './errors.ts'
import { byName, byReference, listed } from './lists.ts'
import { poolProtocol, shownPoolProtocol } from './protocols.ts'
import { ownId, ownRow, ownRows } from './rows.ts'

const persistence = z.object(
  { type: text.nullish(), cookie_name: text.nullish(), persistence_timeout: whole.nullish() },
  'Value should be an object',
)
const slowStart = z.object({ enable: flag.nullish(), duration: whole.nullish() }, 'Value should be an object')
const changeable = {
  name: text.nullish(),
  description: text.nullish(),
  session_persistence: persistence.nullish(),
  slow_start: slowStart.nullish(),
}
export const poolBody = {
  create: z.object({
    ...changeable,
    protocol: text,
    lb_algorithm: text,
    loadbalancer_id: text.nullish(),
    listener_id: text.nullish(),
    type: text.nullish(),
  }),
  update: z.object({ ...changeable, lb_algorithm: text.nullish() }),
}

function poolWire(row: Shown<'pool'>): Wire {
  const { id, name, description, project_id, provisioning_status, lb_algorithm } = row
  return {
    ...{ id, name, description, project_id, provisioning_status, lb_algorithm, admin_state_up: row.admin_state_up },
    protocol: shownPoolProtocol(row),
    loadbalancers: [{ id: row.loadbalancer_id }],
    ...{ listeners: row.listeners, members: row.members, healthmonitor_id: row.healthmonitor_id },
    session_persistence: row.session_persistence && persistenceWire(row.session_persistence),
    ...{ slow_start: null, ip_version: 'dualstack', type: 'instance', vpc_id: null },
    ...{ enterprise_project_id: '0', member_deletion_protection_enable: false },
    ...timesOf(row),
  }
}

function persistenceWire({ type, cookie_name, persistence_timeout }: SessionPersistence): Wire {
  // Minutes there, seconds here; the cookies of HTTP live as long as the browser.
  return { type, cookie_name, persistence_timeout: persistence_timeout && Math.ceil(persistence_timeout / 60) }
}

type Wish = z.output<typeof poolBody.update>

/** In the words of the model. @throws unsupported for a slow start */
function attributesOf(wish: Wish): Record<string, unknown> {
  const { slow_start, session_persistence, name, description, lb_algorithm } = wish
  if (slow_start?.enable) throw new DomainError('unsupported', 'A slow start of members is not supported.')
  return given({ name, description, lb_algorithm, session_persistence: persistenceOf(session_persistence) })
}

/** How long it lasts is not the product's to say for streams: clients are kept as long as the cookie or the address is known. */
function persistenceOf(wish: Wish['session_persistence']) {
  if (wish === undefined || wish === null) return wish
  return given({ type: wish.type, cookie_name: wish.cookie_name || undefined })
}

const filters = {
  ...byName(
    ...['id', 'name', 'description', 'protocol', 'lb_algorithm', 'admin_state_up', 'healthmonitor_id'],
    ...['enterprise_project_id', 'ip_version', 'type', 'provisioning_status'],
  ),
  loadbalancer_id: byReference('loadbalancers'),
  listener_id: byReference('listeners'),
  member_id: byReference('members'),
}

export async function listPools(call: Call): Promise<Response> {
  const rows = (await ownRows(call, 'pool')).map(poolWire)
  return listed(call.url, 'pools', { rows, filters })
}

export async function showPool(call: Call): Promise<Response> {
  return answer({ pool: poolWire(await ownRow(call, 'pool', parameter(call, 'id'))) })
}

export async function createPool(call: Call): Promise<Response> {
  const wish = rootOf(call.body, 'pool', poolBody.create)
  const { loadbalancer_id, listener_id } = wish
  await ownId(call, 'load_balancer', loadbalancer_id)
  await ownId(call, 'listener', listener_id)
  const input = { ...attributesOf(wish), ...poolProtocol(wish.protocol), loadbalancer_id: loadbalancer_id ?? null }
  const row = await createChild(call.actor, 'pool', input, listener_id ? { listener_id } : {})
  return answer({ pool: poolWire(row) }, 201)
}

export async function updatePool(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'pool', parameter(call, 'id'))
  const wish = rootOf(call.body, 'pool', poolBody.update)
  return answer({ pool: poolWire(await updateResource(call.actor, 'pool', id, attributesOf(wish))) })
}

/** A pool that something sends traffic to stays. */
export async function removePool(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'pool', parameter(call, 'id'))
  const settle: Settle = (before, after) => {
    const user = before.listeners.find((one) => one.default_pool_id === id)
    if (user) throw inConflict(`Pool ${id} is the default pool of listener ${user.id}.`)
    return after
  }
  await removeResource(call.actor, 'pool', id, { settle })
  return gone()
}
