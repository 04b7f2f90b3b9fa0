'use client'

import type { SecondEvent } from 'model/contract/live'
import { type Counted, listenerProtocols } from 'model/listener/protocols'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import { useCallback } from 'react'
import type { Exposed } from '../api-answers.ts'
import { endpoint } from '../endpoint.ts'
import { links } from '../links.ts'
import { countedBy, countedWords } from '../live/counted.ts'
import { totalOf } from '../live/live-store.ts'
import { useTraffic, useTrend } from '../live/use-live.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { byteRate, rate } from '../ui/format.ts'
import { Sparkline } from '../ui/sparkline.tsx'
import { OperatingStatusMark } from '../ui/status.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'

type Group = { readonly id: string; readonly name: string; readonly ports: readonly Exposed[] }

/** Load balancers with the addresses that they answer at. */
export function ExposedTable({ exposed }: { readonly exposed: readonly Exposed[] }) {
  return (
    <Table label="Addresses that answer">
      <TableHead>
        <HeadCell>Load balancer</HeadCell>
        <HeadCell>Answers at</HeadCell>
        <HeadCell>Protocol</HeadCell>
        <HeadCell>Health</HeadCell>
        <HeadCell isNumeric>Traffic</HeadCell>
        <HeadCell className="max-md:hidden">Last minute</HeadCell>
      </TableHead>
      <tbody>
        {groupsOf(exposed).map((group) =>
          group.ports.map((port, at) => (
            <ExposedRow key={port.listener_id} port={port} group={group} isFirst={at === 0} />
          )),
        )}
      </tbody>
    </Table>
  )
}

function ExposedRow({
  port,
  group,
  isFirst,
}: {
  readonly port: Exposed
  readonly group: Group
  readonly isFirst: boolean
}) {
  const address = endpoint(port.vip_address, port.port)
  return (
    <Row>
      <Cell>
        {isFirst && (
          <Link
            href={links.loadBalancer(group.id)}
            className="block max-w-32 truncate font-medium underline-offset-2 hover:underline sm:max-w-80"
          >
            {group.name || shortId(group.id)}
          </Link>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">
        <span className="inline-flex items-center gap-1">
          <Link
            href={links.listener(group.id, port.listener_id)}
            className="font-mono tabular-nums underline-offset-2 hover:underline"
          >
            {address}
          </Link>
          <CopyButton text={address} what={`the address ${address}`} />
        </span>
      </Cell>
      <Cell>{listenerProtocols[port.protocol].label}</Cell>
      <Cell>
        <OperatingStatusMark status={port.operating_status} />
      </Cell>
      {isFirst ? <Traffic id={group.id} rows={group.ports.length} counted={countedBy(group.ports)} /> : null}
    </Row>
  )
}

/** The traffic of the whole load balancer, beside all of its ports. */
function Traffic({ id, rows, counted }: { readonly id: string; readonly rows: number; readonly counted: Counted }) {
  const now = useTraffic(id)
  const trend = useTrend(useCallback((second: SecondEvent) => totalOf(second, id)[counted], [id, counted]))
  const { unit, label } = countedWords[counted]
  return (
    <>
      <Cell isNumeric rowSpan={rows} className="whitespace-nowrap">
        {now ? rate(now[counted], unit) : '–'}
        <span className="block text-caption text-faint">{now ? byteRate(now.bytes_in + now.bytes_out) : ''}</span>
      </Cell>
      <Cell rowSpan={rows} className="max-md:hidden">
        <Sparkline values={trend} label={`${label} per second, last minute`} />
      </Cell>
    </>
  )
}

/** The ports of one load balancer stand together, in the order of their numbers. */
function groupsOf(exposed: readonly Exposed[]): Group[] {
  const ids = [...new Set(exposed.map((one) => one.loadbalancer_id))]
  return ids.map((id) => {
    const ports = exposed.filter((one) => one.loadbalancer_id === id).sort((one, other) => one.port - other.port)
    return { id, name: ports[0]?.name ?? '', ports }
  })
}
