import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { atEnd } from './engine.ts'
import type { Place } from './traffic.ts'

/** A member that answers each datagram with its name and what it was told, and remembers how many it got. */
export type DatagramMember = {
  readonly port: number
  readonly stop: () => Promise<void>
  readonly taken: () => number
}

export async function startDatagrams(name: string, at: Partial<Place> = {}): Promise<DatagramMember> {
  const { address = '127.0.0.1', port = 0 } = at
  const socket = await boundSocket(address, port)
  let taken = 0
  socket.on('message', (message, { address: from, port: fromPort }) => {
    // Checks are empty.
    if (message.length === 0) return
    taken += 1
    socket.send(`${name} ${message.toString()}`, fromPort, from)
  })
  return { port: socket.address().port, stop: () => closed(socket), taken: () => taken }
}

/** One client: an address and a port of its own, and so one session. */
export type DatagramClient = {
  /** Sends a text and gives what comes back: who answered, and what. Rejects when nothing comes. */
  readonly ask: (text: string) => Promise<string>
  /** Sends, and waits for nothing. */
  readonly tell: (text: string) => void
  /** What came, in its order. */
  readonly heard: readonly string[]
  readonly close: () => Promise<void>
}

const answerLimitMs = 5_000

export async function datagramClient(to: Place, address = '127.0.0.1'): Promise<DatagramClient> {
  const socket = await boundSocket(isIPv6(to.address) ? '::1' : address, 0)
  const heard: string[] = []
  // A connected socket takes nothing from any other address: answers have to come from where it asked.
  socket.connect(to.port, to.address)
  await once(socket, 'connect')
  socket.on('message', (message) => heard.push(message.toString()))
  socket.on('error', () => undefined)
  const tell = (text: string) => socket.send(text)
  return {
    heard,
    tell,
    ask: async (text) => {
      const answer = once(socket, 'message', { signal: AbortSignal.timeout(answerLimitMs) })
      tell(text)
      const [message] = (await answer) as [Buffer]
      return message.toString()
    },
    close: () => closed(socket),
  }
}

/** Who answers clients that each come once. */
export async function answerers(to: Place, clients: number, address = '127.0.0.1'): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (let at = 0; at < clients; at += 1) {
    const client = await datagramClient(to, address)
    const [name = ''] = (await client.ask(String(at))).split(' ')
    counts[name] = (counts[name] ?? 0) + 1
    await client.close()
  }
  return counts
}

async function boundSocket(address: string, port: number): Promise<Socket> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
  socket.bind(port, address)
  await once(socket, 'listening')
  atEnd(() => closed(socket))
  return socket
}

const isClosed = new WeakSet<Socket>()

async function closed(socket: Socket): Promise<void> {
  if (isClosed.has(socket)) return
  isClosed.add(socket)
  await new Promise<void>((resolve) => socket.close(() => resolve()))
}
