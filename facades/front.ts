import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { FastResponse } from 'srvx'
import { toNodeHandler } from 'srvx/node'
import { bytesOf } from '@/server/answer.ts'
import { type Facade, serve } from '@/server/serve.ts'
import { consoleApi } from './console/index.ts'
import { live } from './console/live.ts'
import { engine } from './engine/index.ts'
import { healthz } from './health/index.ts'
import { huaweiElb } from './huawei-elb/index.ts'
import { keyManager } from './key-manager/index.ts'
import { keystone } from './keystone/index.ts'
import { neutron } from './neutron/index.ts'
import { octavia } from './octavia/index.ts'
import { referenceApi } from './reference/index.ts'

/** Where each dialect is mounted; what lies deeper comes first. Every other path is a page. */
const mounts = [
  ['/console/openapi.json', referenceApi],
  ['/console', consoleApi],
  ['/load-balancer', octavia],
  ['/identity', keystone],
  ['/network', neutron],
  ['/key-manager', keyManager],
  ['/v3', huaweiElb],
  ['/engine', engine],
  ['/live', live],
  ['/healthz', healthz],
] as const satisfies readonly (readonly [string, Facade])[]

/** The server speaks HTTP/1.1 only: the type of the adapter asks for both. */
type Handler = (request: IncomingMessage, response: ServerResponse) => unknown
const handlers = mounts.map(([prefix, facade]) => ({
  prefix,
  handle: toNodeHandler(sending(serve(facade))) as Handler,
}))

/**
 * Answers what is asked of the API, and leaves the pages: false. It stands before Next's own pipeline, which takes several times as
 * long as most answers (docs/adr/0019).
 */
export function answerApi(request: IncomingMessage, response: ServerResponse): boolean {
  const [path = ''] = (request.url ?? '').split('?')
  const mount = handlers.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
  mount?.handle(request, response)
  return mount !== undefined
}

/** From here on packing costs less than it saves on a slow line, in bytes. */
const worthPacking = 32_768
const packed = promisify(gzip)

/** JSON goes out in one piece, with its length, and packed when it is long. Everything else goes on as it is. */
function sending(facade: Facade): Facade {
  return async (request) => {
    const response = await facade(request)
    const body = bytesOf(response)
    if (body === null) return named(response)
    response.headers.set('vary', 'accept-encoding')
    if (body.length < worthPacking || !acceptsGzip(request)) return response
    response.headers.set('content-encoding', 'gzip')
    const { status, statusText, headers } = response
    return new FastResponse(await packed(body), { status, statusText, headers })
  }
}

/** With the words that belong to its status. */
function named({ body, status, headers }: Response): Response {
  return new FastResponse(body, { status, statusText: STATUS_CODES[status] ?? '', headers })
}

/** `gzip;q=0` says that it does not. */
function acceptsGzip(request: Request): boolean {
  const words = (request.headers.get('accept-encoding') ?? '').toLowerCase().split(',')
  return words.some((word) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(word))
}
