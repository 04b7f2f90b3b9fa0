'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import { expectationText } from 'model/l7/outcome'
import type { RouteTest } from 'model/l7/route-test'
import { useEffect, useRef } from 'react'
import { api } from '../api.ts'
import type { RouteTestWish, RouteVerdict } from '../api-answers.ts'
import { keys, queries } from '../queries.ts'

/** The verdicts of a listener's route tests, by the test's id; run again when what they depend on has changed. */
export function useRouteVerdicts({ l7_policies, l7_rules, listeners, pools }: Graph, listener_id: string) {
  const client = useQueryClient()
  const query = useQuery(queries.routeVerdicts(listener_id))
  // Answers that tell the same leave these as they are.
  const seen = useRef({ l7_policies, l7_rules, listeners, pools })
  useEffect(() => {
    const now = { l7_policies, l7_rules, listeners, pools }
    const isSame = Object.entries(now).every(([name, rows]) => seen.current[name as keyof typeof now] === rows)
    seen.current = now
    if (!isSame) void client.invalidateQueries({ queryKey: keys.routeVerdicts(listener_id) })
  }, [client, listener_id, l7_policies, l7_rules, listeners, pools])
  const verdicts = new Map<string, RouteVerdict>(query.data?.map((one) => [one.id, one]))
  return { verdicts, rerun: query.refetch, isRunning: query.isFetching }
}

export type RouteTestDeed =
  | { readonly do: 'create'; readonly wish: RouteTestWish }
  | { readonly do: 'update'; readonly id: string; readonly wish: RouteTestWish }
  | { readonly do: 'remove'; readonly id: string }

/** Creates, changes or deletes a route test. */
export function useRouteTestDeeds(listener_id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (deed: RouteTestDeed): Promise<RouteTest | null> => {
      if (deed.do === 'remove') {
        await api.removeRouteTest(listener_id, deed.id)
        return null
      }
      if (deed.do === 'create') return (await api.createRouteTest(listener_id, deed.wish)).route_test
      return (await api.updateRouteTest(listener_id, deed.id, deed.wish)).route_test
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.routeTests(listener_id) }),
        client.invalidateQueries({ queryKey: keys.routeVerdicts(listener_id) }),
      ]),
  })
}

/** "GET shop.example.com/cart → pool shop": what a test is called where nobody gave it a name. */
export function usualName(request: string, expect: RouteTest['expect'], graph: Graph): string {
  return `${request} → ${expectationText(expect, graph)}`.slice(0, longestName)
}

const longestName = 255
