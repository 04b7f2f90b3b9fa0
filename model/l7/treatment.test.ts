import { describe, expect, test } from 'vitest'
import { exampleListener, exampleLoadBalancer, examplePolicy, exampleRule } from '../graph/graph.examples.ts'
import { askedHost } from './asked-host.ts'
import { inherited } from './inherited.ts'
import { redirectUrlConfig, rewriteUrlConfig } from './policy-configs.ts'
import type { HttpRequest } from './request.ts'
import { forwardedBy, listenerPrefix, locationOf } from './treatment.ts'

const place = { listener: exampleListener(), loadBalancer: exampleLoadBalancer() }
const request: HttpRequest = {
  method: 'GET',
  path: '/first/aaa/bbb/end',
  query: 'k=v',
  headers: [
    ['Host', 'a.test'],
    ['X-Mine', 'mine'],
  ],
  source: '192.0.2.1',
}
const regex = exampleRule({ type: 'PATH', compare_type: 'REGEX', value: '/first/(.*)/(.*)/end' })

describe('what a member gets', () => {
  // The example of reference: ELB v3, 9.
  test('a path of groups of a regular expression, and the query as it was', () => {
    const policy = examplePolicy({ rewrite_url_config: rewriteUrlConfig.parse({ path: '/$1/$2' }) })
    expect(forwardedBy(policy, [regex], request, place)).toMatchObject({
      host: 'a.test',
      path: '/aaa/bbb',
      query: 'k=v',
    })
  })

  test('groups of the condition that holds', () => {
    const conditions = ['/second/*', '/first/*/end'].map((value) => ({ key: null, value }))
    const rule = exampleRule({ type: 'PATH', compare_type: 'WILDCARD', value: '/second/*', conditions })
    const policy = examplePolicy({
      rewrite_url_config: rewriteUrlConfig.parse({ path: '/$1', host: 'b.test', query: '' }),
    })
    expect(forwardedBy(policy, [rule], request, place)).toMatchObject({ host: 'b.test', path: '/aaa/bbb', query: '' })
  })

  test('headers: text, a copy of one that is there, and what is known; not what is not', () => {
    const config = (
      key: string,
      value_type: 'USER_DEFINED' | 'REFERENCE_HEADER' | 'SYSTEM_DEFINED',
      value: string,
    ) => ({ key, value_type, value })
    const policy = examplePolicy({
      remove_headers_config: { configs: [{ key: 'X-Secret' }] },
      insert_headers_config: {
        configs: [
          config('X-Text', 'USER_DEFINED', '1'),
          config('X-Copy', 'REFERENCE_HEADER', 'x-mine'),
          config('X-None', 'REFERENCE_HEADER', 'x-absent'),
          config('X-Gone', 'REFERENCE_HEADER', 'X-Secret'),
          config('X-Ip', 'SYSTEM_DEFINED', 'CLIENT-IP'),
          config('X-Port', 'SYSTEM_DEFINED', 'ELB-PORT'),
          config('X-Eip', 'SYSTEM_DEFINED', 'ELB-EIP'),
        ],
      },
    })
    const secret: HttpRequest = { ...request, headers: [...request.headers, ['X-Secret', 's']] }
    expect(forwardedBy(policy, [], secret, place)).toMatchObject({
      inserted: [
        ['X-Text', '1'],
        ['X-Copy', 'mine'],
        ['X-Ip', '192.0.2.1'],
        ['X-Port', '80'],
      ],
      removed: ['X-Secret'],
    })
  })
})

describe('where a client is told to go', () => {
  const location = (given: Record<string, string>, rules = [exampleRule()], asked = request) =>
    locationOf(
      examplePolicy({ redirect_url_config: redirectUrlConfig.parse({ status_code: '302', ...given }) }),
      rules,
      asked,
      place,
    )

  test.each([
    [{ protocol: 'HTTPS', port: '443' }, 'https://a.test/first/aaa/bbb/end?k=v'],
    [{ protocol: 'HTTPS' }, 'https://a.test:80/first/aaa/bbb/end?k=v'],
    [{ host: 'b.test', path: '/', query: '' }, 'http://b.test/'],
    [
      { port: '8080', query: `${inherited.query}&name=my_name` },
      'http://a.test:8080/first/aaa/bbb/end?k=v&name=my_name',
    ],
    [{ path: '/$1' }, 'http://a.test/$1?k=v'],
  ])('%j is %s', (given, url) => {
    expect(location(given)).toBe(url)
  })

  test('groups of a pattern stand in the path', () => {
    expect(location({ path: '/$2' }, [regex])).toBe('http://a.test/bbb?k=v')
  })

  test('a host that can stand in no URL is nowhere', () => {
    const headers: HttpRequest['headers'] = [['Host', 'a/b']]
    expect(location({ port: '81' }, undefined, { ...request, headers })).toBeNull()
  })

  test.each([
    [443, 'https://h'],
    [8443, 'https://h:8443'],
  ])('a listener on port %i is at %s', (protocol_port, prefix) => {
    expect(listenerPrefix({ protocol_port }, 'h')).toBe(prefix)
    expect(listenerPrefix({ protocol_port }, askedHost)).toContain(askedHost)
  })
})
