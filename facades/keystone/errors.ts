import type { DomainError, ErrorCode } from 'model/errors'

const statusOf = {
  invalid: [400, 'Bad Request'],
  unauthenticated: [401, 'Unauthorized'],
  forbidden: [403, 'Forbidden'],
  over_quota: [403, 'Forbidden'],
  not_found: [404, 'Not Found'],
  method_not_allowed: [405, 'Method Not Allowed'],
  not_acceptable: [406, 'Not Acceptable'],
  conflict: [409, 'Conflict'],
  busy: [409, 'Conflict'],
  unsupported_media_type: [415, 'Unsupported Media Type'],
  unsupported: [501, 'Not Implemented'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

/** One sentence for every failed authentication: which part was wrong is nobody's business. */
const unauthenticated = 'The request you have made requires authentication.'

/** Keystone's error body, and what the console reads besides: which attributes it is about. */
export function errorOf(error: DomainError): Response {
  const [code, title] = statusOf[error.code]
  const message = error.code === 'unauthenticated' ? unauthenticated : error.message
  const issues = error.issues.map(({ about, message: words }) => ({ about, message: words }))
  return Response.json({ error: { code, title, message, ...(issues.length > 0 && { issues }) } }, { status: code })
}
