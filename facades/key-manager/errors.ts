import type { DomainError, ErrorCode } from 'model/errors'

const kindOf = {
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

/** Barbican's error body; authentication is Keystone's in front of it. `issues` goes beyond it: what is wrong with what. */
export function errorOf({ code, message, issues }: DomainError): Response {
  const [status, title] = kindOf[code]
  if (code === 'unauthenticated') return Response.json({ error: { code: status, title, message } }, { status })
  const told = issues.map((one) => ({ about: one.about, message: one.message }))
  return Response.json(
    { code: status, title, description: message, ...(told.length > 0 && { issues: told }) },
    { status },
  )
}
