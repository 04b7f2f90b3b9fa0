import type { DomainError } from 'model/errors'
import { answerJson } from '@/server/answer.ts'
import { httpErrors, unauthenticated } from '../shared/http-errors.ts'

/** Barbican's error body; authentication is Keystone's in front of it. `issues` goes beyond it: what is wrong with what. */
export function errorOf({ code, message, issues }: DomainError): Response {
  const [status, title] = httpErrors[code]
  if (code === 'unauthenticated')
    return answerJson({ error: { code: status, title, message: unauthenticated } }, { status })
  const told = issues.map((one) => ({ about: one.about, message: one.message }))
  return answerJson({ code: status, title, description: message, ...(told.length > 0 && { issues: told }) }, { status })
}
