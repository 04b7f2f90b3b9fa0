'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import type { Rows } from '../api-answers.ts'
import { useLive } from '../live/live-provider.tsx'
import { totalOf } from '../live/live-store.ts'
import { queries } from '../queries.ts'
import { filterRows, parseFilter } from '../ui/property-filter.ts'
import { useUrlState, useUrlText } from '../ui/use-url-state.ts'
import { listProperties, listRows, nextSort, parseSort, printSort, type SortKey, sortedRows } from './list-rows.ts'

/** Rows on a page: what can be read and drawn each second without effort. */
const pageRows = 50
const noListeners: Rows['listener'][] = []

/** The list as its URL asks for it: filtered, sorted, one page of it. */
export function useList() {
  const [url, setUrl] = useUrlState()
  const loadBalancers = useQuery(queries.loadBalancers())
  const listeners = useQuery(queries.listeners())
  const { store } = useLive()
  const [filter, setFilter] = useUrlText('filter', ['page'])
  const sortText = url.get('sort')
  const sought = useDeferredValue(filter)

  const matching = useMemo(() => {
    const all = listRows(loadBalancers.data ?? [], listeners.data ?? noListeners)
    const latest = store.read().seconds.at(-1)
    // Traffic is sorted as it was at this moment: rows that change places each second could not be read.
    const trafficOf = (id: string) => {
      const total = latest && totalOf(latest, id)
      return total ? total.requests + total.connections + total.datagrams_in : 0
    }
    return sortedRows(filterRows(all, parseFilter(sought), listProperties), parseSort(sortText), trafficOf)
  }, [loadBalancers.data, listeners.data, sought, sortText, store])

  const pages = Math.max(1, Math.ceil(matching.length / pageRows))
  const page = Math.min(Math.max(1, Number(url.get('page')) || 1), pages)
  const sort = parseSort(sortText)
  return {
    filter,
    setFilter,
    sort,
    sortBy: (key: SortKey) => setUrl({ sort: printSort(nextSort(sort, key)), page: null }),
    page,
    pages,
    setPage: (next: number) => setUrl({ page: next === 1 ? null : String(next) }, 'push'),
    matching,
    shown: matching.slice((page - 1) * pageRows, page * pageRows),
    total: loadBalancers.data?.length,
    error: loadBalancers.error,
    refetch: loadBalancers.refetch,
  }
}
