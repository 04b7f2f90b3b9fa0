'use client'

import { useQuery } from '@tanstack/react-query'
import type { SecondEvent } from 'model/contract/live'
import { listenerProtocols } from 'model/listener/protocols'
import type { Listener } from 'model/resources/listener'
import { createContext, type ReactNode, useContext, useMemo, useRef } from 'react'
import { countersOf } from '../live/live-store.ts'
import { useConnection, useSeconds } from '../live/use-live.ts'
import { queries } from '../queries.ts'
import { type Decided, decidedBy } from './decided.ts'

/** What a policy takes now. */
export type PolicyTraffic = {
  /** Requests per second (connections, where TLS is passed through), averaged so that the number can be read; null while no figures come. */
  readonly rate: number | null
  /** Its part of the requests of the listener, 0 to 1; null while nobody asks. */
  readonly share: number | null
  /** The second of its last request, epoch seconds; null when it is not known. */
  readonly lastAt: number | null
  /** All requests that it took since it exists; null while nobody has told. */
  readonly total: number | null
  /** Of its requests those that its limit refuses, per second; null while no figures come. */
  readonly limited: number | null
}

type Figures = { readonly rate: number; readonly share: number | null }

const noFigures = { rate: null, share: null }

/** Requests of so many seconds, and of how many of the listener in them. */
function figures(taken: number, asked: number, seconds: number): Figures {
  return { rate: seconds === 0 ? 0 : taken / seconds, share: asked === 0 ? null : Math.min(1, taken / asked) }
}

export type PoliciesTraffic = {
  readonly decided: Decided
  /** Null for every policy while the data plane counts none. */
  readonly of: (policy_id: string) => PolicyTraffic | null
  /** What no policy of the listener takes; null until the data plane has told of a second. */
  readonly rest: () => Figures | null
}

const readableSeconds = 3

const TrafficContext = createContext<PoliciesTraffic>({
  decided: decidedBy({ protocol: 'HTTP' }),
  of: () => null,
  rest: () => null,
})

/** Reads the traffic of the policies of a listener, once for all that show it. Each second only those are drawn again. */
export function PoliciesTrafficProvider({
  listener,
  policies,
  children,
}: {
  readonly listener: Pick<Listener, 'id' | 'protocol'>
  /** The ids of its policies, the same array until they change. */
  readonly policies: readonly string[]
  readonly children: ReactNode
}) {
  return <TrafficContext value={useTrafficOf(listener, policies)}>{children}</TrafficContext>
}

export function usePoliciesTraffic(): PoliciesTraffic {
  return useContext(TrafficContext)
}

function useTrafficOf(
  { id: listener_id, protocol }: Pick<Listener, 'id' | 'protocol'>,
  policies: readonly string[],
): PoliciesTraffic {
  const { counts } = listenerProtocols[protocol]
  const seconds = useSeconds()
  const isStopped = useConnection().connection === 'stopped'
  const { data: hits } = useQuery(queries.policyHits(listener_id))
  const known = useRef<Known>({ oldest: 0, newest: 0, last: new Map() })
  return useMemo(() => {
    known.current = withSeconds(known.current, seconds)
    const { last } = known.current
    const latest = seconds.slice(-readableSeconds)
    const asked = sum(
      latest.map((one) =>
        one.detail ? (countersOf(one.detail, { kind: 'listener', id: listener_id })?.[counts] ?? 0) : 0,
      ),
    )
    const trafficOf = (policy_id: string): PolicyTraffic | null => {
      const told = hits?.[policy_id]
      if (last.size === 0 && told === undefined) return null
      const [taken, refused] = [hitsOf, limitedOf].map((of) =>
        sum(latest.map((one) => of(one).get(policy_id) ?? 0)),
      ) as [number, number]
      return {
        ...(isStopped ? noFigures : figures(taken, asked, latest.length)),
        limited: isStopped ? null : figures(refused, asked, latest.length).rate,
        lastAt: last.get(policy_id) ?? told?.last_hit_at ?? null,
        total: told?.requests ?? null,
      }
    }
    // The same answer within a second: a card that is drawn again for another reason has nothing new to show.
    const answers = new Map<string, PolicyTraffic | null>()
    return {
      decided: decidedBy({ protocol }),
      rest: () => {
        if (isStopped || !latest.some((one) => one.detail)) return null
        const taken = sum(latest.map((one) => sum(policies.map((id) => hitsOf(one).get(id) ?? 0))))
        // A request is counted when it is answered, by its policy when it is taken: a second may tell of one and not of the other.
        const left = Math.max(0, asked - taken)
        return figures(left, asked, latest.length)
      },
      of: (policy_id) => {
        const before = answers.get(policy_id)
        if (before !== undefined) return before
        const traffic = trafficOf(policy_id)
        answers.set(policy_id, traffic)
        return traffic
      },
    }
  }, [seconds, isStopped, listener_id, protocol, counts, policies, hits])
}

type Known = { readonly oldest: number; readonly newest: number; readonly last: Map<string, number> }

/** Adds the seconds that are new. Another beginning is another stream: what was known of the one before is dropped. */
function withSeconds(known: Known, seconds: readonly SecondEvent[]): Known {
  const [oldest, newest] = [seconds[0]?.at ?? 0, seconds.at(-1)?.at ?? 0]
  const isOther = newest < known.newest || oldest < known.oldest
  const last = isOther ? new Map<string, number>() : known.last
  const unread = isOther ? seconds : seconds.filter((one) => one.at >= known.newest)
  for (const one of unread) for (const [id, hits] of hitsOf(one)) if (hits > 0) last.set(id, one.at)
  return { oldest, newest, last }
}

/** A second never changes: what is picked out of it once stays. */
function picking(counter: 'requests' | 'errors_request'): (second: SecondEvent) => ReadonlyMap<string, number> {
  const picked = new WeakMap<SecondEvent, ReadonlyMap<string, number>>()
  return (second) => {
    const before = picked.get(second)
    if (before) return before
    const counts = new Map<string, number>()
    for (const one of second.detail?.series ?? []) {
      // The kind is wider than what older data planes count.
      if ((one.kind as string) === 'l7_policy') counts.set(one.id, (counts.get(one.id) ?? 0) + one.counters[counter])
    }
    picked.set(second, counts)
    return counts
  }
}

const hitsOf = picking('requests')
/** What the limits of policies refuse is told as requests that were refused. */
const limitedOf = picking('errors_request')

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0)
}
