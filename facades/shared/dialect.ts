import { DomainError } from 'model/errors'
import { actorOf } from '@/server/services/access.ts'
import type { Actor, Role } from '@/server/services/actor.ts'
import { acceptsJson } from './accept.ts'
import { jsonBody } from './body.ts'
import type { OpenCall, Operation } from './operation.ts'
import { refuseOtherPages, refuseUnlessOurPage } from './origin.ts'
import { allowing, type Match, matchOperation } from './router.ts'

/** What one dialect says differently from the others. */
export type Dialect = {
  /** Where it is mounted, `/load-balancer`. */
  readonly prefix: string
  readonly operations: readonly Operation[]
  /** One spelling for the paths that the dialect takes as equal. */
  readonly canonicalPath: (path: string) => string
  /** The answer for a refusal. */
  readonly refusal: (error: DomainError, request: Request) => Response
}

/** A dialect as a plain function. What it throws is a bug; every refusal is an answer in the dialect's own form. */
export function facadeOf(dialect: Dialect): (request: Request) => Promise<Response> {
  return async (request) => {
    try {
      return await answerOf(dialect, request)
    } catch (error) {
      if (error instanceof DomainError) return dialect.refusal(error, request)
      throw error
    }
  }
}

/** The order is Octavia's: who asks, where to, in which form, with what body. */
async function answerOf(dialect: Dialect, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const path = dialect.canonicalPath(url.pathname.slice(dialect.prefix.length))
  const match = matchOperation(dialect.operations, request.method, path)
  if (match.found && match.operation.role === 'anyone') {
    refuseOtherPages(request)
    return match.operation.run(await callOf(request, url, match))
  }
  const actor = await actorOf(request)
  if (!match.found) return allowing(match.methods, dialect.refusal(notMatched(url, match.methods), request))
  if (!acceptsJson(request)) throw new DomainError('not_acceptable', 'Only content type application/json is accepted.')
  if (actor.via === 'session') refuseUnlessOurPage(request)
  refuseUnless(actor, match.operation)
  return match.operation.run({ ...(await callOf(request, url, match)), actor })
}

async function callOf(
  request: Request,
  url: URL,
  match: Extract<Match<Operation>, { found: true }>,
): Promise<OpenCall> {
  const body = match.operation.takes === 'json' ? await jsonBody(request) : undefined
  return { request, url, parameters: match.parameters, body }
}

function notMatched(url: URL, methods: readonly string[]): DomainError {
  if (methods.length === 0) return new DomainError('not_found', `The resource ${url.pathname} could not be found.`)
  return new DomainError('method_not_allowed', `This path takes ${methods.join(', ')}.`)
}

/**
 * Whether the actor may begin at all. A member's right to write a row is decided by the service, which knows the row: Octavia
 * tells a reader that a parent does not exist before it says that a reader may not write.
 */
function refuseUnless(actor: Actor, { role }: Operation): void {
  const needed: Role = role === 'admin' ? 'admin' : 'reader'
  if (!includesRole(actor, needed))
    throw new DomainError('forbidden', 'Policy does not allow this request to be performed.')
}

const rank = { reader: 1, member: 2, admin: 3 } as const satisfies Record<Role, number>

/** Whether one of the actor's roles is the needed one, or one that includes it. */
function includesRole(actor: Pick<Actor, 'roles'>, needed: Role): boolean {
  return actor.roles.some((role) => rank[role] >= rank[needed])
}
