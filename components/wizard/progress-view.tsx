'use client'

import { useQuery } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import { listenerProtocols } from 'model/listener/protocols'
import { vipAddresses } from 'model/load-balancer/vip-addresses'
import type { Listener } from 'model/resources/listener'
import { isPending, type OperatingStatus, type ProvisioningStatus } from 'model/statuses'
import Link from 'next/link'
import { useEffect, useRef } from 'react'
import { withPort } from '../forms/address-text.ts'
import { links } from '../links.ts'
import { inReadingOrder } from '../member/reading-order.ts'
import { queries } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { plural } from '../ui/format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'

type Thing = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly provisioning_status: ProvisioningStatus
  readonly operating_status: OperatingStatus
  /** Why it does not work. */
  readonly reason: string | null
  /** Its name is its address, for want of another. */
  readonly isAddress?: boolean
}

/** A status event that comes while the first answer is on its way would be overtaken by it: until all is settled we look again. */
const lookAgainMs = 2_000

/** After the create: each thing is seen to become active, and each member to come online, as the data plane says so. */
export function ProgressView({ id }: { readonly id: string }) {
  const { data: graph } = useQuery({
    ...queries.graph(id),
    refetchInterval: ({ state }) => (state.data && isSettled(state.data) ? false : lookAgainMs),
  })
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  return (
    <div className="grid w-full max-w-180 gap-5">
      <h1 ref={title} tabIndex={-1} className="font-semibold text-title outline-none">
        {graph ? headline(graph) : 'Creating…'}
      </h1>
      {graph ? <Things graph={graph} /> : <Skeleton className="h-40 w-full" />}
      {graph && <TryIt graph={graph} />}
      <div className="flex gap-2">
        <Button look="primary" asChild>
          <Link href={links.loadBalancer(id)}>Open load balancer</Link>
        </Button>
        <Button asChild>
          <Link href={links.loadBalancers()}>All load balancers</Link>
        </Button>
      </div>
    </div>
  )
}

function Things({ graph }: { readonly graph: Graph }) {
  return (
    <ul className="divide-y rounded-surface border bg-surface" aria-live="polite">
      {thingsOf(graph).map((thing) => (
        <li key={thing.id} className="grid gap-1 px-4 py-2">
          <div className="grid grid-cols-[1fr_6.5rem] items-center gap-x-4 sm:grid-cols-[7rem_1fr_6.5rem_6.5rem]">
            <span className="text-caption text-faint max-sm:col-span-2">{thing.kind}</span>
            <span className={classNames('min-w-0 truncate', thing.isAddress ? 'font-mono' : 'font-medium')}>
              {thing.name}
            </span>
            <ProvisioningStatusMark status={thing.provisioning_status} />
            <span className="max-sm:col-start-2">
              <OperatingStatusMark status={thing.operating_status} />
            </span>
          </div>
          {thing.reason && <p className="text-bad text-caption">{thing.reason}</p>}
        </li>
      ))}
    </ul>
  )
}

function TryIt({ graph }: { readonly graph: Graph }) {
  const listener = graph.listeners[0]
  const vip = vipAddresses(graph.load_balancer)[0]
  if (!listener || !vip || listener.provisioning_status !== 'ACTIVE') return null
  return <CodeBlock label="Try it" text={tryCommand(listener, vip)} />
}

/** A command that shows the listener at work. */
function tryCommand(listener: Listener, vip: string): string {
  const at = withPort(vip, listener.protocol_port)
  if (listener.protocol === 'PROMETHEUS') return `curl http://${at}/metrics`
  if (listener.protocol === 'TERMINATED_HTTPS') return `curl -k https://${at}/`
  if (listenerProtocols[listener.protocol].mode === 'http') return `curl http://${at}/`
  if (listener.protocol === 'UDP') return `nc -u ${vip} ${listener.protocol_port}`
  return listener.protocol === 'HTTPS' ? `curl -k https://${at}/` : `nc ${vip} ${listener.protocol_port}`
}

function headline(graph: Graph): string {
  const things = thingsOf(graph)
  if (things.some((thing) => thing.provisioning_status === 'ERROR')) return 'The data plane refused a part of it'
  if (things.some((thing) => isPending(thing.provisioning_status))) return 'Creating…'
  const needsMembers = graph.listeners.some((one) => listenerProtocols[one.protocol].unserved !== null)
  if (!needsMembers) return 'It is live'
  if (graph.members.length === 0) return 'It runs, and has no members yet'
  const isUp = graph.members.some((one) => one.operating_status === 'ONLINE' || one.operating_status === 'NO_MONITOR')
  const failing = graph.members.filter((one) => one.operating_status === 'ERROR').length
  if (isUp && failing === 0) return 'It is live'
  if (isUp) return `It is live; ${failing} of ${plural(graph.members.length, 'member')} fail their checks`
  return failing > 0 ? 'It runs, but its members fail their checks' : 'It runs; waiting for the first checks'
}

function isSettled(graph: Graph): boolean {
  // Events tell that a member fails; why, the next look does.
  const isWaiting = graph.members.some(
    ({ operating_status, admin_state_up, health }) =>
      (operating_status === 'OFFLINE' && admin_state_up) || (operating_status === 'ERROR' && !health?.reason),
  )
  return !isWaiting && thingsOf(graph).every((thing) => !isPending(thing.provisioning_status))
}

type Row = Pick<Thing, 'id' | 'provisioning_status' | 'operating_status'> & { readonly status_reason: string | null }

function thingsOf(graph: Graph): Thing[] {
  const thing = (kind: string, name: string, row: Row): Thing => ({
    kind,
    name: name || row.id,
    id: row.id,
    provisioning_status: row.provisioning_status,
    operating_status: row.operating_status,
    reason: row.status_reason,
  })
  return [
    thing('Load balancer', graph.load_balancer.name, graph.load_balancer),
    ...graph.listeners.map((row) => thing('Listener', row.name, row)),
    ...graph.pools.map((row) => thing('Pool', row.name, row)),
    ...graph.health_monitors.map((row) => thing('Health monitor', row.name, row)),
    ...inReadingOrder(graph.members).map((row) => ({
      ...thing('Member', row.name || withPort(row.address, row.protocol_port), row),
      reason: row.status_reason ?? (row.operating_status === 'ERROR' ? (row.health?.reason ?? null) : null),
      isAddress: row.name === '',
    })),
  ]
}
