import { processwide } from '../process.ts'

/** What is open to a client now: each ends with a call. */
type Open = { readonly ends: Set<() => void>; isHooked: boolean }
const open = () => processwide('streams', (): Open => ({ ends: new Set(), isHooked: false }))

/** Counts a stream in; the answer counts it out. Next waits with its exit until every stream has ended, so the signals end them. */
export function subscribe(end: () => void): () => void {
  const streams = open()
  if (!streams.isHooked) {
    streams.isHooked = true
    // At the first stream and not before: a handler in the process that builds the routes would keep it from ending.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, endAll)
  }
  streams.ends.add(end)
  return () => streams.ends.delete(end)
}

export function endAll(): void {
  for (const end of [...open().ends]) end()
}

export function subscriberCount(): number {
  return open().ends.size
}
