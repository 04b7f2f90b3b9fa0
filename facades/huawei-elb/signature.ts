import { createHash, createHmac } from 'node:crypto'

// Huawei Cloud's SDK-HMAC-SHA256: a request is signed with an access key and its secret.

const algorithm = 'SDK-HMAC-SHA256'

/** What the Authorization header says. */
export type Claim = {
  readonly access_key: string
  /** Names of headers, in the order in which they were signed. */
  readonly signedHeaders: readonly string[]
  /** In hexadecimal. */
  readonly signature: string
}

/** A request as it came, before anything was decoded. */
export type SentRequest = {
  readonly method: string
  /** `/v3/…/l7policies`, as the client has encoded it. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Headers
  readonly body: Buffer
}

/** `SDK-HMAC-SHA256 Access=…, SignedHeaders=a;b;c, Signature=…`; null for anything else. */
export function claimIn(authorization: string | null): Claim | null {
  const found = /^SDK-HMAC-SHA256\s+Access=([\w-]{1,64}),\s*SignedHeaders=([\w;-]{1,1000}),\s*Signature=([\da-f]{64})$/i
  const [, access_key, names, signature] = found.exec(authorization?.trim() ?? '') ?? []
  if (access_key === undefined || names === undefined || signature === undefined) return null
  return { access_key, signedHeaders: names.split(';'), signature: signature.toLowerCase() }
}

/** Whether an Authorization header wants to be a signature of this kind. */
export function isSigned(authorization: string | null): boolean {
  return authorization?.trim().startsWith(algorithm) ?? false
}

/** `20260102T030405Z` as epoch milliseconds; null when it is no moment. */
export function signedAt(headers: Headers): number | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers.get('x-sdk-date') ?? '') ?? []
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? null : at
}

/**
 * The signatures that are good for a request: one for each spelling that clients sign. The path may have been encoded once or twice, and
 * a reverse proxy may have put its own host in place of the client's. None when the body is not what the client says that it has signed.
 */
export function goodSignatures(request: SentRequest, { signedHeaders }: Claim, secret: string): string[] {
  const hash = bodyHash(request)
  if (hash === null) return []
  const { headers } = request
  const date = headers.get('x-sdk-date') ?? ''
  const hosts = [headers.get('host'), headers.get('x-forwarded-host')?.split(',')[0]?.trim()].filter(
    (one) => typeof one === 'string',
  )
  const query = canonicalQuery(request.query)
  return hosts.flatMap((host) =>
    canonicalPaths(request.path).map((path) => {
      const lines = signedHeaders.map((name) => `${name.toLowerCase()}:${signedValue(headers, name, host)}\n`)
      const canonical = [request.method, path, query, lines.join(''), signedHeaders.join(';'), hash].join('\n')
      return createHmac('sha256', secret)
        .update([algorithm, date, hashOf(canonical)].join('\n'))
        .digest('hex')
    }),
  )
}

function signedValue(headers: Headers, name: string, host: string): string {
  return name.toLowerCase() === 'host' ? host : (headers.get(name)?.trim() ?? '')
}

/** A client may leave out what is no JSON; whatever else it says of the body must be true. */
function bodyHash({ headers, body }: SentRequest): string | null {
  const hash = hashOf(body)
  const said = headers.get('x-sdk-content-sha256')
  if (said === null || said.toLowerCase() === hash) return said ?? hash
  const isJson = headers.get('content-type')?.toLowerCase().includes('json') ?? false
  return said === 'UNSIGNED-PAYLOAD' && !(isJson && body.length > 0) ? said : null
}

function canonicalPaths(path: string): string[] {
  const once = path.split('/').map((one) => encoded(decoded(one)))
  const twice = path.split('/').map(encoded)
  return [...new Set([once, twice].map((segments) => segments.join('/').replace(/\/?$/, '/')))]
}

function canonicalQuery(query: URLSearchParams): string {
  const order = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
  return [...query]
    .sort(([name, value], [otherName, otherValue]) => order(name, otherName) || order(value, otherValue))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&')
}

function decoded(segment: string): string {
  return /%(?![\da-f]{2})/i.test(segment) ? segment : Buffer.from(unescaped(segment), 'latin1').toString('utf8')
}

function unescaped(segment: string): string {
  const bytes = Buffer.from(segment, 'utf8').toString('latin1')
  return bytes.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** All but letters, digits and `-_.~` (RFC 3986, 2.3). */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
}

function hashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
