import { describe, expect, test } from 'vitest'
import { askedRequest } from './asked-request.ts'

const whole = { method: 'GET', path: '/', query: '', headers: [], source: '192.0.2.1' }

describe('a request that a person gives', () => {
  test.each([
    [{}, whole],
    [{ url: 'http://www.example.com' }, { ...whole, headers: [['Host', 'www.example.com']] }],
    [
      { url: 'https://shop.example:8443/a/../b?x=%20&y#top', method: 'POST' },
      { ...whole, method: 'POST', path: '/a/../b', query: 'x=%20&y', headers: [['Host', 'shop.example:8443']] },
    ],
    [{ url: '/cart?x' }, { ...whole, path: '/cart', query: 'x' }],
    [
      { url: 'http://a.example/', headers: [['host', 'b.example']] },
      { ...whole, headers: [['host', 'b.example']] },
    ],
    [
      { path: '/a', query: 'b', source: '::1' },
      { ...whole, path: '/a', query: 'b', source: '::1' },
    ],
    // As curl does: who sends a body and names no method means POST.
    [{ body: '{"a":\n"ä😀"}' }, { ...whole, method: 'POST', body: '{"a":\n"ä😀"}' }],
    [
      { body: 'x', method: 'PUT' },
      { ...whole, method: 'PUT', body: 'x' },
    ],
    [{ body: '' }, whole],
  ])('%j is %j', (given, request) => {
    expect(askedRequest.parse(given)).toEqual(request)
  })

  test.each([
    [{ url: 'ftp://a.example/' }, 'url'],
    [{ url: '/a b' }, 'url'],
    [{ url: '/\r\nX: y' }, 'url'],
    [{ url: '/a', path: '/a' }, 'url'],
    [{ path: 'a' }, 'path'],
    [{ path: '/?' }, 'path'],
    [{ path: '/ä' }, 'path'],
    [{ query: 'a#b' }, 'query'],
    [{ method: 'G T' }, 'method'],
    [{ source: 'here' }, 'source'],
    [{ headers: [['a b', 'c']] }, 'headers/0/0'],
    [{ headers: [['a', 'b\r\nc: d']] }, 'headers/0/1'],
    [{ headers: 'a: b' }, 'headers'],
    [{ body: { a: 1 } }, 'body'],
    [{ body: 'a\0' }, 'body'],
    [{ body: '\ud83d' }, 'body'],
    [{ body: 'x'.repeat(10_001) }, 'body'],
    [{ data: 'x' }, ''],
  ])('%j is refused', (given, about) => {
    expect(askedRequest.safeParse(given).error?.issues[0]?.path.join('/')).toBe(about)
  })
})
