import { describe, expect, test } from 'vitest'
import {
  ago,
  byteRate,
  bytes,
  count,
  duration,
  midSentence,
  milliseconds,
  moment,
  momentOf,
  plural,
  rate,
  short,
  withLocalMoments,
} from './format.ts'

describe('numbers', () => {
  test.each([
    [0, '0'],
    [0.4, '0.4'],
    [9.94, '9.9'],
    [12.3, '12'],
    [950, '950'],
    [9_994, '9,994'],
    [12_345, '12.3 k'],
    [999_940, '999.9 k'],
    [1_250_000, '1.3 M'],
  ])('%d is short for %s', (value, text) => {
    expect(short(value)).toBe(text)
  })

  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1 kB'],
    [1_536, '1.5 kB'],
    [153_600, '154 kB'],
    [1_500_000_000, '1.5 GB'],
  ])('%d bytes are %s', (value, text) => {
    expect(bytes(value)).toBe(text)
  })

  test('a rate names what is counted', () => {
    expect(rate(12_300, 'req')).toBe('12.3 k req/s')
    expect(byteRate(2_000)).toBe('2 kB/s')
  })

  test('thousands are grouped and words follow their number', () => {
    expect(count(1_234_567)).toBe('1,234,567')
    expect(plural(1, 'listener')).toBe('1 listener')
    expect(plural(0, 'listener')).toBe('0 listeners')
    expect(plural(2, 'policy', 'policies')).toBe('2 policies')
  })
})

describe('times', () => {
  test.each([
    [0.42, '0.42 ms'],
    [12, '12 ms'],
    [1_500, '1.5 s'],
    [50_000, '50 s'],
    [600_000, '10 min'],
  ])('%d ms are %s', (value, text) => {
    expect(milliseconds(value)).toBe(text)
  })

  test.each([
    [3, '3 s'],
    [59.6, '1 min'],
    [3_599, '59 min'],
    [7_300, '2 h'],
    [200_000, '2 d'],
  ])('%d seconds last %s', (value, text) => {
    expect(duration(value)).toBe(text)
  })

  test('a label inside a sentence keeps its acronym', () => {
    const labels = [
      'Monitor port',
      'Health Monitor',
      'VIP address',
      'Additional VIPs',
      'TCP inspection time',
      'L7 policy',
    ]
    expect(labels.map(midSentence)).toEqual([
      'monitor port',
      'health monitor',
      'VIP address',
      'additional VIPs',
      'TCP inspection time',
      'L7 policy',
    ])
  })

  test("the API's times without a zone are UTC", () => {
    expect(momentOf('2026-11-21T00:09:52').toISOString()).toBe('2026-11-21T00:09:52.000Z')
    expect(momentOf('2026-11-21T00:09:52Z').toISOString()).toBe('2026-11-21T00:09:52.000Z')
    expect(momentOf('2026-11-21T02:09:52+02:00').toISOString()).toBe('2026-11-21T00:09:52.000Z')
  })

  test('what the API says of a moment is told in the time of the reader', () => {
    const said = 'admin changed this policy at 2026-11-21T14:15:34.199Z, after you saw it.'
    expect(withLocalMoments(said)).toBe(
      `admin changed this policy at ${moment('2026-11-21T14:15:34.199Z')}, after you saw it.`,
    )
    expect(withLocalMoments('GET /2026-11-21T14')).toBe('GET /2026-11-21T14')
  })

  test('a moment is told by its distance', () => {
    const now = Date.UTC(2026, 10, 21, 0, 10, 0)
    expect(ago('2026-11-21T00:09:59', now)).toBe('just now')
    expect(ago('2026-11-21T00:09:48', now)).toBe('12 s ago')
    expect(ago(now + 5_000, now)).toBe('in 5 s')
  })
})
