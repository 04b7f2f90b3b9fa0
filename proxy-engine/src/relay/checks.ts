import { createSocket } from 'node:dgram'
import { connect, isIPv6 } from 'node:net'
import type { MemberHealth } from 'model/resources/member'
import type { RelayHttp, RelayMember, RelayMonitor } from '../compile/relay-table.ts'

/** How a check ended, in HAProxy's words for results, so that the same ones are shown everywhere; it has none for UDP. */
export type CheckResult = {
  readonly isUp: boolean
  readonly check_status: string
  readonly check_code: number | null
  readonly reason: string
  /** Whether anything came back: how long nothing came says nothing about the member. */
  readonly isAnswer: boolean
}

type Place = { readonly address: string; readonly port: number }

/** Checks of one member, again and again, and what they have said. `inARow` counts results that contradict the verdict. */
export class MemberCheck {
  readonly settings: string
  readonly #monitor: RelayMonitor
  readonly #place: Place
  readonly #timer: NodeJS.Timeout
  #health: MemberHealth = unknownHealth()
  #inARow = 0
  #isBusy = false
  #isOver = false

  constructor(monitor: RelayMonitor, member: RelayMember) {
    this.settings = settingsOf(monitor, member)
    this.#monitor = monitor
    this.#place = { address: member.checkAddress, port: member.checkPort }
    this.#timer = setInterval(() => void this.#look(), monitor.delaySeconds * 1_000)
    void this.#look()
  }

  get health(): MemberHealth {
    return this.#health
  }

  stop(): void {
    this.#isOver = true
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    const started = performance.now()
    const result = await checkOnce(this.#monitor, this.#place)
    this.#isBusy = false
    if (!this.#isOver) this.#take(result, Math.round(performance.now() - started))
  }

  #take(result: CheckResult, durationMs: number): void {
    const { state } = this.#health
    const verdict = result.isUp ? 'UP' : 'DOWN'
    this.#inARow = verdict === state ? 0 : this.#inARow + 1
    const needed = result.isUp ? this.#monitor.rise : this.#monitor.fall
    // The first result decides alone: nothing contradicts it.
    const isTurning = verdict !== state && (state === 'CHECKING' || this.#inARow >= needed)
    if (isTurning) this.#inARow = 0
    const now = Date.now()
    const { isUp: _, isAnswer, ...said } = result
    this.#health = {
      state: isTurning ? verdict : state,
      ...said,
      check_duration_ms: isAnswer ? durationMs : null,
      checked_at: now,
      changed_at: isTurning ? now : this.#health.changed_at,
    }
  }
}

/** What a check depends on: while it is the same, the verdict stays. */
export function settingsOf(monitor: RelayMonitor, { checkAddress, checkPort }: RelayMember): string {
  return JSON.stringify([monitor, checkAddress, checkPort])
}

/** A member that nobody checks, or that is switched off. */
export function uncheckedHealth(state: 'UNCHECKED' | 'MAINT', changed_at: number): MemberHealth {
  return { ...unknownHealth(), state, changed_at }
}

function unknownHealth(): MemberHealth {
  const nothing = { check_status: null, check_code: null, check_duration_ms: null, reason: null, checked_at: null }
  return { state: 'CHECKING', ...nothing, changed_at: Date.now() }
}

function checkOnce(monitor: RelayMonitor, place: Place): Promise<CheckResult> {
  const limitMs = monitor.timeoutSeconds * 1_000
  if (monitor.type === 'UDP-CONNECT') return checkDatagram(place, limitMs)
  return checkConnection(place, limitMs, monitor.http)
}

const up = (check_status: string, reason: string, check_code: number | null = null): CheckResult => ({
  isUp: true,
  check_status,
  check_code,
  reason,
  isAnswer: true,
})
const down = (check_status: string, reason: string, check_code: number | null = null): CheckResult => ({
  ...up(check_status, reason, check_code),
  isUp: false,
})

const silence: CheckResult = {
  ...up('UDPOK', 'Takes datagrams: nothing says that the port is closed.'),
  isAnswer: false,
}

/**
 * An empty datagram. Where nobody listens the machine says so (ICMP port unreachable); whoever listens may be silent, so silence is
 * taken for yes.
 */
function checkDatagram({ address, port }: Place, limitMs: number): Promise<CheckResult> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: isIPv6(address) ? 'udp6' : 'udp4' })
    let isOver = false
    const end = (result: CheckResult) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      socket.close()
      resolve(result)
    }
    const timer = setTimeout(() => end(silence), limitMs)
    socket.on('error', (error: NodeJS.ErrnoException) => end(down('UDPCON', datagramReason(error.code))))
    socket.on('message', () => end(up('UDPOK', 'Answers datagrams.')))
    socket.connect(port, address, ((error?: NodeJS.ErrnoException) => {
      if (error) end(down('UDPCON', datagramReason(error.code)))
      else if (!isOver) socket.send('')
    }) as () => void)
  })
}

function datagramReason(code: string | undefined): string {
  if (code === 'ECONNREFUSED') return 'The machine answers that nobody listens on the port.'
  return `The datagram could not be sent: ${code ?? 'unknown reason'}.`
}

function checkConnection({ address, port }: Place, limitMs: number, http: RelayHttp | null): Promise<CheckResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    let isConnected = false
    let text = ''
    const end = (result: CheckResult) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => end(lateResult(isConnected, limitMs)), limitMs)
    socket.on('error', (error: NodeJS.ErrnoException) => end(down('L4CON', connectionReason(error.code))))
    socket.on('connect', () => {
      isConnected = true
      if (http === null) end(up('L4OK', 'Accepts connections.'))
      else socket.write(requestText(http))
    })
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      if (http !== null && (text.includes('\n') || text.length > 1_000)) end(httpResult(text, http))
    })
    socket.on('end', () => http !== null && end(httpResult(text, http)))
  })
}

function lateResult(isConnected: boolean, limitMs: number): CheckResult {
  if (isConnected) return down('L7TOUT', `Did not answer within ${limitMs} ms.`)
  return down('L4TOUT', `The connection timed out after ${limitMs} ms.`)
}

function connectionReason(code: string | undefined): string {
  return code === 'ECONNREFUSED' ? 'The connection failed: connection refused.' : `The connection failed: ${code}.`
}

function requestText({ method, path, version, host }: RelayHttp): string {
  const headers = version === '1.1' ? `Host: ${host}\r\nConnection: close\r\n` : ''
  return `${method} ${path} HTTP/${version}\r\n${headers}\r\n`
}

function httpResult(text: string, { codes }: RelayHttp): CheckResult {
  const found = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(text)?.[1]
  if (found === undefined) return down('L7RSP', 'Answered something that is not HTTP.')
  const code = Number(found)
  return isExpected(code, codes)
    ? up('L7OK', `Answers ${code}.`, code)
    : down('L7STS', `Answered ${code}, expected ${codes}.`, code)
}

/** Whether a code is in `200`, `200,201` or `200-204`. */
export function isExpected(code: number, codes: string): boolean {
  return codes.split(',').some((part) => {
    const [first, last] = part.trim().split('-').map(Number)
    return first !== undefined && code >= first && code <= (last ?? first)
  })
}
