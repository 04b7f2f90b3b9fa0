import type { Role } from 'model/access/roles'
import type { HttpAnswer, ProbeOutcome } from 'model/contract/desired-state'
import type { EngineState } from 'model/contract/live'
import type { Abilities, Diagnostic, StepRecord } from 'model/contract/report'
import type { Issue } from 'model/errors'
import type { RouteOutcome } from 'model/l7/outcome'
import type { HttpRequest } from 'model/l7/request'
import type { RouteTest } from 'model/l7/route-test'
import type { Forwarded } from 'model/l7/treatment'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { ResourceKind } from 'model/resources/index'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { LoadBalancer } from 'model/resources/load-balancer'
import type { Member } from 'model/resources/member'
import type { Pool } from 'model/resources/pool'
import type { OperatingStatus } from 'model/statuses'

// What the API answers, as the console reads it: rows of the model, with what the API adds to them.

type Ids = readonly { readonly id: string }[]

export type Rows = {
  readonly load_balancer: LoadBalancer & { readonly listeners: Ids; readonly pools: Ids }
  readonly listener: Listener
  readonly pool: Pool & { readonly listeners: Ids; readonly members: Ids; readonly healthmonitor_id: string | null }
  readonly member: Member
  readonly health_monitor: HealthMonitor
  readonly l7_policy: L7Policy
  readonly l7_rule: L7Rule
}

export type Statistics = {
  readonly bytes_in: number
  readonly bytes_out: number
  readonly active_connections: number
  readonly total_connections: number
  readonly request_errors: number
}

export type Project = { readonly id: string; readonly name: string; readonly roles: readonly Role[] }

export type Session = {
  readonly is_set_up: boolean
  readonly user: { readonly id: string; readonly name: string; readonly is_admin: boolean } | null
  readonly project: { readonly id: string; readonly name: string } | null
  readonly projects: readonly Project[]
  readonly engines: readonly EngineState[]
  readonly abilities: Abilities | null
}

export type Attention = {
  /** Null for a certificate. */
  readonly loadbalancer_id: string | null
  readonly kind: ResourceKind | 'certificate'
  readonly id: string
  /** Of a member or health monitor; null for all others. */
  readonly pool_id: string | null
  readonly name: string
  readonly tone: 'bad' | 'warn'
  readonly message: string
  readonly since: string
}

export type Exposed = {
  readonly loadbalancer_id: string
  readonly name: string
  readonly vip_address: string | null
  readonly port: number
  readonly protocol: Listener['protocol']
  readonly listener_id: string
  readonly operating_status: OperatingStatus
}

/** How many there are in each health; those that nothing is in are left out. */
export type StatusCounts = Readonly<Partial<Record<OperatingStatus, number>>>

export type Overview = {
  readonly load_balancers: StatusCounts
  readonly listeners: StatusCounts
  readonly pools: StatusCounts
  readonly members: StatusCounts
  readonly attention: readonly Attention[]
  readonly exposed: readonly Exposed[]
}

export type AttributeChange = { readonly attribute: string; readonly before: unknown; readonly after: unknown }

/** What requests are signed with. */
export type AccessKey = {
  readonly id: string
  readonly description: string
  /** ISO 8601, UTC. */
  readonly created_at: string
  readonly last_used_at: string | null
}

export type Activity = {
  readonly id: string
  readonly at: string
  readonly user_name: string
  readonly loadbalancer_id: string
  readonly loadbalancer_name: string
  readonly action: 'create' | 'update' | 'delete' | 'failover'
  readonly kind: ResourceKind
  readonly id_of_resource: string
  readonly name: string
  readonly changes: readonly AttributeChange[]
  readonly revision: number
  readonly outcome: 'pending' | 'applied' | 'refused' | 'unanswered'
  readonly steps: readonly StepRecord[]
  readonly diagnostics: readonly Diagnostic[]
  readonly settled_at: string | null
}

export type ConfigurationLine = { readonly text: string; readonly about: string | null }

export type TreePreview = {
  readonly issues: readonly Issue[]
  readonly steps: readonly StepRecord[]
  readonly lines: readonly ConfigurationLine[]
  readonly vip_address: string | null
}
export type ChangePreview = { readonly issues: readonly Issue[]; readonly steps: readonly StepRecord[] }

/** What became of a policy: how it is found, with its lines of haproxy.cfg and its rows of its listener's map. */
export type PolicyExplanation = {
  readonly found: 'lookup' | 'one by one' | 'never'
  readonly sentence: string
  readonly lines: readonly ConfigurationLine[]
  readonly rows: readonly ConfigurationLine[]
}

/** How many policies of a listener a lookup finds, how many are tried one by one, and what trying those adds to a request. */
export type PolicyCost = {
  readonly looked_up: number
  readonly tried: number
  readonly nanoseconds_per_request: number
}

export type ConnectionTest = {
  readonly outcome: ProbeOutcome
  readonly message: string
  readonly duration_ms: number
  readonly code: string | null
}

export type Subnet = {
  readonly id: string
  readonly name: string
  readonly network_id: string
  readonly cidr: string
  readonly ip_version: 4 | 6
  readonly gateway_ip: string | null
  readonly allocation_pools: readonly { readonly start: string; readonly end: string }[]
}

export type Network = {
  readonly id: string
  readonly name: string
  readonly subnets: readonly string[]
  readonly 'router:external': boolean
  readonly shared: boolean
}

export type FloatingIp = {
  readonly id: string
  readonly floating_network_id: string
  readonly floating_ip_address: string
  readonly port_id: string | null
  readonly fixed_ip_address: string | null
  readonly port_details: { readonly device_id: string } | null
  readonly status: 'ACTIVE' | 'DOWN' | 'ERROR'
  readonly description: string
}

/** What a policy took since it exists. `last_hit_at` is an epoch second; null where nobody remembers. */
export type PolicyHits = { readonly requests: number; readonly last_hit_at: number | null }

/** One policy on the way of a request through a listener. */
export type WalkStep = {
  readonly policy_id: string
  readonly isSkipped: boolean
  readonly reason: string | null
  readonly rules: readonly {
    readonly rule_id: string
    readonly holds: boolean
    readonly texts: readonly { readonly text: string; readonly holds: boolean }[]
  }[]
  readonly isTaken: boolean
}

export type Walk = {
  readonly steps: readonly WalkStep[]
  readonly result: RouteOutcome
  /** What a member gets where a policy sends it there; null where none does. */
  readonly forwarded: Forwarded | null
}
/** Of a draft: what is wrong with it, or its walk and what differs from the one of what runs. */
export type DraftWalk = {
  readonly issues: readonly Issue[]
  readonly walk: Walk | null
  readonly difference: { readonly is_other_result: boolean; readonly l7policies: readonly string[] } | null
}
export type Walked = { readonly request: HttpRequest; readonly running: Walk; readonly draft: DraftWalk | null }

/** What became of a request that was really sent. `agrees` is null where the answer can not tell. */
export type SentWalk = {
  readonly request: HttpRequest
  readonly walk: Walk
  readonly sent: ConnectionTest & {
    readonly answer: Pick<HttpAnswer, 'status' | 'taken'> | null
    readonly location: string | null
  }
  readonly agrees: boolean | null
}

/** Whether a route test is as expected, and where its request ends. */
export type RouteVerdict = { readonly id: string; readonly is_green: boolean; readonly result: RouteOutcome }
/** A route test as it is given: the request as typed, or as it was stored. */
export type RouteTestWish = { readonly name: string; readonly request: object; readonly expect: RouteTest['expect'] }
