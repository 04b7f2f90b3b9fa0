'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { keys } from '../queries.ts'

/** Entries that come with one request. */
const pageEntries = 50

/** The log, newest first, a page at a time. The live stream tells when something was added. */
export function useActivity(loadbalancer_id?: string) {
  const about = loadbalancer_id === undefined ? {} : { loadbalancer_id }
  const query = useInfiniteQuery({
    queryKey: [...keys.activity, about],
    queryFn: ({ pageParam }) =>
      api.activity({ ...about, limit: pageEntries, ...(pageParam === null ? {} : { before: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => (page.length < pageEntries ? undefined : page.at(-1)?.id),
  })
  return { ...query, entries: query.data?.pages.flat() }
}
