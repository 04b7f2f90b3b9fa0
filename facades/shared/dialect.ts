import { DomainError } from 'model/errors'
import { actorOf } from '@/server/services/access.ts'
import type { Actor } from '@/server/services/actor.ts'
import { allowBeginning } from '@/server/services/policy.ts'
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
  /** Who asks, where it is said otherwise than by token or session alone. */
  readonly actorOf?: (request: Request) => Promise<Actor>
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
  if (match.found && match.operation.deed === 'anyone') {
    refuseOtherPages(request)
    return match.operation.run(await callOf(request, url, match))
  }
  const actor = await (dialect.actorOf ?? actorOf)(request)
  if (!match.found) return allowing(match.methods, dialect.refusal(notMatched(url, match.methods), request))
  if (match.operation.gives !== 'bytes' && !acceptsJson(request))
    throw new DomainError('not_acceptable', 'Only content type application/json is accepted.')
  if (actor.via === 'session') refuseUnlessOurPage(request)
  const { deed, run } = match.operation
  // The right to write a row is decided by the service, which knows the row.
  if (deed !== 'signed-in' && deed !== 'anyone') allowBeginning(actor, deed)
  return run({ ...(await callOf(request, url, match)), actor })
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
