import {
  activityEvent,
  type EngineState,
  enginesEvent,
  pastEvent,
  type SecondEvent,
  type StatusEvent,
  secondEvent,
  statusEvent,
} from 'model/contract/live'
import type { z } from 'zod'

export type StreamHearers = {
  readonly onPast: (seconds: readonly SecondEvent[]) => void
  readonly onSecond: (second: SecondEvent) => void
  readonly onStatus: (event: StatusEvent) => void
  readonly onEngines: (engines: readonly EngineState[]) => void
  readonly onActivity: (loadbalancer_id: string | null) => void
  /** The stream broke. It is tried again by itself; `onPast` tells that it is back. */
  readonly onBreak: () => void
}

/** The browser gives up on an answer that is no stream (a 401, a 502 of a proxy); then we try again after this long. */
const retryMs = 3_000

/** Opens the one live stream of this tab. The answer closes it. */
export function openStream(loadbalancer_id: string | null, hearers: StreamHearers): () => void {
  const url = loadbalancer_id === null ? '/live' : `/live?loadbalancer_id=${encodeURIComponent(loadbalancer_id)}`
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  const open = () => {
    source = new EventSource(url)
    listen(source, hearers)
    source.addEventListener('error', () => {
      hearers.onBreak()
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, retryMs)
    })
  }
  open()
  return () => {
    source?.close()
    if (timer !== null) clearTimeout(timer)
  }
}

function listen(source: EventSource, hearers: StreamHearers): void {
  on(source, 'past', pastEvent, ({ seconds }) => hearers.onPast(seconds))
  on(source, 'second', secondEvent, hearers.onSecond)
  on(source, 'status', statusEvent, hearers.onStatus)
  on(source, 'engines', enginesEvent, ({ engines }) => hearers.onEngines(engines))
  on(source, 'activity', activityEvent, (event) => hearers.onActivity(event.loadbalancer_id))
}

/** An event that does not have its shape is from another version of the server: it is left out, and the next page load mends it. */
function on<T>(source: EventSource, name: string, shape: z.ZodType<T>, hear: (event: T) => void): void {
  source.addEventListener(name, (event: MessageEvent<string>) => {
    const parsed = shape.safeParse(JSON.parse(event.data))
    if (parsed.success) hear(parsed.data)
  })
}
