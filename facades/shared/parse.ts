import { DomainError } from 'model/errors'
import type { z } from 'zod'

/** What a body or a query says, or a refusal with an issue for each attribute that is wrong. */
export function parsed<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  const issues = read.error.issues.map(({ path, message }) => ({ about: path.join('/'), message }))
  const sentences = issues.map(({ about, message }) => (about === '' ? message : `${about}: ${message}`))
  throw new DomainError('invalid', sentences.join('. '), issues)
}
