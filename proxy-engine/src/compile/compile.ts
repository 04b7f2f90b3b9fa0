import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Abilities, Diagnostic } from 'model/contract/report'
import type { CompiledLoadBalancer, Configuration, Machine, PrintedLine } from './compiled.ts'
import { lower } from './lower.ts'
import { type PolicyCost, policyCost } from './policy-cost.ts'
import { explainPolicy, type PolicyExplanation } from './policy-explanation.ts'
import { loadBalancerLines, machineLines, printLoadBalancer } from './print.ts'

export { explainPolicy, type PolicyCost, type PolicyExplanation, policyCost, printLoadBalancer }

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

/** The whole haproxy.cfg: what holds for the process, then every load balancer in the order of their ids. */
export function printConfiguration(parts: readonly CompiledLoadBalancer[], machine: Machine): Configuration {
  const sorted = parts.toSorted((one, other) => (one.loadbalancer_id < other.loadbalancer_id ? -1 : 1))
  const lines: PrintedLine[] = [
    ...machineLines(machine, parts).map((line) => ({ ...line, loadbalancer_id: null })),
    ...sorted.flatMap((part) => partLines(part, machine)),
  ]
  return { text: lines.map((line) => `${line.text}\n`).join(''), lines }
}

function partLines(part: CompiledLoadBalancer, machine: Machine): PrintedLine[] {
  const { loadbalancer_id } = part
  const lines = loadBalancerLines(part, machine)
  if (lines.length === 0) return []
  return [{ text: '', about: null, loadbalancer_id: null }, ...lines.map((line) => ({ ...line, loadbalancer_id }))]
}
