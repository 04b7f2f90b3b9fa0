'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { emptyRequest, type RequestText } from './tested-request.ts'

const known = new Map<string, RequestText>()
const watchers = new Set<() => void>()

/**
 * The request that was last typed for a listener, in whichever panel: it is tried again and again while policies change. The tab
 * remembers it.
 */
export function useLastRequest(listener_id: string): [RequestText, (change: Partial<RequestText>) => void] {
  const request = useSyncExternalStore(watch, () => lastRequest(listener_id))
  const change = useCallback(
    (changed: Partial<RequestText>) => rememberRequest(listener_id, { ...lastRequest(listener_id), ...changed }),
    [listener_id],
  )
  return [request, change]
}

/** Makes it the one that every panel begins with. */
export function rememberRequest(listener_id: string, request: RequestText): void {
  known.set(listener_id, request)
  window.sessionStorage.setItem(nameFor(listener_id), JSON.stringify(request))
  for (const tell of watchers) tell()
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

function lastRequest(listener_id: string): RequestText {
  const request = known.get(listener_id) ?? storedRequest(listener_id)
  known.set(listener_id, request)
  return request
}

function storedRequest(listener_id: string): RequestText {
  const stored = window.sessionStorage.getItem(nameFor(listener_id))
  // Only this file writes it, though an older one may have known less.
  return stored === null ? emptyRequest : { ...emptyRequest, ...(JSON.parse(stored) as Partial<RequestText>) }
}

function nameFor(listener_id: string): string {
  return `fulcrum request ${listener_id}`
}
