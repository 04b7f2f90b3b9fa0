import type { MemberHealth } from 'model/resources/member'
import type { EngineCheck } from '../compile/compiled.ts'
import { type PingResult, pingOnce } from './ping.ts'

type Setting = {
  /** Tells HAProxy; rejects when it does not take it, or does not run. */
  readonly setHealth: (server: string, health: 'up' | 'down') => Promise<void>
  readonly onFailed: (error: unknown, server: string) => void
}

/** One member as one listener sees it, and what the pings have said. `inARow` counts results that contradict the verdict. */
type Watch = {
  readonly check: EngineCheck
  readonly timer: NodeJS.Timeout
  health: MemberHealth
  inARow: number
}

/** PING monitors: HAProxy can not send ICMP, so the engine does and tells it the verdict. */
export class PingChecks {
  readonly #setting: Setting
  readonly #watches = new Map<string, Watch>()

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Checks these from now on, and nothing else. A check that did not change keeps its verdict. */
  follow(checks: readonly EngineCheck[]): void {
    const wanted = new Map(checks.map((check) => [`${check.backend}/${check.server}`, check]))
    for (const [server, watch] of this.#watches) {
      if (JSON.stringify(wanted.get(server)) === JSON.stringify(watch.check)) wanted.delete(server)
      else this.#forget(server, watch)
    }
    for (const [server, check] of wanted) this.#begin(server, check)
  }

  /** The verdict about a server of a backend; undefined when it is not pinged. */
  healthOf(server: string): MemberHealth | undefined {
    return this.#watches.get(server)?.health
  }

  stop(): void {
    for (const [server, watch] of this.#watches) this.#forget(server, watch)
  }

  #forget(server: string, watch: Watch): void {
    clearInterval(watch.timer)
    this.#watches.delete(server)
  }

  #begin(server: string, check: EngineCheck): void {
    const look = () => this.#look(server).catch((error: unknown) => this.#setting.onFailed(error, server))
    const timer = setInterval(look, Math.max(1, check.delaySeconds) * 1_000)
    timer.unref()
    this.#watches.set(server, { check, timer, health: unknownHealth(), inARow: 0 })
    void look()
  }

  async #look(server: string): Promise<void> {
    const watch = this.#watches.get(server)
    if (watch === undefined) return
    const result = await pingOnce(watch.check.address, Math.max(1, watch.check.timeoutSeconds))
    if (this.#watches.get(server) !== watch) return
    const verdict = result.outcome === 'answered' ? 'UP' : 'DOWN'
    const { state } = watch.health
    watch.inARow = verdict === state ? 0 : watch.inARow + 1
    const needed = verdict === 'UP' ? watch.check.rise : watch.check.fall
    // A member takes traffic until it is known not to work, so the first answer is enough to call it up.
    const isTurning = verdict !== state && (watch.inARow >= needed || (verdict === 'UP' && state === 'CHECKING'))
    watch.health = healthAfter(watch.health, result, isTurning ? verdict : state)
    if (isTurning) watch.inARow = 0
    await this.#tell(server, watch.health.state)
  }

  /** Each time, and not only at a turn: a command may be lost, and a HAProxy that was started anew knows nothing. */
  async #tell(server: string, state: MemberHealth['state']): Promise<void> {
    if (state === 'UP' || state === 'DOWN') await this.#setting.setHealth(server, state === 'UP' ? 'up' : 'down')
  }
}

function unknownHealth(): MemberHealth {
  const nothing = { check_status: null, check_code: null, check_duration_ms: null, reason: null, checked_at: null }
  return { state: 'CHECKING', ...nothing, changed_at: Date.now() }
}

function healthAfter(before: MemberHealth, result: PingResult, state: MemberHealth['state']): MemberHealth {
  const now = Date.now()
  return {
    state,
    check_status: result.outcome === 'answered' ? 'L3OK' : 'L3TOUT',
    check_code: null,
    check_duration_ms: result.outcome === 'answered' ? result.durationMs : null,
    reason: reasonOf(result),
    checked_at: now,
    changed_at: state === before.state ? before.changed_at : now,
  }
}

function reasonOf(result: PingResult): string {
  if (result.outcome === 'answered') return 'Answers to ping.'
  return result.outcome === 'silent' ? 'Does not answer to ping.' : `The ping could not be sent: ${result.message}`
}
