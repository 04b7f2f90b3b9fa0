import { type Facade, serve } from '@/server/serve.ts'

export type Asked = {
  readonly token?: string | undefined
  readonly cookie?: string | undefined
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer with its body read. `at` reaches into it: `at('listener', 'id')`. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: unknown
  readonly at: (...path: readonly (string | number)[]) => unknown
}

export type Ask = (method: string, path: string, asked?: Asked) => Promise<Answer>

/** Asks a facade as the front does: through the same edge, with a real Request. */
export function asking(facade: Facade): Ask {
  const handler = serve(facade)
  return async (method, path, asked = {}) => answerOf(await handler(requestOf(method, path, asked)))
}

export const origin = 'http://lb.example:3000'

function requestOf(method: string, path: string, { token, cookie, body, text, headers }: Asked): Request {
  const content = text ?? (body === undefined ? undefined : JSON.stringify(body))
  return new Request(`${origin}${path}`, {
    method,
    headers: {
      ...(content !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { 'x-auth-token': token }),
      ...(cookie !== undefined && { cookie }),
      ...headers,
    },
    ...(content !== undefined && { body: content }),
  })
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json')
  const body: unknown = isJson ? JSON.parse(text) : undefined
  const at = (...path: readonly (string | number)[]) => path.reduce<unknown>(step, body)
  return { status: response.status, headers: response.headers, text, body, at }
}

function step(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
