import { connect, type Socket } from 'node:net'
import type { CertificateFile, MapRow } from '../compile/compiled.ts'
import { versionsTable } from '../compile/handshakes.ts'
import { hitsTable } from '../compile/policy-lines.ts'
import { versionKey } from '../compile/policy-map.ts'
import { certificatePayload, commandWord, mapPayloads } from './map-payload.ts'

/** HAProxy answered a command with something else than success. */
export class RuntimeRefusal extends Error {
  override readonly name = 'RuntimeRefusal'
  readonly command: string

  constructor(command: string, answer: string) {
    super(`HAProxy refused "${command}": ${answer}`)
    this.command = command
  }
}

export type Ask = (command: string) => Promise<string>

/** A command with lines that follow it. */
export type Tell = (command: string, payload: string) => Promise<string>

export type ProcessInfo = { readonly pid: number; readonly isStopping: boolean; readonly uptimeSeconds: number }

/** Longer than the longest answer takes (`show stat` of 10,000 backends: 0.2 s), short enough to notice a process that hangs. */
const answerTimeoutMs = 5_000

/** Sends one command over a connection of its own and gives the whole answer. */
export function ask(socketPath: string, command: string): Promise<string> {
  return answerTo(socketPath, command, oneCommand(command))
}

/** Sends one command with a payload, which an empty line ends. */
export function tell(socketPath: string, command: string, payload: string): Promise<string> {
  return answerTo(socketPath, command, `${oneCommand(`${command} <<`)}${payload}\n`)
}

function answerTo(socketPath: string, command: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    const chunks: Buffer[] = []
    socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error(`HAProxy did not answer "${command}" in time.`)))
    socket.on('error', reject)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
    socket.end(text)
  })
}

/**
 * A connection that stays open and answers one command after the other. HAProxy refuses new connections to the stats socket
 * once it was told to go, but goes on answering this one, and lives until it is closed.
 */
export type RuntimeSession = { readonly ask: Ask; readonly close: () => void }

/** What HAProxy prints when it waits for the next command of a session. */
const prompt = '\n> '

export async function openRuntimeSession(socketPath: string): Promise<RuntimeSession> {
  const socket = await connected(socketPath)
  const session = answeringSession(socket)
  await session.ask('prompt')
  return session
}

export const runtimeCommands = {
  showInfo: async (ask: Ask): Promise<ProcessInfo> => {
    const answer = await ask('show info')
    return {
      pid: numberAfter(answer, 'Pid'),
      isStopping: numberAfter(answer, 'Stopping') === 1,
      uptimeSeconds: numberAfter(answer, 'Uptime_sec'),
    }
  },
  showStat: async (ask: Ask): Promise<string> => {
    const answer = await ask('show stat')
    if (!answer.startsWith('# pxname,')) throw new RuntimeRefusal('show stat', firstLine(answer))
    return answer
  },
  /** A process that was started without policies has no such table. */
  showPolicyHits: async (ask: Ask, all: 'all' | 'recent'): Promise<string> => {
    const command = all === 'all' ? `show table ${hitsTable}` : `show table ${hitsTable} data.conn_rate gt 0`
    const answer = await ask(command)
    if (!/^(# table: |No such table)/.test(answer)) throw new RuntimeRefusal(command, firstLine(answer))
    return answer
  },
  /** A process that was started without TLS has no such table. */
  showTlsVersions: async (ask: Ask): Promise<string> => {
    const command = `show table ${versionsTable}`
    const answer = await ask(command)
    if (!/^(# table: |No such table)/.test(answer)) throw new RuntimeRefusal(command, firstLine(answer))
    return answer
  },
  showServersState: async (ask: Ask): Promise<string> => {
    const answer = await ask('show servers state')
    if (!answer.startsWith('1\n')) throw new RuntimeRefusal('show servers state', firstLine(answer))
    return answer
  },
  setWeight: (ask: Ask, server: string, weight: number) => silent(ask, `set server ${server} weight ${weight}`),
  setState: (ask: Ask, server: string, state: 'ready' | 'maint') => silent(ask, `set server ${server} state ${state}`),
  setHealth: (ask: Ask, server: string, health: 'up' | 'down') => silent(ask, `set server ${server} health ${health}`),
  enableHealth: (ask: Ask, server: string) => silent(ask, `enable health ${server}`),
  enableDynamicCookie: (ask: Ask, backend: string) => silent(ask, `enable dynamic-cookie backend ${backend}`),
  addServer: (ask: Ask, server: string, words: string) =>
    expect(ask, `add server ${server} ${words}`, 'New server registered.'),
  deleteServer: (ask: Ask, server: string) => expect(ask, `del server ${server}`, 'Server deleted.'),
  showMap: async (ask: Ask, file: string): Promise<string> => {
    const answer = await ask(`show map ${commandWord(file)}`)
    if (!/^(0x|\n|$)/.test(answer)) throw new RuntimeRefusal('show map', firstLine(answer))
    return answer
  },
  /** The version that holds. */
  mapVersion: (ask: Ask, file: string) =>
    numberIn(ask, `get map ${commandWord(file)} ${versionKey}`, /, value="(\d+)"/),
  /** The number of an empty map that nobody reads until it is committed. */
  prepareMap: (ask: Ask, file: string) => numberIn(ask, `prepare map ${commandWord(file)}`, /created: (\d+)/),
  addMapRows: async (tell: Tell, map: PreparedMap, rows: readonly MapRow[]): Promise<void> => {
    const command = `add map @${map.number} ${commandWord(map.file)}`
    for (const payload of mapPayloads(rows)) {
      const answer = await tell(command, payload)
      if (answer.trim() !== '') throw new RuntimeRefusal(command, firstLine(answer))
    }
  },
  /** New connections are served this certificate when it returns; those that are open go on. It takes both or neither of certificate and key. */
  setCertificate: async (
    { ask, tell }: { ask: Ask; tell: Tell },
    { kind, pem }: Pick<CertificateFile, 'kind' | 'pem'>,
    file: string,
  ): Promise<void> => {
    const place = `${fileKinds[kind]} ${commandWord(file)}`
    const command = `set ssl ${place}`
    const taken = await tell(command, certificatePayload(pem))
    if (!/^transaction (created|updated)/im.test(taken)) throw new RuntimeRefusal(command, firstLine(taken))
    const committed = await ask(`commit ssl ${place}`)
    if (/^Success!/m.test(committed)) return
    await ask(`abort ssl ${place}`)
    throw new RuntimeRefusal(`commit ssl ${place}`, firstLine(committed))
  },
  /** From here on tickets are sealed with these keys, and no older one opens: as many are set as there are. */
  setTicketKeys: async (ask: Ask, file: string, keys: readonly string[]): Promise<void> => {
    for (const key of keys) {
      const answer = await ask(`set ssl tls-key ${commandWord(file)} ${key}`)
      // The key itself is told to nobody.
      if (!answer.includes('TLS ticket key updated!')) throw new RuntimeRefusal('set ssl tls-key', firstLine(answer))
    }
  },
  /** From here on every lookup finds these rows and no others. */
  commitMap: (ask: Ask, map: PreparedMap) => silent(ask, `commit map @${map.number} ${commandWord(map.file)}`),
} as const

/** HAProxy's words for the files of TLS. */
const fileKinds = { CERTIFICATE: 'cert', AUTHORITY: 'ca-file', REVOCATION_LIST: 'crl-file' } as const

export type PreparedMap = { readonly file: string; readonly number: number }

/** A line break would begin the next command, and so would a semicolon: neither has a place in ours. */
function oneCommand(command: string): string {
  if (/[;\r\n]/.test(command)) throw new Error(`Not one command of HAProxy: ${JSON.stringify(command)}`)
  return `${command}\n`
}

async function silent(ask: Ask, command: string): Promise<void> {
  const answer = await ask(command)
  if (answer.trim() !== '') throw new RuntimeRefusal(command, firstLine(answer))
}

async function expect(ask: Ask, command: string, success: string): Promise<void> {
  const answer = await ask(command)
  if (!answer.includes(success)) throw new RuntimeRefusal(command, firstLine(answer))
}

async function numberIn(ask: Ask, command: string, pattern: RegExp): Promise<number> {
  const answer = await ask(command)
  const value = pattern.exec(answer)?.[1]
  if (value === undefined) throw new RuntimeRefusal(command, firstLine(answer))
  return Number(value)
}

function firstLine(answer: string): string {
  return answer.trim().split('\n')[0] ?? ''
}

function numberAfter(answer: string, name: string): number {
  const value = new RegExp(`^${name}: (\\d+)$`, 'm').exec(answer)?.[1]
  if (value === undefined) throw new RuntimeRefusal('show info', firstLine(answer))
  return Number(value)
}

function connected(socketPath: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

type Waiting = {
  readonly line: string
  readonly resolve: (answer: string) => void
  readonly reject: (error: Error) => void
}

/** Sends the next command when the last one is answered: two answers that arrive together could not be told apart. */
function answeringSession(socket: Socket): RuntimeSession {
  const waiting: Waiting[] = []
  let chunks: Buffer[] = []
  const sendFirst = () => waiting[0] && socket.write(waiting[0].line)
  const fail = (error: Error) => {
    for (const one of waiting.splice(0)) one.reject(error)
    socket.destroy()
  }
  socket.setTimeout(answerTimeoutMs, () => {
    if (waiting[0]) fail(new Error(`HAProxy did not answer "${waiting[0].line.trim()}" in time.`))
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('HAProxy closed the session.')))
  socket.on('data', (chunk) => {
    chunks.push(chunk)
    if (!endsWithPrompt(chunks)) return
    const answer = Buffer.concat(chunks).toString()
    chunks = []
    waiting.shift()?.resolve(answer.slice(0, -prompt.length))
    sendFirst()
  })
  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) return reject(new Error('HAProxy closed the session.'))
        waiting.push({ line: oneCommand(command), resolve, reject })
        if (waiting.length === 1) sendFirst()
      }),
    close: () => socket.destroy(),
  }
}

function endsWithPrompt(chunks: readonly Buffer[]): boolean {
  const last = chunks.at(-1) ?? Buffer.alloc(0)
  const tail = last.length >= prompt.length ? last : Buffer.concat(chunks.slice(-3))
  return tail.subarray(-prompt.length).toString() === prompt
}
