import { pathOf } from 'model/graph/graph'
import type { Bind } from '../compile/compiled.ts'
import type { RelayStep } from '../plan/step.ts'
import type { RelayRefusal } from '../relay/control-words.ts'
import { bindSentence } from './alerts.ts'
import type { Refusal } from './standing.ts'

/** What the relay could not do, in words for people; an error is about the relay itself, and worth another try at any time. */
export function relayRefusal(step: RelayStep, refusals: readonly RelayRefusal[] | Error): Refusal {
  if (!(refusals instanceof Error)) {
    const binds = refusals.map(({ listener_id, address, port }) => bindOf(listener_id, { address, port }))
    const diagnostics = refusals.map((one, at) => ({
      about: binds[at]?.about ?? 'load_balancer',
      message: bindSentence(one, systemWords[one.code] ?? one.code),
    }))
    return { diagnostics, binds }
  }
  const message = `The datagram relay does not take this change: ${refusals.message}`
  const binds = step.listeners.flatMap((one) => one.binds.map((bind) => bindOf(one.listener_id, bind)))
  return { diagnostics: [{ about: 'load_balancer', message }], binds }
}

function bindOf(listener_id: string, { address, port }: Pick<Bind, 'address' | 'port'>): Bind {
  const about = pathOf({ kind: 'listener', id: listener_id })
  return { about, frontend: `listener:${listener_id}`, address, port, transport: 'udp' }
}

/** HAProxy's words for the system's. */
const systemWords: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Address already in use',
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EACCES: 'Permission denied',
}
