import type { Graph } from 'model/graph/graph'
import { sharesOf } from 'model/l7/served'
import type { L7Policy } from 'model/resources/l7-policy'
import type { Listener } from 'model/resources/listener'
import type { Line, MapRow, PolicyMap } from './compiled.ts'
import { line } from './ir.ts'
import { backendName } from './names.ts'
import type { RankedPolicy } from './policy-map.ts'
import { expression, joined, keyword, mapLookup, quoted, type Word } from './words.ts'

// Several pools share what a policy takes. A row of the map says the sum of the weights; chance names a slot below it, and the row of
// the policy and the slot its pool: other weights are other rows, and nothing is reloaded.

export type Split = {
  readonly policy_id: string
  /** The sum of the weights, in lowest terms; 0 where nobody gets anything new. */
  readonly total: number
  /** For how long a client keeps its pool; 0 where it does not. */
  readonly keptSeconds: number
  /** A row for each slot and for each pool that a client may keep: key and backend, the letter of its index first. */
  readonly rows: readonly MapRow[]
}

/** How pools share the requests of a policy; null where one pool has them all, or there is none. */
export function splitOf(graph: Graph, policy: L7Policy, listener: Listener): Split | null {
  if (policy.action !== 'REDIRECT_TO_POOL' || policy.redirect_pools_config.length === 0) return null
  const shares = sharesOf(graph, policy)
  const { enable = false, timeout = 0 } = policy.redirect_pools_sticky_session_config ?? {}
  if (shares.length < 2 || (!enable && shares.filter((one) => one.weight > 0).length < 2)) return null
  const divisor = shares.reduce((one, { weight }) => greatestDivisor(one, weight), 0) || 1
  const slots = shares.flatMap((one) => Array.from({ length: one.weight / divisor }, () => one.pool_id))
  const row = (letter: 'w' | 'c', of: string | number, pool_id: string): MapRow => [
    `${letter}|${keyword(policy.id)}.${of}`,
    backendName({ id: pool_id }, listener),
  ]
  return {
    policy_id: policy.id,
    total: slots.length,
    keptSeconds: enable ? timeout * 60 : 0,
    rows: [
      ...slots.map((pool_id, slot) => row('w', slot, pool_id)),
      ...(enable ? shares.map(({ pool_id }) => row('c', pool_id, pool_id)) : []),
    ],
  }
}

function greatestDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestDivisor(other, one % other)
}

/** The cookie in which a client keeps its pool: the pool's id, a dot, and when it got it, in seconds since 1970. */
const cookiePrefix = 'FULCRUM-POOL-'
/** So much of the policy's id ends the name of its cookie. */
const cookieIdLength = 8

export function poolCookie(policy_id: string): string {
  return cookiePrefix + policy_id.slice(0, cookieIdLength)
}

/** What of `txn.act` says how pools share, where it does; and what of it is the policy. */
const shares = 'var(txn.act),field(4,|)'
const policyId = 'var(txn.act),field(2,|)'
const isSplit = expression('if { var(txn.total) -m found }')

type SplitPlace = {
  readonly map: PolicyMap
  /** Whether clients speak TLS: a cookie is then for TLS alone. */
  readonly isSecure: boolean
}

/**
 * What finds the pool once the policy is known: `txn.pool` is its backend, and `txn.drawn` the same where chance has decided, so that the
 * client is told what to keep.
 */
export function splitLines(policies: readonly RankedPolicy[], { map, isSecure }: SplitPlace): Line[] {
  const { about, name } = map
  const rule = (...words: readonly Word[]) => line(about, expression('http-request'), ...words)
  const kept = policies.filter(({ split }) => split !== null && split.keptSeconds > 0)
  return [
    rule(expression(`set-var(txn.total) '${shares},field(2,/)' if { ${shares} -m beg / }`)),
    ...kept.map((one) => {
      const cookie = joined('', expression('req.cook('), keyword(poolCookie(one.policy.id)), expression(')'))
      const isOwn = joined(' ', expression(`if { ${policyId} -m str`), keyword(one.policy.id), expression('}'))
      return line(one.about, expression('http-request set-var(txn.kept)'), cookie, isOwn)
    }),
    ...(kept.length === 0
      ? []
      : [
          rule(
            expression(
              "set-var(txn.since) var(txn.kept),field(2,.) if { var(txn.kept) -m reg '^[0-9a-f-]{36}[.][0-9]{1,12}$' }",
            ),
          ),
          rule(expression(`set-var(txn.for) '${shares},field(3,/)' if { var(txn.since) -m found }`)),
          rule(expression('set-var(txn.age) date,sub(txn.since),sub(txn.for) if { var(txn.since) -m found }')),
          rule(expression('set-var(txn.keeps) var(txn.kept),field(1,.) if { var(txn.age) -m int lt 0 }')),
          rule(
            expression('set-var(txn.pool)'),
            mapLookup(expression(`${policyId},concat(.,txn.keeps),concat(|c,txn.v),map`), name),
            expression('if { var(txn.keeps) -m found }'),
          ),
        ]),
    rule(expression('set-var(txn.slot) rand(1000000000),mod(txn.total)'), isSplit),
    rule(
      expression('set-var(txn.drawn)'),
      mapLookup(expression(`${policyId},concat(.,txn.slot),concat(|w,txn.v),map`), name),
      expression('if { var(txn.slot) -m found } !{ var(txn.pool) -m found }'),
    ),
    rule(expression('set-var(txn.pool) var(txn.drawn) if { var(txn.drawn) -m found }')),
    ...(kept.length === 0 ? [] : [keepLine(about, isSecure)]),
  ]
}

/** Only of what a member has answered: nobody keeps a pool that was never asked. */
function keepLine(about: string, isSecure: boolean): Line {
  const secure = isSecure ? '; Secure' : ''
  const text = `${cookiePrefix}%[${policyId},bytes(0,${cookieIdLength})]=%[var(txn.drawn),field(2,:)].%[date]; Path=/; Max-Age=%[${shares},field(3,/)]; HttpOnly; SameSite=Lax${secure}`
  return line(
    about,
    expression('http-response add-header set-cookie'),
    quoted(text),
    expression(`if { var(txn.drawn) -m found } !{ ${shares},field(3,/) -m str 0 }`),
  )
}
