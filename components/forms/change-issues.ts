import type { Issue } from 'model/errors'
import { collectionOf, type Graph, liveGraph, pathOf } from 'model/graph/graph'
import { issuesOf } from 'model/graph/rules'
import { createSchema, type Resource } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { patchedGraph } from '../queries.ts'
import { createIssues, placeholderId, updateIssues } from './declared.ts'
import type { Values } from './values.ts'

/** What the API would refuse about a change of one resource, in its words; `about` is an attribute of the resource. */
export function changeIssues(graph: Graph, kind: ResourceKind, id: string, patch: Values): Issue[] {
  const own = updateIssues(kind, patch)
  if (own.length > 0) return own
  return newIssues(graph, patchedGraph(graph, kind, { id, changes: patch }), pathOf({ kind, id }))
}

/** The same for a resource that is to be created under the load balancer. */
export function creationIssues(graph: Graph, kind: Exclude<ResourceKind, 'load_balancer'>, values: Values): Issue[] {
  const own = createIssues(kind, values)
  if (own.length > 0) return own
  const parsed = createSchema(resources[kind] as Resource).safeParse(values)
  const row = { ...(parsed.data as Values), ...assigned, id: placeholderId }
  const name = collectionOf[kind]
  const after = { ...graph, [name]: [...graph[name], row] } as Graph
  return newIssues(graph, after, pathOf({ kind, id: placeholderId }))
}

const assigned = {
  project_id: '',
  provisioning_status: 'PENDING_CREATE',
  operating_status: 'OFFLINE',
  status_reason: null,
  created_at: '',
  updated_at: null,
}

/** What is wrong after and was not before; what is about something else than the resource is about the whole form. */
export function newIssues(before: Graph, after: Graph, path: string): Issue[] {
  const known = new Set(issuesOf(liveGraph(before)).map(keyOf))
  return issuesOf(liveGraph(after))
    .filter((issue) => !known.has(keyOf(issue)))
    .map((issue) => ({ ...issue, about: issue.about.startsWith(`${path}/`) ? issue.about.slice(path.length + 1) : '' }))
}

function keyOf(issue: Issue): string {
  return `${issue.about} ${issue.message}`
}
