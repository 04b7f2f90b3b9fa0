import { DomainError } from 'model/errors'
import { z } from 'zod'
import type { Credentials } from '@/server/services/access.ts'
import { domain } from './wire.ts'

/** Names and passwords beyond this are none of ours; the hash of a password costs time in its length. */
const word = z.string().min(1).max(1_024)
const domainGiven = z.object({ id: word.optional(), name: word.optional() })
const named = z.object({ id: word.optional(), name: word.optional(), domain: domainGiven.optional() })

const authentication = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).min(1),
      password: z.object({ user: named.extend({ password: word }) }).optional(),
    }),
    scope: z.union([z.literal('unscoped'), z.object({ project: named.optional() })]).nullish(),
  }),
})

/** The credentials in a `POST /v3/auth/tokens`: the password method, with the project to act in or without. */
export function credentialsOf(body: unknown): Credentials {
  const read = authentication.safeParse(body)
  if (!read.success) throw new DomainError('invalid', firstProblem(read.error))
  const { identity, scope } = read.data.auth
  const user = identity.password?.user
  if (!identity.methods.includes('password') || !user) {
    throw new DomainError(
      'invalid',
      `Authentication methods are: password. The request asks for ${identity.methods.join(', ')}.`,
    )
  }
  if (user.id === undefined && user.name === undefined)
    throw new DomainError('invalid', 'auth.identity.password.user should have an id, or a name and a domain.')
  refuseOtherDomain(user.domain)
  const project = typeof scope === 'object' && scope !== null ? scope.project : undefined
  refuseOtherDomain(project?.domain)
  return {
    user: { id: user.id, name: user.name },
    password: user.password,
    ...(project && { project: { id: project.id, name: project.name } }),
  }
}

/** A name in another domain is unknown, as any unknown name is. */
function refuseOtherDomain(given: z.output<typeof domainGiven> | undefined): void {
  if (!given) return
  const isOurs =
    (given.id ?? domain.id) === domain.id && (given.name ?? domain.name).toLowerCase() === domain.name.toLowerCase()
  if (!isOurs) throw new DomainError('unauthenticated', 'The domain is unknown.')
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues
  return issue ? `${issue.path.join('.') || 'The body'}: ${issue.message}` : 'The body could not be read.'
}
