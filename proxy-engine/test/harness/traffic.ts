import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { Agent, createServer as createHttpServer, type RequestListener, request, type Server } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { freePort } from '../compiled-haproxy.ts'
import { atEnd } from './engine.ts'

/** An address of loopback that no other test has: drawn, so that files that run at the same time do not meet. */
export function ownAddress(): string {
  const [one = 0, two = 0, three = 0] = randomBytes(3)
  return `127.${64 + (one % 60)}.${two}.${1 + (three % 254)}`
}

export type Place = { readonly address: string; readonly port: number }

export async function ownPlace(): Promise<Place> {
  const address = ownAddress()
  return { address, port: await freePort(address) }
}

/** A member that answers every request in its own way. */
export async function startWeb(answer: RequestListener): Promise<{ readonly port: number; readonly stop: () => void }> {
  const server = createHttpServer(answer)
  server.on('upgrade', (incoming, socket) => echoWebSocket(incoming.headers['sec-websocket-key'] ?? '', socket))
  return await started(server)
}

/** A member that says its name. */
export async function startNamed(name: string) {
  return await startWeb((_request, response) => response.end(name))
}

/** A member that says its name to whoever connects, and then repeats what it is told. */
export async function startEcho(name: string): Promise<{ readonly port: number; readonly stop: () => void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.write(`${name}\n`)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  atEnd(stop)
  return { port: (server.address() as AddressInfo).port, stop }
}

/** What is sent for ever, and what of it was answered. */
export type Load = { readonly stop: () => Promise<Tally>; readonly tally: Tally }
export type Tally = { answered: number; readonly failures: string[] }

/** Clients that ask one request after the other: each on a connection of its own, or all over connections that stay open. */
export function startLoad({ address, port }: Place, kind: 'keep-alive' | 'new connections', clients: number): Load {
  const tally: Tally = { answered: 0, failures: [] }
  const agent = kind === 'keep-alive' ? new Agent({ keepAlive: true, maxSockets: clients }) : undefined
  let isOver = false
  const client = async () => {
    while (!isOver) {
      try {
        const { status } = await get({ address, port }, { agent: agent ?? false })
        if (status === 200) tally.answered += 1
        else tally.failures.push(`status ${status}`)
      } catch (error) {
        tally.failures.push(String(error))
      }
    }
  }
  const all = Array.from({ length: clients }, client)
  const stop = async () => {
    isOver = true
    await Promise.all(all)
    agent?.destroy()
    return tally
  }
  atEnd(stop)
  return { stop, tally }
}

export type Answer = {
  readonly status: number
  readonly body: string
  readonly headers: NodeJS.Dict<string | string[]>
}

export type Question = {
  readonly agent?: Agent | false
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly localAddress?: string
}

export function get({ address, port }: Place, question: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: address, port, agent: false, ...question }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, body: Buffer.concat(chunks).toString() })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** Reads what a member sends, for as long as that takes: its digest. */
export function digestOf({ address, port }: Place, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: address, port, path, agent: false }, (response) => {
      const hash = createHash('sha256')
      response.on('data', (chunk) => hash.update(chunk))
      response.on('error', reject)
      response.on('end', () => resolve(hash.digest('hex')))
    })
    asked.on('error', reject)
    asked.end()
  })
}

export type Conversation = { readonly say: (text: string) => Promise<string>; readonly socket: Socket }

/** A connection on which every text comes back, over TCP. */
export async function talkTo({ address, port }: Place): Promise<Conversation> {
  const socket = connect(port, address)
  atEnd(() => socket.destroy())
  await once(socket, 'connect')
  // It may be cut off at any moment: whoever waits for an answer hears that it was closed.
  socket.on('error', () => socket.destroy())
  return { socket, say: (text) => said(socket, Buffer.from(text), text.length) }
}

/** Whether nobody listens there. */
export async function isRefused(place: Place): Promise<boolean> {
  const conversation = await talkTo(place).catch(() => null)
  conversation?.socket.destroy()
  return conversation === null
}

/** The same over a WebSocket (RFC 6455), in frames of one short text. */
export async function openWebSocket({ address, port }: Place): Promise<Conversation> {
  const asked = request({
    host: address,
    port,
    agent: false,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': randomBytes(16).toString('base64'),
    },
  })
  asked.end()
  const [, socket] = (await once(asked, 'upgrade')) as [unknown, Socket]
  atEnd(() => socket.destroy())
  const say = async (text: string) => (await said(socket, maskedFrame(text), text.length + 2)).slice(2)
  return { socket, say }
}

/** Sends and reads so many bytes back. */
function said(socket: Socket, bytes: Buffer, expected: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const onData = (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (text.length < expected) return
      socket.off('data', onData).off('close', onClose)
      resolve(text)
    }
    const onClose = () => reject(new Error(`The connection was closed after ${JSON.stringify(text)}.`))
    if (socket.destroyed) return onClose()
    socket.on('data', onData).once('close', onClose)
    socket.write(bytes)
  })
}

function maskedFrame(text: string): Buffer {
  const mask = randomBytes(4)
  const payload = Buffer.from(text).map((byte, at) => byte ^ (mask[at % 4] ?? 0))
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, payload])
}

/** The member's side: accepts, and sends every frame back as it is meant to be read. Frames here are short and come whole. */
function echoWebSocket(key: string, socket: Duplex): void {
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
  socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`)
  socket.on('error', () => socket.destroy())
  socket.on('end', () => socket.end())
  socket.on('data', (frame: Buffer) => {
    const mask = frame.subarray(2, 6)
    const payload = frame.subarray(6).map((byte, at) => byte ^ (mask[at % 4] ?? 0))
    socket.write(Buffer.concat([Buffer.from([0x81, payload.length]), payload]))
  })
}

async function started(server: Server): Promise<{ readonly port: number; readonly stop: () => void }> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const stop = () => {
    server.close()
    server.closeAllConnections()
  }
  atEnd(stop)
  return { port: (server.address() as AddressInfo).port, stop }
}
