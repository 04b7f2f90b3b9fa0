import type { MemberHealth } from 'model/resources/member'
import { expect, test } from 'vitest'
import { statColumns } from './csv.ts'
import { HealthWatch } from './health-watch.ts'
import type { ServerRow } from './statistics.ts'

const context = {
  loadBalancerOf: new Map([
    ['l1', 'balancer'],
    ['l2', 'balancer'],
  ]),
  expectedCodes: new Map([['p', '200']]),
  pingOf: (): MemberHealth | undefined => undefined,
  now: 1_000_000,
}

function row(cells: Partial<ServerRow>): ServerRow {
  const empty = Object.fromEntries(statColumns.map((column) => [column, ''])) as ServerRow
  const listener_id = cells.listener_id ?? 'l1'
  const names = { pool_id: 'p', listener_id, member_id: 'm', pxname: `pool:p:${listener_id}`, svname: 'm' }
  return { ...empty, ...names, status: 'UP', check_status: 'L7OK', check_code: '200', lastchg: '0', ...cells }
}

const up = row({})
const down = row({ status: 'DOWN', check_status: 'L7STS', check_code: '503' })

test('what was told once is not told again, and what was not taken is', () => {
  const watch = new HealthWatch()
  const first = watch.newsOf([up], context)
  expect(first).toMatchObject([{ loadbalancer_id: 'balancer', member_id: 'm', health: { state: 'UP' } }])
  expect(watch.newsOf([up], context)).toHaveLength(1)
  watch.told(first)
  expect(watch.newsOf([up], context)).toEqual([])
  expect(watch.newsOf([down], context)).toMatchObject([{ health: { reason: 'Answered 503, expected 200.' } }])
})

test('when nobody knows what the other side has, everything is told again', () => {
  const watch = new HealthWatch()
  watch.told(watch.newsOf([up], context))
  watch.tellAllAgain()
  expect(watch.newsOf([up], context)).toHaveLength(1)
})

test('a member behind two listeners is as well as the worse of them says', () => {
  const watch = new HealthWatch()
  const [news] = watch.newsOf([up, row({ ...down, listener_id: 'l2', pxname: 'pool:p:l2' })], context)
  expect(news?.health.state).toBe('DOWN')
})

test('a member that was away and is back is told of anew; one of an unknown listener is nobody', () => {
  const watch = new HealthWatch()
  watch.told(watch.newsOf([up], context))
  expect(watch.newsOf([], context)).toEqual([])
  expect(watch.newsOf([up], context)).toHaveLength(1)
  expect(watch.newsOf([row({ listener_id: 'gone' })], context)).toEqual([])
})

test('the verdict of the engine’s own checks counts, but not of a member that is switched off', () => {
  const pinged: MemberHealth = {
    state: 'DOWN',
    check_status: 'L3TOUT',
    check_code: null,
    check_duration_ms: null,
    reason: 'Does not answer to ping.',
    checked_at: 1,
    changed_at: 1,
  }
  const pinging = { ...context, pingOf: () => pinged }
  expect(new HealthWatch().newsOf([up], pinging)[0]?.health).toEqual(pinged)
  const [off] = new HealthWatch().newsOf([row({ status: 'MAINT', check_status: '' })], pinging)
  expect(off?.health.state).toBe('MAINT')
})
