import fc from 'fast-check'
import { bytesOf } from 'model/l7/regex/bytes'
import type { HttpRequest } from 'model/l7/request'
import { bodies, hosts, names, paths, queries, texts, words } from './vocabulary.ts'

/** A request and how it is written on the wire, where each character is a byte. */
export type WrittenRequest = { readonly request: HttpRequest; readonly raw: string }

/** Client addresses that every Linux machine has. */
export const sources = ['127.0.0.1', '127.0.0.7', '127.1.2.3'] as const

type Header = readonly [name: string, value: string]

const anyCase = (text: string) =>
  fc.constantFrom(
    text,
    text.toLowerCase(),
    text.toUpperCase(),
    text.replace(/[a-z]/, (one) => one.toUpperCase()),
  )
const blanks = fc.constantFrom('', '', '', ' ', '  ', '\t')

const sentHost = fc
  .tuple(
    hosts,
    fc.constantFrom('', '', '', 'x.', 'x.y.z.', '.', 'a.test|'),
    fc.constantFrom('', '', '', '.', 'x', '/x'),
  )
  .map(([host, before, after]) => `${before}${host}${after}`)
  .chain(anyCase)
const port = fc.constantFrom('', '', '', '', ':80', ':8080', ':0', ':', ':99999', ':abc', '::80', ':80:80')
const hostLines = fc
  .tuple(sentHost, port, blanks, blanks, fc.integer({ max: 19, min: 0 }))
  .map(([host, after, left, right, dice]): Header[] => {
    if (dice === 0) return []
    if (dice === 1) return [['Host', '']]
    const line: Header = ['Host', `${left}${host}${after}${right}`]
    return dice === 2 ? [line, line] : [line]
  })

const headerLine = fc
  .tuple(names.chain(anyCase), fc.array(texts, { maxLength: 3 }), blanks, blanks)
  .map(([name, values, left, right]): Header => [name, `${left}${values.join(', ')}${right}`])

const cookiePair = fc
  .tuple(
    blanks,
    words,
    blanks,
    fc.constantFrom('=', '=', '=', '=', '==', ''),
    blanks,
    fc.oneof(texts, fc.constant('')),
    blanks,
  )
  .map((parts) => parts.join(''))
const cookieLine = fc
  .tuple(anyCase('Cookie'), fc.array(cookiePair, { maxLength: 4 }), fc.constantFrom('; ', ';', ' ; ', '; ; ', ', '))
  .map(([name, pairs, separator]): Header => [name, pairs.join(separator)])

const parameter = fc
  .tuple(words, fc.constantFrom('=', '=', '=', '==', ''), queries)
  .map((parts) => parts.join('').replaceAll(/[^\x21-\x7e]|#/g, ''))
const query = fc.oneof(
  { arbitrary: fc.constant(''), weight: 2 },
  {
    arbitrary: fc
      .tuple(fc.array(parameter, { maxLength: 4 }), fc.constantFrom('&', '&', ';', '&&', '&amp;', '?'))
      .map(([all, separator]) => all.join(separator)),
    weight: 3,
  },
)

const sentPath = fc
  .tuple(paths, fc.constantFrom('', '', '', '/', 'x', '/x.jpg', '.jpg', '/%2e%2e/'))
  .map(([path, after]) => `${path.startsWith('/') ? '' : '/'}${path}${after}`)

const methods = fc.constantFrom(
  'GET',
  'GET',
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'PATCH',
  'get',
  'PURGE',
  'GETX',
)

/** Requests as no well-behaved client would send them, and as all of them do. */
export const requests: fc.Arbitrary<WrittenRequest> = fc
  .record({
    method: methods,
    path: sentPath,
    query,
    host: hostLines,
    headers: fc.array(headerLine, { maxLength: 3 }),
    cookies: fc.array(cookieLine, { maxLength: 2 }),
    source: fc.constantFrom(...sources),
    form: fc.integer({ min: 0, max: 19 }),
    body: fc.oneof({ arbitrary: fc.constant(''), weight: 1 }, { arbitrary: bodies, weight: 2 }),
    type: fc.constantFrom(null, null, null, 'application/json', 'application/grpc', 'Application/gRPC-web'),
  })
  .map(({ host, headers, cookies, form, body, type, ...rest }) => {
    const typed: Header[] = type === null ? [] : [['Content-Type', type]]
    const own: HttpRequest = { ...rest, headers: [...headers, ...host, ...cookies, ...typed], body }
    const request = form === 0 ? { ...own, method: 'OPTIONS', path: '', query: '' } : own
    return { request, raw: rawOf(request, form === 1) }
  })

/** A request on the wire, in the form that proxies are asked in where that is wanted and possible. */
export function rawOf(request: HttpRequest, isAbsolute = false): string {
  const { method, path, query: asked, headers } = request
  const target = path === '' ? '*' : `${path}${asked === '' ? '' : `?${asked}`}`
  const host = headers.find(([name]) => name === 'Host')?.[1] ?? ''
  const origin = isAbsolute && /^[a-z.]+$/.test(host) ? `http://${host}` : ''
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${origin}${target} HTTP/1.1`, ...lines, ...writtenBody(request)].join('\r\n')
}

/** What follows the headers: with its length, or in chunks, of which the bytes of the body itself decide. */
function writtenBody({ body = '' }: HttpRequest): string[] {
  const bytes = String.fromCharCode(...bytesOf(body))
  const size = bytes.length % 3 === 0 || bytes === '' ? 0 : 1 + ((bytes.charCodeAt(0) * 7) % 97)
  if (size === 0) return [`Content-Length: ${bytes.length}`, '', bytes]
  const chunks = bytes.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
  return ['Transfer-Encoding: chunked', '', ...chunks.flatMap((one) => [one.length.toString(16), one]), '0', '', '']
}
