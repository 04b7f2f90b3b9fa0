'use client'

import type { Graph } from 'model/graph/graph'
import type { Counted } from 'model/listener/protocols'
import { type OperatingStatus, operatingStatuses } from 'model/statuses'
import { countedBy, countedIn } from '../live/counted.ts'
import type { Scope } from '../live/live-store.ts'
import { useCounters } from '../live/use-live.ts'
import { rateText } from '../load-balancer/traffic-text.ts'
import { classNames } from '../ui/class-names.ts'
import type { Edge, Topology } from './layout.ts'

const toneStroke = {
  good: 'stroke-good-mark',
  warn: 'stroke-warn-mark',
  bad: 'stroke-bad-mark',
  off: 'stroke-line-strong',
} as const

/** The lines that traffic takes: dashes move while something flows, faster for more. */
export function Edges({ graph, topology }: { readonly graph: Graph; readonly topology: Topology }) {
  return (
    <svg
      aria-hidden="true"
      className="absolute inset-0 overflow-visible"
      width={topology.width}
      height={topology.height}
      fill="none"
    >
      {topology.edges.map((edge) => (
        <Line
          key={edge.id}
          edge={edge}
          {...endOf(graph, edge)}
          hasLabel={topology.form === 'columns' && edge.listener_id !== null}
        />
      ))}
    </svg>
  )
}

type End = { readonly status: OperatingStatus; readonly scope: Scope; readonly counted: Counted }

function Line({ edge, status, scope, counted, hasLabel }: End & { readonly edge: Edge; readonly hasLabel: boolean }) {
  const counters = useCounters(scope)
  const amount = counters === null ? 0 : counters[counted]
  const seconds = paceOf(amount || (counters?.active ?? 0) / 10)
  return (
    <g>
      <path
        d={edge.path}
        className={classNames('opacity-35', toneStroke[operatingStatuses[status].tone])}
        strokeWidth={widthOf(amount)}
      />
      {seconds !== null && (
        <path
          d={edge.path}
          className={classNames('motion-reduce:hidden', toneStroke[operatingStatuses[status].tone])}
          strokeWidth={widthOf(amount)}
          strokeLinecap="round"
          strokeDasharray="4 12"
          // A step a pixel: between the steps nothing is painted, and a page that stays open all day costs little.
          style={{ animation: `flow ${seconds}s steps(16) infinite` }}
        />
      )}
      {hasLabel && amount > 0 && (
        <text
          x={edge.label.x}
          y={edge.label.y - 6}
          textAnchor="middle"
          className="fill-muted stroke-canvas font-mono text-caption"
          strokeWidth={4}
          paintOrder="stroke"
        >
          {rateText(counters, counted)}
        </text>
      )}
    </g>
  )
}

/** Seconds for the 16 px of one dash and gap, in a few steps: a pace that changes with each number would make the dashes jump. */
function paceOf(perSecond: number): number | null {
  if (perSecond <= 0) return null
  if (perSecond < 1) return 2
  if (perSecond < 20) return 1.2
  return perSecond < 500 ? 0.7 : 0.4
}

/** 1.5 to 5 px, by the order of magnitude. */
function widthOf(perSecond: number): number {
  return Math.min(5, 1.5 + Math.log10(1 + Math.max(0, perSecond)))
}

/** What an edge leads to: a pool from a listener, a member, or all members of a pool at once. */
function endOf(graph: Graph, edge: Edge): End {
  if (edge.listener_id !== null) {
    const pool = graph.pools.find((one) => one.id === edge.to)
    return {
      status: pool?.operating_status ?? 'OFFLINE',
      scope: { kind: 'pool', id: edge.to, listener_id: edge.listener_id },
      counted: countedBy(graph.listeners.filter((one) => one.id === edge.listener_id)),
    }
  }
  const counted = countedIn(graph, edge.from)
  const pool = graph.pools.find((one) => one.id === edge.from)
  if (edge.id.endsWith(' members')) {
    return { status: pool?.operating_status ?? 'OFFLINE', scope: { kind: 'pool', id: edge.from }, counted }
  }
  const member = graph.members.find((one) => one.id === edge.to)
  return { status: member?.operating_status ?? 'OFFLINE', scope: { kind: 'member', id: edge.to }, counted }
}
