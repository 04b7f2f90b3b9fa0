import type { DomainError, ErrorCode } from 'model/errors'
import { answerJson } from '@/server/answer.ts'

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

/** Neutron names what is wrong in the type of its error. */
const typesBySentence = {
  not_found: [
    [/^Subnet /, 'SubnetNotFound'],
    [/^Network /, 'NetworkNotFound'],
    [/^Port /, 'PortNotFound'],
    [/^Floating IP /, 'FloatingIPNotFound'],
  ],
  conflict: [
    [/^Unable to complete operation on subnet /, 'SubnetInUse'],
    [/^Unable to complete operation on network /, 'NetworkInUse'],
    [/^Cannot associate floating IP /, 'FloatingIPPortAlreadyAssociated'],
    [/^No more IP addresses available /, 'IpAddressGenerationFailure'],
    [/^IP address .* already allocated /, 'IpAddressAlreadyAllocated'],
  ],
} as const satisfies Partial<Record<ErrorCode, readonly (readonly [RegExp, string])[]>>

/** Neutron's error body; authentication is Keystone's in front of it. `issues` goes beyond it: what is wrong with what, for forms. */
export function errorOf(error: DomainError): Response {
  const [status, type] = kindOf[error.code]
  if (error.code === 'unauthenticated') {
    const message = 'The request you have made requires authentication.'
    return answerJson({ error: { code: status, title: type, message } }, { status })
  }
  const body = { NeutronError: { type: typeOf(error) ?? type, message: error.message, detail: '' } }
  const issues = error.issues.map(({ about, message }) => ({ about, message }))
  return answerJson(issues.length > 0 ? { ...body, issues } : body, { status })
}

function typeOf({ code, message }: DomainError): string | undefined {
  if (code !== 'not_found' && code !== 'conflict') return undefined
  return typesBySentence[code].find(([pattern]) => pattern.test(message))?.[1]
}
