import type { Graph } from '../graph/graph.ts'
import { shortId } from '../short-id.ts'
import { type HttpRequest, hostOf } from './request.ts'
import type { RouteExpectation } from './route-test.ts'

/** Where a request ends, or a connection that is passed through: `closed` is how that is rejected, or has no pool. A null policy is the listener's own default. */
export type RouteOutcome =
  | { readonly kind: 'pool'; readonly pool_id: string; readonly policy_id: string | null }
  | { readonly kind: 'redirect'; readonly code: number; readonly location: string; readonly policy_id: string }
  | { readonly kind: 'reject'; readonly policy_id: string }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'closed'; readonly policy_id: string | null }

type Names = Pick<Graph, 'pools' | 'l7_policies'>

/** "pool api, by policy to-api", "pool web, the default", "403, by policy internal": a phrase for lists and refusals. */
export function outcomeText(outcome: RouteOutcome, names: Names): string {
  const where = endText(outcome, names)
  if (outcome.kind === 'unavailable' || (outcome.kind === 'closed' && outcome.policy_id === null))
    return `${where}, there is no pool for it`
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

/** What is expected where things are as they are. */
export function expectationOf(outcome: RouteOutcome): RouteExpectation {
  switch (outcome.kind) {
    case 'pool':
      return { kind: 'pool', pool_id: outcome.pool_id }
    case 'redirect':
      return { kind: 'redirect', location: outcome.location, code: outcome.code }
    default:
      return { kind: outcome.kind }
  }
}

/** Whether a request ended as expected. A redirect may be expected without a code. */
export function isExpected(expected: RouteExpectation, outcome: RouteOutcome): boolean {
  if (expected.kind === 'pool') return outcome.kind === 'pool' && outcome.pool_id === expected.pool_id
  if (expected.kind !== 'redirect') return outcome.kind === expected.kind
  const isPlace = outcome.kind === 'redirect' && outcome.location === expected.location
  return isPlace && (expected.code === undefined || expected.code === outcome.code)
}
