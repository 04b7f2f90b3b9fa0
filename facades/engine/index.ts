import { DomainError, type ErrorCode } from 'model/errors'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import { desired, isEngineToken, takeReport, takeSamples } from '@/server/services/engine-desk.ts'
import { jsonBody } from '../shared/body.ts'
import { allowing, matchOperation } from '../shared/router.ts'

/** What engines ask and tell. They are no people: one secret, compared by the desk, lets them in. */
const operations = [
  { method: 'GET', path: '/engine/desired', run: answerDesired },
  { method: 'POST', path: '/engine/report', run: taking(takeReport) },
  { method: 'POST', path: '/engine/samples', run: taking(takeSamples) },
] as const

const statusOf: Partial<Record<ErrorCode, number>> = {
  unauthenticated: 401,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  unsupported_media_type: 415,
}

/** The desk that engines pull the desired state from and report to. */
export async function engine(request: Request): Promise<Response> {
  try {
    return await answerOf(request)
  } catch (error) {
    if (error instanceof DomainError) return refusalOf(error)
    throw error
  }
}

function refusalOf({ code, message, issues }: DomainError): Response {
  return answerJson({ error: { code, message, issues } }, { status: statusOf[code] ?? 400 })
}

async function answerOf(request: Request): Promise<Response> {
  const [scheme, token = ''] = (request.headers.get('authorization') ?? '').split(' ')
  if (scheme !== 'Bearer' || !isEngineToken(token)) {
    throw new DomainError(
      'unauthenticated',
      'The engine token is wrong. FULCRUM_ENGINE_TOKEN must be the same on both sides.',
    )
  }
  const match = matchOperation(operations, request.method, new URL(request.url).pathname)
  if (match.found) return match.operation.run(request)
  const code = match.methods.length > 0 ? 'method_not_allowed' : 'not_found'
  const message = 'Engines GET /engine/desired and POST /engine/report and /engine/samples.'
  return allowing(match.methods, refusalOf(new DomainError(code, message)))
}

const desiredQuery = z.object({
  after: z.coerce.number().int().min(0),
  node: z.string().min(1).max(255),
  contract: z.coerce.number().int(),
})

/** Waits until there is something newer than `after`; 204 when nothing came. */
async function answerDesired(request: Request): Promise<Response> {
  const query = desiredQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams))
  if (!query.success) throw new DomainError('invalid', 'GET /engine/desired takes after, node and contract.')
  const state = await desired(query.data, request.signal)
  return state === null ? new Response(null, { status: 204 }) : answerJson(state)
}

function taking(take: (input: unknown) => Promise<void>): (request: Request) => Promise<Response> {
  return async (request) => {
    await take(await jsonBody(request))
    return new Response(null, { status: 204 })
  }
}
