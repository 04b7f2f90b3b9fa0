import { isBeyondOctavia } from './beyond-octavia.ts'
import type { ApiCall } from './curl.ts'
import { ownAttributes } from './superset.ts'

type Attributes = Readonly<Record<string, unknown>>

/** The resources of Terraform's OpenStack provider (version 2 or later), by the collection that they are created in. */
const resources: Readonly<Record<string, string>> = {
  loadbalancers: 'openstack_lb_loadbalancer_v2',
  listeners: 'openstack_lb_listener_v2',
  pools: 'openstack_lb_pool_v2',
  members: 'openstack_lb_member_v2',
  healthmonitors: 'openstack_lb_monitor_v2',
  l7policies: 'openstack_lb_l7policy_v2',
  rules: 'openstack_lb_l7rule_v2',
  floatingips: 'openstack_networking_floatingip_v2',
  subnets: 'openstack_networking_subnet_v2',
  networks: 'openstack_networking_network_v2',
}

/** Names that the provider spells in its own way. */
const renamed: Readonly<Record<string, string>> = {
  lb_algorithm: 'lb_method',
  session_persistence: 'persistence',
  allocation_pools: 'allocation_pool',
  'router:external': 'external',
}
/** Objects that are blocks in it; any other is a map. */
const blocks = ['persistence', 'allocation_pool']
/** Only on servers that say so; the provider has no word for them. */
const unknown = [
  'additional_vips',
  'alpn_protocols',
  'hsts_max_age',
  'hsts_include_subdomains',
  'hsts_preload',
  ...ownAttributes,
]

const path = /^\/(?:load-balancer\/v2\/lbaas|network\/v2\.0)\/(?:(pools|l7policies)\/([^/]+)\/)?(\w+)$/

/** A create as a resource of Terraform's OpenStack provider; null for what it does not create. */
export function terraformResource(call: ApiCall): string | null {
  if (isBeyondOctavia(call)) return null
  const [, parents, parent, collection = ''] = path.exec(call.path) ?? []
  const kind = resources[collection]
  const values = Object.values((call.body ?? {}) as Record<string, unknown>)[0]
  if (call.method !== 'POST' || kind === undefined || !isObject(values)) return null
  if (collection === 'floatingips') return floatingIp(values)
  const children = ['listeners', 'pools', 'members', 'rules', 'default_pool']
  if (children.some((name) => Array.isArray(values[name]) && values[name].length > 0)) return null
  const owner = parents === undefined ? {} : { [parents === 'pools' ? 'pool_id' : 'l7policy_id']: parent }
  const lines = Object.entries({ ...owner, ...values }).flatMap(([name, value]) => attribute(name, value))
  return [`resource "${kind}" "${label(values['name'])}" {`, ...lines.map((one) => `  ${one}`), '}'].join('\n')
}

/** The provider wants the name of the network: it is looked up. */
function floatingIp({ floating_network_id, ...values }: Attributes): string {
  return [
    'data "openstack_networking_network_v2" "external" {',
    `  network_id = ${expression(floating_network_id)}`,
    '}',
    '',
    'resource "openstack_networking_floatingip_v2" "main" {',
    '  pool = data.openstack_networking_network_v2.external.name',
    ...Object.entries(values).flatMap(([name, value]) => attribute(name, value).map((one) => `  ${one}`)),
    '}',
  ].join('\n')
}

function attribute(name: string, value: unknown): string[] {
  if (unknown.includes(name) || isNothing(value)) return []
  const own = renamed[name] ?? name
  if (!blocks.includes(own)) return [`${own} = ${expression(value)}`]
  const all = (Array.isArray(value) ? value : [value]) as readonly Attributes[]
  return all.flatMap((one) => [
    `${own} {`,
    ...Object.entries(one)
      .filter(([, inner]) => !isNothing(inner))
      .map(([key, inner]) => `  ${key} = ${expression(inner)}`),
    '}',
  ])
}

function expression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`
  if (isObject(value)) {
    const pairs = Object.entries(value).map(([key, one]) => `${quoted(key)} = ${expression(one)}`)
    return `{ ${pairs.join(', ')} }`
  }
  return typeof value === 'string' ? quoted(value) : String(value)
}

/** A text of HCL: JSON's escapes are its own, and a template begins with `${` or `%{`. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll(/[$%](?=\{)/g, '$&$&')
}

/** What the configuration calls it. */
function label(name: unknown): string {
  const word =
    typeof name === 'string'
      ? name
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '_')
          .replace(/^_|_$/g, '')
      : ''
  return /^[a-z]/.test(word) ? word : `main${word && `_${word}`}`
}

function isNothing(value: unknown): boolean {
  return (
    value === null ||
    value === undefined ||
    value === '' ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  )
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
