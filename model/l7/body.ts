import { bytesOf } from './regex/bytes.ts'
import { type HttpRequest, headerValues } from './request.ts'

/** A body that is longer has no value for rules, in bytes. Together with the longest head it fits into HAProxy's buffer (16 KiB). */
export const mostBodyBytes = 8_192
/** Of a request whose URL and header lines together are longer, no body is read, in bytes. */
export const mostHeadBytes = 6_144
/** How long a listener waits for a body that a policy is to read; who has not sent it by then is answered with 408. */
export const bodyWaitSeconds = 10

/**
 * What a request that waits with its body takes of HAProxy's memory, in kB (1,000 bytes), measured with a thousand uploads that stop before
 * their end: `npm run bench -- forwarding`, the row about bodies.
 */
export const waitingBodyKilobytes = 20

/** The content types of calls that stream both ways: nobody may wait until such a client has said all. */
const unreadBodies = 'application/grpc'

/**
 * The body as rules read it: a line feed counts as a blank, a null character ends it, and without a body it is empty. Null where it is not
 * read: it is too long, or so is what stands before it, or it is a call of gRPC.
 */
export function bodyOf(request: HttpRequest): string | null {
  const { body = '' } = request
  const isStream = headerValues(request, 'content-type').some((one) => one.toLowerCase().startsWith(unreadBodies))
  const isRead = !isStream && bytesOf(body).length <= mostBodyBytes && headBytes(request) <= mostHeadBytes
  return isRead ? inOneLine(body) : null
}

/** As HAProxy makes a line of it (`regsub`), which knows no null characters. */
export function inOneLine(text: string): string {
  return (text.split('\0', 1)[0] ?? '').replaceAll('\n', ' ')
}

function headBytes({ path, query, headers }: HttpRequest): number {
  const lines = headers.reduce((sum, [name, value]) => sum + bytesOf(`${name}: ${value}\r\n`).length, 2)
  return lines + bytesOf(query === '' ? path : `${path}?${query}`).length
}
