import { DomainError } from 'model/errors'

/** `https://lb.example:8443`: what the client calls this server. A reverse proxy says so in the forwarded headers. */
export function publicOrigin(request: Request): string {
  const url = new URL(request.url)
  const host = firstOf(request.headers.get('x-forwarded-host')) ?? request.headers.get('host') ?? url.host
  const scheme = firstOf(request.headers.get('x-forwarded-proto')) ?? url.protocol.slice(0, -1)
  const origin = `${scheme === 'https' ? 'https' : 'http'}://${host}`
  // A host header that is none would end up in links and the catalog.
  return URL.canParse(origin) ? new URL(origin).origin : url.origin
}

const crossSite =
  'This change was asked for by another site. Make it from the console, or send a token instead of the cookie.'

/**
 * Refuses a change that another site asks the browser of a signed-in person to make: the session cookie comes along by
 * itself, and these headers can not be forged by a page. Browsers leave out Sec-Fetch-Site on plain http to other than
 * localhost, and send Origin with every method but GET and HEAD; a request with neither proves nothing and is refused.
 */
export function refuseUnlessOurPage(request: Request): void {
  if (isRead(request)) return
  const site = request.headers.get('sec-fetch-site')
  const isOurs = site === null ? originMatches(request) : site === 'same-origin' || site === 'none'
  if (!isOurs) throw new DomainError('forbidden', crossSite)
}

/** Refuses what says of itself that it comes from another site's page. For operations that need no cookie: scripts send neither header. */
export function refuseOtherPages(request: Request): void {
  const isFromPage = request.headers.has('sec-fetch-site') || request.headers.has('origin')
  if (isFromPage) refuseUnlessOurPage(request)
}

function isRead(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

function originMatches(request: Request): boolean {
  const origin = request.headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  return new URL(origin).host === new URL(publicOrigin(request)).host
}

function firstOf(header: string | null): string | null {
  return header?.split(',')[0]?.trim() || null
}
