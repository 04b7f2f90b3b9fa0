import type { Counters } from 'model/contract/sample'
import type { MemberHealth } from 'model/resources/member'
import type { RelayBind, RelayPart } from '../compile/relay-table.ts'

/** Bumped when an engine and a relay would misread each other: the engine then ends the relay and starts its own. */
export const relayVersion = 1

/** What the engine asks over the control socket: one line of JSON, answered by one line, on a connection of its own. */
export type RelayQuestion =
  | { readonly do: 'hello' }
  | { readonly do: 'serve'; readonly part: RelayPart }
  | { readonly do: 'read' }
  | { readonly do: 'end' }

export type RelayHello = { readonly version: number; readonly pid: number; readonly parts: readonly RelayPart[] }

/** `code` is the system's word: EADDRINUSE. */
export type RelayRefusal = RelayBind & { readonly listener_id: string; readonly code: string }
export type RelayServed = { readonly refusals: readonly RelayRefusal[] }

export type RelayReading = {
  /** Tells one relay from the next, whose counters begin at 0. */
  readonly session: string
  /** Counters since the relay began, by `keyOf` of the series. */
  readonly counters: readonly (readonly [key: string, counters: Counters])[]
  /** The load balancer of each listener in it. */
  readonly owners: Readonly<Record<string, string>>
  readonly health: readonly (readonly [member_id: string, listener_id: string, health: MemberHealth])[]
}

/** What each question is answered with. */
export type RelayAnswer<Q extends RelayQuestion> = {
  readonly hello: RelayHello
  readonly serve: RelayServed
  readonly read: RelayReading
  readonly end: Record<string, never>
}[Q['do']]
