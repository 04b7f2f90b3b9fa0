import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import {
  type Agent,
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  request,
} from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { compileLoadBalancer, printConfiguration } from '../src/compile/compile.ts'
import type { CompiledLoadBalancer } from '../src/compile/compiled.ts'
import { everyAbility, paperMachine } from '../src/compile/golden/rows.ts'
import { mapText } from '../src/compile/policy-map.ts'
import { certificateListText } from '../src/compile/tls.ts'

/** The address of the load balancers of these tests: loopback, and nobody else's. */
export const vip = '127.10.77.1'

export type RunningHaproxy = {
  /** One command on the runtime socket and its answer. */
  readonly ask: (command: string) => Promise<string>
  readonly stop: () => Promise<void>
}

export function compiledOf(desired: DesiredLoadBalancer): CompiledLoadBalancer {
  const compiled = compileLoadBalancer(desired, everyAbility)
  if ('diagnostics' in compiled) throw new Error(compiled.diagnostics.map((one) => one.message).join(' '))
  return compiled
}

/** Runs what the compiler made, in the foreground and without any engine, until `stop`. */
export async function runHaproxy(parts: readonly CompiledLoadBalancer[]): Promise<RunningHaproxy> {
  const folder = mkdtempSync(join(tmpdir(), 'compiled-'))
  const socketPath = join(folder, 'haproxy.sock')
  const localPeer = { ...paperMachine.localPeer, port: await freePort('127.0.0.1') }
  // A folder may be called anything.
  const mapFolder = join(folder, `it's "maps"`)
  writeMaps(parts, mapFolder)
  const certificateFolder = join(folder, 'certificates here')
  const ticketFile = writeTlsFiles(parts, certificateFolder)
  const machine = { ...paperMachine, socketPath, localPeer, mapFolder, certificateFolder, ticketFile }
  writeFileSync(join(folder, 'haproxy.cfg'), printConfiguration(parts, machine).text)
  const child = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ask = (command: string) => answerOf(socketPath, command)
  const isAnswering = () => ask('show info').then(Boolean, () => false)
  await until(async () => {
    if (child.exitCode !== null) throw new Error(said)
    return isAnswering()
  })
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
    rmSync(folder, { recursive: true })
  }
  return { ask, stop }
}

/** The map files that the configuration names. */
export function writeMaps(parts: readonly CompiledLoadBalancer[], mapFolder: string): void {
  mkdirSync(mapFolder, { recursive: true })
  for (const map of parts.flatMap((one) => one.maps)) writeFileSync(join(mapFolder, `${map.name}.map`), mapText(map))
}

/** The lists, the certificates and the keys of tickets that the configuration names; where the keys are. */
export function writeTlsFiles(parts: readonly CompiledLoadBalancer[], folder: string): string {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 })
  for (const one of parts.flatMap((part) => part.certificates)) write(one.name, one.pem)
  for (const one of parts.flatMap((part) => part.certificateLists)) write(`${one.name}.list`, certificateListText(one))
  const keys = () => Array.from({ length: 3 }, () => `${randomBytes(80).toString('base64')}\n`).join('')
  for (const one of parts.flatMap((part) => part.clientTrusts)) write(`${one.name}.tickets`, keys())
  write('ticket.keys', keys())
  return join(folder, 'ticket.keys')
}

/** Waits for a condition, and gives up with an error after twenty seconds. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Still not true after 20 s: ${holds}`)
    await pause(10)
  }
}

export async function freePort(address: string): Promise<number> {
  const server = createServer()
  const port = await listening(server, address)
  await closed(server)
  return port
}

/** An HTTP member on a port of its own. */
export async function runMember(
  answer: RequestListener,
): Promise<{ readonly port: number; stop: () => Promise<void> }> {
  const server = createHttpServer(answer)
  const port = await listening(server, '127.0.0.1')
  return {
    port,
    stop: () => {
      server.closeAllConnections()
      return closed(server)
    },
  }
}

/** A member that keeps the bytes that it is sent. */
export async function runRecorder(): Promise<{
  readonly port: number
  received: () => Buffer
  stop: () => Promise<void>
}> {
  const chunks: Buffer[] = []
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => socket.destroy())
  })
  const port = await listening(server, '127.0.0.1')
  return {
    port,
    received: () => Buffer.concat(chunks),
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return closed(server)
    },
  }
}

export type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: string }

type Question = {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly localAddress?: string
  readonly body?: string
  /** Connections that are used again; without it each request has one of its own. */
  readonly agent?: Agent
}

export function send(port: number, { body: sent, ...question }: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: vip, port, localAddress: '127.0.0.1', agent: false as const, ...question }
    const asked = request(options, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asked.on('error', reject)
    asked.end(sent)
  })
}

function answerOf(socketPath: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => socket.write(`${command}\n`))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.on('end', () => resolve(text))
    socket.on('error', reject)
  })
}

function listening(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, address, () => resolve((server.address() as AddressInfo).port))
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}
