import type { DomainError, ErrorCode } from 'model/errors'

const kindOf = {
  invalid: [400, 'BadRequest'],
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'PolicyNotAuthorized'],
  over_quota: [409, 'OverQuota'],
  not_found: [404, 'HTTPNotFound'],
  method_not_allowed: [405, 'HTTPMethodNotAllowed'],
  not_acceptable: [406, 'HTTPNotAcceptable'],
  conflict: [409, 'Conflict'],
  busy: [409, 'Conflict'],
  unsupported_media_type: [415, 'UnsupportedContentType'],
  unsupported: [501, 'NotImplemented'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

/** Neutron names what could not be found in the type of its error. */
const missing = [
  [/^Subnet /, 'SubnetNotFound'],
  [/^Network /, 'NetworkNotFound'],
  [/^Port /, 'PortNotFound'],
] as const

/** Neutron's error body; authentication is Keystone's in front of it. */
export function errorOf(error: DomainError): Response {
  const [status, type] = kindOf[error.code]
  if (error.code === 'unauthenticated') {
    const message = 'The request you have made requires authentication.'
    return Response.json({ error: { code: status, title: type, message } }, { status })
  }
  const named = error.code === 'not_found' ? missing.find(([pattern]) => pattern.test(error.message))?.[1] : undefined
  return Response.json({ NeutronError: { type: named ?? type, message: error.message, detail: '' } }, { status })
}
