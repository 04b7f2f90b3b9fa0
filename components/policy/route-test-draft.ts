import type { Issue } from 'model/errors'
import { askedRequest } from 'model/l7/asked-request'
import type { redirectCodes } from 'model/l7/policy-actions'
import { type RouteExpectation, type RouteTest, routeExpectation } from 'model/l7/route-test'
import { askedOf, type RequestText, textOfRequest } from './tested-request.ts'

/** A route test as its panel holds it: as typed, not checked yet. */
export type RouteTestDraft = {
  readonly name: string
  readonly request: RequestText
  readonly kind: RouteExpectation['kind']
  readonly pool_id: string | null
  /** Of requests that several pools share. */
  readonly pool_ids: readonly string[]
  /** Of an answer of the load balancer's own. */
  readonly status_code: string
  readonly location: string
  /** Of a redirect: null is any. */
  readonly code: number | null
}

export function routeTestDraft(request: RequestText, pool_id: string | null): RouteTestDraft {
  return { name: '', request, kind: 'pool', pool_id, pool_ids: [], status_code: '200', location: '', code: null }
}

/** A stored test, to be changed. */
export function routeTestDraftOf({ name, request, expect }: RouteTest): RouteTestDraft {
  const draft = { ...routeTestDraft(textOfRequest(request), null), name, kind: expect.kind }
  if (expect.kind === 'pool') return { ...draft, pool_id: expect.pool_id }
  if (expect.kind === 'split') return { ...draft, pool_ids: expect.pool_ids }
  if (expect.kind === 'answer') return { ...draft, status_code: expect.status_code }
  return expect.kind === 'redirect' ? { ...draft, location: expect.location, code: expect.code ?? null } : draft
}

/** What is expected, as the API takes it. */
export function expectedOf({ kind, pool_id, pool_ids, status_code, location, code }: RouteTestDraft): RouteExpectation {
  if (kind === 'pool') return { kind, pool_id: pool_id ?? '' }
  if (kind === 'split') return { kind, pool_ids: [...pool_ids] }
  if (kind === 'answer') return { kind, status_code }
  if (kind !== 'redirect') return { kind }
  return code === null ? { kind, location } : { kind, location, code: code as RedirectCode }
}

type RedirectCode = keyof typeof redirectCodes

/** Everything that the API would refuse. `about` is `url`, `headers`, `body`, `source`, `method`, `pool_id`, `pool_ids`, `status_code`, `location` or `name`. */
export function routeTestIssues(draft: RouteTestDraft): Issue[] {
  if (draft.kind === 'pool' && draft.pool_id === null)
    return [...requestIssues(draft), { about: 'pool_id', message: 'Choose the pool that it should reach' }]
  if (draft.kind === 'split' && draft.pool_ids.length === 0)
    return [...requestIssues(draft), { about: 'pool_ids', message: 'Choose the pools that share it' }]
  const parsed = routeExpectation.safeParse(expectedOf(draft))
  const issues = parsed.success ? [] : parsed.error.issues
  return [...requestIssues(draft), ...issues.map(({ path, message }) => ({ about: String(path[0] ?? ''), message }))]
}

function requestIssues({ request }: RouteTestDraft): Issue[] {
  const parsed = askedRequest.safeParse(askedOf(request))
  if (parsed.success) return []
  return parsed.error.issues.map(({ path, message }) => ({ about: String(path[0] ?? 'url'), message }))
}
