// Next builds the pages into bundles beside that of the control plane, and every bundle has its own copy of
// a module's variables (vercel/next.js#65350). What has to exist once per process therefore hangs on globalThis.

type Holder = { fulcrum?: Map<string, unknown> }

/** Everything of which a process has one: the database, the bus, the ring, who waits for what. */
export type Processwide =
  | 'abilities'
  | 'auth'
  | 'bus'
  | 'clock'
  | 'database'
  | 'deadline'
  | 'engines'
  | 'env'
  | 'ids'
  | 'kept-graphs'
  | 'last-hits'
  | 'lines'
  | 'log'
  | 'orders'
  | 'owners'
  | 'probes'
  | 'requests'
  | 'ring'
  | 'sign-ins'
  | 'started'
  | 'streams'
  | 'unsaved'

/** The one of that name in this process, made on first use. Never at module top level: `next build` imports every page. */
export function processwide<T>(name: Processwide, make: () => T): T {
  const parts = everything()
  if (!parts.has(name)) parts.set(name, make())
  return parts.get(name) as T
}

/** Puts another one in its place: how a test brings its own clock or database. */
export function replaceProcesswide<T>(name: Processwide, value: T): T {
  everything().set(name, value)
  return value
}

/** Forgets everything, as the end of the process would. */
export function forgetProcesswide(): void {
  everything().clear()
}

function everything(): Map<string, unknown> {
  const holder = globalThis as Holder
  holder.fulcrum ??= new Map()
  return holder.fulcrum
}
