import { expect, test } from 'vitest'
import { RestartPace } from './restart-pace.ts'

/** The times at which something that ends at once is started within a minute, looked at ten times a second. */
function startsInAMinute(pace: RestartPace): number[] {
  const starts: number[] = []
  for (let now = 0; now < 60_000; now += 100) {
    if (!pace.isDue(now)) continue
    pace.began(now)
    starts.push(now)
  }
  return starts
}

test('what ends is started again at once', () => {
  const pace = new RestartPace()
  expect(pace.isDue(0)).toBe(true)
  pace.began(0)
  expect(pace.isDue(100)).toBe(true)
})

test('what ends each time is started ever more rarely', () => {
  const starts = startsInAMinute(new RestartPace())
  expect(starts.slice(0, 3)).toEqual([0, 100, 200])
  expect(starts.length).toBeLessThan(15)
  expect((starts.at(-1) ?? 0) - (starts.at(-2) ?? 0)).toBe(10_000)
})

test('after a quiet time the next end is answered at once', () => {
  const pace = new RestartPace()
  startsInAMinute(pace)
  pace.began(200_000)
  expect(pace.isDue(200_100)).toBe(true)
})
