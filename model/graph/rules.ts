import type { Issue } from '../errors.ts'
import { monitorKinds } from '../health-monitor/monitor-kinds.ts'
import { canonicalAddress, isIpv6, maskBits } from '../kit/addresses.ts'
import { type InsertHeader, insertHeaderKinds } from '../listener/insert-headers.ts'
import { listenerProtocols } from '../listener/protocols.ts'
import { vipAddresses } from '../load-balancer/vip-addresses.ts'
import { persistenceKinds } from '../pool/persistence-kinds.ts'
import { poolProtocols } from '../pool/protocols.ts'
import type { HealthMonitor } from '../resources/health-monitor.ts'
import type { Listener } from '../resources/listener.ts'
import type { Pool, SessionPersistence } from '../resources/pool.ts'
import type { Graph } from './graph.ts'
import { policyRules } from './policy-rules.ts'
import { strayRequestIssues } from './request-issues.ts'
import { fits, noChildren, unsupported } from './rule-words.ts'
import { terminationIssues, versionIssues } from './tls-issues.ts'

type GraphRule = (graph: Graph) => Issue[]

/**
 * What must hold between the resources of one load balancer. Every rule answers with all that it finds wrong.
 * The sentences are Octavia's (reference: API contract, sections 6 and 7), so that its clients show what they always showed.
 */
export const graphRules = {
  'a listener speaks what the data plane can': ({ listeners }) =>
    listeners.flatMap((one) => unsupported(`listeners/${one.id}/protocol`, listenerProtocols[one.protocol].refusal)),

  'a pool speaks what the data plane can': ({ pools }) =>
    pools.flatMap((one) => [
      ...unsupported(`pools/${one.id}/protocol`, poolProtocols[one.protocol].refusal),
      ...unsupported(`pools/${one.id}/tls_enabled`, one.tls_enabled ? poolProtocols[one.protocol].tlsRefusal : null),
    ]),

  'a monitor checks what the data plane can': ({ health_monitors }) =>
    health_monitors.flatMap((one) => unsupported(`health_monitors/${one.id}/type`, monitorKinds[one.type].refusal)),

  'a monitor checks what its pool speaks': ({ pools, health_monitors }) =>
    health_monitors.flatMap((one) => monitorFitIssues(one, pools)),

  'one listener per port and transport': ({ listeners }) =>
    listeners.flatMap((one, at) => {
      const other = listeners.slice(0, at).find((earlier) => sharesPort(earlier, one))
      if (!other) return []
      const message = `Another Listener on this Load Balancer is already using protocol ${other.protocol} and protocol_port ${other.protocol_port}`
      return [{ about: `listeners/${one.id}/protocol_port`, message, code: 'conflict' as const }]
    }),

  'a default pool belongs to the load balancer': ({ listeners, pools }) =>
    listeners
      .filter((one) => one.default_pool_id !== null && !pools.some((pool) => pool.id === one.default_pool_id))
      .map((one) => ({
        about: `listeners/${one.id}/default_pool_id`,
        message: `Pool ${one.default_pool_id} not found.`,
        code: 'not_found' as const,
      })),

  'a default pool speaks what its listener can pass on': ({ listeners, pools }) =>
    listeners.flatMap((one) => {
      const pool = pools.find((candidate) => candidate.id === one.default_pool_id)
      if (!pool || fits(one, pool)) return []
      const about = `listeners/${one.id}/default_pool_id`
      if (one.protocol === 'PROMETHEUS') return [{ about, message: noChildren }]
      const message = `Validation failure: The pool protocol '${pool.protocol}' is invalid while the listener protocol is '${one.protocol}'.`
      return [{ about, message }]
    }),

  'headers are inserted only where HTTP is read': ({ listeners }) => listeners.flatMap(insertHeaderIssues),

  'requests are answered, kept and compressed only where HTTP is read': ({ listeners }) =>
    listeners.flatMap(strayRequestIssues),

  'allowed networks fit an address of the load balancer': ({ load_balancer, listeners }) => {
    const vips = vipAddresses(load_balancer)
    if (vips.length === 0) return []
    return listeners.flatMap((one) =>
      (one.allowed_cidrs ?? [])
        .filter((cidr) => !vips.some((vip) => isIpv6(vip) === isIpv6(cidr)))
        .map((cidr) => ({
          about: `listeners/${one.id}/allowed_cidrs`,
          message: `Validation failure: CIDR ${cidr} IP version incompatible with all VIPs [${vips.map((vip) => `'${vip}'`).join(', ')}] IP version.`,
        })),
    )
  },

  'TLS settings belong to listeners that terminate TLS': ({ listeners }) =>
    listeners.filter((one) => one.protocol !== 'TERMINATED_HTTPS').flatMap(strayTlsIssues),

  'a listener that terminates TLS has what it needs': ({ listeners }) =>
    listeners.filter((one) => one.protocol === 'TERMINATED_HTTPS').flatMap(terminationIssues),

  'session persistence is complete and fits the pool': ({ pools }) => pools.flatMap(persistenceIssues),

  'TLS to members is of versions that follow each other': ({ pools }) =>
    pools.filter((one) => one.tls_enabled).flatMap((one) => versionIssues(one, `pools/${one.id}/tls_versions`)),

  'a revocation list needs a CA': ({ pools }) =>
    pools
      .filter((one) => one.crl_container_ref !== null && one.ca_tls_container_ref === null)
      .map((one) => ({
        about: `pools/${one.id}/crl_container_ref`,
        message: 'Validation failure: A CA certificate reference is required to specify a revocation list.',
      })),

  'members of a pool are distinct': ({ members }) => {
    const seen = new Set<string>()
    return members.flatMap((one) => {
      const key = `${one.pool_id} ${canonicalAddress(one.address)} ${one.protocol_port}`
      if (!seen.has(key)) {
        seen.add(key)
        return []
      }
      const message = `Another member on this pool is already using ip ${one.address} on protocol_port ${one.protocol_port}`
      return [{ about: `members/${one.id}/address`, message, code: 'conflict' as const }]
    })
  },

  // The metadata service of clouds: a member there would let a tenant read the machine's own credentials.
  'a member is not the metadata service': ({ members }) =>
    members.flatMap((one) =>
      [one.address, one.monitor_address]
        .filter((address) => address !== null && canonicalAddress(address) === '169.254.169.254')
        .map((address) => ({
          about: `members/${one.id}/address`,
          message: `${address} is not a valid option for member address`,
        })),
    ),

  'members ask for ports that exist': ({ members }) =>
    members
      .filter((one) => one.request_sriov)
      .map((one) => ({
        about: `members/${one.id}/request_sriov`,
        message: 'The load balancer flavor does not allow SR-IOV member ports.',
      })),

  'one monitor per pool': ({ health_monitors }) =>
    health_monitors.flatMap((one, at) => {
      if (health_monitors.findIndex((other) => other.pool_id === one.pool_id) === at) return []
      return [
        {
          about: `health_monitors/${one.id}/pool_id`,
          message: 'This pool already has a health monitor',
          code: 'conflict' as const,
        },
      ]
    }),

  'a monitor has the attributes of its type': ({ health_monitors }) => health_monitors.flatMap(monitorIssues),

  // Octavia's text asks for it and its API does not check it; a check that outlasts the pause between checks never tells the truth.
  'a check ends before the next begins': ({ health_monitors }) =>
    health_monitors
      .filter((one) => one.timeout >= one.delay)
      .map((one) => ({
        about: `health_monitors/${one.id}/timeout`,
        message: `Validation failure: timeout ${one.timeout} should be lower than delay ${one.delay}.`,
      })),

  ...policyRules,
} as const satisfies Record<string, GraphRule>

/** Everything that is wrong with a load balancer as a whole; empty when it can be compiled. */
export function issuesOf(graph: Graph): Issue[] {
  return Object.values(graphRules).flatMap((rule: GraphRule) => rule(graph))
}

function sharesPort(one: Listener, other: Listener): boolean {
  return (
    one.protocol_port === other.protocol_port &&
    listenerProtocols[one.protocol].transport === listenerProtocols[other.protocol].transport
  )
}

function insertHeaderIssues(one: Listener): Issue[] {
  const names = Object.keys(one.insert_headers)
  const about = `listeners/${one.id}/insert_headers`
  if (names.length === 0) return []
  if (one.protocol !== 'HTTP' && one.protocol !== 'TERMINATED_HTTPS') {
    return [{ about, message: `insert-headers is not a valid option for a ${one.protocol} protocol listener.` }]
  }
  const unknown = names.filter((name) => !(name in insertHeaderKinds))
  if (unknown.length > 0) {
    return [{ about, message: `dict_keys([${quotedList(unknown)}]) is not a valid option for insert_headers` }]
  }
  const misplaced = names.filter(
    (name) => one.protocol === 'HTTP' && insertHeaderKinds[name as InsertHeader].protocols !== 'HTTP',
  )
  return misplaced.length === 0
    ? []
    : [{ about, message: `[${quotedList(misplaced)}] is not a valid option for HTTP protocol listener.` }]
}

function quotedList(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(', ')
}

function strayTlsIssues(one: Listener): Issue[] {
  const references = [
    one.default_tls_container_ref,
    one.client_ca_tls_container_ref,
    one.client_crl_container_ref,
    ...one.sni_container_refs,
  ]
  const hasHsts = one.hsts_max_age !== null || one.hsts_include_subdomains || one.hsts_preload
  const issues: Issue[] = []
  if (references.some((reference) => reference !== null)) {
    issues.push({
      about: `listeners/${one.id}/default_tls_container_ref`,
      message: `Validation failure: Certificate container references are not allowed on ${one.protocol} protocol listeners.`,
    })
  }
  if (one.client_authentication !== 'NONE') {
    issues.push({
      about: `listeners/${one.id}/client_authentication`,
      message: `Validation failure: Client authentication setting ${one.client_authentication} requires a client CA container reference.`,
    })
  }
  if (hasHsts) {
    issues.push({
      about: `listeners/${one.id}/hsts_max_age`,
      message:
        'Validation failure: The HSTS feature can only be used for listeners using the TERMINATED_HTTPS protocol.',
    })
  }
  return issues
}

/** Octavia's set of characters that a cookie name may not have: controls, the space and separators (RFC 6265, 4.1.1). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
const badCookieName = /[\x00-\x20\x7f"(),/:;<=>?@[\\\]{}]|[^\x00-\x7f]|^\$/

function persistenceIssues(one: Pool): Issue[] {
  const persistence = one.session_persistence
  const about = `pools/${one.id}/session_persistence`
  if (persistence === null) return []
  const { takesCookieName } = persistenceKinds[persistence.type]
  const isDatagram = isDatagramProtocol(one.protocol)
  const issues: Issue[] = []
  if (takesCookieName && !persistence.cookie_name) {
    const message =
      'Validation failure: Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.'
    issues.push({ about, message })
  }
  if (!takesCookieName && persistence.cookie_name !== null) {
    const message =
      'Validation failure: Field "cookie_name" can only be specified with session persistence of type "APP_COOKIE".'
    issues.push({ about, message })
  }
  if (takesCookieName && persistence.cookie_name && badCookieName.test(persistence.cookie_name)) {
    issues.push({ about, message: 'Validation failure: Supplied "cookie_name" is invalid.' })
  }
  if (isDatagram) return [...issues, ...datagramPersistenceIssues(one, persistence)]
  if (persistence.persistence_timeout !== null || persistence.persistence_granularity !== null) {
    const message =
      'Validation failure: persistence_timeout and persistence_granularity is only for UDP and SCTP protocol pools.'
    issues.push({ about, message })
  }
  return issues
}

/** A client is known by its address, and by nothing in what it sends. */
function datagramPersistenceIssues(one: Pool, persistence: SessionPersistence): Issue[] {
  const about = `pools/${one.id}/session_persistence`
  const { type, persistence_timeout, persistence_granularity } = persistence
  if (type !== 'SOURCE_IP') {
    const message = `Validation failure: Session persistence of type ${type} is not supported for UDP/SCTP protocol pools.`
    return [{ about, message }]
  }
  const hasBadTimeout = persistence_timeout !== null && persistence_timeout < 1
  const hasBadMask = persistence_granularity !== null && maskBits(persistence_granularity) === null
  return hasBadTimeout || hasBadMask
    ? [{ about, message: 'Validation failure: Invalid session_persistence provided.' }]
    : []
}

const mostFrequentSeconds = 3

function monitorFitIssues(one: HealthMonitor, pools: readonly Pool[]): Issue[] {
  const protocol = pools.find((pool) => pool.id === one.pool_id)?.protocol
  if (protocol === undefined) return []
  const about = `health_monitors/${one.id}/type`
  const { checks } = monitorKinds[one.type]
  const isDatagram = isDatagramProtocol(protocol)
  if (checks === 'datagrams' && !isDatagram) {
    const message = `Validation failure: The ${one.type} type is only supported for pools of type UDP/SCTP.`
    return [{ about, message }]
  }
  if (checks === 'streams' && isDatagram) {
    const message = `Validation failure: The associated pool protocol is ${protocol}, so only a UDP-CONNECT/SCTP/TCP/HTTP health monitor is supported.`
    return [{ about, message }]
  }
  if (one.type !== 'UDP-CONNECT' || one.delay >= mostFrequentSeconds) return []
  const message = `Validation failure: The request delay value ${one.delay} should be larger than 3 for UDP-CONNECT health monitor type.`
  return [{ about: `health_monitors/${one.id}/delay`, message }]
}

function isDatagramProtocol(protocol: Pool['protocol']): boolean {
  return protocol === 'UDP' || protocol === 'SCTP'
}

const httpAttributes = ['http_method', 'url_path', 'expected_codes', 'http_version', 'domain_name'] as const

function monitorIssues(one: HealthMonitor): Issue[] {
  const at = (attribute: string) => `health_monitors/${one.id}/${attribute}`
  if (!monitorKinds[one.type].isHttp) {
    return httpAttributes
      .filter((attribute) => one[attribute] !== null)
      .map((attribute) => ({
        about: at(attribute),
        message: `${attribute} is not a valid option for health monitors of type ${one.type}`,
      }))
  }
  if (one.domain_name === null || one.http_version === 1.1) return []
  const message =
    one.http_version === null
      ? "Validation failure: 'http_version' must be specified when 'domain_name' is provided."
      : 'http_version 1.0 is not a valid option for health monitors HTTP 1.1 domain name health check'
  return [{ about: at('domain_name'), message }]
}
