import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Abilities, Diagnostic } from 'model/contract/report'
import type { CompiledLoadBalancer, Configuration, Line, Machine, Server } from './compiled.ts'

export function compileLoadBalancer(
  desired: DesiredLoadBalancer,
  _abilities: Abilities,
): CompiledLoadBalancer | { readonly diagnostics: readonly Diagnostic[] } {
  return { diagnostics: [{ about: `load_balancer`, message: `Revision ${desired.revision} can not be compiled yet.` }] }
}

/** The whole file: global, defaults, and every load balancer in the order of their ids. */
export function printConfiguration(_parts: readonly CompiledLoadBalancer[], _machine: Machine): Configuration {
  return { text: '', lines: [] }
}

/** The part of the file that belongs to one load balancer: the console's configuration tab. */
export function printLoadBalancer(_part: CompiledLoadBalancer): Line[] {
  return []
}

/** Everything of a server's line after its name, the state excepted: `10.0.0.4:80 weight 1 id 7 check ...`. Also what `add server` takes. */
export function serverArguments(_server: Server): string {
  return ''
}
