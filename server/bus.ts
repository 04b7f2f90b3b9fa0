import { EventEmitter } from 'node:events'
import type { StatusEvent } from 'model/contract/live'
import { processwide } from './process.ts'

/** What the parts of this process tell each other. Nothing here leaves the process, and nothing is kept. */
export type BusEvents = {
  /** There is a newer revision, or a probe waits: whoever holds a long poll of an engine answers it. */
  desired: []
  /** A load balancer is no longer busy. */
  settled: [loadbalancer_id: string]
  /** Resources have other statuses than before, or are gone. */
  statuses: [events: readonly StatusEvent[]]
  /** Seconds have arrived in the ring. */
  seconds: [at: readonly number[]]
  /** An engine came, went, or is further than before. */
  engines: []
  /** The activity log has something new. */
  activity: [loadbalancer_id: string]
}

export function bus(): EventEmitter<BusEvents> {
  return processwide('bus', () => {
    const emitter = new EventEmitter<BusEvents>()
    // Each open page and each waiting engine listens; a thousand of them is no leak.
    emitter.setMaxListeners(0)
    return emitter
  })
}
