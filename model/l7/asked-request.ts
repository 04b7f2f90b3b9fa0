import { z } from 'zod'
import { address } from '../kit/values.ts'
import type { HttpRequest } from './request.ts'

/** An address of the documentation's network (RFC 5737): a client that is nobody's. */
export const anyClient = '192.0.2.1'
/** More than browsers send. */
const mostHeaders = 100

const method = z
  .string('Value should be a method')
  .max(32, 'Value should have a maximum character requirement of 32')
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'Value should be a method: GET, POST')
const path = z
  .string('Value should be a path')
  .max(8_000, 'Value should have a maximum character requirement of 8000')
  .regex(/^\/[\x21\x22\x24-\x3e\x40-\x7e]*$/, 'Value should begin with / and be percent-encoded, without ? and #')
const query = z
  .string('Value should be a query')
  .max(8_000, 'Value should have a maximum character requirement of 8000')
  .regex(/^[\x21\x22\x24-\x7e]*$/, 'Value should be percent-encoded, without the question mark and #')
const header = z.tuple(
  [
    z
      .string('Value should be the name of a header')
      .max(255, 'Value should have a maximum character requirement of 255')
      .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'Value should be the name of a header'),
    z
      .string('Value should be the value of a header')
      .max(8_000, 'Value should have a maximum character requirement of 8000')
      .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'Value should not contain control characters'),
  ],
  'Value should be a pair of a name and a value',
)
const headers = z
  .array(header, 'Value should be a list of pairs')
  .max(mostHeaders, `Value should have at most ${mostHeaders} headers`)

/** More than any policy reads. */
const longestBody = 10_000
const body = z
  .string('Value should be a text')
  .max(longestBody, `Value should have a maximum character requirement of ${longestBody}`)
  .regex(/^[^\0\ud800-\udfff]*$/u, 'Value should be a text without null characters')

/** A request whose parts can stand in a request line and in header lines as they are. */
export const httpRequest = z.object({
  method,
  path,
  query,
  headers,
  source: address.accepts,
  body: body.optional(),
}) satisfies z.ZodType<HttpRequest>

const asked = z.strictObject({
  /** Left out, it is GET, or POST where there is a body. */
  method: method.optional(),
  /** Instead of path and query; its host is the Host header unless there is one. */
  url: z
    .string('Value should be a URL')
    .max(8_000, 'Value should have a maximum character requirement of 8000')
    .optional(),
  path: path.optional(),
  query: query.optional(),
  headers: headers.default([]),
  source: address.accepts.default(anyClient),
  body: body.optional(),
})

/** A request as a person gives it: `{"url": "http://www.example.com/cart"}` will do. */
export const askedRequest = asked.transform((given, context): HttpRequest => {
  const parts = givenParts(given)
  const isTwice = given.url !== undefined && (given.path !== undefined || given.query !== undefined)
  const whole = parts && {
    ...given,
    method: given.method ?? usualMethod(given),
    path: parts.path,
    query: parts.query,
    headers: withHost(given.headers, parts.host),
  }
  if (whole === null || isTwice || !httpRequest.safeParse(whole).success) {
    const message = isTwice
      ? 'Give either "url", or "path" and "query"'
      : 'Value should be a URL such as http://www.example.com/path?query, percent-encoded'
    context.addIssue({ code: 'custom', path: ['url'], message })
    return z.NEVER
  }
  const { method, path, query, headers, source, body } = whole
  return { method, path, query, headers, source, ...(body ? { body } : {}) }
})

type Parts = { readonly host: string | null; readonly path: string; readonly query: string }

function givenParts({ url, path = '/', query = '' }: z.output<typeof asked>): Parts | null {
  return url === undefined ? { host: null, path, query } : partsOf(url)
}

function usualMethod({ body = '' }: z.output<typeof asked>): string {
  return body === '' ? 'GET' : 'POST'
}

/** Taken apart and not normalised: `..` and `%2e` stay what was typed. */
function partsOf(url: string): Parts | null {
  const found = /^(?:https?:\/\/([a-z0-9._:[\]-]+))?(\/[^?#]*)?(?:\?([^#]*))?(?:#.*)?$/i.exec(url)
  if (found === null) return null
  const [, host, path = '/', query = ''] = found
  return { host: host ?? null, path, query }
}

type Headers = readonly (readonly [name: string, value: string])[]

function withHost(headers: Headers, host: string | null): [string, string][] {
  const own = headers.map(([name, value]): [string, string] => [name, value])
  return host === null || own.some(([name]) => name.toLowerCase() === 'host') ? own : [['Host', host], ...own]
}
