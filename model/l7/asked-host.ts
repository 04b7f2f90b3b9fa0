import { inherited } from './inherited.ts'
import { type HttpRequest, hostOf } from './request.ts'

/** Stands in the prefix of a redirect for the host that the client asked for, without its port. */
export const askedHost = inherited.host

/** What may stand in a Location as a host: a name, or an address. HAProxy is given the same text. */
export const usableHostText = '^([a-z0-9._-]+|\\[[0-9a-f:.]+\\])$'
export const usableHost = new RegExp(usableHostText)

/**
 * A prefix with the host of a request in the place of `${host}`; null where the request names none that can stand there, and so can't be
 * sent anywhere.
 */
export function prefixFor(prefix: string, request: HttpRequest): string | null {
  if (!prefix.includes(askedHost)) return prefix
  const host = hostOf(request)
  return host !== null && usableHost.test(host) ? prefix.replace(askedHost, () => host) : null
}
