import type { TrafficLimitConfig } from 'model/l7/policy-configs'
import type { L7Policy } from 'model/resources/l7-policy'
import type { Line, Section } from './compiled.ts'
import { line } from './ir.ts'
import { limitTable } from './names.ts'
import { rule, type Stage } from './policy-stage.ts'
import { expression, joined, milliseconds, number, type Word } from './words.ts'

/** So many are let through in so long a time, whenever that begins. */
type Quota = { readonly most: number; readonly milliseconds: number }

/**
 * A rate R with a burst B: B more than the rate may pass at once, and are then missing until the time has made up for them. As a window:
 * R + B requests in (R + B) / R seconds. Null without a limit.
 */
function quotaOf(limit: TrafficLimitConfig, of: 'all' | 'source'): Quota | null {
  const rate = of === 'all' ? limit.qps : limit.per_source_ip_qps
  if (rate === 0) return null
  const most = rate + limit.burst
  return { most, milliseconds: Math.min(Math.round((most / rate) * 1_000), longestWindow) }
}

/** A day: HAProxy counts rates in periods of milliseconds that fit 32 bits. */
const longestWindow = 86_400_000

/** The tables of a policy with a limit. */
export function limitSections(policy: L7Policy, about: string): Section[] {
  const limit = policy.traffic_limit_config
  if (limit === null) return []
  return (['all', 'source'] as const).flatMap((of) => {
    const quota = quotaOf(limit, of)
    if (quota === null) return []
    const kind = of === 'all' ? expression('type integer size 16') : sources
    const store = storeWord(quota)
    return [
      {
        name: `backend ${limitTable(policy, of)}`,
        about,
        lines: [line(about, expression('stick-table'), kind, expression('expire'), expiry(quota), store)],
      },
    ]
  })
}

/** So many clients are told apart; of more, those that were silent longest are forgotten. About 10 MB of memory. */
const sources: Word = expression('type ipv6 size 100k')

function expiry(quota: Quota): Word {
  return milliseconds(Math.max(quota.milliseconds * 2, 10_000))
}

function storeWord(quota: Quota): Word {
  return joined('', expression('store gpc0_rate('), milliseconds(quota.milliseconds), expression(')'))
}

export function limitLines(policy: L7Policy, stage: Stage): Line[] {
  const limit = policy.traffic_limit_config
  if (limit === null) return []
  const counters = countersOf(policy, limit)
  // Whoever is refused is not counted, or would never be let through again; and one that is over its own limit takes nothing from others.
  return [
    ...counters.map((one) => rule(stage, [expression('http-request'), one.track])),
    ...counters.map((one) => rule(stage, [expression('http-request set-var(txn.over) bool(true)')], [one.isOver])),
    line(stage.about, expression('http-request sc-inc-gpc0(2)'), isOverAny),
    line(stage.about, expression('http-request deny deny_status 503'), isOverAny),
    ...counters.map((one) => rule(stage, [expression('http-request'), one.count])),
  ]
}

const isOverAny = expression('if { var(txn.over) -m found }')

type Counter = { readonly track: Word; readonly isOver: Word; readonly count: Word }

function countersOf(policy: L7Policy, limit: TrafficLimitConfig): Counter[] {
  const ofSource = quotaOf(limit, 'source')
  const ofAll = quotaOf(limit, 'all')
  return [
    ...(ofSource === null
      ? []
      : [
          {
            track: joined(' ', expression('track-sc1 src table'), limitTable(policy, 'source')),
            isOver: joined(' ', expression('{ sc_gpc0_rate(1) ge'), number(ofSource.most), expression('}')),
            count: expression('sc-inc-gpc0(1)'),
          },
        ]),
    ...(ofAll === null
      ? []
      : [
          {
            track: joined(' ', expression('track-sc0 int(1) table'), limitTable(policy, 'all')),
            isOver: joined(' ', expression('{ sc_gpc0_rate(0) ge'), number(ofAll.most), expression('}')),
            count: expression('sc-inc-gpc0(0)'),
          },
        ]),
  ]
}
