import { STATUS_CODES } from 'node:http'
import { keptWith } from 'model/kit/kept-with'
import { FastResponse } from 'srvx'

const bytes = keptWith<Response, Buffer>()

/** Like `Response.json`, in half the time: what is said is at hand as bytes, and nobody has to read it out of a stream again. */
export function answerJson(value: unknown, { status = 200, headers }: ResponseInit = {}): Response {
  const body = Buffer.from(JSON.stringify(value))
  const said = new Headers(headers)
  said.set('content-type', 'application/json')
  const response = new FastResponse(body, { status, statusText: STATUS_CODES[status] ?? '', headers: said })
  bytes.set(response, body)
  return response
}

/** The bytes of a JSON answer; null of any other, which may be a stream. */
export function bytesOf(response: Response): Buffer | null {
  return bytes.get(response) ?? null
}
