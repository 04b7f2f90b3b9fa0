import { expect, test } from 'vitest'
import { type TlsWayName, tlsWayOf, tlsWays } from './tls-ways.ts'

test.each(Object.keys(tlsWays) as TlsWayName[])('listener and pool tell that TLS goes the way %s', (name) => {
  const { protocol, tls_enabled } = tlsWays[name]
  expect(tlsWayOf(protocol, tls_enabled)).toBe(name)
})

test('what is passed through is encrypted by the client, whatever the pool says; plain HTTP goes none of the ways', () => {
  expect(tlsWayOf('HTTPS', true)).toBe('pass-through')
  expect(tlsWayOf('HTTP', true)).toBe(null)
})
