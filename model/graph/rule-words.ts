import type { ErrorCode, Issue } from '../errors.ts'
import { listenerProtocols } from '../listener/protocols.ts'
import type { Listener } from '../resources/listener.ts'
import type { Pool } from '../resources/pool.ts'

/** Whether traffic of the listener can go to the pool. */
export function fits(listener: Pick<Listener, 'protocol'>, pool: Pick<Pool, 'protocol'>): boolean {
  return (listenerProtocols[listener.protocol].pools as readonly string[]).includes(pool.protocol)
}

/** Of a listener that serves metrics and passes nothing on. */
export const noChildren = 'Protocol PROMETHEUS listeners cannot have child objects.'

/** What the data plane can not do, in Octavia's words. */
export function unsupported(about: string, refusal: string | null): Issue[] {
  const code: ErrorCode = 'unsupported'
  return refusal === null
    ? []
    : [{ about, message: `Provider 'fulcrum' does not support a requested option: ${refusal}`, code }]
}
