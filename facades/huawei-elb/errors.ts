import { DomainError, type ErrorCode } from 'model/errors'
import { answerJson } from '@/server/answer.ts'
import { currentRequestId } from '@/server/log.ts'

/** Status and error code of every refusal (reference: ELB v3, section 1). */
const codes = {
  invalid: [400, 'ELB.8902'],
  unauthenticated: [401, 'ELB.1103'],
  forbidden: [403, 'ELB.9802'],
  unsupported: [403, 'ELB.8962'],
  not_found: [404, 'ELB.8904'],
  method_not_allowed: [405, 'ELB.9899'],
  not_acceptable: [406, 'ELB.9899'],
  conflict: [409, 'ELB.8907'],
  busy: [409, 'ELB.8907'],
  over_quota: [409, 'ELB.8905'],
  unsupported_media_type: [415, 'ELB.9899'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

/** A request that should have a body and has none, which has an error code of its own. */
export class EmptyBody extends DomainError {
  constructor() {
    super('invalid', 'The request body is empty.')
  }
}

export function errorOf(error: DomainError): Response {
  const [status, code] = codes[error.code]
  const error_code = error instanceof EmptyBody ? 'ELB.0002' : code
  return answerJson({ error_code, error_msg: sentenceOf(error), request_id: currentRequestId() }, { status })
}

/** Which attribute it is about, where the sentence does not say it. */
function sentenceOf({ code, message, issues }: DomainError): string {
  const [first] = issues
  if (code !== 'invalid' || !first || first.about === '') return message
  const name = first.about.replaceAll('/', '.')
  const isNamed = first.message.includes(name.split('.').at(-1) ?? name)
  return isNamed ? first.message : `Invalid input for '${name}'. ${first.message}`
}

/** `%s %s could not be found`: also for what belongs to another project. */
export function couldNotBeFound(what: string, id: string): DomainError {
  return new DomainError('not_found', `${what} ${id} could not be found.`)
}

/** A value of an attribute that can not be. */
export function invalidInput(about: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ about, message, code: 'invalid' }])
}

export function inConflict(message: string, about = ''): DomainError {
  return new DomainError('conflict', message, [{ about, message, code: 'conflict' }])
}
