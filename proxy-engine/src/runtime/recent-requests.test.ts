import { describe, expect, test } from 'vitest'
import { RecentRequests, recentRequestIn } from './recent-requests.ts'

const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex').toUpperCase()
const lineOf = (given: { path?: string; status?: number; at?: number; listener?: string; rest?: string } = {}) => {
  const { path = '/', status = 200, at = 1_000, listener = 'one', rest = ` h:Host=${hex('a.example')} .` } = given
  return `listener:${listener} ${status} pool:p:${listener} m - ${at} 7 192.0.2.1 ${hex('GET')} ${hex(path)} ${rest}`
}

describe('a line of the ring', () => {
  test('is a request and what became of it', () => {
    expect(recentRequestIn(lineOf())).toEqual({
      id: '1000-7',
      at: 1_000,
      request: { method: 'GET', path: '/', query: '', headers: [['Host', 'a.example']], source: '192.0.2.1' },
      status: 200,
      policy_id: null,
      pool_id: 'p',
      member_id: 'm',
      request_id: null,
    })
  })

  test('brings bytes that are no ASCII, and leaves out what was not sent', () => {
    const rest = ` h:X-A=${hex('größer')} h:X-B= c:beta=${hex('1')} c:none= c:other=${hex('"2"')} .`
    expect(recentRequestIn(lineOf({ rest }))?.request.headers).toEqual([
      ['X-A', 'größer'],
      ['Cookie', 'beta=1; other="2"'],
    ])
  })

  test('has the id that the listener gave', () => {
    expect(recentRequestIn(lineOf({ rest: ` h:Host=${hex('a')} i:${hex('order-7')} .` }))?.request_id).toBe('order-7')
  })

  test.each([
    ['that is cut', { rest: ` h:Host=${hex('a.exa')}` }],
    ['whose client went before the answer', { status: -1 }],
    ['that can not be asked again: OPTIONS *', { path: '*' }],
  ])('%s is none', (_, given) => {
    expect(recentRequestIn(lineOf(given))).toBeNull()
  })
})

describe('what is kept', () => {
  test('is the newest fifty of a listener, the newest first', () => {
    const kept = new RecentRequests()
    for (let at = 1; at <= 60; at += 1) kept.add(lineOf({ at }))
    kept.add('Supported events sinks are listed below.')
    expect(kept.of('one').map((one) => one.at)).toEqual(Array.from({ length: 50 }, (_, index) => 60 - index))
    expect(kept.of('two')).toEqual([])
  })

  test('comes in the order in which it was told, within a millisecond too', () => {
    const kept = new RecentRequests()
    for (const path of ['/first', '/second', '/third']) kept.add(lineOf({ path }))
    expect(kept.of('one').map(({ request }) => request.path)).toEqual(['/third', '/second', '/first'])
  })

  test('is bounded: the listener that was asked longest ago is forgotten first', () => {
    const kept = new RecentRequests()
    const rest = ` h:Host=${hex('a'.repeat(3_900))} .`
    const fill = (listener: string) => {
      for (let at = 0; at < 50; at += 1) kept.add(lineOf({ listener, at, rest }))
    }
    for (let one = 0; one < 30; one += 1) fill(`l${one}`)
    expect(kept.of('l0')).toEqual([])
    expect(kept.of('l29')).toHaveLength(50)
  })
})
