import type { ResourceKind } from 'model/resources/index'

// The declarations of the resources come with their schemas, which weigh more than the rest of a page. What only names a
// kind is derived from the kind itself; a test holds it to the declarations.

/** Its name in the API's bodies: `load_balancer` is `loadbalancer`. */
export function apiName(kind: ResourceKind): string {
  return kind === 'l7_rule' ? 'rule' : kind.replace('_', '')
}

/** Its plural in the API's bodies and paths. */
export function apiCollection(kind: ResourceKind): string {
  return `${apiName(kind)}s`.replace(/ys$/, 'ies')
}

/** Its name in a sentence: "health monitor". */
export function thing(kind: ResourceKind | 'certificate'): string {
  return kind.replace('_', ' ')
}

/** The same at the beginning of a sentence: "Health monitor". */
export function capitalThing(kind: ResourceKind | 'certificate'): string {
  const words = thing(kind)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

const units = {
  'listener.timeout_client_data': 'ms',
  'listener.timeout_member_connect': 'ms',
  'listener.timeout_member_data': 'ms',
  'listener.timeout_tcp_inspect': 'ms',
  'listener.hsts_max_age': 's',
  'listener.cache_ttl': 's',
  'listener.cache_size': 'MB',
  'listener.cache_max_object_size': 'kB',
  'listener.maintenance_retry_after': 's',
  'health_monitor.delay': 's',
  'health_monitor.timeout': 's',
} as const

type Unit = (typeof units)[keyof typeof units]

/** The unit of an attribute that is a time or a size. */
export function unitOf(kind: ResourceKind, attribute: string): Unit | undefined {
  const table: Readonly<Record<string, Unit>> = units
  return table[`${kind}.${attribute}`]
}
