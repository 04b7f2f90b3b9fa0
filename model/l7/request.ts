/** A request as it reached a listener: what policies decide on. Nothing in it is decoded, trimmed or joined. */
export type HttpRequest = {
  readonly method: string
  /** The path of the request line, from its first slash to the question mark, percent-encoding and all; empty in `OPTIONS *`. */
  readonly path: string
  /** What follows the question mark, without it; empty when there is none. */
  readonly query: string
  /** In the order in which they were sent; a name may be there several times, in any case. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** The address of the client. */
  readonly source: string
}

/** The values of a header, one for each line of that name, without the blanks around them (RFC 9110, 5.5). */
export function headerValues({ headers }: HttpRequest, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers
    .filter(([one]) => one.toLowerCase() === wanted)
    .map(([, value]) => value.replace(/^[ \t]+|[ \t]+$/g, ''))
}

/** The name in the Host header, in lower case and without the port; null when there is no such header. */
export function hostOf(request: HttpRequest): string | null {
  const host = headerValues(request, 'host').at(-1)
  return host === undefined ? null : host.toLowerCase().replace(/:\d*$/, '')
}

/** `jpg` of `/photos/cat.jpg`: what follows the last dot of the last segment; null when it has no dot or ends with one. */
export function fileTypeOf({ path }: HttpRequest): string | null {
  return /\.([^./]+)$/.exec(path)?.[1] ?? null
}

/**
 * The values of a cookie, as sent, quotes and all. A cookie whose value is empty and that stands at the very end of the header
 * counts as absent: HAProxy 2.6 reads it so.
 */
export function cookieValues(request: HttpRequest, name: string): string[] {
  return headerValues(request, 'cookie').flatMap((line) => {
    const pairs = line.split(';').map((pair) => /^[ \t]*([^=]*?)[ \t]*=[ \t]*(.*?)[ \t]*$/.exec(pair))
    return pairs
      .filter((pair, at) => pair?.[1] === name && !(pair[2] === '' && at === pairs.length - 1))
      .map((pair) => pair?.[2] ?? '')
  })
}

/** The values of a parameter of the query string, as sent; `&` and `;` both separate (HAProxy's `url_param`). */
export function parameterValues({ query }: HttpRequest, name: string): string[] {
  return query
    .split(/[&;]/)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}
