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
  /** What follows the headers, as text (UTF-8). Left out, there is none. */
  readonly body?: string | undefined
}

/** The values of a header, one for each line of that name, without the blanks around them (RFC 9110, 5.5). */
export function headerValues({ headers }: HttpRequest, name: string): string[] {
  const wanted = name.toLowerCase()
  return headers.filter(([one]) => one.toLowerCase() === wanted).map(([, value]) => withoutBlanks(value))
}

/** The name in the Host header, in lower case and without what follows its last colon; null when there is no such header. */
export function hostOf(request: HttpRequest): string | null {
  const host = headerValues(request, 'host').at(-1)
  return host === undefined ? null : host.toLowerCase().replace(/:[^:\]]*$/, '')
}

/** `jpg` of `/photos/cat.jpg`: what follows the last dot of the last segment; null when it has no dot or ends with one. */
export function fileTypeOf({ path }: HttpRequest): string | null {
  return /\.([^./]+)$/.exec(path)?.[1] ?? null
}

/** Up to a comma outside of quotes. */
const listItem = /(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",])+/g
/** A name up to the equals sign, and a value up to the next cookie; quotes protect what is in them, there alone. */
const cookiePair = /(?<name>[^=;,]*)(?:=(?<value>(?:"(?:[^"\\]|\\.)*(?:"|\\?$)|[^",;])*))?[;,]?/y

/**
 * The values of a cookie, as sent, quotes and all. As HAProxy 2.6 reads them: commas separate, too, and a cookie that ends the header
 * with `name=` and nothing else counts as absent.
 */
export function cookieValues(request: HttpRequest, name: string): string[] {
  return headerValues(request, 'cookie')
    .flatMap((line) => line.match(listItem) ?? [])
    .flatMap((item) => cookieValuesIn(withoutBlanks(item), name))
}

function cookieValuesIn(item: string, wanted: string): string[] {
  const values: string[] = []
  const pair = new RegExp(cookiePair)
  while (item.length - pair.lastIndex > wanted.length + 1) {
    const { name = '', value } = pair.exec(item)?.groups ?? {}
    if (value !== undefined && withoutBlanks(name) === wanted) values.push(withoutBlanks(value))
  }
  return values
}

/** The values of a parameter of the query string, as sent; `&`, `;` and a further `?` separate (HAProxy's `url_param`). */
export function parameterValues({ query }: HttpRequest, name: string): string[] {
  return query
    .split(/[&;?]/)
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}

function withoutBlanks(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '')
}
