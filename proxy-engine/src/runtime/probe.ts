import { type IncomingMessage, request as openRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { HttpAnswer, Probe, ProbeOutcome, ProbeResult } from 'model/contract/desired-state'
import type { RecentRequest } from 'model/contract/recent-request'
import { isIpv6 } from 'model/kit/addresses'
import { takenHeader } from '../compile/probes.ts'

/** What the system's words for a failure mean to a person. All others are no way there. */
const outcomes: Readonly<Record<string, ProbeOutcome>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed_out',
  ECONNRESET: 'cut_off',
  EPIPE: 'cut_off',
}

type Ending = { readonly outcome: ProbeOutcome; readonly code: string | null; readonly answer: HttpAnswer | null }

/** The path of the socket over which the data plane can be asked what a listener does; null when there is none. */
type SocketOf = (listener_id: string) => string | null

/** What a listener was asked lately, the newest first. */
type RecentOf = (listener_id: string) => RecentRequest[]

/** How the data plane and what it told are asked. */
export type Sources = { readonly socketOf: SocketOf; readonly recentOf: RecentOf }

/** Opens a connection from where the data plane stands, sends a request if there is one, and closes it; or looks up what is known. */
export async function runProbe(probe: Probe, { socketOf, recentOf }: Sources): Promise<ProbeResult> {
  const { id } = probe
  if (probe.kind === 'recent') {
    return { id, outcome: 'connected', duration_ms: 0, code: null, answer: null, recent: recentOf(probe.listener_id) }
  }
  const started = performance.now()
  const ending = await (probe.kind === 'http' ? runRequest(probe, socketOf) : runConnection(probe))
  return { id, duration_ms: Math.round((performance.now() - started) * 10) / 10, ...ending, recent: [] }
}

function runConnection({ address, port, timeout_ms }: Extract<Probe, { kind: 'connection' }>): Promise<Ending> {
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

type HttpProbe = Extract<Probe, { kind: 'http' }>

function runRequest(probe: HttpProbe, socketOf: SocketOf): Promise<Ending> {
  const { address, port, timeout_ms, max_bytes, listener_id } = probe
  const { method, path, query, headers, body = '' } = probe.request
  const length = body === '' ? [] : ['Content-Length', String(Buffer.byteLength(body))]
  const socketPath = listener_id === null ? null : socketOf(listener_id)
  return new Promise((resolve) => {
    const sent = openRequest({
      host: address,
      port,
      method,
      path: query === '' ? path : `${path}?${query}`,
      headers: [...headers.flat(), ...length],
      maxHeaderSize: max_bytes,
      // With an agent, even with none, `createConnection` is not asked.
      ...(socketPath === null ? { agent: false } : { createConnection: () => connectAs(probe, socketPath) }),
    })
    const answerOf = (response: IncomingMessage, body_bytes: number, is_cut: boolean): HttpAnswer => ({
      status: response.statusCode ?? 0,
      ...(socketPath === null ? overNetwork(response) : overSocket(response, probe)),
      body_bytes,
      is_cut,
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
    sent.end(body)
  })
}

/** A connection of the client whose address the request has (PROXY protocol, version 1). */
function connectAs({ request, address, port }: HttpProbe, socketPath: string): Socket {
  const socket = connect(socketPath)
  const isAnyIpv6 = isIpv6(request.source) || isIpv6(address)
  const [source, to] = [request.source, address].map((one) => (isAnyIpv6 && !isIpv6(one) ? `::ffff:${one}` : one))
  socket.write(`PROXY ${isAnyIpv6 ? 'TCP6' : 'TCP4'} ${source} ${to} ${anyPort} ${port}\r\n`)
  return socket
}

/** The port of a client tells nothing. */
const anyPort = 40_000

type Told = Pick<HttpAnswer, 'headers' | 'source' | 'taken'>

function overNetwork(response: IncomingMessage): Told {
  return { headers: headersOf(response), source: response.socket.localAddress ?? '', taken: null }
}

/** What HAProxy tells besides is told apart: no client sees it. Where it tells nothing, it refused the request before it was a request. */
function overSocket(response: IncomingMessage, { request }: HttpProbe): Told {
  const all = headersOf(response)
  const [, told = ''] = all.find(([name]) => name.toLowerCase() === takenHeader) ?? []
  const [backend = '', server = '', policy = ''] = told.split(' ')
  const taken = {
    policy_id: policy === '' ? null : policy,
    pool_id: /^pool:([^:]+):/.exec(backend)?.[1] ?? null,
    member_id: server === '' || server === '<NOSRV>' ? null : server,
  }
  return { headers: all.filter(([name]) => name.toLowerCase() !== takenHeader), source: request.source, taken }
}

function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  return rawHeaders.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? '']] : []))
}

function failureOf(error: NodeJS.ErrnoException): [ProbeOutcome, string | null] {
  const code = error.code ?? null
  // The parser's words begin so: what came back is no HTTP, or more of it than is read.
  if (code?.startsWith('HPE_')) return ['cut_off', code]
  return [(code !== null && outcomes[code]) || 'unreachable', code]
}
