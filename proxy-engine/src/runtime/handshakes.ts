import { type Counters, noTraffic } from 'model/contract/sample'
import { failureOf, type HandshakeFailureCounter, versionCounters } from 'model/listener/handshakes'
import { failureMark } from '../compile/handshakes.ts'
import { keyOf, type Reading } from './statistics.ts'

/** A reading with the handshakes of its listeners told apart by version, as the answer to `show table` has them. */
export function withVersions(reading: Reading, table: string): Reading {
  const whole = new Map(reading)
  for (const [, id = '', version = '', count] of table.matchAll(/ key=listener:([^|\s]+)\|(\S+) .*\bconn_cnt=(\d+)/g)) {
    const key = keyOf({ kind: 'listener', id, listener_id: id })
    const counters = whole.get(key)
    const counter = counterOf(version)
    if (counters !== undefined && counter !== null) whole.set(key, { ...counters, [counter]: Number(count) })
  }
  return whole
}

function counterOf(version: string) {
  const known: Readonly<Record<string, keyof Counters>> = versionCounters
  return known[version] ?? null
}

/** HAProxy's own numbers of failures that need no look at OpenSSL's (its manual, `fc_err_str`): the chain of a client's certificate, and the certificate. */
const kindCounters: Readonly<Record<string, HandshakeFailureCounter>> = {
  30: 'tls_failed_client_certificate',
  31: 'tls_failed_client_certificate',
}

/** Why handshakes failed, as the process that serves tells it one by one; counted until somebody takes it. */
export class HandshakeFailures {
  readonly #since: number
  #counts = new Map<string, Map<HandshakeFailureCounter, number>>()

  private constructor(since: number) {
    this.#since = since
  }

  /** What failed earlier was told by an earlier engine, and is in the ring still. */
  static fromNow(): HandshakeFailures {
    return new HandshakeFailures(Math.floor(Date.now() / 1_000))
  }

  /** One line of the ring; of another kind, it is left alone. */
  add(text: string): void {
    const [mark, at, frontend = '', kind = '', error = ''] = text.split(' ')
    // 0 is no failure of the connection: a request that could not be read is told by its status.
    if (mark !== failureMark || kind === '0' || Number(at) < this.#since) return
    const id = frontend.replace(/^listener:/, '')
    const counter = kindCounters[kind] ?? failureOf(reasonIn(error))
    const counts = this.#counts.get(id) ?? new Map<HandshakeFailureCounter, number>()
    counts.set(counter, (counts.get(counter) ?? 0) + 1)
    this.#counts.set(id, counts)
  }

  /** What came since it was taken last. */
  take(): Reading {
    const taken = this.#counts
    this.#counts = new Map()
    return new Map(
      [...taken].map(([id, counts]) => [
        keyOf({ kind: 'listener', id, listener_id: id }),
        { ...noTraffic, ...Object.fromEntries(counts) },
      ]),
    )
  }
}

/** The lower 23 bits of an error of OpenSSL 3 are its reason. */
function reasonIn(hexadecimal: string): number {
  return Number.parseInt(hexadecimal, 16) & 0x7f_ff_ff
}
