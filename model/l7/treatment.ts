import type { L7Policy } from '../resources/l7-policy.ts'
import type { L7Rule } from '../resources/l7-rule.ts'
import type { Listener } from '../resources/listener.ts'
import type { LoadBalancer } from '../resources/load-balancer.ts'
import { usableHost } from './asked-host.ts'
import type { InsertedHeader, SystemValue } from './policy-configs.ts'
import { type HttpRequest, headerValues, hostOf } from './request.ts'
import { comparedText, eachCondition, type RuleCore, ruleHolds } from './rule.ts'
import { type DollarRule, expanded, isInherited, type TemplateValues, templatePieces } from './url-template.ts'
import { wildcardGroups } from './wildcard.ts'

// What a policy makes of a request that it takes, apart from where it sends it (ELB v3, extended actions).

/** A request as a member gets it. Headers that were not touched are not listed. */
export type Forwarded = {
  readonly host: string | null
  readonly path: string
  readonly query: string
  /** Null is a value that is known when a request comes: the port of its client. */
  readonly inserted: readonly (readonly [name: string, value: string | null])[]
  readonly removed: readonly string[]
}

/** Where a policy stands: what its headers and templates can name. */
export type Place = { readonly listener: Listener; readonly loadBalancer: LoadBalancer }

export function forwardedBy(policy: L7Policy, rules: readonly L7Rule[], request: HttpRequest, place: Place): Forwarded {
  const { rewrite_url_config: rewrite, insert_headers_config: insert, remove_headers_config: remove } = policy
  const values = templateValues(rules, request, place)
  const own = { host: hostOf(request), path: request.path, query: request.query }
  const removed = (remove?.configs ?? []).map(({ key }) => key)
  const isRemoved = (name: string) => removed.some((one) => one.toLowerCase() === name.toLowerCase())
  return {
    ...own,
    ...(rewrite && {
      host: isInherited('host', rewrite.host) ? own.host : rewrite.host,
      ...rewrittenPath(rewrite, own, values),
    }),
    inserted: (insert?.configs ?? []).flatMap((one) => insertedHeader(one, { request, place, isRemoved })),
    removed,
  }
}

type PathAndQuery = { readonly path: string; readonly query: string }

/** A request without a path, `OPTIONS *`, has none to rewrite. */
function rewrittenPath(rewrite: PathAndQuery, own: PathAndQuery, values: TemplateValues): PathAndQuery {
  if (own.path === '') return own
  const filled = (template: string) => expanded(templatePieces(template, 'rewrite'), values)
  return { path: filled(rewrite.path), query: filled(rewrite.query) }
}

type Known = { readonly request: HttpRequest; readonly place: Place; readonly isRemoved: (name: string) => boolean }

/** None where what it should be a copy of is not there. */
function insertedHeader({ key, value_type, value }: InsertedHeader, known: Known): [string, string | null][] {
  if (value_type === 'USER_DEFINED') return [[key, value]]
  if (value === 'CLIENT-PORT') return [[key, null]]
  const copied =
    value_type === 'REFERENCE_HEADER' ? copiedValue(value, known) : systemValue(value as SystemValue, known)
  return copied === null ? [] : [[key, copied]]
}

function copiedValue(header: string, { request, isRemoved }: Known): string | null {
  return isRemoved(header) ? null : (headerValues(request, header).at(-1) ?? null)
}

function systemValue(name: SystemValue, { request, place }: Known): string | null {
  return name === 'CLIENT-IP' ? request.source : knownValue(name, place)
}

/** What is known of a place without a request; null where there is none. */
export function knownValue(name: SystemValue, { listener, loadBalancer }: Place): string | null {
  switch (name) {
    case 'ELB-PROTOCOL':
      return protocolOf(listener).toUpperCase()
    case 'ELB-ID':
      return loadBalancer.id
    case 'ELB-PORT':
      return String(listener.protocol_port)
    case 'ELB-EIP':
      return loadBalancer.floating_addresses[0] ?? null
    case 'ELB-VIP':
      return loadBalancer.vip_address
    case 'CLIENT-IP':
    case 'CLIENT-PORT':
      return null
  }
}

/** What its clients speak, as a URL says it. */
export function protocolOf({ protocol }: Listener): 'http' | 'https' {
  return protocol === 'TERMINATED_HTTPS' ? 'https' : 'http'
}

/** The rule whose groups a template can name: the first about the path that is a pattern, and not inverted. */
export function patternRule<R extends RuleCore>(rules: readonly R[]): R | null {
  const isPattern = ({ type, compare_type, invert }: RuleCore) =>
    type === 'PATH' && !invert && (compare_type === 'REGEX' || compare_type === 'WILDCARD')
  return rules.find(isPattern) ?? null
}

/** How the `$` of a redirect is read: without a pattern it is a character of URLs like others. */
export function redirectDollars(rules: readonly RuleCore[]): DollarRule {
  return patternRule(rules) === null ? 'text' : 'groups'
}

function templateValues(rules: readonly L7Rule[], request: HttpRequest, { listener }: Place): TemplateValues {
  return {
    protocol: protocolOf(listener),
    host: hostOf(request) ?? '',
    port: String(listener.protocol_port),
    path: request.path,
    query: request.query,
    groups: groupsOf(patternRule(rules), request),
  }
}

/** The groups of the first condition that holds. */
function groupsOf(rule: RuleCore | null, request: HttpRequest): readonly string[] {
  const holding = rule === null ? undefined : eachCondition(rule).find((one) => ruleHolds(one, request))
  if (holding === undefined) return []
  if (holding.compare_type === 'WILDCARD') return wildcardGroups(comparedText(holding), request.path) ?? []
  const found = new RegExp(holding.value).exec(request.path) ?? []
  return [...found].slice(1).map((group: string | undefined) => group ?? '')
}

/** Where a client is told to go; null where it names no host that can stand there, and so can't be sent anywhere. */
export function locationOf(
  policy: L7Policy,
  rules: readonly L7Rule[],
  request: HttpRequest,
  place: Place,
): string | null {
  const parts = policy.redirect_url_config
  if (parts === null) return null
  const values = templateValues(rules, request, place)
  if (isInherited('host', parts.host) && !usableHost.test(values.host)) return null
  const filled = (template: string) => expanded(templatePieces(template, redirectDollars(rules)), values)
  const origin = originOf({ ...parts, host: filled(parts.host) }, place)
  const query = filled(parts.query)
  return `${origin}${filled(parts.path)}${query === '' ? '' : `?${query}`}`
}

/** `https://www.example.com:8443`; a port that goes without saying is left out. */
export function originOf(
  parts: { readonly protocol: string; readonly host: string; readonly port: string },
  { listener }: Place,
): string {
  const protocol = isInherited('protocol', parts.protocol) ? protocolOf(listener) : parts.protocol.toLowerCase()
  const port = isInherited('port', parts.port) ? listener.protocol_port : Number(parts.port)
  return `${protocol}://${parts.host}${port === usualPorts[protocol as 'http' | 'https'] ? '' : `:${port}`}`
}

const usualPorts = { http: 80, https: 443 } as const

/** The prefix of a redirect to a listener, for `prefixFor`: the same host, path and query over HTTPS. */
export function listenerPrefix({ protocol_port }: Pick<Listener, 'protocol_port'>, host: string): string {
  return `https://${host}${protocol_port === usualPorts.https ? '' : `:${protocol_port}`}`
}
