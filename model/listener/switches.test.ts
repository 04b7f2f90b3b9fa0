import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exampleListener } from '../graph/graph.examples.ts'
import { createSchema } from '../kit/resource.ts'
import { listener } from '../resources/listener.ts'
import { offeredCompression, usualContentTypes } from './compression.ts'
import { bytesOf, longestPage } from './error-pages.ts'
import { listenersInMaintenance } from './maintenance.ts'

const schema = createSchema(listener)
const base = {
  loadbalancer_id: '00000000-0000-4000-8000-000000000001',
  protocol: 'HTTP',
  protocol_port: 80,
}
/** The attributes that are refused, none where all is well. */
function refused(given: object): string[] {
  const parsed = schema.safeParse({ ...base, ...given })
  return parsed.success ? [] : [...new Set(parsed.error.issues.map((one) => String(one.path[0])))]
}
const pageOf = (body: string, content_type = 'text/html') => ({ content_type, body })

describe('what is accepted ends where it is said to end', () => {
  test.each([
    ['cache_paths', ['/'], ['']],
    ['cache_paths', [`/${'a'.repeat(254)}`], [`/${'a'.repeat(255)}`]],
    ['cache_paths', Array(32).fill('/a'), Array(33).fill('/a')],
    ['cache_paths', ["/it's%20$HOME\\{}"], ['/a b']],
    ['cache_paths', ['/a:b'], ['/a?b']],
    ['cache_paths', ['/~'], ['/é']],
    ['cache_paths', ['//'], ['/a\nb']],
    ['cache_paths', ['/$'], ['/#']],
    ['cache_paths', ['/x'], ['x']],
    ['cache_ttl', 1, 0],
    ['cache_ttl', 604_800, 604_801],
    ['cache_size', 1_024, 1_025],
    ['cache_size', 1, 0],
    ['cache_max_object_size', 65_536, 65_537],
    ['cache_max_object_size', 1, 0],
    ['compression_types', ['application/vnd.api+json'], ['text/html; charset=utf-8']],
    ['compression_types', ['a/b'], ['text']],
    ['compression_types', [`a/${'b'.repeat(125)}`], [`a/${'b'.repeat(126)}`]],
    ['compression_types', Array(32).fill('a/b'), Array(33).fill('a/b')],
    ['compression_types', ['image/svg+xml'], ["text/'\n"]],
    ['compression_algorithms', ['gzip', 'deflate'], ['br']],
    ['error_pages', { 503: pageOf('a') }, { 503: pageOf('') }],
    ['error_pages', { 403: pageOf('a') }, { 404: pageOf('a') }],
    ['error_pages', { 504: pageOf('{}', 'application/json') }, { 504: pageOf('a', 'image/png') }],
    ['error_pages', { 500: pageOf('a'.repeat(longestPage)) }, { 500: pageOf('a'.repeat(longestPage + 1)) }],
    ['error_pages', { 500: pageOf('😀'.repeat(longestPage / 4)) }, { 500: pageOf(`${'😀'.repeat(longestPage / 4)}a`) }],
    ['error_pages', { 502: pageOf('\r\n\t\x01') }, { 502: pageOf('\0') }],
    ['error_pages', { 408: pageOf('😀') }, { 408: pageOf('\ud800') }],
    ['maintenance_page', pageOf('a'), { ...pageOf('a'), more: 1 }],
    ['maintenance_page', null, pageOf('')],
    ['maintenance_retry_after', 604_800, 604_801],
    ['maintenance_retry_after', 1, 0],
    ['maintenance_allowed_cidrs', ['10.0.0.0/8', 'fd00::/8'], ['10.0.0.0/33']],
    ['maintenance_allowed_cidrs', Array(32).fill('10.0.0.0/8'), Array(33).fill('10.0.0.0/8')],
    ['maintenance', true, 'yes'],
  ])('%s', (attribute, good, bad) => {
    expect(refused({ [attribute]: good })).toEqual([])
    expect(refused({ [attribute]: bad })).toEqual([attribute])
  })
})

test('bytes are those of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(bytesOf(text)).toBe(encodeURIComponent(text).replaceAll(/%../g, '.').length)
    }),
  )
})

test('content types are alike in any case, and text of all sorts where nobody chose', () => {
  expect(schema.parse({ ...base, compression_types: ['Text/HTML'] }).compression_types).toEqual(['text/html'])
  expect(offeredCompression(exampleListener({}))).toBeNull()
  expect(offeredCompression(exampleListener({ compression: true }))).toEqual({
    algorithms: ['gzip', 'deflate'],
    types: usualContentTypes,
  })
})

test('a listener that is switched off is in no maintenance', () => {
  const one = exampleListener({ maintenance: true })
  expect(listenersInMaintenance([one, exampleListener({}), { ...one, admin_state_up: false }])).toEqual([one])
})
