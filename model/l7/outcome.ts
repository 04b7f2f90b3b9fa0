import type { Graph } from '../graph/graph.ts'
import { shortId } from '../short-id.ts'
import type { FixedResponseConfig, RedirectPool } from './policy-configs.ts'
import { type HttpRequest, hostOf } from './request.ts'
import type { RouteExpectation } from './route-test.ts'

/** Where a request ends, or a connection that is passed through: `closed` is how that is rejected, or has no pool. A null policy is the listener's own default. */
export type RouteOutcome =
  | { readonly kind: 'pool'; readonly pool_id: string; readonly policy_id: string | null }
  /** Some of these pools, by their weights; which one is chance, or the client's cookie. */
  | { readonly kind: 'split'; readonly pools: readonly RedirectPool[]; readonly policy_id: string }
  | { readonly kind: 'answer'; readonly answer: FixedResponseConfig; readonly policy_id: string }
  | { readonly kind: 'redirect'; readonly code: number; readonly location: string; readonly policy_id: string }
  | { readonly kind: 'reject'; readonly policy_id: string }
  /** With a policy: all its pools have the weight 0. */
  | { readonly kind: 'unavailable'; readonly policy_id: string | null }
  | { readonly kind: 'closed'; readonly policy_id: string | null }

type Names = Pick<Graph, 'pools' | 'l7_policies'>

/** "pool api, by policy to-api", "pool web, the default", "403, by policy internal": a phrase for lists and refusals. */
export function outcomeText(outcome: RouteOutcome, names: Names): string {
  const where = endText(outcome, names)
  const isWithoutPool = outcome.kind === 'unavailable' || outcome.kind === 'closed'
  if (isWithoutPool && outcome.policy_id === null) return `${where}, there is no pool for it`
  if (outcome.policy_id === null) return `${where}, the default`
  return `${where}, by policy ${nameIn(names.l7_policies, outcome.policy_id)}`
}

/** "pool api", "302 to https://www.example.com/", "403", "503". */
export function expectationText(expected: RouteExpectation, names: Names): string {
  return endText(expected, names)
}

function endText(end: RouteOutcome | RouteExpectation, { pools }: Names): string {
  switch (end.kind) {
    case 'pool':
      return `pool ${nameIn(pools, end.pool_id)}`
    case 'split':
      return `pool ${poolsOf(end)
        .map((id) => nameIn(pools, id))
        .join(' or ')}`
    case 'answer':
      return `${'answer' in end ? end.answer.status_code : end.status_code} by the load balancer`
    case 'redirect':
      return `${end.code ?? 'redirected'} to ${end.location}`
    case 'reject':
      return '403'
    case 'unavailable':
      return '503'
    case 'closed':
      return 'closed'
  }
}

/** "GET shop.example.com/cart?id=1" */
export function requestText(request: HttpRequest): string {
  const { method, path, query } = request
  return `${method} ${hostOf(request) ?? ''}${path}${query === '' ? '' : `?${query}`}`
}

function nameIn(rows: readonly { readonly id: string; readonly name: string }[], id: string): string {
  return rows.find((one) => one.id === id)?.name || shortId(id)
}

function poolsOf(end: Extract<RouteOutcome | RouteExpectation, { readonly kind: 'split' }>): readonly string[] {
  return 'pools' in end ? end.pools.filter((one) => one.weight > 0).map((one) => one.pool_id) : end.pool_ids
}

/** What is expected where things are as they are. */
export function expectationOf(outcome: RouteOutcome): RouteExpectation {
  switch (outcome.kind) {
    case 'pool':
      return { kind: 'pool', pool_id: outcome.pool_id }
    case 'split':
      return { kind: 'split', pool_ids: [...poolsOf(outcome)] }
    case 'answer':
      return { kind: 'answer', status_code: outcome.answer.status_code }
    case 'redirect':
      return { kind: 'redirect', location: outcome.location, code: outcome.code }
    default:
      return { kind: outcome.kind }
  }
}

/** Whether a request ended as expected. A redirect may be expected without a code. */
export function isExpected(expected: RouteExpectation, outcome: RouteOutcome): boolean {
  if (expected.kind === 'pool') return outcome.kind === 'pool' && outcome.pool_id === expected.pool_id
  if (expected.kind === 'split')
    return outcome.kind === 'split' && poolsOf(outcome).toSorted().join() === expected.pool_ids.toSorted().join()
  if (expected.kind === 'answer')
    return outcome.kind === 'answer' && outcome.answer.status_code === expected.status_code
  if (expected.kind !== 'redirect') return outcome.kind === expected.kind
  const isPlace = outcome.kind === 'redirect' && outcome.location === expected.location
  return isPlace && (expected.code === undefined || expected.code === outcome.code)
}
