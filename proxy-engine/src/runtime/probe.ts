import { connect } from 'node:net'
import type { Probe, ProbeOutcome, ProbeResult } from 'model/contract/desired-state'

/** What the system's words for a failed connection mean to a person. All others are no way there. */
const outcomes: Readonly<Record<string, ProbeOutcome>> = { ECONNREFUSED: 'refused', ETIMEDOUT: 'timed_out' }

/** Opens a connection from where the data plane stands, and closes it. */
export function runProbe({ id, address, port, timeout_ms }: Probe): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const started = performance.now()
    const socket = connect({ host: address, port })
    const end = (outcome: ProbeOutcome, code: string | null) => {
      socket.destroy()
      resolve({ id, outcome, duration_ms: Math.round((performance.now() - started) * 10) / 10, code })
    }
    socket.setTimeout(timeout_ms, () => end('timed_out', null))
    socket.once('connect', () => end('connected', null))
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? null
      end((code !== null && outcomes[code]) || 'unreachable', code)
    })
  })
}
