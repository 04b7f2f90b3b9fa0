import { DomainError } from 'model/errors'
import { z } from 'zod'
import { createChild, removeResource, updateResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { answer, gone, timesOf, type Wire } from './answers.ts'
import { given, rootOf, text, whole } from './bodies.ts'
import { byName, byReference, listed } from './lists.ts'
import { ownRow, ownRows } from './rows.ts'

const between = (min: number, max: number) =>
  whole.min(min, `Value should be greater or equal to ${min}`).max(max, `Value should be lower or equal to ${max}`)
const times = { delay: between(1, 50), timeout: between(1, 50), max_retries: between(1, 10) }
const changeable = {
  name: text.nullish(),
  max_retries_down: between(1, 10).nullish(),
  http_method: text.nullish(),
  url_path: text.max(80, 'Value should have a maximum character requirement of 80').nullish(),
  expected_codes: text.nullish(),
  domain_name: text.nullish(),
  monitor_port: whole.nullish(),
}
export const monitorBody = {
  create: z.object({ ...changeable, ...times, pool_id: text, type: text }),
  update: z.object({
    ...changeable,
    delay: times.delay.nullish(),
    timeout: times.timeout.nullish(),
    max_retries: times.max_retries.nullish(),
  }),
}

function monitorWire(row: Shown<'health_monitor'>): Wire {
  const { id, name, project_id, type, delay, timeout, max_retries, max_retries_down } = row
  return {
    ...{ id, name, project_id, delay, timeout, max_retries, max_retries_down, admin_state_up: row.admin_state_up },
    ...{ type: type === 'UDP-CONNECT' ? 'UDP_CONNECT' : type, pools: [{ id: row.pool_id }] },
    ...{ http_method: row.http_method, url_path: row.url_path, expected_codes: row.expected_codes },
    ...{ domain_name: row.domain_name, monitor_port: null },
    ...timesOf(row),
  }
}

/** @throws unsupported for a port of its own: members have one each */
function attributesOf({ monitor_port, ...wish }: z.output<typeof monitorBody.update>): Record<string, unknown> {
  if (monitor_port)
    throw new DomainError('unsupported', 'A monitor_port is not supported: members are checked at their own.')
  // A name is asked for by HTTP 1.1 alone.
  return { ...given(wish), ...(wish.domain_name && { http_version: 1.1 }) }
}

const filters = {
  ...byName(
    ...['id', 'name', 'type', 'delay', 'timeout', 'max_retries', 'max_retries_down', 'http_method', 'url_path'],
    ...['expected_codes', 'domain_name', 'monitor_port', 'admin_state_up', 'enterprise_project_id'],
  ),
  pool_id: byReference('pools'),
}

export async function listMonitors(call: Call): Promise<Response> {
  const rows = (await ownRows(call, 'health_monitor')).map(monitorWire)
  return listed(call.url, 'healthmonitors', { rows, filters })
}

export async function showMonitor(call: Call): Promise<Response> {
  return answer({ healthmonitor: monitorWire(await ownRow(call, 'health_monitor', parameter(call, 'id'))) })
}

export async function createMonitor(call: Call): Promise<Response> {
  const { pool_id, type, ...wish } = rootOf(call.body, 'healthmonitor', monitorBody.create)
  await ownRow(call, 'pool', pool_id)
  const input = { ...attributesOf(wish), pool_id, type: type === 'UDP_CONNECT' ? 'UDP-CONNECT' : type }
  return answer({ healthmonitor: monitorWire(await createChild(call.actor, 'health_monitor', input)) }, 201)
}

export async function updateMonitor(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'health_monitor', parameter(call, 'id'))
  const wish = rootOf(call.body, 'healthmonitor', monitorBody.update)
  const row = await updateResource(call.actor, 'health_monitor', id, attributesOf(wish))
  return answer({ healthmonitor: monitorWire(row) })
}

export async function removeMonitor(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'health_monitor', parameter(call, 'id'))
  await removeResource(call.actor, 'health_monitor', id)
  return gone()
}
