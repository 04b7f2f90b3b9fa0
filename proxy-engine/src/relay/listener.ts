import type { Socket } from 'node:dgram'
import { BlockList, isIPv6 } from 'node:net'
import type { MemberHealth } from 'model/resources/member'
import type { RelayListener, RelayMember, RelayPool } from '../compile/relay-table.ts'
import { Choice, eligible } from './choice.ts'
import type { Count, Counting } from './counting.ts'
import { Persistence, sourceOf } from './persistence.ts'
import { keysOf } from './series-keys.ts'
import { SessionTable } from './session-table.ts'
import { openUpstream, type Upstream } from './upstream.ts'

/** A socket that clients send to, and its address. */
export type Front = { readonly socket: Socket; readonly name: string }

/** Who sent a datagram, and where it came in: answers go out there. */
type Sender = { readonly front: Front; readonly address: string; readonly port: number }

type Session = {
  readonly key: string
  readonly sender: Sender
  /** Whom the client is taken for by the persistence of the pool. */
  member_id: string
  upstream: Upstream
  counts: readonly [pool: Count, member: Count]
  clientAt: number
  memberAt: number
}

/** What a listener needs of the relay that it is part of. */
export type Surroundings = {
  readonly counting: Counting
  readonly healthOf: (member_id: string) => MemberHealth | undefined
  /** Makes room for a session where the machine has no more. */
  readonly makeRoom: () => void
  /** Monotonic milliseconds. */
  readonly now: () => number
}

/** No session is kept longer than this without a datagram, whatever people wish. */
const mostIdleMs = 3_600_000

/** One listener of datagrams: its sessions, and who gets the next one. */
export class ListenerState {
  readonly #surroundings: Surroundings
  readonly #sessions = new SessionTable<Session>()
  #choice = new Choice()
  #persistence = new Persistence()
  #settings: RelayListener
  #allowed: BlockList | null = null
  #members: ReadonlyMap<string, RelayMember> = new Map()
  #open = new Map<string, number>()
  #count: Count
  #poolCount: Count | null = null

  constructor(settings: RelayListener, surroundings: Surroundings) {
    this.#surroundings = surroundings
    this.#settings = settings
    this.#count = surroundings.counting.of(keysOf(settings.listener_id).listener)
    this.follow(settings)
  }

  get settings(): RelayListener {
    return this.#settings
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Serves by these settings from the next datagram on. Sessions stay with their members where those are still there. */
  follow(settings: RelayListener): void {
    const { counting } = this.#surroundings
    const keys = keysOf(settings.listener_id)
    const { pool } = settings
    if (pool?.pool_id !== this.#settings.pool?.pool_id) {
      this.#choice = new Choice()
      this.#persistence = new Persistence()
    }
    this.#settings = settings
    this.#allowed = settings.allowed.length === 0 ? null : blockListOf(settings.allowed)
    this.#members = new Map((pool?.members ?? []).map((one) => [one.member_id, one]))
    this.#choice.keepOnly(new Set(this.#members.keys()))
    this.#poolCount = pool === null ? null : counting.of(keys.pool(pool.pool_id))
    for (const { member_id } of pool?.members ?? []) counting.of(keys.member(member_id))
    for (const session of this.#sessions.values()) if (!this.#mayGoOn(session)) this.#end(session)
  }

  /** A datagram of a client. */
  take(message: Buffer, sender: Sender): void {
    const now = this.#surroundings.now()
    const key = `${sender.address} ${sender.port} ${sender.front.name}`
    const session = this.#sessions.get(key, now)
    if (session === undefined) this.#begin({ key, sender, message, now })
    else if (this.#isServing(session.member_id)) this.#pass(session, message, now)
    else this.#move(session, message, now)
  }

  /** Ends sessions of a socket that is closed. */
  forgetFront(front: Front): void {
    for (const session of this.#sessions.values()) if (session.sender.front === front) this.#end(session)
  }

  /** Ends what was silent for too long. */
  sweep(): void {
    const now = this.#surroundings.now()
    const { clientIdleMs, memberIdleMs } = this.#settings
    const [client, member] = [clientIdleMs, memberIdleMs].map((ms) =>
      ms === 0 ? mostIdleMs : Math.min(ms, mostIdleMs),
    )
    for (const session of this.#sessions.values()) {
      if (now - session.clientAt >= (client ?? 0) && now - session.memberAt >= (member ?? 0)) this.#end(session)
    }
    this.#persistence.forgetOld(now)
  }

  /** Ends the session that was quiet for longest. */
  endQuietest(): void {
    const session = this.#sessions.quietest()
    if (session !== undefined) this.#end(session)
  }

  stop(): void {
    for (const session of this.#sessions.values()) this.#end(session)
  }

  #begin({ key, sender, message, now }: Omit<Beginning, 'member'>): void {
    const { sessionLimit, pool } = this.#settings
    const isRefused =
      !this.#isAllowed(sender.address) ||
      (sessionLimit !== null && this.#sessions.size >= sessionLimit) ||
      pool === null
    if (isRefused) {
      this.#count.errors_request += 1
      return
    }
    const member = this.#memberFor(pool, sender, now)
    if (member === null) {
      if (this.#poolCount !== null) this.#poolCount.errors_connect += 1
      return
    }
    this.#surroundings.makeRoom()
    const session: Session = {
      key,
      sender,
      member_id: member.member_id,
      upstream: this.#upstreamTo(member, key),
      counts: this.#countsOf(member.member_id),
      clientAt: now,
      memberAt: now,
    }
    this.#sessions.add(key, session, now)
    this.#count.connections += 1
    this.#count.active += 1
    this.#opened(session)
    this.#pass(session, message, now)
  }

  /** The member is down, off or gone: the client stays, and another member goes on. */
  #move(session: Session, message: Buffer, now: number): void {
    const { pool } = this.#settings
    const member = pool && this.#memberFor(pool, session.sender, now)
    if (member === null) {
      session.clientAt = now
      if (this.#poolCount !== null) this.#poolCount.errors_connect += 1
      return
    }
    this.#closed(session)
    session.member_id = member.member_id
    session.upstream = this.#upstreamTo(member, session.key)
    session.counts = this.#countsOf(member.member_id)
    session.memberAt = now
    session.counts[0].retries += 1
    this.#opened(session)
    this.#pass(session, message, now)
  }

  #pass(session: Session, message: Buffer, now: number): void {
    session.clientAt = now
    const { length } = message
    const [pool, member] = session.counts
    countIn(this.#count, length)
    countIn(pool, length)
    countIn(member, length)
    session.upstream.send(message)
  }

  #upstreamTo({ address, port }: RelayMember, key: string): Upstream {
    return openUpstream(
      { address, port },
      {
        onAnswer: (message) => this.#answer(key, message),
        onError: () => this.#fail(key),
      },
    )
  }

  #answer(key: string, message: Buffer): void {
    const now = this.#surroundings.now()
    const session = this.#sessions.get(key, now)
    if (session === undefined) return
    session.memberAt = now
    const [pool, member] = session.counts
    countOut(this.#count, message.length)
    countOut(pool, message.length)
    countOut(member, message.length)
    const { front, port, address } = session.sender
    front.socket.send(message, port, address)
  }

  /** The member's machine says that nobody takes what was sent. */
  #fail(key: string): void {
    const session = this.#sessions.get(key, this.#surroundings.now())
    for (const count of session?.counts ?? []) count.errors_response += 1
  }

  #memberFor(pool: RelayPool, { address, port }: Sender, now: number): RelayMember | null {
    const candidates = eligible(pool.members, (one) => this.#isDown(one))
    if (pool.persistence === null) {
      return this.#choice.next(pool.algorithm, { candidates, client: { address, port } }, this.#sessionsOf)
    }
    const source = sourceOf(address, pool.persistence.granularity)
    const before = this.#persistence.memberOf(source, now)
    const chosen =
      candidates.find((one) => one.member_id === before) ??
      this.#choice.next(pool.algorithm, { candidates, client: { address, port } }, this.#sessionsOf)
    if (chosen !== null) this.#persistence.keep(source, chosen.member_id, now + pool.persistence.timeoutSeconds * 1_000)
    return chosen
  }

  readonly #sessionsOf = ({ member_id }: RelayMember) => this.#open.get(member_id) ?? 0

  #isDown({ member_id }: RelayMember): boolean {
    return this.#surroundings.healthOf(member_id)?.state === 'DOWN'
  }

  /** Also one that drains. */
  #isServing(member_id: string): boolean {
    const member = this.#members.get(member_id)
    return member?.isOn === true && !this.#isDown(member)
  }

  #mayGoOn({ sender, member_id }: Session): boolean {
    return this.#isAllowed(sender.address) && this.#settings.pool !== null && this.#members.has(member_id)
  }

  #isAllowed(address: string): boolean {
    return this.#allowed === null || this.#allowed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  }

  #countsOf(member_id: string): readonly [Count, Count] {
    const { counting } = this.#surroundings
    const keys = keysOf(this.#settings.listener_id)
    return [counting.of(keys.pool(this.#settings.pool?.pool_id ?? '')), counting.of(keys.member(member_id))]
  }

  #opened({ member_id, counts }: Session): void {
    this.#open.set(member_id, (this.#open.get(member_id) ?? 0) + 1)
    for (const count of counts) {
      count.connections += 1
      count.active += 1
    }
  }

  #closed({ member_id, counts, upstream }: Session): void {
    upstream.close()
    const left = (this.#open.get(member_id) ?? 1) - 1
    if (left > 0) this.#open.set(member_id, left)
    else this.#open.delete(member_id)
    for (const count of counts) count.active -= 1
  }

  #end(session: Session): void {
    const { persistence } = this.#settings.pool ?? { persistence: null }
    if (persistence !== null && this.#members.has(session.member_id)) {
      const source = sourceOf(session.sender.address, persistence.granularity)
      const now = this.#surroundings.now()
      // Who comes back soon after the end of a session finds the member of it.
      this.#persistence.keep(source, session.member_id, now + persistence.timeoutSeconds * 1_000)
    }
    this.#sessions.delete(session.key)
    this.#closed(session)
    this.#count.active -= 1
  }
}

type Beginning = { readonly key: string; readonly sender: Sender; readonly message: Buffer; readonly now: number }

function countIn(count: Count, bytes: number): void {
  count.datagrams_in += 1
  count.bytes_in += bytes
}

function countOut(count: Count, bytes: number): void {
  count.datagrams_out += 1
  count.bytes_out += bytes
}

function blockListOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits = ''] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    list.addSubnet(address, bits === '' ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return list
}
