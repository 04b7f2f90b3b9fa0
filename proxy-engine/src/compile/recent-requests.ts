import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { requestIdVariable } from './insert-headers.ts'
import { line } from './ir.ts'
import type { RankedPolicy } from './policy-map.ts'
import { expression, joined, keyword, quoted, type Word } from './words.ts'

// What a listener was asked lately is told to the engine, some requests a second, over a ring in HAProxy's memory: the newest push the
// oldest out, whether anybody reads them or not.

/** HAProxy's name of the ring. */
export const recentRing = 'recent'

/** What of one request does not fit is cut off at its end, and so is the mark that it was whole. */
const longestLine = 8_192

/** One for the whole process. In bytes. */
export const recentSection = [`ring ${recentRing}`, 'format raw', `maxlen ${longestLine}`, 'size 1048576']

/** Headers that are told of every request. */
const usualHeaders = ['Host', 'User-Agent', 'Accept-Language'] as const
/** What nobody has to see again, whatever rules look at. Of cookies, those that rules name are told one by one. */
const secretHeaders = ['authorization', 'proxy-authorization', 'cookie']
/** More headers and cookies that rules name are not told. */
const mostNames = 24

/** A header or a cookie that a rule looks at. */
export type Told = { readonly part: 'header' | 'cookie'; readonly name: string }

/** How a line of the ring marks the value of a header or of a cookie. */
export const toldMarks = { header: 'h:', cookie: 'c:' } as const satisfies Record<Told['part'], string>

/** How a line of the ring marks the id of the request. */
export const idMark = 'i:'

/** The last word of a whole line. */
export const wholeMark = '.'

/**
 * All requests below ten a second, and of more about every n-th, so that five to ten are left; not those of the engine itself. What is
 * told is put together for these alone; of all others HAProxy makes no log line.
 */
const isTold = expression('if { rand(1000000),mod(txn.nth) 0 } !{ so_id 1000 }')

const log = expression('log ring@recent len 8192 format raw local0 alert')
/** Handshakes that fail are told, too (handshakes.ts). */
const logWithErrors = expression('log ring@recent len 8192 format raw local0 err')

type Asked = {
  readonly listener: Pick<Listener, 'protocol' | 'insert_headers'>
  readonly mode: 'http' | 'tcp'
  readonly policies: readonly RankedPolicy[]
}

/**
 * `<frontend> <status> <backend> <server> <policy> <milliseconds> <number> <client> <method> <path> <query> h:<name>=<value> ... .`, and
 * before the last word `i:<id>` where the listener gives ids: what clients wrote is in hexadecimal. Before anything of the frontend changes the request, or refuses it.
 */
export function recentRequestLines({ listener, mode, policies }: Asked, about: string): Line[] {
  // It costs a few percent of a request's time: a listener without policies has nothing to find out.
  if (mode !== 'http' || policies.length === 0) return []
  const id = requestIdVariable(listener) === null ? [] : [expression('i:%[var(txn.request_id),hex]')]
  const values = [...toldBy(policies).map(valueWord), ...id]
  const start = expression('%[date(0,ms)] %[rand(1000000000)] %[src] %[method,hex] %[path,hex] %[query,hex]')
  const told = quoted(joined(' ', start, ...values, expression(wholeMark)))
  return [
    // HAProxy's own remarks about a frontend are of lower levels, and so are requests that could not be read.
    line(about, listener.protocol === 'TERMINATED_HTTPS' ? logWithErrors : log),
    line(about, expression("log-format '%f %ST %b %s %[var(txn.act),field(2,|)] %[var(txn.told)]'")),
    line(about, expression('http-request set-log-level silent')),
    line(about, expression('http-request set-var(txn.nth) fe_req_rate,div(5)')),
    line(about, expression('http-request set-var-fmt(txn.told)'), told, isTold),
    line(about, expression('http-request set-log-level alert if { var(txn.told) -m found }')),
  ]
}

function valueWord({ part, name }: Told): Word {
  const fetched = part === 'header' ? expression('=%[req.fhdr(') : expression('=%[req.cook(')
  const mark = part === 'header' ? expression('h:') : expression('c:')
  return joined('', mark, keyword(name), fetched, keyword(name), expression('),hex]'))
}

function toldBy(policies: readonly RankedPolicy[]): Told[] {
  const named = policies.flatMap(({ found }) => (found.by === 'acls' ? found.tells : []))
  const all = new Map<string, Told>()
  for (const name of usualHeaders) all.set(keyOf({ part: 'header', name }), { part: 'header', name })
  for (const one of named) if (!all.has(keyOf(one)) && isTellable(one)) all.set(keyOf(one), one)
  return [...all.values()].slice(0, usualHeaders.length + mostNames)
}

/** Names of headers are alike in any case, those of cookies are not. */
function keyOf({ part, name }: Told): string {
  return `${toldMarks[part]}${part === 'header' ? name.toLowerCase() : name}`
}

function isTellable({ part, name }: Told): boolean {
  const isSecret = part === 'header' && secretHeaders.includes(name.toLowerCase())
  return !isSecret && /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name)
}
