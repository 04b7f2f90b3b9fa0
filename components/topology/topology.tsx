'use client'

import type { Graph } from 'model/graph/graph'
import { listenersOf, membersOf, poolsOf } from 'model/graph/graph'
import { useEffect, useMemo, useRef, useState } from 'react'
import { countedIn } from '../live/counted.ts'
import { inReadingOrder } from '../member/reading-order.ts'
import { Edges } from './edges.tsx'
import { type Box, topologyOf } from './layout.ts'
import { ListenerNode, MemberNode, PoolNode } from './nodes.tsx'

/** Listener, pool, members: how traffic goes, how much, and where it can't. Each thing opens itself. */
export function TopologyPicture({ graph }: { readonly graph: Graph }) {
  const { ref, width } = useWidth<HTMLDivElement>()
  const topology = useMemo(() => topologyOf(inputOf(graph), width), [graph, width])
  return (
    <div ref={ref} className="relative w-full" style={{ height: topology.height }}>
      {width > 0 && (
        <>
          <Edges graph={graph} topology={topology} />
          <ul aria-label="Topology" className="absolute inset-0">
            {topology.boxes.map((box) => (
              <li
                key={box.id}
                className="absolute"
                style={{ left: box.x, top: box.y, width: box.width, height: box.height }}
              >
                <Node graph={graph} box={box} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

function Node({ graph, box }: { readonly graph: Graph; readonly box: Box }) {
  const isRow = (row: { readonly id: string }) => row.id === box.id
  const loadbalancer_id = graph.load_balancer.id
  if (box.kind === 'listener') {
    const listener = graph.listeners.find(isRow)
    return listener && <ListenerNode listener={listener} hasPool={poolsOf(graph, listener).length > 0} />
  }
  if (box.kind === 'pool') {
    const pool = graph.pools.find(isRow)
    if (!pool) return null
    return <PoolNode pool={pool} members={membersOf(graph, pool.id)} isUsed={listenersOf(graph, pool.id).length > 0} />
  }
  const member = graph.members.find(isRow)
  return (
    member && (
      <MemberNode member={member} loadbalancer_id={loadbalancer_id} counted={countedIn(graph, member.pool_id)} />
    )
  )
}

function inputOf(graph: Graph) {
  return {
    listeners: graph.listeners.map((one) => ({ id: one.id, pool_ids: poolsOf(graph, one).map((pool) => pool.id) })),
    pools: graph.pools.map((one) => ({
      id: one.id,
      member_ids: inReadingOrder(membersOf(graph, one.id)).map((member) => member.id),
    })),
  }
}

/** The width of an element, as it changes. */
function useWidth<E extends HTMLElement>() {
  const ref = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    if (!ref.current) return
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)))
    observer.observe(ref.current)
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}
