import { pathOf, type Reference } from 'model/graph/graph'
import type { CompiledLoadBalancer } from '../compile/compiled.ts'
import type { RelayListener, RelayMember, RelayPool } from '../compile/relay-table.ts'
import type { TitleOf } from '../compile/titles.ts'
import type { RelayStep } from './step.ts'

type Parts = readonly CompiledLoadBalancer[]
/** What the relay serves, by load balancer. */
export type Relayed = ReadonlyMap<string, readonly RelayListener[]>

/**
 * What the relay has to be told: one step for each load balancer whose listeners of datagrams are others than it serves. `running` knows
 * what people call things that are gone.
 */
export function relaySteps(served: Relayed, wanted: Parts, running: Parts): RelayStep[] {
  const ids = new Set([
    ...served.keys(),
    ...wanted.filter((one) => one.relay.length > 0).map((one) => one.loadbalancer_id),
  ])
  const parts = new Map(wanted.filter((one) => ids.has(one.loadbalancer_id)).map((one) => [one.loadbalancer_id, one]))
  return [...ids].toSorted().flatMap((loadbalancer_id) => {
    const part = parts.get(loadbalancer_id)
    const before = served.get(loadbalancer_id) ?? []
    const after = part?.relay ?? []
    if (isSame(before, after)) return []
    const old = running.find((one) => one.loadbalancer_id === loadbalancer_id)
    const titleOf = (path: string) => part?.titleOf(path) ?? old?.titleOf(path)
    const because = changesOf(before, after, titleOf)
    return [{ do: 'set-relay' as const, loadbalancer_id, listeners: after, because }]
  })
}

/** What the relay serves when it serves these. */
export function relayedBy(parts: Parts): Relayed {
  return new Map(parts.filter((one) => one.relay.length > 0).map((one) => [one.loadbalancer_id, one.relay]))
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

function changesOf(before: readonly RelayListener[], after: readonly RelayListener[], titleOf: TitleOf): string[] {
  const title = (kind: Reference['kind'], id: string) => {
    const path = pathOf({ kind, id })
    return titleOf(path) ?? path
  }
  const pairs = pairsOf(before, after, (one) => one.listener_id)
  const texts = pairs.flatMap(({ id, was, is }) => {
    const name = title('listener', id)
    if (!was || !is) return [`${name} is ${is ? 'new' : 'gone'}`]
    const { pool: poolBefore, ...own } = was
    const { pool: poolAfter, ...others } = is
    return [...(isSame(own, others) ? [] : [`${name} changed`]), ...poolChanges(poolBefore, poolAfter, { name, title })]
  })
  return [...new Set(texts)]
}

type Naming = { readonly name: string; readonly title: (kind: Reference['kind'], id: string) => string }

function poolChanges(was: RelayPool | null, is: RelayPool | null, { name, title }: Naming): string[] {
  if (was?.pool_id !== is?.pool_id) return [is ? `${name} has ${title('pool', is.pool_id)}` : `${name} has no pool`]
  if (!was || !is) return []
  const { members: before, monitor: oldMonitor, ...own } = was
  const { members: after, monitor, ...others } = is
  const pool = title('pool', is.pool_id)
  return [
    ...(isSame(own, others) ? [] : [`${pool} changed`]),
    ...(isSame(oldMonitor, monitor) ? [] : [`health monitor of ${pool} ${monitorWord(oldMonitor, monitor)}`]),
    ...pairsOf(before, after, (one) => one.member_id).flatMap(({ id, was: old, is: now }) =>
      memberChanges(old, now, title('member', id)),
    ),
  ]
}

function monitorWord(was: unknown, is: unknown): string {
  if (was === null) return 'is switched on'
  return is === null ? 'is switched off' : 'changed'
}

function memberChanges(was: RelayMember | undefined, is: RelayMember | undefined, name: string): string[] {
  if (!was || !is) return [`${name} is ${is ? 'new' : 'gone'}`]
  if (isSame(was, is)) return []
  if (!isSame({ ...was, weight: is.weight, isOn: is.isOn }, is)) return [`${name} changed`]
  return [
    ...(was.weight === is.weight ? [] : [`weight of ${name} from ${was.weight} to ${is.weight}`]),
    ...(was.isOn === is.isOn ? [] : [`${name} is switched ${is.isOn ? 'on' : 'off'}`]),
  ]
}

type Pair<T> = { readonly id: string; readonly was: T | undefined; readonly is: T | undefined }

function pairsOf<T>(before: readonly T[], after: readonly T[], idOf: (one: T) => string): Pair<T>[] {
  const was = new Map(before.map((one) => [idOf(one), one]))
  const is = new Map(after.map((one) => [idOf(one), one]))
  return [...new Set([...was.keys(), ...is.keys()])].map((id) => ({ id, was: was.get(id), is: is.get(id) }))
}
