import type { InsertedHeader, SystemValue } from 'model/l7/policy-configs'
import { knownValue, type Place } from 'model/l7/treatment'
import type { L7Policy } from 'model/resources/l7-policy'
import type { Line, Section } from './compiled.ts'
import { line } from './ir.ts'
import { answerBackend } from './names.ts'
import { corsLines } from './policy-cors.ts'
import { limitLines } from './policy-limits.ts'
import type { RankedPolicy } from './policy-map.ts'
import { rule, type Stage } from './policy-stage.ts'
import { redirectLines, rewriteLines } from './policy-url.ts'
import { expression, format, formatOf, joined, keyword, number, quoted, type Word } from './words.ts'

// What a policy makes of a request that it has taken, in the order of ELB v3: the limit, headers, the URL. It stands in the backend that the
// request was sent to, which by then knows who sent it.

/** What the backend of a pool does with the requests of those policies that ask for more than to be sent there. */
export function treatmentLines(policies: readonly RankedPolicy[], place: Place): Line[] {
  return policies.filter(isTreated).flatMap((one, at) => {
    // Whose request it is is asked once: that a variable is there costs a third of comparing an id.
    const taker = joined('', expression('txn.treated'), number(at))
    const isTaker = joined('', expression('{ var('), taker, expression(') -m found }'))
    const isOwn = joined(' ', expression('{ var(txn.act),field(2,|) -m str'), keyword(one.policy.id), expression('}'))
    const stage = { about: one.about, place, conditions: [isTaker] }
    return [
      line(
        one.about,
        joined('', expression('http-request set-var('), taker, expression(')')),
        ...[expression('bool(true) if'), isOwn],
      ),
      ...limitLines(one.policy, stage),
      ...corsLines(one.policy, stage),
      ...requestHeaderLines(one.policy, stage),
      ...rewriteLines(one, stage),
      ...responseHeaderLines(one.policy, stage),
    ]
  })
}

/** Whether a policy asks for more than to be sent somewhere. Asked of thousands: most do not. */
export function isTreated({ policy }: Pick<RankedPolicy, 'policy'>): boolean {
  return (
    policy.rewrite_url_config !== null ||
    policy.insert_headers_config !== null ||
    policy.remove_headers_config !== null ||
    policy.insert_response_headers_config !== null ||
    policy.remove_response_headers_config !== null ||
    policy.traffic_limit_config !== null ||
    policy.cors_config !== null
  )
}

/** Whether a policy needs sections of its own: a backend that answers, or tables to count in. */
export function hasSections({ policy }: Pick<RankedPolicy, 'policy'>): boolean {
  return (
    policy.fixed_response_config !== null || policy.redirect_url_config !== null || policy.traffic_limit_config !== null
  )
}

/** The backend of a policy that answers in a way of its own; null for all others. `first` are lines of every backend. */
export function answerSection(one: RankedPolicy, place: Place, first: readonly Line[]): Section | null {
  const { policy, about } = one
  const stage = { about, place, conditions: [] }
  const answer = answerLines(one, stage)
  if (answer === null) return null
  return {
    name: `backend ${answerBackend(policy)}`,
    about,
    lines: [
      line(about, expression('mode http')),
      // It has no server to wait for, and HAProxy would warn all the same.
      line(about, expression('timeout connect 5s')),
      line(about, expression('timeout server 5s')),
      ...first,
      ...limitLines(policy, stage),
      ...responseHeaderLines(policy, stage),
      ...answer,
    ],
  }
}

function answerLines(one: RankedPolicy, stage: Stage): Line[] | null {
  const { policy } = one
  if (policy.action === 'FIXED_RESPONSE' && policy.fixed_response_config !== null) {
    const { status_code, content_type, message_body } = policy.fixed_response_config
    const words = [expression('http-request return status'), number(Number(status_code))]
    // 204 has no body (RFC 9110, 15.3.5), and HAProxy takes none for it.
    if (message_body === '' || status_code === '204') return [rule(stage, words)]
    const type = [expression('content-type'), quoted(content_type)]
    return [rule(stage, [...words, ...type, expression('string'), quoted(message_body)])]
  }
  return policy.action === 'REDIRECT_TO_URL' && policy.redirect_url_config !== null ? redirectLines(one, stage) : null
}

function requestHeaderLines(policy: L7Policy, stage: Stage): Line[] {
  const removed = (policy.remove_headers_config?.configs ?? []).map(({ key }) =>
    rule(stage, [expression('http-request del-header'), keyword(key)]),
  )
  const inserted = (policy.insert_headers_config?.configs ?? []).map((one) =>
    headerLine(one, stage, { set: expression('http-request set-header'), source: expression('req.fhdr') }),
  )
  return [...removed, ...inserted.flat()]
}

/** Also of what HAProxy answers itself. */
function responseHeaderLines(policy: L7Policy, stage: Stage): Line[] {
  const removed = (policy.remove_response_headers_config?.configs ?? []).map(({ key }) =>
    rule(stage, [expression('http-after-response del-header'), keyword(key)]),
  )
  const inserted = (policy.insert_response_headers_config?.configs ?? []).map((one) =>
    headerLine(one, stage, { set: expression('http-after-response set-header'), source: expression('res.fhdr') }),
  )
  return [...removed, ...inserted.flat()]
}

type Direction = { readonly set: Word; readonly source: Word }

function headerLine({ key, value_type, value }: InsertedHeader, stage: Stage, { set, source }: Direction): Line[] {
  const words = [set, keyword(key)]
  if (value_type === 'USER_DEFINED') return [rule(stage, [...words, format(value)])]
  if (value_type === 'REFERENCE_HEADER') {
    // A name that is not one is refused here, too: it would end the sample.
    const copied = joined('', source, expression('('), keyword(value), expression(')'))
    return [
      rule(
        stage,
        [...words, formatOf([{ sample: copied }])],
        [joined(' ', expression('{'), copied, expression('-m found }'))],
      ),
    ]
  }
  const live = liveValues[value as SystemValue]
  if (live !== undefined) return [rule(stage, [...words, live])]
  const known = knownValue(value as SystemValue, stage.place)
  return known === null ? [] : [rule(stage, [...words, format(known)])]
}

const liveValues: Partial<Record<SystemValue, Word>> = {
  'CLIENT-IP': expression('%[src]'),
  'CLIENT-PORT': expression('%[src_port]'),
}
