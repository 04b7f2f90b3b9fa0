import { connect, type Socket } from 'node:net'
import { type RecentRequest, recentRequest } from 'model/contract/recent-request'
import { idMark, recentRing, type Told, toldMarks, wholeMark } from '../compile/recent-requests.ts'
import { HandshakeFailures } from './handshakes.ts'
import type { HaproxyProcess } from './haproxy.ts'

/** How many requests of a listener are remembered. */
const mostOfListener = 50
/** Of all listeners together, in bytes; beyond, the listener that was asked longest ago is forgotten first. */
const mostBytes = 8_000_000
/** Longer than HAProxy writes a line. */
const longestLine = 16_384

type Followed = { readonly generation: number; readonly socket: Socket }

/** What listeners were asked lately, as the process that serves tells it. It is kept in memory alone, and ends with the engine. */
export class RecentRequests {
  /** The lines of each listener, the newest last, in the order in which the listeners were last asked. */
  readonly #lines = new Map<string, string[]>()
  #bytes = 0
  #followed: Followed | null = null
  /** The generation that was read from its beginning. */
  #known: number | null = null
  /** The lines of the ring that tell of no request. */
  readonly failures = HandshakeFailures.fromNow()

  /** Listens to this process from now on, and to no other: one that drains lives only as long as nobody holds a session with it. */
  follow(process: Pick<HaproxyProcess, 'generation' | 'socketPath'> | null): void {
    if (process?.generation === this.#followed?.generation) return
    this.stop()
    if (process === null) return
    const { generation, socketPath } = process
    const socket = connect(socketPath)
    const end = () => {
      socket.destroy()
      if (this.#followed?.socket === socket) this.#followed = null
    }
    socket.on('error', end)
    socket.on('close', end)
    socket.on(
      'data',
      linesTo(socket, (text) => this.add(text)),
    )
    // It stays open, however long nothing happens. After one that was cut, what was in the ring before is known.
    socket.write(`show events ${recentRing} -w${this.#known === generation ? ' -n' : ''}\n`)
    this.#followed = { generation, socket }
    this.#known = generation
  }

  /** The newest first. */
  of(listener_id: string): RecentRequest[] {
    const told = (this.#lines.get(listener_id) ?? []).flatMap((text) => recentRequestIn(text) ?? [])
    // Within one millisecond, the one told last was the last.
    return told.toReversed().toSorted((one, other) => other.at - one.at)
  }

  stop(): void {
    const followed = this.#followed
    this.#followed = null
    followed?.socket.destroy()
  }

  /** One line of the ring. */
  add(text: string): void {
    const listener_id = /^listener:(\S+) /.exec(text)?.[1]
    if (listener_id === undefined) {
      this.failures.add(text)
      return
    }
    const lines = this.#lines.get(listener_id) ?? []
    this.#lines.delete(listener_id)
    this.#lines.set(listener_id, lines)
    lines.push(text)
    this.#bytes += text.length
    if (lines.length > mostOfListener) this.#bytes -= lines.shift()?.length ?? 0
    for (const [id, old] of this.#lines) {
      if (this.#bytes <= mostBytes) return
      this.#lines.delete(id)
      for (const one of old) this.#bytes -= one.length
    }
  }
}

/** Hands on what arrives, a line at a time. */
function linesTo(socket: Socket, take: (line: string) => void): (chunk: Buffer) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) socket.destroy()
    for (const one of lines) take(one)
  }
}

/** Null where the line is cut, or tells of what no request can be made of again: a client that went, `OPTIONS *`. */
export function recentRequestIn(text: string): RecentRequest | null {
  const [, status, backend = '', server = '', policy = '', at, number, source = '', method, path, query, ...values] =
    text.split(' ')
  if (values.pop() !== wholeMark) return null
  const parsed = recentRequest.safeParse({
    id: `${at}-${number}`,
    at: Number(at),
    request: { method: textIn(method), path: textIn(path), query: textIn(query), headers: headersIn(values), source },
    status: Number(status),
    policy_id: policy === '-' ? null : policy,
    pool_id: /^pool:([^:]+):/.exec(backend)?.[1] ?? null,
    member_id: server === '<NOSRV>' ? null : server,
    request_id: idIn(values),
  })
  return parsed.success && parsed.data.status > 0 ? parsed.data : null
}

/** Null where the listener gives none. */
function idIn(values: readonly string[]): string | null {
  const marked = values.find((one) => one.startsWith(idMark))
  return marked === undefined ? null : textIn(marked.slice(idMark.length))
}

/** What HAProxy did not find, and what was empty, is left out. */
function headersIn(values: readonly string[]): [string, string][] {
  const pairs = (part: Told['part']) =>
    values
      .filter((one) => one.startsWith(toldMarks[part]))
      .map((one) => one.slice(toldMarks[part].length).split('='))
      .flatMap(([name = '', value]): [string, string][] => (value ? [[name, textIn(value)]] : []))
  const cookies = pairs('cookie').map(([name, value]) => `${name}=${value}`)
  return [...pairs('header'), ...(cookies.length > 0 ? [['Cookie', cookies.join('; ')] as [string, string]] : [])]
}

/** A character a byte, as everywhere in requests. */
function textIn(hexadecimal = ''): string {
  return Buffer.from(hexadecimal, 'hex').toString('latin1')
}
