import { DomainError } from 'model/errors'
import type { OperatingStatus } from 'model/statuses'
import { z } from 'zod'
import { createTree, removeResource, updateResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { answer, gone, timesOf, type Wire } from './answers.ts'
import { flag, given, rootOf, text, texts } from './bodies.ts'
import { inConflict } from './errors.ts'
import { byName, listed } from './lists.ts'
import { ownRow, ownRows, projectOf } from './rows.ts'

const words = { name: text.nullish(), description: text.nullish() }
export const loadBalancerBody = {
  create: z.object({
    ...words,
    vip_subnet_cidr_id: text.nullish(),
    vip_address: text.nullish(),
    vpc_id: text.nullish(),
    availability_zone_list: texts.nullish(),
    ip_target_enable: flag.nullish(),
  }),
  update: z.object(words),
}

type Row = Pick<
  Shown<'load_balancer'>,
  | ('id' | 'name' | 'description' | 'project_id' | 'created_at' | 'updated_at' | 'admin_state_up')
  | ('provisioning_status' | 'operating_status' | 'vip_address' | 'vip_subnet_id' | 'vip_network_id' | 'vip_port_id')
  | ('floating_addresses' | 'availability_zone' | 'listeners' | 'pools')
>

/** The dialect knows no more of a load balancer than whether it serves. */
function isServing(status: OperatingStatus): boolean {
  return status !== 'OFFLINE' && status !== 'ERROR'
}

function loadBalancerWire(row: Row): Wire {
  const { id, name, description, project_id, provisioning_status, operating_status } = row
  return {
    ...{ id, name, description, project_id, provisioning_status, admin_state_up: row.admin_state_up },
    operating_status: isServing(operating_status) ? 'ONLINE' : 'OFFLINE',
    ...{ provider: 'vlb', guaranteed: true, ip_target_enable: true, enterprise_project_id: '0', tags: [] },
    ...{ vip_address: row.vip_address, vip_subnet_cidr_id: row.vip_subnet_id, vip_port_id: row.vip_port_id },
    ...{ vpc_id: row.vip_network_id, ipv6_vip_address: null, ipv6_vip_virsubnet_id: null, ipv6_vip_port_id: null },
    eips: row.floating_addresses.map((eip_address) => ({
      eip_id: null,
      eip_address,
      ip_version: eip_address.includes(':') ? 6 : 4,
    })),
    publicips: [],
    availability_zone_list: row.availability_zone === null ? [] : [row.availability_zone],
    ...{ l4_flavor_id: null, l7_flavor_id: null, elb_virsubnet_ids: [row.vip_subnet_id] },
    ...{ listeners: row.listeners, pools: row.pools, deletion_protection_enable: false },
    ...timesOf(row),
  }
}

const filters = byName(
  ...['id', 'name', 'description', 'admin_state_up', 'provisioning_status', 'operating_status', 'vip_address'],
  ...['vip_port_id', 'vip_subnet_cidr_id', 'vpc_id', 'guaranteed', 'enterprise_project_id', 'ip_target_enable'],
)

export async function listLoadBalancers(call: Call): Promise<Response> {
  const rows = (await ownRows(call, 'load_balancer')).map(loadBalancerWire)
  return listed(call.url, 'loadbalancers', { rows, filters })
}

export async function showLoadBalancer(call: Call): Promise<Response> {
  return answer({ loadbalancer: loadBalancerWire(await ownRow(call, 'load_balancer', parameter(call, 'id'))) })
}

/** Zones are the vendor's; where load balancers run is said by their subnet. */
export async function createLoadBalancer(call: Call): Promise<Response> {
  const wish = rootOf(call.body, 'loadbalancer', loadBalancerBody.create)
  const { load_balancer } = await createTree(call.actor, {
    ...given({ name: wish.name, description: wish.description, vip_address: wish.vip_address }),
    ...given({ vip_subnet_id: wish.vip_subnet_cidr_id, vip_network_id: wish.vpc_id }),
    ...{ project_id: projectOf(call), listeners: [], pools: [] },
  })
  return answer({ loadbalancer: loadBalancerWire({ ...load_balancer, listeners: [], pools: [] }) }, 201)
}

export async function updateLoadBalancer(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'load_balancer', parameter(call, 'id'))
  const wish = rootOf(call.body, 'loadbalancer', loadBalancerBody.update)
  const row = await updateResource(call.actor, 'load_balancer', id, given(wish))
  return answer({ loadbalancer: loadBalancerWire(row) })
}

export async function removeLoadBalancer(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'load_balancer', parameter(call, 'id'))
  await removeResource(call.actor, 'load_balancer', id).catch((error: unknown) => {
    const isFull = error instanceof DomainError && error.code === 'invalid'
    throw isFull ? inConflict(`Loadbalancer ${id} has listeners or pools.`) : error
  })
  return gone()
}

/** With everything under it. */
export async function removeLoadBalancerByForce(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'load_balancer', parameter(call, 'id'))
  await removeResource(call.actor, 'load_balancer', id, { cascade: true })
  return gone()
}
