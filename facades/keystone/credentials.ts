import { DomainError } from 'model/errors'
import { z } from 'zod'
import type { Naming, Proof } from '@/server/services/proofs.ts'
import type { Scope } from '@/server/services/tokens.ts'
import { domain, isOurDomain } from './domain.ts'

/** Names and passwords beyond this are none of ours; the hash of a password costs time in its length. */
const word = z.string().min(1).max(1_024)
const domainGiven = z.object({ id: word.optional(), name: word.optional() })
const named = z.object({ id: word.optional(), name: word.optional(), domain: domainGiven.optional() })
type Named = z.output<typeof named>

const identity = z.object({
  methods: z.array(z.string().max(64)).min(1).max(8),
  password: z.object({ user: named.extend({ password: word }) }).optional(),
  token: z.object({ id: word }).optional(),
  application_credential: z
    .object({ id: word.optional(), name: word.optional(), secret: word, user: named.optional() })
    .optional(),
})
type Identity = z.output<typeof identity>

const scope = z.union([
  z.literal('unscoped'),
  z.object({
    project: named.optional(),
    domain: z.unknown().optional(),
    system: z.unknown().optional(),
    'OS-TRUST:trust': z.unknown().optional(),
    unscoped: z.unknown().optional(),
  }),
])

export const authentication = z.object({ auth: z.object({ identity, scope: scope.nullish() }) })

/** How each method says who asks; undefined when its part of the body is missing. */
const methods = {
  password: ({ password }) =>
    password && { method: 'password', user: userOf(password.user, 'password.user'), password: password.user.password },
  token: ({ token }) => token && { method: 'token', token: token.id },
  application_credential: ({ application_credential: given }) => {
    if (!given) return undefined
    const { id, name, secret } = given
    if (id !== undefined) return { method: 'application_credential', credential: { id }, user: {}, secret }
    if (name === undefined || !given.user)
      throw malformed('application_credential', 'should have an id, or a name and a user')
    const user = userOf(given.user, 'application_credential.user')
    return { method: 'application_credential', credential: { name }, user, secret }
  },
} as const satisfies Record<string, (given: Identity) => Proof | undefined>

function isMethod(name: string): name is keyof typeof methods {
  return Object.hasOwn(methods, name)
}

/** What a `POST /v3/auth/tokens` says: who asks, proven in one or several ways, and the project to act in. */
export function authenticationOf(body: unknown): { readonly proofs: readonly Proof[]; readonly scope: Scope } {
  const read = authentication.safeParse(body)
  if (!read.success) throw new DomainError('invalid', firstProblem(read.error))
  const { auth } = read.data
  return {
    proofs: [...new Set(auth.identity.methods)].map((name) => proofOf(name, auth.identity)),
    scope: scopeOf(auth),
  }
}

function proofOf(name: string, given: Identity): Proof {
  if (!isMethod(name)) {
    const known = Object.keys(methods).join(', ')
    throw new DomainError('invalid', `Authentication methods are: ${known}. The request asks for another one.`)
  }
  const proof: Proof | undefined = methods[name](given)
  if (!proof) throw malformed(name, 'is missing')
  return proof
}

function userOf(user: Named, about: string): Naming {
  if (user.id === undefined && user.name === undefined)
    throw malformed(about, 'should have an id, or a name and a domain')
  refuseOtherDomain(user)
  return { id: user.id, name: user.name }
}

function scopeOf({ scope: given }: z.output<typeof authentication>['auth']): Scope {
  if (given === undefined || given === null) return 'default'
  if (given === 'unscoped' || given.unscoped !== undefined) return 'unscoped'
  const { project } = given
  const isElsewhere = [given.domain, given.system, given['OS-TRUST:trust']].some((one) => one !== undefined)
  if (!project) return isElsewhere ? 'elsewhere' : 'default'
  if (project.id === undefined && project.name === undefined)
    throw new DomainError('invalid', 'auth.scope.project should have an id, or a name and a domain.')
  refuseOtherDomain(project)
  return { project: { id: project.id, name: project.name } }
}

/** A name in another domain is unknown, as any unknown name is. */
function refuseOtherDomain({ domain: given }: Named): void {
  if (given && !isOurDomain(given)) throw new DomainError('unauthenticated', `There is only the domain ${domain.name}.`)
}

function malformed(about: string, problem: string): DomainError {
  return new DomainError('invalid', `auth.identity.${about} ${problem}.`)
}

function firstProblem(error: z.ZodError): string {
  const [issue] = error.issues
  return issue ? `${issue.path.join('.') || 'The body'}: ${issue.message}` : 'The body could not be read.'
}
