import fc from 'fast-check'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { inherited } from 'model/l7/inherited'
import { fixedResponseConfig, insertHeadersConfig, rewriteUrlConfig } from 'model/l7/policy-configs'
import { ruleKinds } from 'model/l7/rule-kinds'
import { contentType, page } from 'model/listener/switch-values'
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
  readonly json_path: string
  readonly wildcard: string
  readonly header_key: string
  readonly inserted_value: string
  readonly message_body: string
  readonly url_path_template: string
  readonly url_query_template: string
  readonly page: string
  readonly cache_path: string
  readonly content_type: string
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
  json_path: '$.user.plan',
  wildcard: 'beta',
  header_key: 'X-Client',
  inserted_value: '1',
  message_body: 'sorry',
  url_path_template: 'v2',
  url_query_template: 'a=b',
  page: 'Away.',
  cache_path: '/static/',
  content_type: 'text/html',
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
  json_path: fc.string({ unit: fc.constantFrom(...'.[]0aZ9_-'), maxLength: 30 }).map((rest) => pathFrom(rest)),
  wildcard: fc.string({ unit: printable(0x21), minLength: 1, maxLength: 100 }),
  header_key: fc
    .string({ unit: printable(0x21).filter((one) => /[A-Za-z0-9_-]/.test(one)), minLength: 1, maxLength: 20 })
    .map((key) => `X-${key}`),
  inserted_value: accepted(
    fc.string({ unit: printable(0x20), minLength: 1, maxLength: 128 }),
    (value) => insertHeadersConfig.safeParse(inserting('X-A', value)).success,
  ),
  message_body: accepted(
    anyText.filter((text) => text !== ''),
    (message_body) => fixedResponseConfig.safeParse({ status_code: '200', message_body }).success,
  ),
  url_path_template: accepted(
    fc.string({ unit: printable(0x21), maxLength: 60 }),
    (path) => rewriteUrlConfig.safeParse({ path: `/${path}` }).success,
  ),
  url_query_template: accepted(
    fc.string({ unit: printable(0x21), maxLength: 60 }).map((text) => `x${text}`),
    (text) => rewriteUrlConfig.safeParse({ query: text }).success,
  ),
  page: anyText.filter((text) => page.shape.body.safeParse(text).success),
  cache_path: fc.string({ unit: printable(0x21), maxLength: 254 }).map((path) => `/${path.replaceAll(/[#?]/g, '')}`),
  content_type: fc
    .string({ unit: printable(0x21).filter((one) => contentType.safeParse(`a/${one}`).success), minLength: 1 })
    .map((type) => `a/${type}`),
})

/** As much of a text as is a path. */
function pathFrom(text: string): string {
  const { accepts } = ruleKinds.BODY_JSON.key
  let kept = '$.a'
  for (const part of text.match(/\.?[A-Za-z0-9_-]+|\[\d{1,2}\]/g) ?? []) {
    const longer = `${kept}${/^[.[]/.test(part) ? part : `.${part}`}`
    if (accepts.test(longer)) kept = longer
  }
  return kept
}

/** Few texts of any kind are what a schema accepts: those that are not lose what it does not. */
function accepted(texts: fc.Arbitrary<string>, isAccepted: (text: string) => boolean): fc.Arbitrary<string> {
  const repaired = (text: string) => {
    let kept = ''
    for (const one of text) if (isAccepted(`${kept}${one}`)) kept += one
    return kept
  }
  return (
    texts
      .map(repaired)
      // A group that a template names is a line more.
      .map((text) => text.replaceAll(/\$+(?=[1-9])/g, ''))
      .filter(isAccepted)
      .filter((text) => text !== '')
  )
}

/** A group that a template names is a line more. */
function withoutGroups(text: string): string {
  return text.replaceAll(/\$+(?=[1-9])/g, '')
}

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
  json_path: sometimes(
    fc.oneof(
      anyText,
      anyText.map((text) => `$.a${text}`),
    ),
    harmlessTexts.json_path,
  ),
  wildcard: sometimes(anyText, harmlessTexts.wildcard),
  header_key: sometimes(anyText, harmlessTexts.header_key),
  inserted_value: sometimes(anyText, harmlessTexts.inserted_value),
  message_body: sometimes(anyText, harmlessTexts.message_body),
  url_path_template: sometimes(anyText.map(withoutGroups), harmlessTexts.url_path_template),
  url_query_template: sometimes(anyText.map(withoutGroups), harmlessTexts.url_query_template),
  page: sometimes(anyText, harmlessTexts.page),
  cache_path: sometimes(anyText, harmlessTexts.cache_path),
  content_type: sometimes(anyText, harmlessTexts.content_type),
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
        policies: [...policiesWith(texts), ...advancedWith(texts)],
        compression: true,
        compression_types: [texts.content_type],
        cache_paths: [texts.cache_path],
        cache_size: 1,
        error_pages: { 403: { content_type: 'text/html', body: texts.page } },
        maintenance: true,
        maintenance_page: { content_type: 'text/plain', body: texts.page },
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
function policiesWith({ name, description, tag, redirect_url, rule_key, rule_value, json_path }: Texts): PolicyCase[] {
  const rule = { tags: [tag], value: rule_value, invert: true }
  const rules: PolicyCase['rules'] = [
    { ...rule, type: 'HOST_NAME', compare_type: 'EQUAL_TO' },
    { ...rule, type: 'PATH', compare_type: 'STARTS_WITH' },
    { ...rule, type: 'FILE_TYPE', compare_type: 'EQUAL_TO' },
    { ...rule, type: 'METHOD', compare_type: 'EQUAL_TO' },
    { ...rule, type: 'HEADER', compare_type: 'ENDS_WITH', key: rule_key },
    { ...rule, type: 'COOKIE', compare_type: 'CONTAINS', key: rule_key },
    { ...rule, type: 'QUERY_STRING', compare_type: 'EQUAL_TO', key: rule_key },
    { ...rule, type: 'BODY', compare_type: 'CONTAINS' },
    { ...rule, type: 'BODY_JSON', compare_type: 'STARTS_WITH', key: json_path },
    { ...rule, type: 'SSL_DN_FIELD', compare_type: 'EQUAL_TO', key: rule_key },
  ]
  const named = { name, description, tags: [tag], rules }
  return [
    { ...named, action: 'REDIRECT_TO_URL', redirect_url },
    { ...named, action: 'REDIRECT_PREFIX', redirect_prefix: redirect_url },
  ]
}

const inserting = (key: string, value: string) => ({
  configs: [{ key, value_type: 'USER_DEFINED' as const, value }],
})

/** What an empty text would leave out changes the lines: these always have some. */
function advancedWith(texts: Texts): PolicyCase[] {
  const { name, wildcard, header_key, inserted_value, message_body, url_path_template, url_query_template } = texts
  const pattern = `/a*${wildcard}*b?`
  const rules: PolicyCase['rules'] = [
    { type: 'PATH', compare_type: 'WILDCARD', value: pattern },
    {
      type: 'COOKIE',
      compare_type: 'ENDS_WITH',
      key: 'a',
      value: `1${wildcard}`,
      conditions: ['1', '2'].map((value) => ({ key: 'a', value: `${value}${wildcard}` })),
    },
  ]
  const copied = { key: 'X-Copy', value_type: 'REFERENCE_HEADER' as const, value: header_key }
  const { configs } = inserting(header_key, inserted_value)
  return [
    {
      ...{ name, rules, action: 'REDIRECT_TO_POOL', pool: 0 },
      rewrite_url_config: { host: 'a.test', path: `/$1${url_path_template}`, query: `x${url_query_template}` },
      insert_headers_config: { configs: [...configs, copied] },
      remove_headers_config: { configs: [{ key: header_key }] },
      insert_response_headers_config: { configs: [...configs, copied] },
      remove_response_headers_config: { configs: [{ key: header_key }] },
    },
    {
      ...{ name, rules, action: 'REDIRECT_TO_URL' },
      redirect_url_config: {
        ...{ ...inherited, path: `/$1${url_path_template}`, query: `x${url_query_template}`, status_code: '302' },
      },
    },
    {
      ...{ name, rules, action: 'FIXED_RESPONSE' },
      fixed_response_config: { status_code: '200', content_type: 'text/plain', message_body: `x${message_body}` },
    },
  ]
}

function printable(from: number): fc.Arbitrary<string> {
  return fc.integer({ min: from, max: 0x7e }).map((code) => String.fromCodePoint(code))
}

function sometimes(texts: fc.Arbitrary<string>, otherwise: string): fc.Arbitrary<string> {
  return fc.oneof({ arbitrary: texts, weight: 1 }, { arbitrary: fc.constant(otherwise), weight: 3 })
}
