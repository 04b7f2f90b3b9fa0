import { expect, test } from 'vitest'
import { failuresIn } from './wrk.mjs'

test('every socket error and every answer other than 2xx is a failure', () => {
  const output = `  20578 requests in 2.00s, 25.10MB read
  Socket errors: connect 1, read 20, write 300, timeout 4000
  Non-2xx or 3xx responses: 50000
Requests/sec:  10260.31
`
  expect(failuresIn(output)).toBe(54_321)
})

test('an output without complaints has none', () => {
  expect(failuresIn('  20578 requests in 2.00s, 25.10MB read\n')).toBe(0)
})
