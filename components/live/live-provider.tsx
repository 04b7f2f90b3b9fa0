'use client'

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { keys } from '../queries.ts'
import { LiveStore } from './live-store.ts'
import { patchStatus, refetchAll } from './patch.ts'
import type { StreamHearers } from './stream.ts'

type Live = { readonly store: LiveStore; readonly setDetail: (loadbalancer_id: string | null) => void }

const LiveContext = createContext<Live | null>(null)

/** Longer without an event than this and the picture is called stopped: seconds come each second. */
const silenceMs = 4_000

/** Holds the one EventSource of the tab, feeds the store from it and keeps the query cache true. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useQueryClient()
  const [store] = useState(() => new LiveStore())
  const [detail, setDetail] = useState<string | null>(null)

  useEffect(() => {
    let close: (() => void) | null = null
    let isLeft = false
    // The stream checks its events by their schemas, which the page itself does not need: they are loaded after it.
    void import('./stream.ts').then(({ openStream }) => {
      if (!isLeft) close = openStream(detail, hearersOf(store, client))
    })
    return () => {
      isLeft = true
      close?.()
    }
  }, [detail, store, client])

  useEffect(() => {
    const timer = setInterval(() => {
      const { heardAt } = store.read()
      if (heardAt !== null && Date.now() - heardAt > silenceMs) store.stop()
    }, 1_000)
    return () => clearInterval(timer)
  }, [store])

  const live = useMemo(() => ({ store, setDetail }), [store])
  return <LiveContext value={live}>{children}</LiveContext>
}

/** Many statuses change at once; what is counted from them is asked for once they are through. */
const settleMs = 300

function hearersOf(store: LiveStore, client: QueryClient): StreamHearers {
  let isSettling = false
  const recount = () => {
    isSettling = false
    void client.invalidateQueries({ queryKey: keys.overview })
  }
  return {
    onPast: (seconds) => {
      store.begin(seconds, Date.now())
      refetchAll(client)
    },
    onSecond: (second) => store.add(second, Date.now()),
    onStatus: (event) => {
      patchStatus(client, event)
      if (!isSettling) setTimeout(recount, settleMs)
      isSettling = true
    },
    onEngines: (engines) => store.setEngines(engines),
    onActivity: (loadbalancer_id) => {
      // A place in an order is no status: that somebody else moved a policy is known from here only.
      if (loadbalancer_id !== null) void client.invalidateQueries({ queryKey: keys.graph(loadbalancer_id) })
      void client.invalidateQueries({ queryKey: keys.activity })
      void client.invalidateQueries({ queryKey: ['configuration'] })
    },
    onBreak: () => store.stop(),
  }
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('LiveProvider is missing above this component.')
  return live
}
