import { type IncomingMessage, request as openRequest } from 'node:http'
import { connect } from 'node:net'
import type { HttpAnswer, Probe, ProbeOutcome, ProbeResult } from 'model/contract/desired-state'

/** What the system's words for a failure mean to a person. All others are no way there. */
const outcomes: Readonly<Record<string, ProbeOutcome>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed_out',
  ECONNRESET: 'cut_off',
  EPIPE: 'cut_off',
}

type Ending = { readonly outcome: ProbeOutcome; readonly code: string | null; readonly answer: HttpAnswer | null }

/** Opens a connection from where the data plane stands, sends a request if there is one, and closes it. */
export async function runProbe(probe: Probe): Promise<ProbeResult> {
  const started = performance.now()
  const ending = await (probe.kind === 'http' ? runRequest(probe) : runConnection(probe))
  return { id: probe.id, duration_ms: Math.round((performance.now() - started) * 10) / 10, ...ending }
}

function runConnection({ address, port, timeout_ms }: Probe): Promise<Ending> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    const end = (outcome: ProbeOutcome, code: string | null) => {
      socket.destroy()
      resolve({ outcome, code, answer: null })
    }
    socket.setTimeout(timeout_ms, () => end('timed_out', null))
    socket.once('connect', () => end('connected', null))
    socket.once('error', (error) => end(...failureOf(error)))
  })
}

function runRequest(probe: Extract<Probe, { kind: 'http' }>): Promise<Ending> {
  const { address, port, timeout_ms, max_bytes } = probe
  const { method, path, query, headers } = probe.request
  return new Promise((resolve) => {
    const sent = openRequest({
      host: address,
      port,
      method,
      path: query === '' ? path : `${path}?${query}`,
      headers: headers.flat(),
      agent: false,
      maxHeaderSize: max_bytes,
    })
    // Of everything that may happen after the first of these, nothing counts any more.
    const end = (outcome: ProbeOutcome, code: string | null, answer: HttpAnswer | null = null) => {
      clearTimeout(late)
      sent.destroy()
      resolve({ outcome, code, answer })
    }
    const late = setTimeout(() => end('timed_out', null), timeout_ms)
    sent.on('error', (error) => end(...failureOf(error)))
    sent.on('close', () => end('cut_off', null))
    sent.on('upgrade', (response) => end('connected', null, answerOf(response, 0, false)))
    sent.on('response', (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > max_bytes) end('connected', null, answerOf(response, max_bytes, true))
      })
      response.on('end', () => end('connected', null, answerOf(response, bytes, false)))
    })
    sent.end()
  })
}

function answerOf(response: IncomingMessage, body_bytes: number, is_cut: boolean): HttpAnswer {
  const { rawHeaders } = response
  const headers = rawHeaders.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : [],
  )
  return { status: response.statusCode ?? 0, headers, body_bytes, is_cut, source: response.socket.localAddress ?? '' }
}

function failureOf(error: NodeJS.ErrnoException): [ProbeOutcome, string | null] {
  const code = error.code ?? null
  // The parser's words begin so: what came back is no HTTP, or more of it than is read.
  if (code?.startsWith('HPE_')) return ['cut_off', code]
  return [(code !== null && outcomes[code]) || 'unreachable', code]
}
