import fc from 'fast-check'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { desiredOf, type PolicyCase } from './rows.ts'

/** Text in every attribute that a person can type text into. */
export type Texts = {
  readonly name: string
  readonly description: string
  readonly tag: string
  readonly url_path: string
  readonly expected_codes: string
  readonly domain_name: string
  readonly cookie_name: string
  readonly header_name: string
  readonly header_value: string
  readonly redirect_url: string
  readonly rule_key: string
  readonly rule_value: string
}

export const harmlessTexts: Texts = {
  name: 'web',
  description: '',
  tag: 'tag',
  url_path: '/',
  expected_codes: '200',
  domain_name: 'www.example.com',
  cookie_name: 'JSESSIONID',
  header_name: 'X-Forwarded-Port',
  header_value: 'false',
  redirect_url: 'https://www.example.com/',
  rule_key: 'X-Canary',
  rule_value: 'on',
}

const nasty = fc.constantFrom(
  ...["'", '"', '\\', '#', '%', '$', '{', '}', '[', ']', '(', ')', ',', ' ', '\t', '/', '-', '!', '`', ';', '~', '='],
  ...['\n', '\r', '\0', '\x0b', '\x1b', '\x7f', '\x85', '\u2028', '\u202e', 'é', '😀', '\ud800', 'a', '0'],
  ...['%[src]', '$HOME', '\n    bind :1', '\\x0a', '%{+Q}', '--', '-f', '/etc/passwd', '\r\nHost: b'],
)

/** Whatever fits into a string: text that no schema would let through is among it. */
export const anyText = fc.oneof(
  fc.string({ unit: nasty, maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 200 }),
)

const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]$/

/** Text in the attributes that HAProxy never sees, and in those that it does, where the schemas let it through. */
export const acceptedTexts: fc.Arbitrary<Texts> = fc.record({
  name: anyText,
  description: anyText,
  tag: anyText,
  url_path: fc.string({ unit: printable(0x21), maxLength: 254 }).map((path) => `/${path}`),
  expected_codes: fc.constantFrom('200', '200,201', '200 ,\t404', '100-599', '000', '999'),
  domain_name: fc.constantFrom('a', 'a-b.example.', 'x_y', `${'a'.repeat(63)}.example`),
  cookie_name: fc.string({ unit: printable(0x21).filter((one) => !/[,;\\]/.test(one)), minLength: 1, maxLength: 255 }),
  header_name: anyText,
  header_value: anyText,
  redirect_url: fc.string({ unit: printable(0x21), maxLength: 200 }).map((rest) => `http://a.test/${rest}`),
  rule_key: fc.string({ unit: printable(0x21).filter((one) => token.test(one)), minLength: 1, maxLength: 255 }),
  rule_value: anyText.filter((text) => /^[^\r\n\0]{1,255}$/.test(text)),
})

/** The same without any schema in between; some are harmless, so that the others are not always refused with them. */
export const hostileTexts: fc.Arbitrary<Texts> = fc.record({
  name: anyText,
  description: anyText,
  tag: anyText,
  url_path: anyText,
  expected_codes: sometimes(
    fc.oneof(anyText, fc.constantFrom('300-200', '200,', '2000')),
    harmlessTexts.expected_codes,
  ),
  domain_name: sometimes(anyText, harmlessTexts.domain_name),
  cookie_name: anyText,
  header_name: anyText,
  header_value: anyText,
  redirect_url: sometimes(anyText, harmlessTexts.redirect_url),
  rule_key: sometimes(anyText, harmlessTexts.rule_key),
  rule_value: sometimes(anyText, harmlessTexts.rule_value),
})

/** A load balancer that prints every one of the texts somewhere. */
export function desiredWith(texts: Texts, number = 1): DesiredLoadBalancer {
  const named = { name: texts.name, description: texts.description, tags: [texts.tag] }
  const { url_path, expected_codes, domain_name, cookie_name } = texts
  return desiredOf({
    number,
    load_balancer: named,
    listeners: [
      {
        ...named,
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 0,
        insert_headers: { 'X-Forwarded-Proto': texts.header_value, [texts.header_name]: 'false' },
        policies: policiesWith(texts),
      },
      { ...named, protocol: 'HTTPS', protocol_port: 443, default_pool: 1 },
    ],
    pools: [
      {
        pool: {
          ...named,
          protocol: 'HTTP',
          session_persistence: {
            type: 'APP_COOKIE',
            cookie_name,
            persistence_timeout: null,
            persistence_granularity: null,
          },
        },
        members: [{ ...named, address: '10.0.0.4', protocol_port: 80 }],
        monitor: { ...named, type: 'HTTP', url_path, expected_codes, http_version: 1.1, domain_name },
      },
      {
        pool: { ...named, protocol: 'HTTPS' },
        members: [{ ...named, address: '10.0.0.5', protocol_port: 443 }],
        monitor: { ...named, type: 'HTTPS', url_path, expected_codes, http_version: 1.1, domain_name },
      },
    ],
  })
}

/** Policies that are tried one by one: whether a lookup finds the others depends on their texts. */
function policiesWith({ name, description, tag, redirect_url, rule_key, rule_value }: Texts): PolicyCase[] {
  const rule = { tags: [tag], value: rule_value, invert: true }
  const rules: PolicyCase['rules'] = [
    { ...rule, type: 'HOST_NAME', compare_type: 'EQUAL_TO' },
    { ...rule, type: 'PATH', compare_type: 'STARTS_WITH' },
    { ...rule, type: 'FILE_TYPE', compare_type: 'EQUAL_TO' },
    { ...rule, type: 'METHOD', compare_type: 'EQUAL_TO' },
    { ...rule, type: 'HEADER', compare_type: 'ENDS_WITH', key: rule_key },
    { ...rule, type: 'COOKIE', compare_type: 'CONTAINS', key: rule_key },
    { ...rule, type: 'QUERY_STRING', compare_type: 'EQUAL_TO', key: rule_key },
    { ...rule, type: 'SSL_DN_FIELD', compare_type: 'EQUAL_TO', key: rule_key },
  ]
  const named = { name, description, tags: [tag], rules }
  return [
    { ...named, action: 'REDIRECT_TO_URL', redirect_url },
    { ...named, action: 'REDIRECT_PREFIX', redirect_prefix: redirect_url },
  ]
}

function printable(from: number): fc.Arbitrary<string> {
  return fc.integer({ min: from, max: 0x7e }).map((code) => String.fromCodePoint(code))
}

function sometimes(texts: fc.Arbitrary<string>, otherwise: string): fc.Arbitrary<string> {
  return fc.oneof({ arbitrary: texts, weight: 1 }, { arbitrary: fc.constant(otherwise), weight: 3 })
}
