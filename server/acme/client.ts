import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import { z } from 'zod'
import { thumbprint } from './thumbprint.ts'

// RFC 8555, as far as an order with HTTP-01 needs it: a directory, an account, an order, its authorizations, a certificate. Answers are
// parsed where they arrive; what the authority says against something is an AcmeRefusal.

/** The authority said no, or said nothing that could be understood. The message is its own reason where it gave one. */
export class AcmeRefusal extends Error {
  override readonly name = 'AcmeRefusal'
  /** `urn:ietf:params:acme:error:...` without its beginning; empty where it gave none. */
  readonly type: string

  constructor(message: string, type = '') {
    super(message)
    this.type = type
  }
}

const url = z.url({ protocol: /^https$/ })
const directory = z.object({ newNonce: url, newAccount: url, newOrder: url })
type Directory = z.output<typeof directory>

const problem = z.object({
  type: z.string().optional(),
  detail: z.string().optional(),
  subproblems: z
    .array(z.object({ detail: z.string().optional(), identifier: z.object({ value: z.string() }).optional() }))
    .optional(),
})
const identifier = z.object({ type: z.string(), value: z.string() })
const order = z.object({
  status: z.enum(['pending', 'ready', 'processing', 'valid', 'invalid']),
  authorizations: z.array(url),
  finalize: url,
  certificate: url.optional(),
  error: problem.optional(),
})
export type AcmeOrder = z.output<typeof order>

/** The alphabet of base64url (RFC 8555, 8.3): a token goes into paths and files. */
export const tokenText = /^[A-Za-z0-9_-]{16,128}$/
const challenge = z.object({
  type: z.string(),
  url: url.optional(),
  status: z.string().optional(),
  token: z.string().optional(),
  error: problem.optional(),
})
const authorization = z.object({
  identifier,
  status: z.enum(['pending', 'valid', 'invalid', 'deactivated', 'expired', 'revoked']),
  challenges: z.array(challenge),
})
export type Authorization = z.output<typeof authorization>

export type Account = { readonly key: string; readonly url: string | null }

const requestMs = 15_000
const longestAnswer = 1_024 * 1_024
/** How often a request is sent again because its nonce was not taken: any nonce may be old (RFC 8555, 6.5). */
const mostNonces = 10

type Answer = { readonly status: number; readonly headers: Headers; readonly text: string }

/** A conversation with one authority, on behalf of one account. */
export class AcmeClient {
  readonly #directoryUrl: string
  readonly #key: KeyObject
  #accountUrl: string | null
  #directory: Directory | null = null
  #nonce: string | null = null

  /** `key` is PEM, of an EC key on P-256. */
  constructor(directoryUrl: string, { key, url: accountUrl }: Account) {
    this.#directoryUrl = directoryUrl
    this.#key = createPrivateKey(key)
    this.#accountUrl = accountUrl
  }

  /** The URL of the account of this key, which is made where there is none. */
  async account({ contact }: { readonly contact: string | null }): Promise<string> {
    const payload = { termsOfServiceAgreed: true, ...(contact !== null && { contact: [`mailto:${contact}`] }) }
    const { headers } = await this.#post((await this.#places()).newAccount, payload, 'jwk')
    this.#accountUrl = locationIn(headers, 'account')
    return this.#accountUrl
  }

  async newOrder(names: readonly string[]): Promise<AcmeOrder & { readonly url: string }> {
    const identifiers = names.map((value) => ({ type: 'dns', value }))
    const answer = await this.#post((await this.#places()).newOrder, { identifiers })
    return { ...read(order, answer), url: locationIn(answer.headers, 'order') }
  }

  async order(orderUrl: string): Promise<AcmeOrder> {
    return read(order, await this.#post(orderUrl))
  }

  async authorization(place: string): Promise<Authorization> {
    return read(authorization, await this.#post(place))
  }

  /** What has to be answered at the path of a token. */
  keyAuthorization(token: string): string {
    return `${token}.${thumbprint(this.#jwk())}`
  }

  /** Tells the authority that a challenge can be looked at. */
  async ready(challengeUrl: string): Promise<void> {
    await this.#post(challengeUrl, {})
  }

  /** `request` is a PKCS #10 request in DER. */
  async finalize({ finalize }: AcmeOrder, request: Buffer): Promise<AcmeOrder> {
    return read(order, await this.#post(finalize, { csr: request.toString('base64url') }))
  }

  /** The certificate and its chain as PEM. */
  async certificate(place: string): Promise<string> {
    return (await this.#post(place)).text
  }

  async #places(): Promise<Directory> {
    this.#directory ??= read(directory, await this.#fetch(this.#directoryUrl, { method: 'GET' }))
    return this.#directory
  }

  /** Without a payload it only reads (POST as GET, RFC 8555, 6.3). */
  async #post(place: string, payload?: object, as: 'account' | 'jwk' = 'account'): Promise<Answer> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.#fetch(place, {
        method: 'POST',
        headers: { 'content-type': 'application/jose+json' },
        body: this.#signed(place, { payload, nonce: await this.#freshNonce(), as }),
      })
      if (answer.status < 400) return answer
      const refusal = refusalIn(answer)
      if (refusal.type !== 'badNonce' || tries === mostNonces) throw refusal
    }
  }

  #signed(place: string, { payload, nonce, as }: Signing): string {
    const who = as === 'jwk' || this.#accountUrl === null ? { jwk: this.#jwk() } : { kid: this.#accountUrl }
    const head = encoded(JSON.stringify({ alg: 'ES256', ...who, nonce, url: place }))
    const body = payload === undefined ? '' : encoded(JSON.stringify(payload))
    const key = { key: this.#key, dsaEncoding: 'ieee-p1363' } as const
    const signature = sign('sha256', Buffer.from(`${head}.${body}`), key).toString('base64url')
    return JSON.stringify({ protected: head, payload: body, signature })
  }

  #jwk(): PublicJwk {
    const { kty = '', crv = '', x = '', y = '' } = createPublicKey(this.#key).export({ format: 'jwk' })
    return { crv, kty, x, y }
  }

  async #freshNonce(): Promise<string> {
    const kept = this.#nonce
    this.#nonce = null
    if (kept !== null) return kept
    const { headers } = await this.#fetch((await this.#places()).newNonce, { method: 'HEAD' })
    const nonce = headers.get('replay-nonce')
    this.#nonce = null
    if (nonce === null) throw new AcmeRefusal('The authority gave no nonce: its directory URL may be wrong.')
    return nonce
  }

  async #fetch(place: string, init: RequestInit): Promise<Answer> {
    const answer = await answerOf(place, init)
    this.#nonce = answer.headers.get('replay-nonce')
    return answer
  }
}

type Signing = { readonly payload: object | undefined; readonly nonce: string; readonly as: 'account' | 'jwk' }
type PublicJwk = { readonly crv: string; readonly kty: string; readonly x: string; readonly y: string }

async function answerOf(place: string, init: RequestInit): Promise<Answer> {
  try {
    // Where it sends us would not be where the person wanted to go.
    const response = await fetch(place, { ...init, redirect: 'error', signal: AbortSignal.timeout(requestMs) })
    return { status: response.status, headers: response.headers, text: await shortText(response) }
  } catch (error) {
    if (error instanceof AcmeRefusal) throw error
    throw new AcmeRefusal(`${new URL(place).host} could not be asked: ${causeOf(error)}.`)
  }
}

async function shortText(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > longestAnswer) throw new AcmeRefusal('The authority answered more than an authority says.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** `fetch` says only that it failed; why stands behind it. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `nothing came within ${requestMs / 1_000} s`
  const { cause } = error
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}

function read<T>(schema: z.ZodType<T>, answer: Answer): T {
  if (answer.status >= 400) throw refusalIn(answer)
  const parsed = schema.safeParse(jsonIn(answer.text))
  if (parsed.success) return parsed.data
  throw new AcmeRefusal('The authority answered something that is no ACME: its directory URL may be wrong.')
}

function refusalIn({ status, text }: Answer): AcmeRefusal {
  const parsed = problem.safeParse(jsonIn(text))
  if (!parsed.success || parsed.data.detail === undefined) {
    return new AcmeRefusal(`The authority answered ${status} and gave no reason.`)
  }
  return new AcmeRefusal(reasonIn(parsed.data), parsed.data.type?.split(':').at(-1) ?? '')
}

/** The longest reason that is kept, in characters. */
const longestReason = 1_000

/** What the authority says is wrong, with what it says of each name. */
export function reasonIn({ detail = '', subproblems = [] }: z.output<typeof problem>): string {
  const parts = subproblems.map((one) => `${one.identifier?.value ?? ''}: ${one.detail ?? ''}`)
  const whole = [detail, ...parts]
    .join(' ')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  return whole.slice(0, longestReason)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function locationIn(headers: Headers, what: string): string {
  const location = url.safeParse(headers.get('location'))
  if (location.success) return location.data
  throw new AcmeRefusal(`The authority did not say where the ${what} is.`)
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url')
}
