import { monitorKinds } from 'model/health-monitor/monitor-kinds'
import type { Resource } from 'model/kit/resource'
import { listenerProtocols } from 'model/listener/protocols'
import { poolProtocols } from 'model/pool/protocols'
import { type ResourceKind, resources } from 'model/resources/index'
import { isKeyOf, type Values } from './values.ts'

type Condition = (values: Values) => boolean

const never: Condition = () => false
/** What administrators may offer is told of only where it was chosen: most have none. */
const isChosen =
  (attribute: string): Condition =>
  (values) =>
    typeof values[attribute] === 'string'
const speaksHttp: Condition = (values) => values['protocol'] === 'HTTP' || values['protocol'] === 'TERMINATED_HTTPS'
const isOn =
  (attribute: string): Condition =>
  (values) =>
    speaksHttp(values) && values[attribute] === true
const caches: Condition = (values) =>
  speaksHttp(values) && Array.isArray(values['cache_paths']) && values['cache_paths'].length > 0
const terminatesTls: Condition = (values) => values['protocol'] === 'TERMINATED_HTTPS'
const asksClients: Condition = (values) =>
  terminatesTls(values) && (values['client_authentication'] ?? 'NONE') !== 'NONE'
const takesTls: Condition = ({ protocol }) =>
  isKeyOf(poolProtocols, protocol) && poolProtocols[protocol].tlsRefusal === null
const speaksTls: Condition = (values) => takesTls(values) && values['tls_enabled'] === true
const protocolOf = ({ protocol }: Values) => (isKeyOf(listenerProtocols, protocol) ? listenerProtocols[protocol] : null)
/** A listener for metrics serves its clients itself. */
const passesOn: Condition = (values) => protocolOf(values)?.pools.length !== 0
const takesPolicies: Condition = (values) => (protocolOf(values)?.policies ?? null) !== null
const opensConnections: Condition = (values) => passesOn(values) && protocolOf(values)?.transport !== 'udp'
const asksHttp: Condition = ({ type }) => isKeyOf(monitorKinds, type) && monitorKinds[type].isHttp

/**
 * When an attribute has something to say. What is not in the table always has; an attribute that has not is neither drawn nor
 * sent. `never` marks what the data plane has no use for yet: the API takes the attribute, and a form would promise too much.
 */
const conditions: Readonly<Record<ResourceKind, Readonly<Record<string, Condition>>>> = {
  load_balancer: {
    vip_network_id: never,
    vip_port_id: never,
    vip_qos_policy_id: never,
    vip_sg_ids: never,
    provider: never,
    flavor_id: isChosen('flavor_id'),
    availability_zone: isChosen('availability_zone'),
  },
  listener: {
    default_pool_id: passesOn,
    timeout_member_connect: opensConnections,
    timeout_member_data: passesOn,
    timeout_tcp_inspect: opensConnections,
    enhance_l7policy_enable: takesPolicies,
    insert_headers: speaksHttp,
    compression: speaksHttp,
    compression_algorithms: isOn('compression'),
    compression_types: isOn('compression'),
    cache_paths: speaksHttp,
    cache_ttl: caches,
    cache_size: caches,
    cache_max_object_size: caches,
    error_pages: speaksHttp,
    maintenance: speaksHttp,
    maintenance_page: isOn('maintenance'),
    maintenance_retry_after: isOn('maintenance'),
    maintenance_allowed_cidrs: isOn('maintenance'),
    default_tls_container_ref: terminatesTls,
    sni_container_refs: terminatesTls,
    client_authentication: terminatesTls,
    client_ca_tls_container_ref: asksClients,
    client_crl_container_ref: asksClients,
    tls_ciphers: terminatesTls,
    tls_versions: terminatesTls,
    alpn_protocols: terminatesTls,
    hsts_max_age: terminatesTls,
    hsts_include_subdomains: terminatesTls,
    hsts_preload: terminatesTls,
  },
  pool: {
    tls_enabled: takesTls,
    tls_container_ref: speaksTls,
    ca_tls_container_ref: speaksTls,
    crl_container_ref: (values) => speaksTls(values) && typeof values['ca_tls_container_ref'] === 'string',
    tls_ciphers: speaksTls,
    tls_versions: speaksTls,
    alpn_protocols: (values) => speaksTls(values) && values['protocol'] === 'HTTP',
  },
  member: { request_sriov: never },
  health_monitor: {
    http_method: asksHttp,
    url_path: asksHttp,
    expected_codes: asksHttp,
    http_version: asksHttp,
    domain_name: asksHttp,
  },
  // Policies and their rules have an editor of their own.
  l7_policy: {},
  l7_rule: {},
}

/** The parents, which the place of a form decides. */
const parents: readonly string[] = ['loadbalancer_id', 'pool_id']

export function isOffered(kind: ResourceKind, attribute: string, values: Values): boolean {
  return conditions[kind][attribute]?.(values) ?? true
}

/** The attributes that a form of this resource shows, in the order of their declaration. */
export function offeredAttributes(kind: ResourceKind, values: Values): string[] {
  return Object.entries((resources[kind] as Resource).fields)
    .filter(([name, field]) => field.onCreate !== 'server' && !parents.includes(name) && isOffered(kind, name, values))
    .map(([name]) => name)
}

/** Values without those that have nothing to say: what was typed for HTTP does not follow into TCP. */
export function offeredValues(kind: ResourceKind, values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isOffered(kind, name, values)))
}
