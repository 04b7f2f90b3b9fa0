import type { CompiledLoadBalancer, Server } from '../compile/compiled.ts'
import type { OfServer, ServerStep } from './step.ts'

/** What the runtime socket has to do about the servers of one load balancer, provided that nothing of it needs a reload. */
export function serverSteps(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null): ServerStep[] {
  if (before === null || after === null) return []
  const had = serversByName(before)
  const has = serversByName(after)
  const gone = before.servers.filter((one) => !has.has(fullName(one)))
  return [
    ...after.servers.flatMap((server) => stepsOf(had.get(fullName(server)), ofServer(after, server))),
    ...gone.map((server) => ({ do: 'remove-server' as const, ...ofServer(before, server) })),
  ]
}

/** `pool:<pool_id>:<listener_id>/<member_id>`, as the runtime socket takes it. */
export function fullName(server: Server): string {
  return `${server.backend}/${server.name}`
}

export function serversByName(part: CompiledLoadBalancer): Map<string, Server> {
  return new Map(part.servers.map((one) => [fullName(one), one]))
}

function stepsOf(before: Server | undefined, after: OfServer): ServerStep[] {
  if (before === undefined) return [{ do: 'add-server', ...after }]
  const steps: ServerStep[] = []
  if (before.weight !== after.server.weight) steps.push({ do: 'set-weight', before: before.weight, ...after })
  if (before.state !== after.server.state) steps.push({ do: 'set-state', ...after })
  return steps
}

function ofServer(part: CompiledLoadBalancer, server: Server): OfServer {
  const section = part.sections.find((one) => one.name === `backend ${server.backend}`)
  return {
    loadbalancer_id: part.loadbalancer_id,
    server,
    member: part.titleOf(server.about) ?? server.name,
    pool: part.titleOf(section?.about ?? '') ?? server.backend,
  }
}
