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
  readonly location: string
  /** Of a redirect: null is any. */
  readonly code: number | null
}

export function routeTestDraft(request: RequestText, pool_id: string | null): RouteTestDraft {
  return { name: '', request, kind: 'pool', pool_id, location: '', code: null }
}

/** A stored test, to be changed. */
export function routeTestDraftOf({ name, request, expect }: RouteTest): RouteTestDraft {
  const draft = { ...routeTestDraft(textOfRequest(request), null), name, kind: expect.kind }
  if (expect.kind === 'pool') return { ...draft, pool_id: expect.pool_id }
  return expect.kind === 'redirect' ? { ...draft, location: expect.location, code: expect.code ?? null } : draft
}

/** What is expected, as the API takes it. */
export function expectedOf({ kind, pool_id, location, code }: RouteTestDraft): RouteExpectation {
  if (kind === 'pool') return { kind, pool_id: pool_id ?? '' }
  if (kind !== 'redirect') return { kind }
  return code === null ? { kind, location } : { kind, location, code: code as RedirectCode }
}

type RedirectCode = keyof typeof redirectCodes

/** Everything that the API would refuse. `about` is `url`, `headers`, `source`, `method`, `pool_id`, `location` or `name`. */
export function routeTestIssues(draft: RouteTestDraft): Issue[] {
  if (draft.kind === 'pool' && draft.pool_id === null)
    return [...requestIssues(draft), { about: 'pool_id', message: 'Choose the pool that it should reach' }]
  const parsed = routeExpectation.safeParse(expectedOf(draft))
  const issues = parsed.success ? [] : parsed.error.issues
  return [
    ...requestIssues(draft),
    ...issues.map(({ path, message }) => ({ about: String(path.at(-1) ?? ''), message })),
  ]
}

function requestIssues({ request }: RouteTestDraft): Issue[] {
  const parsed = askedRequest.safeParse(askedOf(request))
  if (parsed.success) return []
  return parsed.error.issues.map(({ path, message }) => ({ about: String(path[0] ?? 'url'), message }))
}
