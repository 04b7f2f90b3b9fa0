import { answerJson } from '@/server/answer.ts'
import { createTree, failOver, findGraph, statisticsOf } from '@/server/services/resources.ts'
import { isObject } from '../shared/body.ts'
import { rootOf } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { invalidValue } from '../shared/schema-words.ts'
import { treeInput } from '../shared/tree.ts'
import { refuseParameters } from './crud.ts'
import { statusTree, treeWire } from './wire.ts'

/** Creates a load balancer, alone or with everything under it, all or nothing. */
export async function createLoadBalancer(call: Call): Promise<Response> {
  const root = rootOf('load_balancer', call.body)
  const input = { ...treeInput(root), ...ownerOf(root) }
  const graph = await createTree(call.actor, input)
  return answerJson({ loadbalancer: treeWire(graph) }, { status: 201 })
}

/** The project that the body names, in either spelling; the service decides who may name another than their own. */
function ownerOf(root: unknown): { project_id?: string } {
  const project_id = isObject(root) ? (root['project_id'] ?? root['tenant_id']) : undefined
  if (project_id === undefined || project_id === null) return {}
  if (typeof project_id !== 'string') throw invalidValue('project_id', project_id, 'Value should be string')
  return { project_id }
}

export async function showStatuses(call: Call): Promise<Response> {
  return answerJson({ statuses: { loadbalancer: statusTree(await findGraph(call.actor, parameter(call, 'id'))) } })
}

/** Asks the engines to apply the load balancer once more. */
export async function failOverLoadBalancer(call: Call): Promise<Response> {
  refuseParameters(call, [])
  await failOver(call.actor, parameter(call, 'id'))
  return new Response(null, { status: 202 })
}

/** Counters since the resource exists; `active_connections` is of this moment. */
export function showStatistics(kind: 'load_balancer' | 'listener'): (call: Call) => Promise<Response> {
  return async (call) => {
    const { bytes_in, bytes_out, active_connections, total_connections, request_errors } = await statisticsOf(
      call.actor,
      kind,
      parameter(call, 'id'),
    )
    return answerJson({ stats: { bytes_in, bytes_out, active_connections, total_connections, request_errors } })
  }
}
