import type { RecentRequest } from 'model/contract/recent-request'
import type { Graph } from 'model/graph/graph'
import type { RouteTest } from 'model/l7/route-test'
import type { AvailabilityZone } from 'model/offers/availability-zone'
import type { Flavor } from 'model/offers/flavor'
import type { ShownCertificate } from 'model/resources/certificate'
import type { ResourceKind } from 'model/resources/index'
import type { QuotaOverview } from 'model/resources/quota'
import type {
  AccessKey,
  Activity,
  ChangePreview,
  ConfigurationLine,
  ConnectionTest,
  FloatingIp,
  Network,
  Overview,
  PolicyCost,
  PolicyExplanation,
  PolicyHits,
  RouteTestWish,
  RouteVerdict,
  Rows,
  SentWalk,
  Session,
  Statistics,
  Subnet,
  TreePreview,
  Walked,
} from './api-answers.ts'
import { errorOf, unreachable } from './api-error.ts'
import type { ApiCall } from './forms/curl.ts'
import { overrideHeader, reasonAgainst } from './override.ts'
import type { ApiDocument } from './reference/openapi.ts'
import { apiCollection, apiName } from './resource-words.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Wire = Readonly<Record<string, unknown>>
type Filters = Readonly<Record<string, string | number | boolean>>
/** Members live under their pool, rules under their policy; every other kind has a path of its own. */
type Place = { readonly pool_id?: string; readonly l7policy_id?: string }

const octavia = '/load-balancer/v2/lbaas'
export const routeTestsPath = (listener_id: string) => `/console/listeners/${listener_id}/route-tests`
/** The API's longest page. */
const pageSize = 1_000

/** Octavia's resources, one set of calls per kind. Bodies carry the API's attributes; its refusals are thrown as ApiError. */
function callsFor<K extends ResourceKind>(kind: K) {
  const [name, collection] = [apiName(kind), apiCollection(kind)]
  const path = ({ pool_id, l7policy_id }: Place) => {
    if (kind === 'member') return `${octavia}/pools/${pool_id}/members`
    return kind === 'l7_rule' ? `${octavia}/l7policies/${l7policy_id}/rules` : `${octavia}/${collection}`
  }
  const row = (wire: unknown, place: Place): Rows[K] => rowOf<K>(wire, place)
  return {
    async list(filters: Filters = {}, place: Place = {}, signal?: AbortSignal): Promise<Rows[K][]> {
      const rows: Rows[K][] = []
      for (;;) {
        const last = rows.at(-1)
        const query = queryOf({ ...filters, limit: pageSize, ...(last ? { marker: last.id } : {}) })
        const body = await call<Wire>('GET', `${path(place)}?${query}`, undefined, signal)
        const page = (body[collection] as unknown[] | undefined) ?? []
        rows.push(...page.map((one) => row(one, place)))
        if (page.length < pageSize) return rows
      }
    },
    async find(id: string, place: Place = {}, signal?: AbortSignal): Promise<Rows[K]> {
      const body = await call<Wire>('GET', `${path(place)}/${id}`, undefined, signal)
      return row(body[name], place)
    },
    async create(attributes: Wire, place: Place = {}): Promise<Rows[K]> {
      const body = await call<Wire>('POST', path(place), { [name]: attributes })
      return row(body[name], place)
    },
    async update(id: string, attributes: Wire, place: Place = {}): Promise<Rows[K]> {
      const body = await call<Wire>('PUT', `${path(place)}/${id}`, { [name]: attributes })
      return row(body[name], place)
    },
    /** `cascade` takes the children of a load balancer along. */
    async remove(id: string, place: Place & { readonly cascade?: boolean } = {}): Promise<void> {
      await call('DELETE', `${path(place)}/${id}${place.cascade ? '?cascade=true' : ''}`)
    },
  }
}

/** A patch, a removal, or, without an id, something new. */
export type WishedChange = {
  readonly kind: ResourceKind
  readonly id: string | null
  readonly change: Wire | 'remove'
}
export type WishedChanges = {
  readonly changes?: readonly WishedChange[]
  readonly order?: { readonly listener_id: string; readonly l7policies: readonly string[] }
}

/** The one client of the public API. What a person can do here, a script can do with the same calls. */
export const api = {
  load_balancer: callsFor('load_balancer'),
  listener: callsFor('listener'),
  pool: callsFor('pool'),
  member: callsFor('member'),
  health_monitor: callsFor('health_monitor'),
  l7_policy: callsFor('l7_policy'),
  l7_rule: callsFor('l7_rule'),

  /** Replaces the members of a pool in one go, or only adds and updates. */
  replaceMembers: (pool_id: string, members: readonly Wire[], options: { additive_only: boolean }) =>
    call<void>('PUT', `${octavia}/pools/${pool_id}/members${options.additive_only ? '?additive_only=true' : ''}`, {
      members,
    }),
  /**
   * Puts the policies of a listener in order, all at once, unless the order is another than the one that was seen. The answer comes
   * when the data plane runs it; what it refuses is put back.
   */
  orderPolicies: (
    listener_id: string,
    order: { readonly l7policies: readonly string[]; readonly if_order: readonly string[] },
  ) => call<unknown>('PUT', `/console/listeners/${listener_id}/policy-order`, { ...order, confirm: true }),
  /** A change as it is shown under "Copy as". */
  send: <T = unknown>({ method, path, body }: ApiCall) => call<T>(method, path, body),
  /** Everything under a path of the identity API. */
  identity: <T>(path: string) => call<T>('GET', `/identity/v3/${path}`),
  explainPolicy: async (policy_id: string): Promise<PolicyExplanation> => {
    const body = await call<{ explanation: PolicyExplanation }>('GET', `/console/l7policies/${policy_id}/explanation`)
    return body.explanation
  },
  policyCost: async (listener_id: string): Promise<PolicyCost> => {
    const body = await call<{ policy_cost: PolicyCost }>('GET', `/console/listeners/${listener_id}/policy-cost`)
    return body.policy_cost
  },
  policyHits: async (listener_id: string): Promise<Readonly<Record<string, PolicyHits>>> => {
    const body = await call<{ l7policies: Record<string, PolicyHits> }>(
      'GET',
      `/console/listeners/${listener_id}/policy-hits`,
    )
    return body.l7policies
  },
  /** What a listener does with a request, told by its policies; nothing is sent. */
  simulate: (listener_id: string, request: Wire, draft?: Wire) =>
    call<Walked>('POST', `/console/listeners/${listener_id}/simulate`, { request, ...(draft ? { draft } : {}) }),
  /** The same, and the request is sent to it from where the data plane stands. */
  sendRequest: (listener_id: string, request: Wire) =>
    call<SentWalk>('POST', `/console/listeners/${listener_id}/send`, { request }),
  /** A few of the requests that came lately, the newest first. */
  recentRequests: async (listener_id: string): Promise<RecentRequest[]> => {
    const path = `/console/listeners/${listener_id}/recent-requests`
    return (await call<{ recent_requests: RecentRequest[] }>('GET', path)).recent_requests
  },
  routeTests: async (listener_id: string): Promise<RouteTest[]> => {
    const body = await call<{ route_tests: RouteTest[] }>('GET', routeTestsPath(listener_id))
    return body.route_tests
  },
  createRouteTest: (listener_id: string, route_test: RouteTestWish) =>
    call<{ route_test: RouteTest }>('POST', routeTestsPath(listener_id), { route_test }),
  updateRouteTest: (listener_id: string, id: string, route_test: RouteTestWish) =>
    call<{ route_test: RouteTest }>('PUT', `${routeTestsPath(listener_id)}/${id}`, { route_test }),
  removeRouteTest: (listener_id: string, id: string) => call<void>('DELETE', `${routeTestsPath(listener_id)}/${id}`),
  runRouteTests: async (listener_id: string): Promise<RouteVerdict[]> => {
    const body = await call<{ verdicts: RouteVerdict[] }>('POST', `${routeTestsPath(listener_id)}/run`, {})
    return body.verdicts
  },
  statistics: async (kind: 'load_balancer' | 'listener', id: string): Promise<Statistics> => {
    const body = await call<{ stats: Statistics }>('GET', `${octavia}/${apiCollection(kind)}/${id}/stats`)
    return body.stats
  },

  session: () => call<Session>('GET', '/console/session'),
  setUp: (person: { name: string; password: string }) => call<void>('POST', '/console/setup', person),
  signIn: (person: { name: string; password: string }) => call<void>('POST', '/console/sign-in', person),
  signOut: () => call<void>('POST', '/console/sign-out', {}),
  chooseProject: (project_id: string) => call<void>('PUT', '/console/session', { project_id }),

  overview: () => call<Overview>('GET', '/console/overview'),
  /** What a new load balancer may choose. */
  flavors: async () => (await call<{ flavors: Flavor[] }>('GET', `${octavia}/flavors?enabled=True`)).flavors,
  availabilityZones: async () =>
    (await call<{ availability_zones: AvailabilityZone[] }>('GET', `${octavia}/availabilityzones?enabled=True`))
      .availability_zones,
  quotas: () => call<QuotaOverview>('GET', '/console/quotas'),
  activity: async (selection: { loadbalancer_id?: string; limit?: number; before?: string }): Promise<Activity[]> => {
    const body = await call<{ activity: Activity[] }>('GET', `/console/activity?${queryOf(selection)}`)
    return body.activity
  },
  /** A load balancer with everything under it, of one moment. */
  graph: async (id: string, signal: AbortSignal): Promise<Graph> => {
    const body = await call<{ graph: Graph }>('GET', `/console/load-balancers/${id}`, undefined, signal)
    return body.graph
  },
  configuration: async (id: string): Promise<ConfigurationLine[]> => {
    const body = await call<{ lines: ConfigurationLine[] }>('GET', `/console/load-balancers/${id}/configuration`)
    return body.lines
  },
  /** What a create would do; the body is the one of the create. */
  previewTree: (loadbalancer: Wire) => call<TreePreview>('POST', '/console/load-balancers/preview', { loadbalancer }),
  previewChange: (loadbalancer_id: string, change: WishedChange) =>
    call<ChangePreview>('POST', `/console/load-balancers/${loadbalancer_id}/preview`, change),
  /** What several changes, and then an order of policies, would do together. */
  previewChanges: (loadbalancer_id: string, wishes: WishedChanges) =>
    call<ChangePreview>('POST', `/console/load-balancers/${loadbalancer_id}/preview`, wishes),
  testConnection: (target: { address: string; port: number }) =>
    call<ConnectionTest>('POST', '/console/test-connection', target),

  /** Of whoever is signed in. */
  accessKeys: async (): Promise<AccessKey[]> =>
    (await call<{ access_keys: AccessKey[] }>('GET', '/console/access-keys')).access_keys,
  networks: async (): Promise<Network[]> =>
    (await call<{ networks: Network[] }>('GET', '/network/v2.0/networks')).networks,
  subnets: async (): Promise<Subnet[]> => (await call<{ subnets: Subnet[] }>('GET', '/network/v2.0/subnets')).subnets,
  certificates: async (): Promise<ShownCertificate[]> =>
    (await call<{ certificates: ShownCertificate[] }>('GET', '/console/certificates')).certificates,
  certificate: async (id: string): Promise<ShownCertificate & { readonly pem: string }> =>
    (await call<{ certificate: ShownCertificate & { pem: string } }>('GET', `/console/certificates/${id}`)).certificate,
  floatingIps: async (): Promise<FloatingIp[]> =>
    (await call<{ floatingips: FloatingIp[] }>('GET', '/network/v2.0/floatingips')).floatingips,
  /** What the public API is, for the reference page. */
  openApi: () => call<ApiDocument>('GET', '/console/openapi.json'),
  /** The address that the next load balancer of a subnet would get; null when the subnet is full. */
  nextAddress: async (subnet_id: string): Promise<string | null> => {
    const body = await call<{ address: string | null }>('GET', `/console/subnets/${subnet_id}/next-address`)
    return body.address
  },
}

/** A row of the model from an object of the API, where parents stand as references. Both are made from the same declarations. */
function rowOf<K extends ResourceKind>(wire: unknown, place: Place): Rows[K] {
  const { loadbalancers, pools, ...attributes } = wire as Wire & {
    loadbalancers?: { id: string }[]
    pools?: { id: string }[]
  }
  const parents = {
    ...(loadbalancers?.[0] ? { loadbalancer_id: loadbalancers[0].id } : {}),
    // A load balancer's `pools` are what is under it; a health monitor's, and only its, are the pool that it belongs to.
    ...('vip_address' in attributes ? { pools } : pools?.[0] ? { pool_id: pools[0].id } : {}),
    ...place,
  }
  return { ...attributes, ...parents } as unknown as Rows[K]
}

function queryOf(parameters: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

type Sending = { readonly body?: unknown; readonly signal?: AbortSignal | undefined; readonly reason?: string }

/** What route tests stop is sent again with the reason that the person gives, or is refused for good. */
async function call<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const sending: Sending = { body, signal }
  return answer<T>(method, path, sending).catch((refusal: unknown) => overridden<T>(method, path, { sending, refusal }))
}

async function overridden<T>(
  method: Method,
  path: string,
  { sending, refusal }: { readonly sending: Sending; readonly refusal: unknown },
): Promise<T> {
  const reason = await reasonAgainst(refusal)
  return answer<T>(method, path, { ...sending, reason })
}

async function answer<T>(method: Method, path: string, sending: Sending): Promise<T> {
  const response = await send(method, path, sending)
  const text = await response.text()
  const answer: unknown = text === '' ? null : parsed(text)
  if (!response.ok) throw errorOf(response.status, answer, response.headers.get('x-openstack-request-id'))
  return answer as T
}

async function send(method: Method, path: string, { body, signal, reason }: Sending): Promise<Response> {
  const headers = {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(reason === undefined ? {} : overrideHeader(reason)),
  }
  try {
    return await fetch(path, {
      method,
      headers,
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw unreachable()
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
