import { anyClient } from 'model/l7/asked-request'
import type { HttpRequest } from 'model/l7/request'

/** A request as a person types it. */
export type RequestText = {
  readonly method: string
  readonly url: string
  /** A header a line. */
  readonly headers: string
  /** Empty is a client that is nobody's. */
  readonly source: string
  readonly body: string
}

export const emptyRequest: RequestText = { method: 'GET', url: 'http://', headers: '', source: '', body: '' }

/** The request as the API takes it. Lines without a colon are left for it to refuse. */
export function askedOf({ method, url, headers, source, body }: RequestText) {
  return {
    ...{ method, url, headers: headersIn(headers) },
    ...(source.trim() === '' ? {} : { source: source.trim() }),
    ...(body === '' ? {} : { body }),
  }
}

/** A stored request as it would be typed: the host stands in the URL. */
export function textOfRequest({ method, path, query, headers, source, body = '' }: HttpRequest): RequestText {
  const at = headers.findIndex(([name, value]) => name.toLowerCase() === 'host' && /^[a-z0-9._:[\]-]+$/i.test(value))
  const host = headers[at]?.[1]
  return {
    method,
    url: `${host === undefined ? '' : `http://${host}`}${path}${query === '' ? '' : `?${query}`}`,
    headers: headersText(host === undefined ? headers : headers.toSpliced(at, 1)),
    source: source === anyClient ? '' : source,
    body,
  }
}

export function headersText(headers: HttpRequest['headers']): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n')
}

function headersIn(text: string): [string, string][] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const colon = line.indexOf(':')
    return colon < 0 ? [line.trim(), ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()]
  })
}
