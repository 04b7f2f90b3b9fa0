import type { ErrorCode } from 'model/errors'

/** What a refusal is in HTTP, where the dialect has no words of its own for it (RFC 9110, 15). */
export const httpErrors = {
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
export const unauthenticated = 'The request you have made requires authentication.'
