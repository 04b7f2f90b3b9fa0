import { noTraffic } from 'model/contract/sample'
import { exampleGraph, exampleId, exampleListener, exampleMember, examplePool } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { metricsText } from './metrics-text.ts'
import { Totals } from './totals.ts'

const loadbalancer_id = exampleId(1)
const listener = { loadbalancer_id, kind: 'listener', id: exampleId(10), listener_id: null } as const
const member = { loadbalancer_id, kind: 'member', id: exampleId(30), listener_id: exampleId(10) } as const

const graph = exampleGraph({
  listeners: [exampleListener({ connection_limit: 100 })],
  pools: [examplePool()],
  members: [
    exampleMember({ weight: 5 }),
    exampleMember({ id: exampleId(31), address: '127.0.0.5', weight: 0 }),
    exampleMember({ id: exampleId(32), address: '127.0.0.6', admin_state_up: false, name: 'evil"} 1\n' }),
  ],
})

function textAfter(...seconds: readonly Parameters<Totals['add']>[0]['series'][]): string {
  const totals = new Totals()
  for (const [at, series] of seconds.entries()) totals.add({ at, series })
  return metricsText({ graph, totals: totals.of(loadbalancer_id), healthOf: () => undefined })
}

test('counters add up over seconds, gauges are those of the last one', () => {
  const busy = { ...noTraffic, requests: 3, connections: 2, bytes_in: 10, responses_2xx: 3, active: 2 }
  const text = textAfter([{ ...listener, counters: busy }], [{ ...listener, counters: { ...busy, active: 1 } }])
  expect(text).toContain(`octavia_listener_http_requests_total{listener="${exampleId(10)}"} 6\n`)
  expect(text).toContain(`octavia_listener_current_sessions{listener="${exampleId(10)}"} 1\n`)
  expect(text).toContain(`octavia_listener_http_responses_total{listener="${exampleId(10)}",code="2xx"} 6\n`)
  expect(text).toContain('octavia_loadbalancer_connections_total 4\n')
  expect(textAfter([{ ...listener, counters: busy }], [])).toContain(
    `octavia_listener_current_sessions{listener="${exampleId(10)}"} 0\n`,
  )
})

test('members have their pool, a weight and a state', () => {
  const text = textAfter([{ ...member, counters: { ...noTraffic, connections: 7 } }])
  const labels = (id: number) => `pool="${exampleId(20)}",member="${exampleId(id)}"`
  expect(text).toContain(`octavia_member_sessions_total{${labels(30)}} 7\n`)
  expect(text).toContain(`octavia_member_weight{${labels(30)}} 5\n`)
  expect(text).toContain(`octavia_member_status{${labels(30)},state="UP"} 1\n`)
  expect(text).toContain(`octavia_member_status{${labels(31)},state="DRAIN"} 1\n`)
  expect(text).toContain(`octavia_member_status{${labels(32)},state="MAINT"} 1\n`)
  expect(text).toContain(`octavia_pool_active_members{pool="${exampleId(20)}"} 1\n`)
  expect(text).toContain(`octavia_pool_status{pool="${exampleId(20)}",state="UP"} 1\n`)
})

test('every line is one of the format, and no text of a person is in it', () => {
  const lines = textAfter([{ ...listener, counters: noTraffic }])
    .split('\n')
    .slice(0, -1)
  const wrong = lines.filter(
    (line) => !/^(# (HELP|TYPE) octavia_[a-z_]+ .+|octavia_[a-z_]+(\{([a-z]+="[A-Za-z0-9-]+",?)+\})? \d+)$/.test(line),
  )
  expect(wrong).toEqual([])
  expect(lines.join('\n')).not.toContain('evil')
})

test('a load balancer that is gone is forgotten', () => {
  const totals = new Totals()
  totals.add({ at: 1, series: [{ ...listener, counters: { ...noTraffic, requests: 1, active: 1 } }] })
  totals.keepOnly(new Set())
  totals.add({ at: 2, series: [] })
  expect(totals.of(loadbalancer_id).size).toBe(0)
})
