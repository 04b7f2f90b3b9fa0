// The datagram relay as a program: started by the engine, outlives it, and ends when an engine says so.
import { readFileSync } from 'node:fs'
import { openControl } from '../src/relay/control.ts'
import { Relay } from '../src/relay/relay.ts'

/** Descriptors for what is not a session: fronts, checks, the control socket. */
const descriptorMargin = 512
/** Each takes some kilobytes of memory. */
const mostSessions = 60_000

const [socketPath] = process.argv.slice(2)
if (socketPath === undefined) throw new Error('The path of the control socket is missing.')

const relay = new Relay(Math.max(64, Math.min(mostSessions, descriptorLimit() - descriptorMargin)))
await openControl(relay, socketPath, () => process.exit(0))

/** The engine decides when it ends; whoever stops the engine does not mean the relay. */
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)

function descriptorLimit(): number {
  const limits = readFileSync('/proc/self/limits', 'latin1')
  return Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1] ?? 1_024)
}
