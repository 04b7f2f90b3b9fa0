import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Abilities, Diagnostic } from 'model/contract/report'
import type { CompiledLoadBalancer, Configuration, Line, Machine, PrintedLine } from './compiled.ts'
import { lower } from './lower.ts'
import { machineLines, partLines } from './print.ts'

/**
 * One load balancer in HAProxy's terms, or all that keeps it from being that. It depends on its own document and the abilities
 * alone: load balancers can be compiled apart, and kept until their revision changes.
 */
export function compileLoadBalancer(
  desired: DesiredLoadBalancer,
  abilities: Abilities,
): CompiledLoadBalancer | { readonly diagnostics: readonly Diagnostic[] } {
  return lower(desired, abilities)
}

/** The part of haproxy.cfg that belongs to one load balancer: the console's configuration tab. */
export function printLoadBalancer(part: CompiledLoadBalancer): Line[] {
  return partLines(part)
}

/** The whole haproxy.cfg: what holds for the process, then every load balancer in the order of their ids. */
export function printConfiguration(parts: readonly CompiledLoadBalancer[], machine: Machine): Configuration {
  const sorted = parts.toSorted((one, other) => (one.loadbalancer_id < other.loadbalancer_id ? -1 : 1))
  const needsStickTables = parts.some((one) => one.needsStickTables)
  const lines: PrintedLine[] = [
    ...machineLines(machine, needsStickTables).map((line) => ({ ...line, loadbalancer_id: null })),
    ...sorted.flatMap((part) => partLines(part).map((line) => ({ ...line, loadbalancer_id: part.loadbalancer_id }))),
  ]
  return { text: lines.map((line) => `${line.text}\n`).join(''), lines }
}
