import type { Abilities } from 'model/contract/report'
import { httpMethods, type MonitorKind, monitorKinds } from 'model/health-monitor/monitor-kinds'
import { listenerProtocols } from 'model/listener/protocols'
import { clientAuthentications } from 'model/listener/tls'
import { algorithms } from 'model/pool/algorithms'
import { persistenceKinds } from 'model/pool/persistence-kinds'
import { poolProtocols } from 'model/pool/protocols'
import type { ResourceKind } from 'model/resources/index'
import type { Choice } from '../ui/radio-cards.tsx'
import { isKeyOf } from './values.ts'

/** What a form can know about the place that it stands in: which other things can be referred to, and what is possible there. */
export type Surroundings = {
  readonly pools?: readonly { readonly id: string; readonly name: string; readonly protocol: string }[]
  readonly subnets?: readonly { readonly id: string; readonly name: string; readonly cidr: string }[]
  /** The protocol of the listener in front of a pool: it limits what the pool may speak. */
  readonly listenerProtocol?: unknown
  /** The protocol of the pool whose members are checked: it limits how. */
  readonly poolProtocol?: unknown
  readonly abilities?: Abilities | null
}

type Kind = { readonly label: string; readonly help: string; readonly refusal?: string | null }
type Table = Readonly<Record<string, Kind>>

/** The closed set that an attribute chooses from. */
const tables: Readonly<Record<string, Table>> = {
  'listener.protocol': listenerProtocols,
  'listener.client_authentication': clientAuthentications,
  'pool.protocol': poolProtocols,
  'pool.lb_algorithm': algorithms,
  'pool.session_persistence': persistenceKinds,
  'health_monitor.type': monitorKinds,
  'health_monitor.http_method': Object.fromEntries(
    Object.keys(httpMethods).map((name) => [name, { label: name, help: '' }]),
  ),
}

/** What can be chosen, in words. What the data plane can't do at all is left out; what it can't do on this machine says why. */
export function choicesOf(kind: ResourceKind, attribute: string, surroundings: Surroundings): Choice[] {
  return Object.entries(tables[`${kind}.${attribute}`] ?? {})
    .filter(([value, row]) => !row.refusal && fitsSurroundings(kind, attribute, value, surroundings))
    .map(([value, { label, help }]) => ({
      value,
      label,
      help,
      refusal: refusalOf(kind, attribute, value, surroundings),
    }))
}

/** A value of a closed set in words. */
export function choiceLabel(kind: ResourceKind, attribute: string, value: unknown): string | null {
  const table = tables[`${kind}.${attribute}`]
  return table && isKeyOf(table, value) ? (table[value]?.label ?? null) : null
}

function fitsSurroundings(
  kind: ResourceKind,
  attribute: string,
  value: string,
  { listenerProtocol, poolProtocol }: Surroundings,
): boolean {
  if (kind === 'health_monitor' && attribute === 'type') return checks(value, poolProtocol)
  if (kind !== 'pool' || attribute !== 'protocol' || !isKeyOf(listenerProtocols, listenerProtocol)) return true
  return (listenerProtocols[listenerProtocol].pools as readonly string[]).includes(value)
}

/** Whether members that speak this can be checked so. */
function checks(type: string, poolProtocol: unknown): boolean {
  const kind: MonitorKind | null = isKeyOf(monitorKinds, type) ? monitorKinds[type] : null
  if (kind === null || kind.checks === 'both' || poolProtocol === undefined) return true
  return (kind.checks === 'datagrams') === (poolProtocol === 'UDP')
}

function refusalOf(kind: ResourceKind, attribute: string, value: string, { abilities }: Surroundings): string | null {
  if (kind === 'health_monitor' && attribute === 'type' && value === 'PING' && abilities?.ping === false) {
    return "Not on this machine: the engine may not send ICMP echo requests there. TCP checks that the service's port answers."
  }
  return null
}
