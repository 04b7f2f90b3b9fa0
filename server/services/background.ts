import { log, logEvents } from '../log.ts'

/** Work that nobody waits for: a timer's, or what follows an answer. Its failure is a bug, and this is the edge that logs it. */
export function inBackground(what: string, work: () => Promise<unknown>): void {
  work().catch((error: unknown) => log.error(logEvents.backgroundFailed, error, { what }))
}
