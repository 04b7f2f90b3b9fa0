'use client'

import { useQuery } from '@tanstack/react-query'
import { type Graph, policiesOf } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { memo } from 'react'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { LinkTabs } from '../ui/link-tabs.tsx'
import { useRouteVerdicts } from './use-route-tests.ts'

/** What a listener does with requests, and what is expected of that. */
export const ListenerTabs = memo(function ListenerTabs({
  graph,
  listener,
}: {
  readonly graph: Graph
  readonly listener: Listener
}) {
  const { data: tests } = useQuery(queries.routeTests(listener.id))
  const { verdicts } = useRouteVerdicts(graph, listener.id)
  const red = [...verdicts.values()].filter((one) => !one.is_green).length
  const { id } = graph.load_balancer
  return (
    <LinkTabs
      label={`Listener ${listener.name || listener.protocol_port}`}
      tabs={[
        { href: links.policies(id, listener.id), label: 'Policies', count: policiesOf(graph, listener.id).length },
        {
          href: links.routeTests(id, listener.id),
          label: 'Route tests',
          count: tests?.length,
          alarm: red === 0 ? undefined : `${red} red`,
        },
      ]}
    />
  )
})
