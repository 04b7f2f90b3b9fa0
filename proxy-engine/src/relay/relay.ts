import { randomUUID } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { RelayBind, RelayListener, RelayPart, RelayPool } from '../compile/relay-table.ts'
import type { RelayReading, RelayRefusal, RelayServed } from './control-words.ts'
import { Counting } from './counting.ts'
import { type Front, ListenerState } from './listener.ts'
import { MemberChecks } from './member-checks.ts'
import { keysOf } from './series-keys.ts'
import { noLookup } from './upstream.ts'

/** A front and the listener that its datagrams are for; null while nothing was decided about it. */
type Binding = { readonly front: Front; readonly loadbalancer_id: string; listener: ListenerState | null }

const sweepMs = 1_000
/** Datagrams that come while nothing is read wait in the kernel, up to so many bytes; the kernel may allow fewer. */
const receiveBytes = 4 * 1024 * 1024

/** The datagram relay: listeners, sessions and checks, changed one load balancer at a time. */
export class Relay {
  readonly #session = randomUUID()
  readonly #counting = new Counting()
  readonly #parts = new Map<string, RelayPart>()
  readonly #listeners = new Map<string, ListenerState>()
  readonly #bindings = new Map<string, Binding>()
  readonly #checks = new MemberChecks()
  readonly #sweeping: NodeJS.Timeout
  readonly #mostSessions: number
  #changes: Promise<unknown> = Promise.resolve()

  /** `mostSessions` are of all listeners together: each has a socket of its own. */
  constructor(mostSessions: number) {
    this.#mostSessions = mostSessions
    this.#sweeping = setInterval(() => this.#sweep(), sweepMs)
  }

  get parts(): RelayPart[] {
    return [...this.#parts.values()]
  }

  /** Puts the listeners of one load balancer in the place of what they were. When an address can not be bound, nothing has changed. */
  serve(part: RelayPart): Promise<RelayServed> {
    const change = this.#changes.then(() => this.#serve(part))
    this.#changes = change.catch(() => undefined)
    return change
  }

  read(): RelayReading {
    const counters = this.#counting.read()
    const owners = Object.fromEntries(this.#owners)
    return { session: this.#session, counters, owners, health: this.#healths() }
  }

  /** No datagram is taken any more, and none that was taken is waited for. */
  async end(): Promise<void> {
    await this.#changes
    clearInterval(this.#sweeping)
    this.#checks.stop()
    for (const listener of this.#listeners.values()) listener.stop()
    for (const { front } of this.#bindings.values()) front.socket.close()
    this.#bindings.clear()
  }

  /** Of listeners that are gone, too: their last increments are still to be read. */
  readonly #owners = new Map<string, string>()

  async #serve(part: RelayPart): Promise<RelayServed> {
    const { loadbalancer_id, listeners } = part
    const wanted = new Map(listeners.flatMap((one) => one.binds.map((bind) => [nameOf(bind), { bind, listener: one }])))
    const missing = [...wanted].filter(([name]) => this.#bindings.get(name)?.loadbalancer_id !== loadbalancer_id)
    const opened = await Promise.all(
      missing.map(async ([name, { bind, listener }]) => this.#bind(name, { bind, listener, loadbalancer_id })),
    )
    const refusals = opened.flatMap((one) => ('code' in one ? [one] : []))
    const bindings = opened.flatMap((one) => ('front' in one ? [one] : []))
    if (refusals.length > 0) {
      for (const { front } of bindings) front.socket.close()
      return { refusals }
    }
    // From here on nothing waits: the next datagram meets all of it, or none.
    for (const binding of bindings) this.#bindings.set(binding.front.name, binding)
    this.#follow(part)
    for (const [name, binding] of this.#bindings) {
      if (binding.loadbalancer_id !== loadbalancer_id) continue
      const listener = wanted.get(name)?.listener
      if (listener === undefined) this.#release(name, binding)
      else this.#point(binding, this.#listeners.get(listener.listener_id) ?? null)
    }
    return { refusals: [] }
  }

  #follow(part: RelayPart): void {
    const { loadbalancer_id, listeners } = part
    const before = this.#parts.get(loadbalancer_id)
    if (listeners.length > 0) this.#parts.set(loadbalancer_id, part)
    else this.#parts.delete(loadbalancer_id)
    for (const settings of listeners) {
      this.#owners.set(settings.listener_id, loadbalancer_id)
      const known = this.#listeners.get(settings.listener_id)
      if (known) known.follow(settings)
      else this.#listeners.set(settings.listener_id, this.#newListener(settings))
    }
    const kept = new Set(listeners.map((one) => one.listener_id))
    for (const { listener_id } of before?.listeners ?? []) {
      if (kept.has(listener_id)) continue
      this.#listeners.get(listener_id)?.stop()
      this.#listeners.delete(listener_id)
    }
    this.#counting.keepOnly(new Set(this.parts.flatMap((one) => one.listeners.flatMap(seriesOf))))
    this.#checks.follow(this.#pools())
  }

  #newListener(settings: RelayListener): ListenerState {
    return new ListenerState(settings, {
      counting: this.#counting,
      healthOf: (member_id) => this.#checks.of(member_id),
      makeRoom: () => this.#makeRoom(),
      now: () => performance.now(),
    })
  }

  /** Sessions of one listener never take the room of another's: the one with the most gives up its quietest. */
  #makeRoom(): void {
    const all = [...this.#listeners.values()]
    if (all.reduce((sum, one) => sum + one.size, 0) < this.#mostSessions) return
    const [largest] = all.toSorted((one, other) => other.size - one.size)
    largest?.endQuietest()
  }

  #pools(): RelayPool[] {
    return this.parts.flatMap((part) => part.listeners.flatMap((one) => (one.pool === null ? [] : [one.pool])))
  }

  #healths(): RelayReading['health'] {
    return this.parts.flatMap((part) =>
      part.listeners.flatMap(({ listener_id, pool }) =>
        (pool?.members ?? []).flatMap(({ member_id }): RelayReading['health'] => {
          const health = this.#checks.of(member_id)
          return health === undefined ? [] : [[member_id, listener_id, health]]
        }),
      ),
    )
  }

  async #bind(
    name: string,
    { bind, listener, loadbalancer_id }: { bind: RelayBind; listener: RelayListener; loadbalancer_id: string },
  ): Promise<Binding | RelayRefusal> {
    const { address, port } = bind
    const isV6 = isIPv6(address)
    const socket = createSocket({ type: isV6 ? 'udp6' : 'udp4', ipv6Only: isV6, lookup: noLookup })
    try {
      await bound(socket, bind)
    } catch (error) {
      socket.close()
      const { code = 'unknown' } = error as NodeJS.ErrnoException
      return { address, port, listener_id: listener.listener_id, code }
    }
    socket.setRecvBufferSize(receiveBytes)
    const front = { socket, name }
    const binding: Binding = { front, loadbalancer_id, listener: null }
    socket.on('message', (message, { address: from, port: fromPort }) =>
      binding.listener?.take(message, { front, address: from, port: fromPort }),
    )
    // What can not be sent to a client is lost, as datagrams are.
    socket.on('error', () => undefined)
    return binding
  }

  #point(binding: Binding, listener: ListenerState | null): void {
    if (binding.listener !== null && binding.listener !== listener) binding.listener.forgetFront(binding.front)
    binding.listener = listener
  }

  #release(name: string, binding: Binding): void {
    this.#point(binding, null)
    this.#bindings.delete(name)
    binding.front.socket.close()
  }

  #sweep(): void {
    for (const listener of this.#listeners.values()) listener.sweep()
    if (this.#owners.size > this.#listeners.size) this.#forgetOwners()
  }

  #forgetOwners(): void {
    for (const listener_id of this.#owners.keys()) {
      const isServed = this.#listeners.has(listener_id)
      if (!isServed && !this.#counting.has(keysOf(listener_id).listener)) this.#owners.delete(listener_id)
    }
  }
}

function nameOf({ address, port }: RelayBind): string {
  return `${address} ${port}`
}

function seriesOf({ listener_id, pool }: RelayListener): string[] {
  const keys = keysOf(listener_id)
  const behind =
    pool === null ? [] : [keys.pool(pool.pool_id), ...pool.members.map((one) => keys.member(one.member_id))]
  return [keys.listener, ...behind]
}

function bound(socket: Socket, { address, port }: RelayBind): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', reject)
      resolve()
    })
  })
}
