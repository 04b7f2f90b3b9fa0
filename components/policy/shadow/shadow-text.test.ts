import type { L7Rule } from 'model/resources/l7-rule'
import { expect, test } from 'vitest'
import { betweenMoved } from './questions.ts'
import { requestLine, shadowSentence } from './shadow-text.ts'

const named = (id: string) => ({ name: `to-${id}`, position: id.charCodeAt(0) - 96 })
const rule = (id: string, value: string) =>
  ({ id, type: 'HOST_NAME', compare_type: 'EQUAL_TO', key: null, value, invert: false }) as L7Rule
const rules = [rule('x', 'a.test'), rule('y', 'b.test'), rule('z', 'c.test')]

test.each([
  ['one', ['a'], [], 'to-a at position 1 takes all of it first.'],
  ['duplicate', ['b'], [], 'to-b at position 2 has the same conditions and takes all of it first.'],
  ['several', ['a', 'b'], [], 'to-a (1) and to-b (2) take all of it first, between them.'],
  [
    'several',
    ['a', 'b', 'c', 'd', 'e'],
    [],
    'to-a (1), to-b (2), to-c (3) and 2 more take all of it first, between them.',
  ],
  ['contradiction', [], ['x', 'y'], 'Its conditions contradict each other: host is a.test and host is b.test.'],
  ['contradiction', [], ['z'], 'No request is so: host is c.test.'],
] as const)('%s by %j reads as a sentence', (kind, by, rule_ids, sentence) => {
  expect(shadowSentence({ kind, by, rule_ids }, rules, named)).toBe(sentence)
})

test('a request is one line, without what is as usual', () => {
  const request = { method: 'GET', path: '/a', query: '', headers: [['Host', 'a.test']] as const, source: '192.0.2.1' }
  expect(requestLine(request)).toBe('GET http://a.test/a')
  expect(requestLine({ ...request, query: 'x=1', headers: [['X-A', 'b']], source: '10.0.0.1' })).toBe(
    'GET /a?x=1 · X-A: b · from 10.0.0.1',
  )
  expect(requestLine({ ...request, method: 'OPTIONS', path: '', headers: [] })).toBe('OPTIONS *')
})

test('a move is about those between its two places', () => {
  expect(betweenMoved(['a', 'b', 'c', 'd'], ['a', 'c', 'b', 'd'])).toEqual(['c', 'b'])
  expect(betweenMoved(['a', 'b'], ['a', 'b'])).toEqual([])
})
