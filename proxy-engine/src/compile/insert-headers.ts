import { asksForCertificates } from 'model/listener/client-certificates'
import { type InsertHeader, insertedHeaders, insertHeaderKinds } from 'model/listener/insert-headers'
import type { Listener } from 'model/resources/listener'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { traceLines } from './traces.ts'
import { expression, joined, keyword, quoted, reading } from './words.ts'

/** A header that is kept as it came, and the variable that has it. */
const keptHeaders = {
  'X-Request-ID': 'txn.request_id',
  'X-Correlation-ID': 'txn.correlation_id',
} as const satisfies Partial<Record<InsertHeader, string>>
type KeptHeader = keyof typeof keptHeaders

function keptOf(names: readonly InsertHeader[]): KeptHeader[] {
  return (Object.keys(keptHeaders) as KeptHeader[]).filter((name) => names.includes(name))
}

type About = Pick<Listener, 'insert_headers' | 'client_authentication' | 'protocol'>

/** HAProxy's variable with the id of a request; null where the listener gives none. */
export function requestIdVariable({ insert_headers }: Pick<Listener, 'insert_headers'>) {
  return insertedHeaders(insert_headers).includes('X-Request-ID') ? keptHeaders['X-Request-ID'] : null
}

/** In the frontend, before anything else reads the request or answers it: what is told later as it was. */
export function notedLines({ insert_headers }: Pick<Listener, 'insert_headers'>, about: string): Line[] {
  const names = insertedHeaders(insert_headers)
  const noted = (name: InsertHeader, words: Parameters<typeof line>[1]) =>
    names.includes(name) ? [line(about, words)] : []
  return [
    ...noted('X-Response-Time', expression('http-request set-var(txn.came_at) date(0,ms)')),
    ...noted('X-Forwarded-Host', expression('http-request set-var(txn.asked_host) req.fhdr(host)')),
    ...keptOf(names).flatMap((name) => keptLines(name, about)),
  ]
}

/** What is no id of up to 128 visible characters is replaced. Of several the last counts. */
function keptLines(name: KeptHeader, about: string): Line[] {
  const variable = keyword(keptHeaders[name])
  const set = joined('', expression('http-request set-var('), variable, expression(')'))
  const header = joined('', expression('req.fhdr('), keyword(name), expression(',-1)'))
  const isMissing = joined('', expression('if !{ var('), variable, expression(') -m found }'))
  return [
    line(about, set, header, expression('if {'), header, expression("-m reg '^[!-~]{1,128}$' }")),
    line(about, set, expression('uuid()'), isMissing),
  ]
}

/** In the frontend, for every answer: those of members, of the cache, and HAProxy's own. */
export function answerHeaderLines({ insert_headers }: Pick<Listener, 'insert_headers'>, about: string): Line[] {
  const names = insertedHeaders(insert_headers)
  const set = expression('http-after-response set-header')
  const kept = keptOf(names).map((name) => {
    const read = reading(keyword(keptHeaders[name]))
    const value = joined('', expression('%['), read, expression(']'))
    return line(about, set, keyword(name), value, joined(' ', expression('if {'), read, expression('-m found }')))
  })
  return [
    ...kept,
    ...(names.includes('X-Served-By') ? servedByLines(about) : []),
    ...(names.includes('X-Response-Time')
      ? [
          line(about, expression('http-after-response del-header X-Response-Time')),
          line(
            about,
            set,
            keyword('X-Response-Time'),
            expression(insertHeaderKinds['X-Response-Time'].format),
            expression('if { var(txn.came_at) -m found }'),
          ),
        ]
      : []),
  ]
}

/** What comes from nobody, or from the cache, has no name of a member. */
function servedByLines(about: string): Line[] {
  const { format } = insertHeaderKinds['X-Served-By']
  return [
    line(about, expression('http-after-response del-header X-Served-By')),
    line(
      about,
      expression('http-after-response set-header X-Served-By'),
      expression(format),
      expression('if { srv_name -m found }'),
    ),
  ]
}

/**
 * `set-header` puts our word in the place of whatever the client claims; X-Forwarded-For is appended to, as everybody expects of it.
 * Here, in the backend, and not in the frontend: rules look at what the client has sent.
 */
export function requestHeaderLines(listener: About, about: string): Line[] {
  const names = insertedHeaders(listener.insert_headers)
  const isAboutClient = names.some((name) => insertHeaderKinds[name].purpose === 'certificate')
  const vouches = isAboutClient || asksForCertificates(listener)
  return [
    ...(vouches ? [line(about, withoutClaims)] : []),
    ...traceLines(names, about),
    ...otherSpellingLines(names, about),
    ...names.flatMap((name) => requestHeader(name, about)),
  ]
}

/**
 * What a client says itself about its certificate, inserted or not; also in the spelling that many members take for the same. Names are in
 * lower case there.
 */
const withoutClaims = expression("http-request del-header '^x[-_]ssl[-_](client[-_].*|issuer)$' -m reg")

/** On nearly every listener, and nobody's identity: looking at every header for their sake would cost a request 5 % of its time. */
const usual: readonly InsertHeader[] = ['X-Forwarded-Port', 'X-Forwarded-Proto']

/** Those that are ours alone. X-Forwarded-For and certificates have lines of their own, and a trace has no value that anybody trusts. */
function isVouchedFor(name: InsertHeader): boolean {
  const { purpose, format } = insertHeaderKinds[name]
  if (usual.includes(name)) return false
  return (purpose === 'client' && format !== null) || Object.hasOwn(keptHeaders, name)
}

/** Many members take X_Real_IP for X-Real-IP: in no spelling does it come from a client. */
function otherSpellingLines(names: readonly InsertHeader[], about: string): Line[] {
  const vouched = names.filter(isVouchedFor).map((name) => name.toLowerCase().replaceAll('-', '[-_]'))
  if (vouched.length === 0) return []
  return [line(about, expression('http-request del-header'), quoted(`^(${vouched.join('|')})$`), expression('-m reg'))]
}

function requestHeader(name: InsertHeader, about: string): Line[] {
  const { purpose, format } = insertHeaderKinds[name]
  const set = expression('http-request set-header')
  if (name === 'X-Forwarded-For') return [line(about, expression('option forwardfor'))]
  if (name === 'X-Request-ID') return [line(about, set, keyword(name), expression('%[var(txn.request_id)]'))]
  if (name === 'X-Correlation-ID') return [line(about, set, keyword(name), expression('%[var(txn.correlation_id)]'))]
  return purpose === 'answers' || format === null ? [] : [line(about, set, keyword(name), expression(format))]
}
