import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { orderStates } from 'model/certificate/order'
import { collectionOf, type Graph } from 'model/graph/graph'
import type { ResourceKind } from 'model/resources/index'
import { api } from './api.ts'

/** The keys of everything that is cached. The first word is the kind: a status event finds its rows by it. */
export const keys = {
  session: ['session'],
  overview: ['overview'],
  kind: (kind: ResourceKind) => [kind],
  graph: (loadbalancer_id: string) => ['graph', loadbalancer_id],
  routeTests: (listener_id: string) => ['route-tests', listener_id],
  routeVerdicts: (listener_id: string) => ['route-verdicts', listener_id],
  activity: ['activity'],
  flavors: ['flavors'],
  availabilityZones: ['availability-zones'],
  floatingIps: ['floating-ips'],
  certificates: ['certificates'],
  networks: ['networks'],
  subnets: ['subnets'],
} as const

/** Administrators may read every project; a page shows the one that they work in. */
async function ownProject(client: QueryClient): Promise<{ project_id?: string }> {
  const { project } = await client.ensureQueryData(queries.session())
  return project ? { project_id: project.id } : {}
}

/** Queries of the public API. Statuses in them are kept true by the live stream (`live/patch.ts`). */
export const queries = {
  session: () => queryOptions({ queryKey: keys.session, queryFn: api.session, staleTime: 60_000 }),
  overview: () => queryOptions({ queryKey: keys.overview, queryFn: api.overview }),
  loadBalancers: () =>
    queryOptions({
      queryKey: [...keys.kind('load_balancer'), 'list'],
      queryFn: async ({ client, signal }) => api.load_balancer.list(await ownProject(client), {}, signal),
    }),
  loadBalancer: (id: string) =>
    queryOptions({
      queryKey: [...keys.kind('load_balancer'), 'one', id],
      queryFn: ({ signal }) => api.load_balancer.find(id, {}, signal),
    }),
  listeners: () =>
    queryOptions({
      queryKey: [...keys.kind('listener'), 'list'],
      queryFn: async ({ client, signal }) => api.listener.list(await ownProject(client), {}, signal),
    }),
  pools: () =>
    queryOptions({
      queryKey: [...keys.kind('pool'), 'list'],
      queryFn: async ({ client, signal }) => api.pool.list(await ownProject(client), {}, signal),
    }),
  members: (pool_id: string) =>
    queryOptions({
      queryKey: [...keys.kind('member'), 'list', pool_id],
      queryFn: ({ signal }) => api.member.list({}, { pool_id }, signal),
    }),
  /** A load balancer with everything under it, as a graph of the model. */
  graph: (loadbalancer_id: string) =>
    queryOptions({
      queryKey: keys.graph(loadbalancer_id),
      queryFn: ({ signal }) => api.graph(loadbalancer_id, signal),
    }),
  /** What the policies of a listener took since they exist; the live stream tells what they take now. */
  policyHits: (listener_id: string) =>
    queryOptions({
      queryKey: ['policy-hits', listener_id],
      queryFn: () => api.policyHits(listener_id),
      refetchInterval: 60_000,
    }),
  policyExplanation: (policy_id: string) =>
    queryOptions({ queryKey: ['explanation', policy_id], queryFn: () => api.explainPolicy(policy_id), gcTime: 0 }),
  policyCost: (listener_id: string) =>
    queryOptions({
      queryKey: ['policy-cost', listener_id],
      queryFn: () => api.policyCost(listener_id),
      refetchInterval: 60_000,
    }),
  routeTests: (listener_id: string) =>
    queryOptions({ queryKey: keys.routeTests(listener_id), queryFn: () => api.routeTests(listener_id) }),
  /** All of them, run on what is stored. */
  /** Asked again and again while somebody looks. */
  recentRequests: (listener_id: string) =>
    queryOptions({
      queryKey: ['recent-requests', listener_id],
      queryFn: () => api.recentRequests(listener_id),
      refetchInterval: 2_000,
      gcTime: 0,
      retry: false,
    }),
  routeVerdicts: (listener_id: string) =>
    queryOptions({ queryKey: keys.routeVerdicts(listener_id), queryFn: () => api.runRouteTests(listener_id) }),
  activity: (selection: { loadbalancer_id?: string; limit?: number }) =>
    queryOptions({ queryKey: [...keys.activity, selection], queryFn: () => api.activity(selection) }),
  configuration: (loadbalancer_id: string) =>
    queryOptions({ queryKey: ['configuration', loadbalancer_id], queryFn: () => api.configuration(loadbalancer_id) }),
  flavors: () => queryOptions({ queryKey: keys.flavors, queryFn: api.flavors }),
  availabilityZones: () => queryOptions({ queryKey: keys.availabilityZones, queryFn: api.availabilityZones }),
  certificates: () =>
    queryOptions({
      queryKey: keys.certificates,
      queryFn: async ({ client }) => {
        const { project_id } = await ownProject(client)
        return (await api.certificates()).filter((one) => project_id === undefined || one.project_id === project_id)
      },
      // While an authority is asked, somebody waits for what it says.
      refetchInterval: ({ state }) =>
        state.data?.some(({ acme }) => acme !== null && orderStates[acme.state].isUnderWay) ? 1_000 : false,
    }),
  certificate: (id: string) =>
    queryOptions({ queryKey: [...keys.certificates, id], queryFn: () => api.certificate(id) }),
  floatingIps: () => queryOptions({ queryKey: keys.floatingIps, queryFn: api.floatingIps }),
  openApi: () => queryOptions({ queryKey: ['openapi'], queryFn: api.openApi, staleTime: Number.POSITIVE_INFINITY }),
  networks: () => queryOptions({ queryKey: keys.networks, queryFn: api.networks }),
  subnets: () => queryOptions({ queryKey: keys.subnets, queryFn: api.subnets }),
}

/** A row to put into cached data in place of the one with its id, or its removal. */
export type RowPatch = { readonly id: string; readonly changes: Readonly<Record<string, unknown>> | null }

/** Cached rows of one kind with a patch applied; the same object when the row is not among them. */
export function patchedRows(cached: unknown, { id, changes }: RowPatch): unknown {
  if (Array.isArray(cached)) {
    if (!cached.some((row: { id?: string }) => row.id === id)) return cached
    if (changes === null) return cached.filter((row: { id?: string }) => row.id !== id)
    return cached.map((row: { id?: string }) => (row.id === id ? { ...row, ...changes } : row))
  }
  const isTheRow = typeof cached === 'object' && cached !== null && 'id' in cached && cached.id === id
  return isTheRow && changes !== null ? { ...cached, ...changes } : cached
}

/** A graph with a patch applied to one of its rows. */
export function patchedGraph(graph: Graph, kind: ResourceKind, patch: RowPatch): Graph {
  if (kind === 'load_balancer')
    return { ...graph, load_balancer: patchedRows(graph.load_balancer, patch) as Graph['load_balancer'] }
  const name = collectionOf[kind]
  return { ...graph, [name]: patchedRows(graph[name], patch) }
}
