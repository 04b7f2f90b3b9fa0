'use client'

import type { EngineState, SecondEvent, Total } from 'model/contract/live'
import type { Counters, Second } from 'model/contract/sample'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { useLive } from './live-provider.tsx'
import { type Connection, countersOf, type LiveSnapshot, type Scope, sumOf, totalOf, valuesOf } from './live-store.ts'

const noSeconds: readonly SecondEvent[] = []

function useSnapshot<T>(read: (snapshot: LiveSnapshot) => T, onServer: T): T {
  const { store } = useLive()
  return useSyncExternalStore(
    store.watch,
    useCallback(() => read(store.read()), [read, store]),
    () => onServer,
  )
}

const secondsIn = (snapshot: LiveSnapshot) => snapshot.seconds
const enginesIn = (snapshot: LiveSnapshot) => snapshot.engines
const connectionIn = (snapshot: LiveSnapshot) => snapshot.connection
const heardAtIn = (snapshot: LiveSnapshot) => snapshot.heardAt

/** Every second that is known, oldest first. `detail` is filled for the load balancer of `useDetail`. */
export function useSeconds(): readonly SecondEvent[] {
  return useSnapshot(secondsIn, noSeconds)
}

/** The same, told only every so many seconds: for what is costly to draw and too coarse to show each of them. */
export function useSecondsEvery(step: number): readonly SecondEvent[] {
  const kept = useRef<{ readonly key: string; readonly seconds: readonly SecondEvent[] }>({
    key: '',
    seconds: noSeconds,
  })
  const read = useCallback(
    ({ seconds, beginnings }: LiveSnapshot) => {
      const key = `${beginnings} ${step} ${Math.floor((seconds.at(-1)?.at ?? 0) / step)}`
      if (kept.current.key !== key) kept.current = { key, seconds }
      return kept.current.seconds
    },
    [step],
  )
  return useSnapshot(read, noSeconds)
}

/** Asks the stream for every series of one load balancer while the page that shows it is open. */
export function useDetail(loadbalancer_id: string): void {
  const { setDetail } = useLive()
  useEffect(() => {
    setDetail(loadbalancer_id)
    return () => setDetail(null)
  }, [loadbalancer_id, setDetail])
}

/** The engines as the stream last told; null until it did. */
export function useEngines(): readonly EngineState[] | null {
  return useSnapshot(enginesIn, null)
}

export function useConnection(): { readonly connection: Connection; readonly heardAt: number | null } {
  return { connection: useSnapshot(connectionIn, 'connecting'), heardAt: useSnapshot(heardAtIn, null) }
}

/** Rates are averaged over this many seconds, so that numbers can be read. */
const readableSeconds = 3

type Rates = Omit<Total, 'loadbalancer_id'>

/** What a load balancer carries now, per second; null until something is known. Without an id: the whole project. */
export function useTraffic(loadbalancer_id?: string): Rates | null {
  const seconds = useSeconds()
  return useMemo(() => {
    const latest = seconds
      .slice(-readableSeconds)
      .map((one) => (loadbalancer_id ? totalOf(one, loadbalancer_id) : sumOf(one)))
    return latest.length === 0 ? null : averaged(latest)
  }, [seconds, loadbalancer_id])
}

/** The last minute of a number for a sparkline, null where nothing was heard. */
export function useTrend(read: (second: SecondEvent) => number, length = 60): (number | null)[] {
  const seconds = useSeconds()
  return useMemo(() => valuesOf(seconds, { length, until: seconds.at(-1)?.at ?? 0 }, read), [seconds, length, read])
}

/** The newest second of the load balancer of `useDetail`, with every listener, pool and member. */
export function useDetailSecond(): Second | null {
  return useSeconds().at(-1)?.detail ?? null
}

/** What one part of the load balancer of `useDetail` carries now, per second; null when it is idle. */
export function useCounters(scope: Scope): Counters | null {
  const seconds = useSeconds()
  const { kind, id, listener_id } = scope
  return useMemo(() => {
    const wanted = { kind, ...(id === undefined ? {} : { id }), ...(listener_id === undefined ? {} : { listener_id }) }
    const latest = seconds.slice(-readableSeconds)
    const parts = latest
      .map((one) => (one.detail ? countersOf(one.detail, wanted) : null))
      .filter((one) => one !== null)
    return parts.length === 0 ? null : averaged(parts, latest.length)
  }, [seconds, kind, id, listener_id])
}

/** Gauges are as they are now; all else is per second. */
function averaged<T extends Readonly<Record<string, number | string>>>(parts: readonly T[], length = parts.length): T {
  const last = parts.at(-1)
  const names = Object.keys(last ?? {})
  const value = (name: string) => {
    if (name === 'active' || name === 'queued' || typeof last?.[name] !== 'number') return last?.[name]
    return parts.reduce((sum, one) => sum + Number(one[name]), 0) / length
  }
  return Object.fromEntries(names.map((name) => [name, value(name)])) as T
}
