import { DomainError, type ErrorCode, type Issue } from 'model/errors'
import { isObject } from '../shared/body.ts'
import { printed } from '../shared/input.ts'

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
    return Response.json({ code: status, title: 'Not Acceptable', description: error.message }, { status })
  }
  const fault = {
    faultcode: status < 500 ? 'Client' : 'Server',
    faultstring: error.message,
    debuginfo: null,
    ...(error.issues.length > 0 && { issues: error.issues.map(({ about, message }) => ({ about, message })) }),
  }
  return Response.json(fault, { status })
}

/** Octavia leaves authentication to Keystone's filter, so the body is Keystone's. */
function unauthenticated(): Response {
  const error = { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' }
  return Response.json({ error }, { status: 401, headers: { 'www-authenticate': 'Keystone uri="/identity"' } })
}

/**
 * Runs a write. Where a schema refuses the input, its words are put into Octavia's sentence, which also carries the value:
 * `Invalid input for field/attribute protocol. Value: 'FTP'. Value should be one of: HTTP, TCP`.
 */
export async function inWords<T>(input: unknown, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    throw error instanceof DomainError && error.code === 'invalid' ? worded(error, input) : error
  }
}

function worded(error: DomainError, input: unknown): DomainError {
  if (error.issues.length === 0) return error
  const sentences = error.issues.map((issue) => sentenceOf(issue, input))
  return new DomainError(error.code, [...new Set(sentences)].join(' '), error.issues)
}

/** An issue of a schema is about a place in the input; all others are whole sentences already, about resources. */
function sentenceOf({ about, message }: Issue, input: unknown): string {
  const path = about.split('/')
  const attribute = path.at(-1) ?? ''
  const holder = path.slice(0, -1).reduce<unknown>((value, key) => memberOf(value, key), input)
  if (!isObject(holder) && !Array.isArray(holder)) return message
  return `Invalid input for field/attribute ${attribute}. Value: '${printed(memberOf(holder, attribute))}'. ${message}`
}

function memberOf(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}
