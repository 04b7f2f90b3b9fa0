import { clock } from '@/server/clock.ts'
import { type Answer, type Asked, asking, origin } from '../../shared/testing/ask.ts'
import { huaweiElb } from '../index.ts'
import { goodSignatures } from '../signature.ts'

const ask = asking(huaweiElb)

/** Somebody who asks in a project, by token or by access key. */
export type Client = (method: string, path: string, body?: unknown) => Promise<Answer>

export function elbClient(project_id: string, asked: Asked): Client {
  return (method, path, body) =>
    ask(method, `/v3/${project_id}/elb${path}`, { ...asked, ...(body !== undefined && { body }) })
}

export type Key = { readonly id: string; readonly secret: string }

/** What a client of the vendor sends besides the request. */
export function signedHeaders(
  { id, secret }: Key,
  { method, path, body = '', at = clock().now() }: { method: string; path: string; body?: string; at?: number },
): Record<string, string> {
  const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers = { host: new URL(origin).host, 'content-type': 'application/json', 'x-sdk-date': date }
  const names = Object.keys(headers).sort()
  const url = new URL(path, origin)
  const sent = {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: new Headers(headers),
    body: Buffer.from(body),
  }
  const [signature = ''] = goodSignatures(sent, { access_key: id, signedHeaders: names, signature: '' }, secret)
  const authorization = `SDK-HMAC-SHA256 Access=${id}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { ...headers, authorization }
}

export function signedClient(project_id: string, key: Key): Client {
  return (method, path, content) => {
    const whole = `/v3/${project_id}/elb${path}`
    const body = content === undefined ? '' : JSON.stringify(content)
    const headers = signedHeaders(key, { method, path: whole, body })
    return ask(method, whole, { headers, ...(body !== '' && { text: body }) })
  }
}

/** The one thing that an answer is about, which must have this status. */
export function must(status: number, answer: Answer): Record<string, unknown> & { readonly id: string } {
  if (answer.status !== status) throw new Error(`${answer.status} in place of ${status}: ${answer.text}`)
  const [, content] = Object.entries(answer.body as Record<string, unknown>).find(([key]) => key !== 'request_id') ?? []
  return content as Record<string, unknown> & { readonly id: string }
}
