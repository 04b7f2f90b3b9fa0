import type { PastEvent, SecondEvent, StatusEvent } from 'model/contract/live'
import { bus } from '../bus.ts'
import { clock } from '../clock.ts'
import type { Actor } from '../services/actor.ts'
import { inBackground } from '../services/background.ts'
import { engineStates } from '../services/engines.ts'
import { visibleProject } from '../services/policy.ts'
import { reachable } from '../services/reach.ts'
import { EventStream } from './event-stream.ts'
import { ownerOf } from './owners.ts'
import { ring, ringSeconds } from './ring.ts'
import { subscribe } from './subscribers.ts'

/** How far back the totals of every load balancer go in the first event: a sparkline's width, in seconds. */
const sparklineSeconds = 60
/** Between two looks at the engines, and two signs of life on a quiet stream. In milliseconds. */
const tickMilliseconds = 10_000
/** Then the client comes again by itself, and is asked again who it is. In milliseconds. */
const lifetimeMilliseconds = 900_000

export type LiveQuery = {
  readonly loadbalancer_id: string | null
  /** The `Last-Event-ID` of a reconnect: the epoch second seen last. */
  readonly lastEventId?: string | null | undefined
}

/** Server-sent events of model/contract/live.ts, until the client goes. */
export async function liveStream(actor: Actor, query: LiveQuery, signal: AbortSignal): Promise<Response> {
  const project_id = visibleProject(actor)
  if (query.loadbalancer_id !== null) await reachable(actor, 'load_balancer', query.loadbalancer_id, 'read')
  const live = new Live({ project_id, loadbalancer_id: query.loadbalancer_id })
  const past = await live.past(lastSecondOf(query))
  return live.begin(past, signal)
}

function lastSecondOf({ lastEventId }: LiveQuery): number {
  return lastEventId && /^\d{1,12}$/.test(lastEventId) ? Number(lastEventId) : 0
}

type View = {
  /** Whose load balancers are seen; null is everybody's. */
  readonly project_id: string | null
  /** Whose series are seen. */
  readonly loadbalancer_id: string | null
}

/** One open page: what it sees of what happens. */
class Live {
  readonly #view: View
  readonly #stream = new EventStream()
  #engines = ''

  constructor(view: View) {
    this.#view = view
  }

  /** What happened before, after a second that the client has already. */
  async past(after: number): Promise<PastEvent> {
    const newest = ring().newest ?? 0
    const covered = ring().coveredAfter(Math.max(after, newest - ringSeconds))
    // Totals cost the same whoever looks, so an older second has only the detail.
    const seconds = await Promise.all(covered.map((at) => this.#second(at, at > newest - sparklineSeconds)))
    return { seconds: seconds.filter(({ totals, detail }) => totals.length > 0 || detail !== null) }
  }

  begin(past: PastEvent, signal: AbortSignal): Response {
    const stop = this.#listen()
    const unsubscribe = subscribe(() => this.#stream.end())
    const cancelLife = clock().after(lifetimeMilliseconds, () => this.#stream.end())
    const onAbort = () => this.#stream.end()
    signal.addEventListener('abort', onAbort, { once: true })
    this.#stream.onEnd(() => {
      stop()
      unsubscribe()
      cancelLife()
      signal.removeEventListener('abort', onAbort)
    })
    this.#stream.comment('open')
    this.#stream.send('past', past, past.seconds.at(-1)?.at)
    inBackground('live engines', () => this.#sendEngines())
    if (signal.aborted) this.#stream.end()
    return this.#stream.response()
  }

  #listen(): () => void {
    const onSeconds = (seconds: readonly number[]) => inBackground('live seconds', () => this.#sendSeconds(seconds))
    const onStatuses = (events: readonly StatusEvent[]) =>
      inBackground('live statuses', () => this.#sendStatuses(events))
    const onActivity = (id: string) => inBackground('live activity', () => this.#sendActivity(id))
    const onEngines = () => inBackground('live engines', () => this.#sendEngines())
    bus().on('seconds', onSeconds).on('statuses', onStatuses).on('activity', onActivity).on('engines', onEngines)
    let cancelTick = () => {}
    const tick = () => {
      this.#stream.comment('still here')
      onEngines()
      cancelTick = clock().after(tickMilliseconds, tick)
    }
    cancelTick = clock().after(tickMilliseconds, tick)
    return () => {
      bus().off('seconds', onSeconds).off('statuses', onStatuses).off('activity', onActivity).off('engines', onEngines)
      cancelTick()
    }
  }

  async #sendSeconds(seconds: readonly number[]): Promise<void> {
    for (const at of seconds) this.#stream.send('second', await this.#second(at, true), at)
  }

  async #second(at: number, withTotals: boolean): Promise<SecondEvent> {
    const { loadbalancer_id } = this.#view
    const totals = withTotals ? ring().totals(at) : []
    const seen = await Promise.all(totals.map((total) => this.#sees(total.loadbalancer_id)))
    const detail = loadbalancer_id === null ? null : ring().second(loadbalancer_id, at)
    return { at, totals: totals.filter((_, index) => seen[index]), detail }
  }

  async #sendStatuses(events: readonly StatusEvent[]): Promise<void> {
    const [first] = events
    // A change is one load balancer's. One that is gone has no owner to ask for any more, unless it was asked for before.
    if (!first || !(await this.#sees(first.loadbalancer_id))) return
    for (const event of events) this.#stream.send('status', event)
  }

  async #sendActivity(loadbalancer_id: string): Promise<void> {
    if (await this.#sees(loadbalancer_id)) this.#stream.send('activity', { loadbalancer_id })
  }

  async #sendEngines(): Promise<void> {
    const engines = await engineStates()
    const text = JSON.stringify(engines)
    if (text === this.#engines) return
    this.#engines = text
    this.#stream.send('engines', { engines })
  }

  async #sees(loadbalancer_id: string): Promise<boolean> {
    const { project_id } = this.#view
    return project_id === null || (await ownerOf(loadbalancer_id)) === project_id
  }
}
