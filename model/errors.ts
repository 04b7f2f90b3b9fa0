/** Why a client is refused. Each dialect maps every one of them to its own status and body. */
export const errorCodes = {
  invalid: 'The request says something that can not be.',
  unauthenticated: 'Nobody is signed in, or the token is unknown or expired.',
  forbidden: 'The actor may not do this.',
  over_quota: 'The project has no room left for it.',
  not_found: 'It does not exist.',
  conflict: 'Something that exists already stands in the way.',
  busy: 'The load balancer is being changed, and still was after the wait.',
  unsupported: 'The data plane can not do this.',
  method_not_allowed: 'The path exists, with other methods.',
  not_acceptable: 'The client accepts no JSON.',
  unsupported_media_type: 'The body is not JSON.',
} as const satisfies Record<string, string>
export type ErrorCode = keyof typeof errorCodes

/** One thing that is wrong, and with what: `about` is the path of an attribute or a resource, `listeners/{id}/protocol_port`. */
export type Issue = {
  readonly about: string
  readonly message: string
  readonly code?: ErrorCode
  /** Of a route test that a change would turn red: its name, its request, and where that ends before and after. In words. */
  readonly red_test?: RedTest
}
export type RedTest = {
  readonly name: string
  readonly request: string
  readonly before: string
  readonly after: string
}

/** A refusal that the client can act on. Everything else that is thrown is a bug. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly issues: readonly Issue[]

  constructor(code: ErrorCode, message: string, issues: readonly Issue[] = []) {
    super(message)
    this.code = code
    this.issues = issues
  }
}
