import type { listenerProtocols, ProtocolOfListener } from 'model/listener/protocols'
import type { ProtocolOfPool, poolProtocols } from 'model/pool/protocols'
import type { Pool } from 'model/resources/pool'
import { invalidInput } from './errors.ts'

/** What the dialect's listeners speak, in the model's words. HTTPS ends here; what passes through is plain TCP to it. */
const listenerWords = {
  HTTP: 'HTTP',
  HTTPS: 'TERMINATED_HTTPS',
  TERMINATED_HTTPS: 'TERMINATED_HTTPS',
  TCP: 'TCP',
  UDP: 'UDP',
} as const satisfies Record<string, ProtocolOfListener>

const shownListeners = {
  HTTP: 'HTTP',
  TERMINATED_HTTPS: 'HTTPS',
  HTTPS: 'TCP',
  TCP: 'TCP',
  UDP: 'UDP',
  SCTP: 'SCTP',
  PROMETHEUS: 'HTTP',
} as const satisfies Record<keyof typeof listenerProtocols, string>

export function listenerProtocol(word: string): ProtocolOfListener {
  return wordIn(listenerWords, word)
}

export function shownListenerProtocol(protocol: ProtocolOfListener): string {
  return shownListeners[protocol]
}

type Spoken = Pick<Pool, 'protocol' | 'tls_enabled'>

/** HTTPS is HTTP over TLS to the members, made anew. */
const poolWords = {
  HTTP: { protocol: 'HTTP', tls_enabled: false },
  HTTPS: { protocol: 'HTTP', tls_enabled: true },
  TCP: { protocol: 'TCP', tls_enabled: false },
  UDP: { protocol: 'UDP', tls_enabled: false },
} as const satisfies Record<string, Spoken>

const shownPools = {
  HTTP: 'HTTP',
  HTTPS: 'TCP',
  PROXY: 'HTTP',
  PROXYV2: 'HTTP',
  TCP: 'TCP',
  UDP: 'UDP',
  SCTP: 'SCTP',
} as const satisfies Record<keyof typeof poolProtocols, string>

export function poolProtocol(word: string): Spoken {
  return wordIn(poolWords, word)
}

export function shownPoolProtocol({ protocol, tls_enabled }: { protocol: ProtocolOfPool; tls_enabled: boolean }) {
  return protocol === 'HTTP' && tls_enabled ? 'HTTPS' : shownPools[protocol]
}

function wordIn<T>(words: Readonly<Record<string, T>>, word: string): T {
  const found = Object.hasOwn(words, word) ? words[word] : undefined
  if (found === undefined) throw invalidInput('protocol', `Value should be one of: ${Object.keys(words).join(', ')}`)
  return found
}
