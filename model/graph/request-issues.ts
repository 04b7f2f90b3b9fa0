import type { Issue } from '../errors.ts'
import { listenerProtocols } from '../listener/protocols.ts'
import type { Listener } from '../resources/listener.ts'

/** What needs requests that are read, and whether a listener has it. */
const switches = {
  compression: (one) => one.compression,
  cache_paths: (one) => one.cache_paths.length > 0,
  error_pages: (one) => Object.keys(one.error_pages).length > 0,
  maintenance: (one) => one.maintenance,
} as const satisfies Partial<Record<keyof Listener, (one: Listener) => boolean>>

/** Switches on a listener that passes bytes, or serves metrics. */
export function strayRequestIssues(one: Listener): Issue[] {
  if (listenerProtocols[one.protocol].policies === 'requests') return []
  return Object.entries(switches)
    .filter(([, isOn]) => isOn(one))
    .map(([attribute]) => ({
      about: `listeners/${one.id}/${attribute}`,
      message: `Validation failure: ${attribute} can only be used for listeners using the HTTP or TERMINATED_HTTPS protocol.`,
    }))
}
