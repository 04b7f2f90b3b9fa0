import { z } from 'zod'
import { uuid } from '../kit/values.ts'
import { inherited } from './inherited.ts'

// What a policy does beside or beyond sending a request on, with Huawei's names and limits (ELB v3, "Updating a Forwarding Policy").
// A part that is absent, null or empty where only text would do is the default, as its clients mean it.

function orDefault<T>(accepts: z.ZodType<T>, fallback: T) {
  return z.preprocess((value) => (value === undefined || value === null || value === '' ? fallback : value), accepts)
}

function oneLine(max: number, characters: RegExp, refusal: string) {
  return z
    .string('Value should be string')
    .min(1, 'Value should have a minimum character requirement of 1')
    .max(max, `Value should have a maximum character requirement of ${max}`)
    .regex(characters, refusal)
}

const hostRefusal = `Value should be ${inherited.host}, or 1 to 128 letters, digits, - and ., beginning with a letter or a digit`
const host = z.union([z.literal(inherited.host), oneLine(128, /^[A-Za-z0-9][A-Za-z0-9.-]*$/, hostRefusal)], {
  error: hostRefusal,
})
const redirectPath = oneLine(
  128,
  /^\/[A-Za-z0-9_~';@^%#&$.*+?,=!:|/()[\]{}-]*$|^\$\{path\}[A-Za-z0-9_~';@^%#&$.*+?,=!:|/()[\]{}-]*$/,
  "Value should begin with / and hold letters, digits and _~';@^-%#&$.*+?,=!:|/()[]{}",
)
const rewritePathRefusal = `Value should be ${inherited.path}, or begin with / and hold up to 128 letters, digits and _~';@^-%#&$.+?,=!:|/()`
const rewritePath = z.union(
  [z.literal(inherited.path), oneLine(128, /^\/[A-Za-z0-9_~';@^%#&$.+?,=!:|/()-]*$/, rewritePathRefusal)],
  { error: rewritePathRefusal },
)
const query = (characters: RegExp, listed: string) =>
  z
    .string('Value should be string')
    .max(128, 'Value should have a maximum character requirement of 128')
    .refine(
      (value) => characters.test(value.replaceAll(inherited.query, '')),
      `Value should hold letters, digits, ${listed} and ${inherited.query}`,
    )
const redirectQuery = query(/^[A-Za-z0-9!$&'()*+,./:;=?@^_`-]*$/, "!$&'()*+,-./:;=?@^_`")
const rewriteQuery = query(/^[A-Za-z0-9!$&'()+,./:;=?@^_`-]*$/, "!$&'()+,-./:;=?@^_`")
/** An empty query is none; only one that is left out is inherited. */
const orInherited = (accepts: z.ZodType<string>) => z.preprocess((value) => value ?? inherited.query, accepts)

export const redirectUrlCodes = ['301', '302', '303', '307', '308'] as const
const port = z
  .string(`Value should be ${inherited.port}, or a port from 1 to 65535 as text`)
  .refine(
    (value) => value === inherited.port || (/^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65_535),
    `Value should be ${inherited.port}, or a port from 1 to 65535`,
  )

/** Where a client is told to go, part by part. */
export const redirectUrlConfig = z.strictObject({
  protocol: orDefault(
    z.enum(['HTTP', 'HTTPS', inherited.protocol], {
      error: `Value should be one of: HTTP, HTTPS, ${inherited.protocol}`,
    }),
    inherited.protocol,
  ),
  host: orDefault(host, inherited.host),
  port: orDefault(port, inherited.port),
  path: orDefault(redirectPath, inherited.path),
  query: orInherited(redirectQuery),
  status_code: z.enum(redirectUrlCodes, { error: `Value should be one of: ${redirectUrlCodes.join(', ')}` }),
})
export type RedirectUrlConfig = z.output<typeof redirectUrlConfig>

/** What a member is asked for instead. */
export const rewriteUrlConfig = z.strictObject({
  host: orDefault(host, inherited.host),
  path: orDefault(rewritePath, inherited.path),
  query: orInherited(rewriteQuery),
})
export type RewriteUrlConfig = z.output<typeof rewriteUrlConfig>

export const contentTypes = [
  'text/plain',
  'text/css',
  'text/html',
  'application/javascript',
  'application/json',
] as const
export type ContentType = (typeof contentTypes)[number]

export const mostBody = 1_024
export const fixedResponseConfig = z.strictObject({
  status_code: z
    .string('Value should be a status from 200 to 299, 400 to 499 or 500 to 599, as text')
    .regex(/^[245]\d\d$/, 'Value should be a status from 200 to 299, 400 to 499 or 500 to 599'),
  content_type: orDefault(
    z.enum(contentTypes, { error: `Value should be one of: ${contentTypes.join(', ')}` }),
    'text/plain',
  ),
  message_body: z.preprocess(
    (value) => value ?? '',
    z
      .string('Value should be string')
      .refine(
        (value) => [...value].length <= mostBody,
        `Value should have a maximum character requirement of ${mostBody}`,
      )
      .refine((value) => !value.includes('\0'), 'Value should not contain a null character')
      .refine((value) => !/\p{Surrogate}/u.test(value), 'Value should be well-formed Unicode'),
  ),
})
export type FixedResponseConfig = z.output<typeof fixedResponseConfig>

export const mostPools = 5
const weight = z
  .union([z.int(), z.string().regex(/^\d{1,3}$/)], { error: 'Value should be a whole number from 0 to 100' })
  .transform(Number)
  .pipe(z.int().min(0, 'Value should be greater or equal to 0').max(100, 'Value should be lower or equal to 100'))
/** Several pools that share what a policy takes, by their weights; 0 gets nothing new. */
export const redirectPoolsConfig = z
  .array(
    z.strictObject({
      pool_id: uuid.accepts,
      weight: z.preprocess((value) => value ?? 1, weight),
    }),
    'Value should be a list of pools and weights',
  )
  .max(mostPools, `Value should have at most ${mostPools} pools`)
  .refine((pools) => new Set(pools.map((one) => one.pool_id)).size === pools.length, 'Value should have each pool once')
export type RedirectPool = { readonly pool_id: string; readonly weight: number }

const booleanValue = z.boolean('Value should be a boolean')
export const stickySessionConfig = z.strictObject({
  enable: z.preprocess((value) => value ?? false, booleanValue),
  /** Minutes. */
  timeout: z.preprocess((value) => value ?? 1_440, wholeNumber(1, 1_440)),
})
export type StickySessionConfig = z.output<typeof stickySessionConfig>

function wholeNumber(min: number, max: number) {
  return z
    .int('Value should be a whole number')
    .min(min, `Value should be greater or equal to ${min}`)
    .max(max, `Value should be lower or equal to ${max}`)
}

/** Names that the load balancer speaks for, or that connections hang on (ELB v3, insert_headers_config). */
export const reservedHeaders: readonly string[] = [
  ...['connection', 'upgrade', 'content-length', 'transfer-encoding', 'keep-alive', 'te', 'host', 'cookie'],
  ...['remoteip', 'authority', 'x-forwarded-host', 'x-forwarded-for', 'x-forwarded-for-port'],
  ...['x-forwarded-tls-certificate-id', 'x-forwarded-tls-protocol', 'x-forwarded-tls-cipher', 'x-forwarded-elb-ip'],
  ...['x-forwarded-port', 'x-forwarded-elb-id', 'x-forwarded-elb-vip', 'x-real-ip', 'x-forwarded-proto'],
  ...['x-nuwa-trace-ne-in', 'x-nuwa-trace-ne-out'],
]

const headerName = oneLine(40, /^[A-Za-z0-9_-]+$/, 'Value should hold letters, digits, - and _').refine(
  (value) => !reservedHeaders.includes(value.toLowerCase()),
  'This header is the load balancer’s own: choose another name',
)

export const headerValueTypes = {
  USER_DEFINED: { label: 'Text', help: 'The value as it is written here.' },
  REFERENCE_HEADER: { label: 'Copy of a header', help: 'What another header has; nothing where that is not there.' },
  SYSTEM_DEFINED: { label: 'From the connection', help: 'What the load balancer knows.' },
} as const
export type HeaderValueType = keyof typeof headerValueTypes

export const systemValues = {
  'CLIENT-PORT': 'The port of the client.',
  'CLIENT-IP': 'The address of the client.',
  'ELB-PROTOCOL': 'What the client speaks: HTTP or HTTPS.',
  'ELB-ID': 'The id of the load balancer.',
  'ELB-PORT': 'The port of the listener.',
  'ELB-EIP': 'The floating IP of the load balancer; nothing where there is none.',
  'ELB-VIP': 'The address of the load balancer.',
} as const
export type SystemValue = keyof typeof systemValues

const insertedHeader = z
  .strictObject({
    key: headerName,
    value_type: z.enum(Object.keys(headerValueTypes) as [HeaderValueType, ...HeaderValueType[]], {
      error: `Value should be one of: ${Object.keys(headerValueTypes).join(', ')}`,
    }),
    value: oneLine(
      128,
      /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/,
      'Value should be printable ASCII without a space at its ends',
    ),
  })
  .superRefine(({ value_type, value }, context) => {
    const problem = valueProblem(value_type, value)
    if (problem !== null) context.addIssue({ code: 'custom', path: ['value'], message: problem })
  })
export type InsertedHeader = z.output<typeof insertedHeader>

function valueProblem(type: HeaderValueType, value: string): string | null {
  if (type === 'SYSTEM_DEFINED' && !(value in systemValues))
    return `Value should be one of: ${Object.keys(systemValues).join(', ')}`
  if (type === 'REFERENCE_HEADER' && !/^[A-Za-z0-9_-]+$/.test(value))
    return 'Value should be the name of a header: letters, digits, - and _'
  return null
}

const mostHeaders = 20
function distinctKeys<T extends { readonly key: string }>(accepts: z.ZodType<T>) {
  return z
    .array(accepts, 'Value should be a list of headers')
    .max(mostHeaders, `Value should have at most ${mostHeaders} headers`)
    .refine(
      (all) => new Set(all.map((one) => one.key.toLowerCase())).size === all.length,
      'Value should have each header once',
    )
}

export const insertHeadersConfig = z.strictObject({ configs: distinctKeys(insertedHeader) })
export type InsertHeadersConfig = z.output<typeof insertHeadersConfig>
export const removeHeadersConfig = z.strictObject({ configs: distinctKeys(z.strictObject({ key: headerName })) })
export type RemoveHeadersConfig = z.output<typeof removeHeadersConfig>

const perSecond = z.preprocess((value) => value ?? 0, wholeNumber(0, 100_000))
/** Requests a second; 0 is no limit. More than that are answered with 503. */
export const trafficLimitConfig = z
  .strictObject({ qps: perSecond, per_source_ip_qps: perSecond, burst: perSecond })
  .superRefine(({ qps, per_source_ip_qps }, context) => {
    if (qps === 0 || per_source_ip_qps < qps) return
    const message = `Value should be lower than qps, which is ${qps}`
    context.addIssue({ code: 'custom', path: ['per_source_ip_qps'], message })
  })
export type TrafficLimitConfig = z.output<typeof trafficLimitConfig>

const origin = oneLine(
  255,
  /^(\*|https?:\/\/[a-z0-9.-]+(:\d{1,5})?)$/,
  'Value should be * or an origin such as https://app.example.com',
)
const names = z
  .array(oneLine(64, /^[A-Za-z0-9_-]+$|^\*$/, 'Value should be a name, or *'), 'Value should be a list of names')
  .max(mostHeaders, `Value should have at most ${mostHeaders} names`)
/** Who may call from a page of another origin. A preflight is answered here, and no member sees it. */
export const corsConfig = z
  .strictObject({
    allow_origins: z.array(origin).min(1, 'Value should have an origin').max(mostHeaders),
    allow_methods: z.preprocess((value) => value ?? ['GET', 'HEAD', 'POST'], names),
    allow_headers: z.preprocess((value) => value ?? [], names),
    expose_headers: z.preprocess((value) => value ?? [], names),
    allow_credentials: z.preprocess((value) => value ?? false, booleanValue),
    /** Seconds that a browser may keep the answer to a preflight. */
    max_age: z.preprocess((value) => value ?? 3_600, wholeNumber(0, 86_400)),
  })
  .superRefine(({ allow_origins, allow_credentials }, context) => {
    if (!allow_credentials || !allow_origins.includes('*')) return
    const message = 'Value should name the origins: browsers refuse credentials for *'
    context.addIssue({ code: 'custom', path: ['allow_origins'], message })
  })
export type CorsConfig = z.output<typeof corsConfig>
