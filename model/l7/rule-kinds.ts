import { canonicalAddress, contains, isCidr, isIpv6 } from '../kit/addresses.ts'
import { bodyOf } from './body.ts'
import { type CompareType, compareTypes } from './compare-types.ts'
import { jsonPath } from './json-path.ts'
import { jsonText } from './json-value.ts'
import { cookieValues, fileTypeOf, type HttpRequest, headerValues, hostOf, parameterValues } from './request.ts'

export type RuleKey = {
  readonly label: string
  readonly help: string
  readonly accepts: RegExp
  /** What a key that is not accepted is told. */
  readonly refusal: string
}

export type RuleKind = {
  readonly label: string
  /** As in a sentence: "host is www.example.com". The key follows where there is one. */
  readonly word: string
  readonly help: string
  /** A value that would do, for an empty field. */
  readonly example: string
  /** What names the text that is read; null when there is only one. */
  readonly key: RuleKey | null
  readonly compares: readonly CompareType[]
  /** What is wrong with a value that is no regular expression; null when nothing is. */
  readonly refusalOf: (value: string) => string | null
  /** HAProxy's name for the text: a variable that the frontend fills, with a key one for each key, or a sample fetch that takes the key. */
  readonly sample: string
  readonly match: 'text' | 'network' | 'flag'
  /** The value is then compared in lower case; the text is already. */
  readonly ignoresCase: boolean
  /** Whether it is about the client's certificate: it holds only where the listener asks for one. A request that is simulated has none. */
  readonly needsTls: boolean
  /** Whether the listener has to wait for the body of a request before the rule can be asked. */
  readonly needsBody?: boolean
  /** The same texts that HAProxy reads: every occurrence, none when there is none. A rule holds when one of them does. */
  readonly reads: (request: HttpRequest, key: string) => readonly string[]
}

const everyCompare = Object.keys(compareTypes) as CompareType[]
const present = (text: string | null): readonly string[] => (text === null ? [] : [text])

/** Octavia's characters of a header value: visible ASCII, or blanks too within double quotes. */
function headerText(value: string): string | null {
  const isFine = /^[\x21-\x7e]+$/.test(value) || /^"[\x20\x21\x23-\x7e]+"$/.test(value)
  return isFine ? null : 'Invalid characters in comparison value'
}

/** The characters of a cookie (RFC 6265, 4.1.1), and the comma that many send all the same. */
function cookieText(value: string): string | null {
  return /^[\x21\x23-\x3a\x3c-\x5b\x5d-\x7e]+$/.test(value) ? null : 'Invalid characters in cookie value'
}

function hostText(value: string): string | null {
  if (/:\d+$/.test(value)) return 'A host is compared without its port: leave the port out'
  return headerText(value)
}

function pathText(value: string): string | null {
  if (/[?#]/.test(value)) return 'A path ends before the question mark: what follows it is a rule of type QUERY_STRING'
  return headerText(value)
}

/** Blanks, too: a body is more than a word. */
function bodyText(value: string): string | null {
  return /^[\x20-\x7e]+$/.test(value) ? null : 'Invalid characters in comparison value'
}

const bodyLimits = 'It is read as it was sent: what is compressed is not unpacked.'

const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/
const headerKey = {
  label: 'Header',
  help: 'The name of the header, in any case.',
  accepts: token,
  refusal: 'Invalid characters in key',
}

/** Everything that is known about a rule type. A new one is a row here and its examples. */
export const ruleKinds = {
  HOST_NAME: {
    label: 'Host',
    word: 'host',
    help: 'The name in the Host header, with or without a port, in any case.',
    example: 'www.example.com',
    key: null,
    compares: everyCompare,
    refusalOf: hostText,
    sample: 'var(txn.host)',
    match: 'text',
    ignoresCase: true,
    needsTls: false,
    reads: (request) => present(hostOf(request)),
  },
  PATH: {
    label: 'Path',
    word: 'path',
    help: 'The path of the URL, from the first slash to the question mark, as it was sent: case counts, and %20 is three characters.',
    example: '/api',
    key: null,
    compares: everyCompare,
    refusalOf: pathText,
    sample: 'var(txn.path)',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    // `OPTIONS *` has none.
    reads: ({ path }) => present(path || null),
  },
  FILE_TYPE: {
    label: 'File type',
    word: 'file type',
    help: 'What follows the last dot of the last part of the path: jpg of /photos/cat.jpg. Case counts.',
    example: 'jpg',
    key: null,
    compares: ['EQUAL_TO', 'REGEX'],
    refusalOf: headerText,
    sample: 'var(txn.ext)',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    reads: (request) => present(fileTypeOf(request)),
  },
  HEADER: {
    label: 'Header',
    word: 'header',
    help: 'The value of a request header; of a header that is there several times, any of them. Case counts.',
    example: 'canary',
    key: headerKey,
    compares: everyCompare,
    refusalOf: headerText,
    sample: 'req.fhdr',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    reads: headerValues,
  },
  COOKIE: {
    label: 'Cookie',
    word: 'cookie',
    help: 'The value of a cookie, as it was sent. Case counts, in its name too.',
    example: 'beta',
    key: {
      label: 'Cookie',
      help: 'The name of the cookie. Case counts.',
      accepts: /^(?!\$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$/,
      refusal: 'Invalid characters in key',
    },
    compares: everyCompare,
    refusalOf: cookieText,
    sample: 'req.cook',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    reads: cookieValues,
  },
  METHOD: {
    label: 'Method',
    word: 'method',
    help: 'The method of the request. Case counts: methods are in capitals.',
    example: 'GET',
    key: null,
    compares: ['EQUAL_TO'],
    refusalOf: (value) => (token.test(value) ? null : 'Invalid characters in comparison value'),
    sample: 'method',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    reads: ({ method }) => [method],
  },
  QUERY_STRING: {
    label: 'Query parameter',
    word: 'query parameter',
    help: 'The value of a parameter after the question mark, as it was sent: case counts, and %20 is three characters.',
    example: 'eu',
    key: {
      label: 'Parameter',
      help: 'The name of the parameter, as it is sent. Case counts.',
      accepts: /^[A-Za-z0-9!$'()*+,./:@_~%-]+$/,
      refusal: 'Invalid characters in key',
    },
    compares: everyCompare,
    refusalOf: (value) =>
      /[&;?#]/.test(value) ? 'A value ends at &, ;, ? and #: it can not hold them' : headerText(value),
    sample: 'url_param',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    reads: parameterValues,
  },
  SOURCE_IP: {
    label: 'Client address',
    word: 'client address',
    help: 'The address that the connection comes from, in a network: 10.0.0.0/8, fd00::/8, or a single address.',
    example: '10.0.0.0/8',
    key: null,
    compares: ['EQUAL_TO'],
    refusalOf: (value) => (isCidr(withBits(value)) ? null : 'Value should be IPv4 or IPv6 CIDR format'),
    sample: 'src',
    match: 'network',
    ignoresCase: false,
    needsTls: false,
    reads: ({ source }) => [source],
  },
  BODY: {
    label: 'Body',
    word: 'body',
    help: `The body of the request as text: XML, a form, anything. Case counts, and a line feed counts as a blank. ${bodyLimits}`,
    example: '<CreateOrder',
    key: null,
    compares: everyCompare,
    refusalOf: bodyText,
    sample: 'var(txn.body)',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    needsBody: true,
    reads: (request) => present(bodyOf(request)),
  },
  BODY_JSON: {
    label: 'Body, JSON',
    word: 'JSON body',
    help: `A value in a body of JSON, as text: of GraphQL $.operationName, for example. True is 1 and false is 0. ${bodyLimits}`,
    example: 'CreateOrder',
    key: {
      label: 'JSON path',
      help: 'Where the value stands: $.operationName, $.user.plan, $.items[0].id.',
      accepts: jsonPath,
      refusal:
        'Value should be a path such as $.user.plan: names of letters, digits, _ and - behind dots, numbers up to 99 in brackets',
    },
    compares: everyCompare,
    refusalOf: bodyText,
    sample: 'var(txn.json)',
    match: 'text',
    ignoresCase: false,
    needsTls: false,
    needsBody: true,
    reads: (request, key) => {
      const body = bodyOf(request)
      return present(body === null ? null : jsonText(body, key))
    },
  },
  SSL_CONN_HAS_CERT: {
    label: 'Client certificate',
    word: 'client certificate',
    help: 'Whether the client showed a certificate.',
    example: 'true',
    key: null,
    compares: ['EQUAL_TO'],
    refusalOf: (value) =>
      value.toLowerCase() === 'true'
        ? null
        : 'L7 rule type SSL_CONN_HAS_CERT takes the value true; invert it for the opposite',
    sample: 'ssl_c_used',
    match: 'flag',
    ignoresCase: false,
    needsTls: true,
    reads: () => [],
  },
  SSL_VERIFY_RESULT: {
    label: 'Certificate check',
    word: 'certificate check result',
    help: "OpenSSL's number for the check of the client certificate: 0 is good, 10 has ended, 21 is of an unknown authority, 23 is revoked. Without a certificate there is no result.",
    example: '0',
    key: null,
    compares: ['EQUAL_TO'],
    refusalOf: (value) => (/^(0|[1-9]\d{0,4})$/.test(value) ? null : 'Value should be a whole number'),
    sample: 'var(txn.verify)',
    match: 'text',
    ignoresCase: false,
    needsTls: true,
    reads: () => [],
  },
  SSL_DN_FIELD: {
    label: 'Certificate subject',
    word: 'certificate subject',
    help: 'A field of the subject of the client certificate. Where certificates are optional anybody can write one: ask for the check result 0, too.',
    example: 'partner',
    key: {
      label: 'Field',
      help: 'The name of the field: CN, OU, O.',
      accepts: /^[a-zA-Z][A-Za-z0-9-]*$/,
      refusal: 'Invalid L7 rule distinguished name field',
    },
    compares: everyCompare,
    refusalOf: (value) => (/^[\x20-\x7e]+$/.test(value) ? null : 'Invalid characters in comparison value'),
    sample: 'ssl_c_s_dn',
    match: 'text',
    ignoresCase: false,
    needsTls: true,
    reads: () => [],
  },
} as const satisfies Record<string, RuleKind>
export type RuleType = keyof typeof ruleKinds

/** A single address is the network that holds it alone. */
export function withBits(value: string): string {
  if (value.includes('/')) return value
  return `${value}/${isIpv6(value) ? 128 : 32}`
}

/** Whether a network, or a single address, holds the address. An IPv4 client is ::ffff:a.b.c.d where IPv6 is asked for (HAProxy's `-m ip`). */
export function holdsAddress(network: string, address: string): boolean {
  const client = canonicalAddress(address)
  return contains(withBits(network), isIpv6(network) && !isIpv6(client) ? `::ffff:${client}` : client)
}
