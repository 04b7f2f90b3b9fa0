'use client'

import { useQuery } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import { createContext, type ReactNode, useContext, useMemo } from 'react'
import type { Surroundings } from '../forms/choices.ts'
import { useSession } from '../frame/use-session.ts'
import { queries } from '../queries.ts'

const GraphContext = createContext<Graph | null>(null)

/** The load balancer that the pages below are about, with everything under it. */
export function GraphProvider({ graph, children }: { readonly graph: Graph; readonly children: ReactNode }) {
  return <GraphContext value={graph}>{children}</GraphContext>
}

export function useGraph(): Graph {
  const graph = useContext(GraphContext)
  if (!graph) throw new Error('GraphProvider is missing above this component.')
  return graph
}

/** What forms under this load balancer can refer to. */
export function useSurroundings(): Surroundings {
  const { pools } = useGraph()
  const { data: subnets } = useQuery(queries.subnets())
  const abilities = useSession()?.abilities ?? null
  return useMemo(() => ({ pools, subnets: subnets ?? [], abilities }), [pools, subnets, abilities])
}
