import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import type { EngineState } from 'model/contract/live'
import type { Abilities } from 'model/contract/report'
import { StatusMark } from '../ui/status.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'

export function EngineTable({ engines }: { readonly engines: readonly EngineState[] }) {
  if (engines.length === 0) {
    return (
      <p className="rounded-surface border bg-surface px-4 py-3 text-muted">
        No engine has ever connected. `npm start` runs one on this machine; changes wait until one is there.
      </p>
    )
  }
  return (
    <Table label="Nodes">
      <TableHead>
        <HeadCell>Node</HeadCell>
        <HeadCell>State</HeadCell>
        <HeadCell>HAProxy</HeadCell>
        <HeadCell isNumeric>Revision</HeadCell>
      </TableHead>
      <tbody>
        {engines.map((one) => (
          <Row key={one.node}>
            <Cell className="font-medium">{one.node}</Cell>
            <Cell>
              <EngineMark engine={one} />
              {one.problem && <p className="text-caption text-muted">{one.problem}</p>}
            </Cell>
            <Cell className="font-mono">{one.haproxy ?? '–'}</Cell>
            <Cell isNumeric>{one.revision}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  )
}

function EngineMark({ engine }: { readonly engine: EngineState }) {
  if (!engine.connected) return <StatusMark tone="bad" icon={CircleAlert} label="Not connected" />
  if (engine.problem) return <StatusMark tone="bad" icon={CircleAlert} label="Problem" />
  if (!engine.in_sync) return <StatusMark tone="busy" icon={LoaderCircle} label="Applying" />
  return <StatusMark tone="good" icon={CircleCheck} label="In sync" />
}

/** What the installed HAProxy and its machine can do, and what follows from it. */
export function AbilityList({ abilities }: { readonly abilities: Abilities }) {
  const words = [
    {
      label: 'IPv6',
      can: abilities.ipv6,
      help: abilities.ipv6 ? 'Listeners and members may have IPv6 addresses.' : 'The machine has no IPv6.',
    },
    {
      label: 'Ping checks',
      can: abilities.ping,
      help: abilities.ping
        ? 'Health monitors of type ping work.'
        : 'The machine lets the engine send no echo requests: install iputils-ping.',
    },
  ]
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {words.map(({ label, can, help }) => (
        <li key={label} className="flex items-center gap-2">
          <StatusMark tone={can ? 'good' : 'off'} icon={can ? CircleCheck : CircleAlert} label={label} />
          <span className="text-caption text-muted">{help}</span>
        </li>
      ))}
    </ul>
  )
}
