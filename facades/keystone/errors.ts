import type { DomainError } from 'model/errors'
import { answerJson } from '@/server/answer.ts'
import { httpErrors, unauthenticated } from '../shared/http-errors.ts'

/** Keystone's error body, and what the console reads besides: which attributes it is about. */
export function errorOf(error: DomainError): Response {
  const [code, title] = httpErrors[error.code]
  const message = error.code === 'unauthenticated' ? unauthenticated : error.message
  const issues = error.issues.map(({ about, message: words }) => ({ about, message: words }))
  return answerJson({ error: { code, title, message, ...(issues.length > 0 && { issues }) } }, { status: code })
}
