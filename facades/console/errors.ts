import type { DomainError, ErrorCode } from 'model/errors'
import { answerJson } from '@/server/answer.ts'
import { currentRequestId } from '@/server/log.ts'

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

/** The console's error body: what is wrong, and with which attribute. */
export function errorOf(error: DomainError): Response {
  const issues = error.issues.map(({ about, message, red_test }) => ({ about, message, red_test }))
  const { code, message } = error
  return answerJson({ error: { code, message, issues, request_id: currentRequestId() } }, { status: statusOf[code] })
}
