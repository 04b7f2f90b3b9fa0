import type { ResourceKind } from 'model/resources/index'

/** Every URL of the console. A page or a component never writes one by hand. */
export const links = {
  overview: () => '/',
  signIn: (next?: string) => (next && next !== '/' ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  setup: () => '/setup',
  loadBalancers: (filter?: string) =>
    filter ? `/load-balancers?filter=${encodeURIComponent(filter)}` : '/load-balancers',
  newLoadBalancer: () => '/load-balancers/new',
  loadBalancer: (id: string) => `/load-balancers/${id}`,
  listeners: (id: string) => `/load-balancers/${id}/listeners`,
  listener: (id: string, listener_id: string) => `/load-balancers/${id}/listeners?listener=${listener_id}`,
  /** The policies of a listener; with a policy, or `new`, its panel is open. */
  policies: (id: string, listener_id: string, policy_id?: string) =>
    `/load-balancers/${id}/listeners/${listener_id}/policies${policy_id === undefined ? '' : `?policy=${policy_id}`}`,
  /** The route tests of a listener; with a test, or `new`, its panel is open. */
  routeTests: (id: string, listener_id: string, test_id?: string) =>
    `/load-balancers/${id}/listeners/${listener_id}/route-tests${test_id === undefined ? '' : `?route_test=${test_id}`}`,
  /** Where only the policy or the rule is known: leads on to its listener. */
  policy: (id: string, policy_id: string) => `/load-balancers/${id}/policies/${policy_id}`,
  pools: (id: string) => `/load-balancers/${id}/pools`,
  pool: (id: string, pool_id: string) => `/load-balancers/${id}/pools/${pool_id}`,
  member: (id: string, pool_id: string, member_id: string) =>
    `/load-balancers/${id}/pools/${pool_id}?member=${member_id}`,
  configuration: (id: string, about?: string) =>
    about
      ? `/load-balancers/${id}/configuration?about=${encodeURIComponent(about)}`
      : `/load-balancers/${id}/configuration`,
  loadBalancerActivity: (id: string) => `/load-balancers/${id}/activity`,
  certificates: () => '/certificates',
  /** The panel of a certificate, over the list. */
  certificate: (id: string) => `/certificates?certificate=${id}`,
  activity: () => '/activity',
  networks: () => '/networks',
  reference: () => '/reference',
  settings: () => '/settings',
  projects: () => '/settings/projects',
  people: () => '/settings/people',
  credentials: () => '/settings/credentials',
  quotas: () => '/settings/quotas',
} as const

/** The page of a resource: a health monitor is shown with its pool, a member on its pool's page. */
export function linkTo(about: {
  readonly kind: ResourceKind | 'certificate'
  readonly id: string
  /** Null where it belongs to none. */
  readonly loadbalancer_id: string | null
  readonly pool_id?: string | null
}): string {
  if (about.kind === 'certificate' || about.loadbalancer_id === null) return links.certificate(about.id)
  return linkUnder({ ...about, kind: about.kind, loadbalancer_id: about.loadbalancer_id })
}

function linkUnder(about: {
  readonly kind: ResourceKind
  readonly id: string
  readonly loadbalancer_id: string
  readonly pool_id?: string | null
}): string {
  if (about.kind === 'listener') return links.listener(about.loadbalancer_id, about.id)
  if (about.kind === 'pool') return links.pool(about.loadbalancer_id, about.id)
  if (about.kind === 'member' && about.pool_id) return links.member(about.loadbalancer_id, about.pool_id, about.id)
  if (about.kind === 'health_monitor' && about.pool_id) return links.pool(about.loadbalancer_id, about.pool_id)
  if (about.kind === 'l7_policy' || about.kind === 'l7_rule') return links.policy(about.loadbalancer_id, about.id)
  return about.kind === 'load_balancer' ? links.loadBalancer(about.id) : links.pools(about.loadbalancer_id)
}
