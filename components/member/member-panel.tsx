'use client'

import { membersOf } from 'model/graph/graph'
import type { Pool } from 'model/resources/pool'
import { CreatePanel, EditPanel } from '../forms/panels.ts'
import { useGraph, useSurroundings } from '../load-balancer/use-graph.tsx'

/** Edits the member that `value` names, or adds one when it is `new`. */
export function MemberPanel({
  pool,
  value,
  onClose,
}: {
  readonly pool: Pool
  readonly value: string | null
  readonly onClose: () => void
}) {
  const graph = useGraph()
  const surroundings = useSurroundings()
  const members = membersOf(graph, pool.id)
  const member = members.find((one) => one.id === value)
  if (member)
    return <EditPanel kind="member" row={member} graph={graph} surroundings={surroundings} onClose={onClose} />
  if (value !== 'new') return null
  return (
    <CreatePanel
      kind="member"
      graph={graph}
      surroundings={surroundings}
      start={{ address: '', protocol_port: members.at(-1)?.protocol_port ?? null }}
      parents={noParents}
      pool_id={pool.id}
      onClose={onClose}
    />
  )
}

/** The pool of a member stands in the path of the call, not in its body. */
const noParents = {}
