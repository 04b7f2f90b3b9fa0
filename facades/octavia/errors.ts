import type { DomainError, ErrorCode } from 'model/errors'
import { answerJson } from '@/server/answer.ts'

const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  over_quota: 403,
  not_found: 404,
  method_not_allowed: 405,
  not_acceptable: 406,
  conflict: 409,
  busy: 409,
  unsupported_media_type: 415,
  unsupported: 501,
} as const satisfies Record<ErrorCode, number>

/** Octavia's fault. `issues` goes beyond it: every single thing that is wrong, for forms. */
export function faultOf(error: DomainError): Response {
  const status = statusOf[error.code]
  if (error.code === 'unauthenticated') return unauthenticated()
  if (error.code === 'not_acceptable') {
    return answerJson({ code: status, title: 'Not Acceptable', description: error.message }, { status })
  }
  const fault = {
    faultcode: status < 500 ? 'Client' : 'Server',
    faultstring: error.message,
    debuginfo: null,
    ...(error.issues.length > 0 && {
      issues: error.issues.map(({ about, message, red_test }) => ({ about, message, red_test })),
    }),
  }
  return answerJson(fault, { status })
}

/** Octavia leaves authentication to Keystone's filter, so the body is Keystone's. */
function unauthenticated(): Response {
  const error = { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' }
  return answerJson({ error }, { status: 401, headers: { 'www-authenticate': 'Keystone uri="/identity"' } })
}
