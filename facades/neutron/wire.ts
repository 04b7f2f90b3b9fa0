import { createHash } from 'node:crypto'
import type { FloatingIp } from '@/server/services/floating-ips.ts'
import type { Network, Port, Subnet } from '@/server/services/networks.ts'

export type Wire = Record<string, unknown>

export function subnetWire(row: Subnet): Wire {
  return {
    id: row.id,
    name: row.name,
    description: '',
    network_id: row.network_id,
    cidr: row.cidr,
    ip_version: row.ip_version,
    gateway_ip: row.gateway_ip,
    enable_dhcp: false,
    allocation_pools: [{ start: row.allocation_start, end: row.allocation_end }],
    dns_nameservers: [],
    host_routes: [],
    ipv6_address_mode: null,
    ipv6_ra_mode: null,
    subnetpool_id: null,
    tags: [],
    ...owner(row),
  }
}

export function networkWire(row: Network): Wire {
  return {
    id: row.id,
    name: row.name,
    description: '',
    status: 'ACTIVE',
    admin_state_up: true,
    shared: true,
    'router:external': row.is_external,
    subnets: row.subnets,
    mtu: 1_500,
    port_security_enabled: false,
    tags: [],
    ...owner(row),
  }
}

export function portWire(row: Port): Wire {
  return {
    id: row.id,
    name: row.name,
    description: '',
    network_id: row.network_id,
    fixed_ips: [{ subnet_id: row.subnet_id, ip_address: row.address }],
    device_id: row.loadbalancer_id === null ? '' : `lb-${row.loadbalancer_id}`,
    device_owner: row.loadbalancer_id === null ? '' : 'Octavia',
    status: 'DOWN',
    admin_state_up: true,
    mac_address: macAddress(row.id),
    security_groups: [],
    allowed_address_pairs: [],
    tags: [],
    ...owner(row),
  }
}

/** `fixed_ip_address` is the VIP that it leads to; its columns are what `floating ip list` prints. */
export function floatingIpWire(row: FloatingIp): Wire {
  const { port } = row
  return {
    id: row.id,
    floating_network_id: row.floating_network_id,
    floating_ip_address: row.floating_ip_address,
    port_id: port?.id ?? null,
    fixed_ip_address: port?.address ?? null,
    port_details: port && {
      name: port.name,
      network_id: port.network_id,
      mac_address: macAddress(port.id),
      admin_state_up: true,
      status: 'DOWN',
      device_id: `lb-${port.loadbalancer_id}`,
      device_owner: 'Octavia',
    },
    router_id: null,
    status: floatingStatus(row),
    description: row.description,
    qos_policy_id: null,
    dns_name: '',
    dns_domain: '',
    port_forwardings: [],
    tags: row.tags,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
    revision_number: row.revision_number,
    ...owner(row),
  }
}

/** It carries traffic when it leads somewhere and the data plane runs that. */
function floatingStatus({ port }: FloatingIp): 'ACTIVE' | 'DOWN' | 'ERROR' {
  if (port === null) return 'DOWN'
  return port.provisioning_status === 'ERROR' ? 'ERROR' : 'ACTIVE'
}

/** `2026-11-21T00:09:52Z`: Neutron, unlike Octavia, writes the zone. */
function wireTime(moment: string): string {
  return `${moment.slice(0, 19)}Z`
}

function owner({ project_id }: { readonly project_id: string }): Wire {
  return { project_id, tenant_id: project_id }
}

/** No frame ever carries it; clients want one, and the same each time. fa:16:3e is OpenStack's own prefix. */
function macAddress(id: string): string {
  const [a, b, c] = createHash('sha256').update(id).digest()
  return ['fa', '16', '3e', ...[a, b, c].map((byte) => (byte ?? 0).toString(16).padStart(2, '0'))].join(':')
}
