import { describe, expect, test } from 'vitest'
import { publicOrigin, refuseOtherPages, refuseUnlessOurPage } from './origin.ts'

const asked = (headers: Record<string, string>, method = 'POST') =>
  new Request('http://localhost:3000/console/x', { method, headers })

describe('the origin that a client knows the server by', () => {
  test.each([
    [{ host: 'lb.example:8080' }, 'http://lb.example:8080'],
    [{ host: 'inside:3000', 'x-forwarded-host': 'lb.example', 'x-forwarded-proto': 'https' }, 'https://lb.example'],
    [{ host: 'lb.example', 'x-forwarded-proto': 'javascript' }, 'http://lb.example'],
    [{ host: 'no host/at all' }, 'http://localhost:3000'],
  ])('for %j is %s', (headers, origin) => {
    expect(publicOrigin(asked(headers))).toBe(origin)
  })
})

describe('a change with the cookie of a session', () => {
  test.each([
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { host: 'lb.example', origin: 'http://lb.example' },
  ])('is taken from our own page: %j', (headers) => {
    expect(() => refuseUnlessOurPage(asked(headers))).not.toThrow()
  })
  test.each([
    {},
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host: 'lb.example', origin: 'https://evil.example' },
    { host: 'lb.example', origin: 'null' },
    { 'sec-fetch-site': 'cross-site', host: 'lb.example', origin: 'http://lb.example' },
  ])('is refused from elsewhere, or from nobody knows where: %j', (headers) => {
    expect(() => refuseUnlessOurPage(asked(headers))).toThrow('another site')
  })
  test('is none when it only reads', () => {
    expect(() => refuseUnlessOurPage(asked({ 'sec-fetch-site': 'cross-site' }, 'GET'))).not.toThrow()
  })
})

test('a sign-in is taken from a script, and not from another site', () => {
  expect(() => refuseOtherPages(asked({}))).not.toThrow()
  expect(() => refuseOtherPages(asked({ origin: 'https://evil.example' }))).toThrow('another site')
})
