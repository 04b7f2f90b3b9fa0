import { isIpv6 } from 'model/kit/addresses'
import type { OperatingStatus } from 'model/statuses'
import { z } from 'zod'
import { createChild, removeResource, updateResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { answer, gone, timesOf, type Wire } from './answers.ts'
import { given, rootOf, text, whole } from './bodies.ts'
import { couldNotBeFound } from './errors.ts'
import { byName, listed } from './lists.ts'
import { ownRow, ownRows } from './rows.ts'

const weight = whole.min(0, 'Value should be greater or equal to 0').max(100, 'Value should be lower or equal to 100')
const changeable = { name: text.nullish(), weight: weight.nullish() }
export const memberBody = {
  create: z.object({ ...changeable, address: text, protocol_port: whole, subnet_cidr_id: text.nullish() }),
  update: z.object(changeable),
}

/** The dialect tells whether a member takes requests, and whether that was looked at. */
const statuses = {
  ONLINE: 'ONLINE',
  DRAINING: 'ONLINE',
  DEGRADED: 'ONLINE',
  NO_MONITOR: 'NO_MONITOR',
  OFFLINE: 'OFFLINE',
  ERROR: 'OFFLINE',
} as const satisfies Record<OperatingStatus, string>

function memberWire(row: Shown<'member'>): Wire {
  const { id, name, project_id, address, protocol_port, provisioning_status } = row
  return {
    ...{ id, name, project_id, address, protocol_port, provisioning_status, weight: row.weight },
    ...{ pool_id: row.pool_id, loadbalancer_id: row.loadbalancer_id, subnet_cidr_id: row.subnet_id },
    ...{ admin_state_up: row.admin_state_up, operating_status: statuses[row.operating_status] },
    ...{ ip_version: isIpv6(address) ? 'v6' : 'v4', member_type: 'ip', instance_id: null, status: [], reason: null },
    ...timesOf(row),
  }
}

const filters = byName(
  ...['id', 'name', 'weight', 'address', 'protocol_port', 'subnet_cidr_id', 'admin_state_up', 'operating_status'],
  ...['ip_version', 'member_type', 'pool_id', 'loadbalancer_id', 'enterprise_project_id'],
)

export async function listMembers(call: Call): Promise<Response> {
  const { id: pool_id } = await ownRow(call, 'pool', parameter(call, 'pool_id'))
  const rows = (await ownRows(call, 'member', { pool_id })).map(memberWire)
  return listed(call.url, 'members', { rows, filters })
}

export async function listAllMembers(call: Call): Promise<Response> {
  return listed(call.url, 'members', { rows: (await ownRows(call, 'member')).map(memberWire), filters })
}

export async function showMember(call: Call): Promise<Response> {
  return answer({ member: memberWire(await memberOfPool(call)) })
}

export async function createMember(call: Call): Promise<Response> {
  const { id: pool_id } = await ownRow(call, 'pool', parameter(call, 'pool_id'))
  const { subnet_cidr_id, ...wish } = rootOf(call.body, 'member', memberBody.create)
  const input = { ...given(wish), ...given({ subnet_id: subnet_cidr_id }), pool_id }
  return answer({ member: memberWire(await createChild(call.actor, 'member', input)) }, 201)
}

export async function updateMember(call: Call): Promise<Response> {
  const { id } = await memberOfPool(call)
  const wish = rootOf(call.body, 'member', memberBody.update)
  return answer({ member: memberWire(await updateResource(call.actor, 'member', id, given(wish))) })
}

export async function removeMember(call: Call): Promise<Response> {
  const { id } = await memberOfPool(call)
  await removeResource(call.actor, 'member', id)
  return gone()
}

async function memberOfPool(call: Call): Promise<Shown<'member'>> {
  const pool = await ownRow(call, 'pool', parameter(call, 'pool_id'))
  const member = await ownRow(call, 'member', parameter(call, 'id'))
  if (member.pool_id !== pool.id) throw couldNotBeFound('Member', member.id)
  return member
}
