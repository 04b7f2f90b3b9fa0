'use client'

import { useSyncExternalStore } from 'react'
import { ago, moment, momentOf } from './format.ts'

// One timer for every relative time on the page, and none while there is none.
let now = 0
let timer: ReturnType<typeof setInterval> | null = null
const watchers = new Set<() => void>()

function watch(onTick: () => void): () => void {
  watchers.add(onTick)
  now = Date.now()
  timer ??= setInterval(() => {
    now = Date.now()
    for (const one of watchers) one()
  }, 1_000)
  return () => {
    watchers.delete(onTick)
    if (watchers.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

function currentSecond(): number {
  if (now === 0) now = Date.now()
  return now
}

/** The time of day as a value that changes once a second; 0 on the server. */
export function useNow(): number {
  return useSyncExternalStore(watch, currentSecond, () => 0)
}

/** "12 s ago", with the whole moment on hover. */
export function RelativeTime({ at, className }: { readonly at: string | number; readonly className?: string }) {
  const present = useNow()
  return (
    <time dateTime={momentOf(at).toISOString()} title={present === 0 ? undefined : moment(at)} className={className}>
      {present === 0 ? '' : ago(at, present)}
    </time>
  )
}
