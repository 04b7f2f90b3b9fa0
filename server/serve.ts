import { randomUUID } from 'node:crypto'
import { answerJson, bytesOf } from './answer.ts'
import { clock } from './clock.ts'
import { log, logEvents, requestScope } from './log.ts'

export type Facade = (request: Request) => Promise<Response>

/** Asked again and again by machines: worth a line only when something is wrong. */
const quietPaths = /^\/(engine|live|healthz)(\/|$)/

/** The edge of the server: gives each request its id, writes its log line, and turns whatever escaped into a 500. */
export function serve(facade: Facade): Facade {
  return (request) => {
    const request_id = `req-${randomUUID()}`
    return requestScope().run({ request_id }, () => answer(facade, request, request_id))
  }
}

async function answer(facade: Facade, request: Request, request_id: string): Promise<Response> {
  const begun = clock().now()
  // RFC 9112 section 3.2: a Host header that names nothing is answered with 400.
  if (!URL.canParse(request.url)) return withRequestId(unaddressed(request_id), request_id)
  const { pathname: path } = new URL(request.url)
  const line = { method: request.method, path }
  try {
    const response = withRequestId(await facade(request), request_id)
    const write = quietPaths.test(path) && response.status < 400 ? log.debug : log.info
    write(logEvents.requestServed, { ...line, status: response.status, duration_ms: clock().now() - begun })
    return response
  } catch (error) {
    log.error(logEvents.requestFailed, error, line)
    return withRequestId(lastResort(request_id), request_id)
  }
}

function withRequestId(response: Response, request_id: string): Response {
  if (response.headers.has('x-openstack-request-id')) return response
  if (bytesOf(response) !== null) {
    response.headers.set('x-openstack-request-id', request_id)
    return response
  }
  // Headers of a response that was fetched or redirected can not be changed in place.
  const headers = new Headers(response.headers)
  headers.set('x-openstack-request-id', request_id)
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
}

function unaddressed(request_id: string): Response {
  const message = 'The Host header should be a host name or an address, with or without a port up to 65535.'
  return readable(400, { code: 'invalid', faultcode: 'Client', message, request_id })
}

function lastResort(request_id: string): Response {
  const message = `Something failed inside Fulcrum. Its log says more under ${request_id}.`
  return readable(500, { code: 'internal', faultcode: 'Server', message, request_id })
}

type Said = { readonly code: string; readonly faultcode: string; readonly message: string; readonly request_id: string }

/** In every dialect: the console's `error`, the `faultstring` that OpenStack clients print, and what those of Huawei Cloud read. */
function readable(status: number, { code, faultcode, message, request_id }: Said): Response {
  const error = { code, message, issues: [], request_id }
  const elb = { error_code: status < 500 ? 'ELB.8902' : 'ELB.8906', error_msg: message, request_id }
  return answerJson({ error, faultcode, faultstring: message, debuginfo: null, ...elb }, { status })
}
