import { answerJson } from '@/server/answer.ts'
import { createFloatingIp, removeFloatingIp, tagFloatingIp, updateFloatingIp } from '@/server/services/floating-ips.ts'
import {
  createNetwork,
  createSubnet,
  listNetworks,
  listSubnets,
  removeNetwork,
  removeSubnet,
  updateNetwork,
  updateSubnet,
} from '@/server/services/networks.ts'
import { type Call, type Operation, parameter } from '../shared/operation.ts'
import { bodyOf, read, tagsBody } from './bodies.ts'
import { floatingIpWire, networkWire, subnetWire, type Wire } from './wire.ts'

const gone = () => new Response(null, { status: 204 })

/** Operations that change something: networks and subnets are for administrators, floating IPs for everybody in a project. */
export const writes = [
  {
    method: 'POST',
    path: '/v2.0/networks',
    deed: 'manage',
    takes: 'json',
    summary: 'Create a network',
    run: async (call) => {
      const { name, 'router:external': is_external } = bodyOf('network', 'create', call.body)
      const network = await createNetwork(call.actor, { name, is_external })
      return answerJson({ network: networkWire(network) }, { status: 201 })
    },
  },
  {
    method: 'PUT',
    path: '/v2.0/networks/{id}',
    deed: 'manage',
    takes: 'json',
    summary: 'Rename a network',
    run: async (call) => {
      const id = parameter(call, 'id')
      const { name } = bodyOf('network', 'update', call.body)
      if (name !== undefined) await updateNetwork(call.actor, id, { name })
      return answerJson({ network: shown((await listNetworks(call.actor)).map(networkWire), id) })
    },
  },
  {
    method: 'DELETE',
    path: '/v2.0/networks/{id}',
    deed: 'manage',
    takes: 'nothing',
    summary: 'Delete a network and its subnets',
    run: async (call) => {
      await removeNetwork(call.actor, parameter(call, 'id'))
      return gone()
    },
  },
  {
    method: 'POST',
    path: '/v2.0/subnets',
    deed: 'manage',
    takes: 'json',
    summary: 'Create a subnet',
    run: async (call) => {
      const { name, network_id, cidr, gateway_ip, allocation_pools } = bodyOf('subnet', 'create', call.body)
      const subnet = await createSubnet(call.actor, { name, network_id, cidr, gateway_ip, pool: allocation_pools?.[0] })
      return answerJson({ subnet: subnetWire(subnet) }, { status: 201 })
    },
  },
  {
    method: 'PUT',
    path: '/v2.0/subnets/{id}',
    deed: 'manage',
    takes: 'json',
    summary: 'Rename a subnet',
    run: async (call) => {
      const id = parameter(call, 'id')
      const { name } = bodyOf('subnet', 'update', call.body)
      if (name !== undefined) await updateSubnet(call.actor, id, { name })
      return answerJson({ subnet: shown((await listSubnets(call.actor)).map(subnetWire), id) })
    },
  },
  {
    method: 'DELETE',
    path: '/v2.0/subnets/{id}',
    deed: 'manage',
    takes: 'nothing',
    summary: 'Delete a subnet',
    run: async (call) => {
      await removeSubnet(call.actor, parameter(call, 'id'))
      return gone()
    },
  },
  {
    method: 'POST',
    path: '/v2.0/floatingips',
    deed: 'change',
    takes: 'json',
    summary: 'Create a floating IP',
    run: async (call) => {
      const { tenant_id, project_id, ...wish } = bodyOf('floatingip', 'create', call.body)
      const row = await createFloatingIp(call.actor, { ...wish, project_id: project_id ?? tenant_id ?? null })
      return answerJson({ floatingip: floatingIpWire(row) }, { status: 201 })
    },
  },
  {
    method: 'PUT',
    path: '/v2.0/floatingips/{id}',
    deed: 'change',
    takes: 'json',
    summary: 'Associate or disassociate a floating IP',
    run: async (call) => {
      const wish = bodyOf('floatingip', 'update', call.body)
      return answerJson({
        floatingip: floatingIpWire(await updateFloatingIp(call.actor, parameter(call, 'id'), wish)),
      })
    },
  },
  {
    method: 'PUT',
    path: '/v2.0/floatingips/{id}/tags',
    deed: 'change',
    takes: 'json',
    summary: 'Replace the tags of a floating IP',
    run: async (call) => {
      const { tags } = read(tagsBody, call.body)
      return answerJson({ tags: await tagFloatingIp(call.actor, parameter(call, 'id'), tags) })
    },
  },
  {
    method: 'DELETE',
    path: '/v2.0/floatingips/{id}',
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a floating IP',
    run: async (call: Call) => {
      await removeFloatingIp(call.actor, parameter(call, 'id'))
      return gone()
    },
  },
] as const satisfies readonly Operation[]

/** It was there a moment ago; who deleted it since gets what is left of it, which is nothing. */
function shown(all: readonly Wire[], id: string): Wire | undefined {
  return all.find((one) => one['id'] === id)
}
