import type { RouteTest } from 'model/l7/route-test'
import { expect, test } from 'vitest'
import { expectedOf, routeTestDraft, routeTestDraftOf, routeTestIssues } from './route-test-draft.ts'
import { emptyRequest } from './tested-request.ts'

const pool_id = '00000000-0000-4000-8000-000000000020'
const whole = routeTestDraft({ ...emptyRequest, url: 'http://a.example/' }, pool_id)
const abouts = (draft: Parameters<typeof routeTestIssues>[0]) => routeTestIssues(draft).map((one) => one.about)

test.each<RouteTest['expect']>([
  { kind: 'pool', pool_id },
  { kind: 'redirect', location: 'https://a.example/' },
  { kind: 'redirect', location: 'https://a.example/', code: 301 },
  { kind: 'split', pool_ids: [pool_id] },
  { kind: 'answer', status_code: '404' },
  { kind: 'reject' },
  { kind: 'unavailable' },
])('what was expected is expected again: %j', (expectation) => {
  const request = { method: 'GET', path: '/', query: '', headers: [], source: '192.0.2.1' }
  const stored: RouteTest = {
    ...{ id: 'x', listener_id: 'y', name: 'n', request, created_at: '', updated_at: null },
    expect: expectation,
  }
  const draft = routeTestDraftOf(stored)
  expect([expectedOf(draft), routeTestIssues(draft)]).toEqual([expectation, []])
})

test('what is missing or wrong is told at its field', () => {
  expect(abouts(whole)).toEqual([])
  expect(abouts({ ...whole, request: emptyRequest, pool_id: null })).toEqual(['url', 'pool_id'])
  expect(abouts({ ...whole, kind: 'redirect' })).toEqual(['location'])
  expect(abouts({ ...whole, kind: 'split' })).toEqual(['pool_ids'])
  expect(abouts({ ...whole, kind: 'answer', status_code: '302' })).toEqual(['status_code'])
  expect(abouts({ ...whole, request: { ...whole.request, source: 'moon', headers: 'a b: c' } })).toEqual([
    'headers',
    'source',
  ])
})
