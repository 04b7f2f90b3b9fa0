import { DomainError } from 'model/errors'

/** One sentence for every failed authentication: which part was wrong is nobody's business. */
export function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'The request you have made requires authentication.')
}
