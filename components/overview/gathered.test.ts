import { expect, test } from 'vitest'
import type { Attention } from '../api-answers.ts'
import { gathered } from './gathered.ts'

const entry = (kind: Attention['kind'], id: string, message: string, loadbalancer_id = 'lb'): Attention => ({
  loadbalancer_id,
  kind,
  id,
  pool_id: null,
  name: id,
  tone: 'bad',
  message,
  since: '2026-11-21T00:00:00',
})

test('what ails a load balancer and its parts alike is said once', () => {
  const all = [
    entry('member', 'm', 'No answer.'),
    entry('load_balancer', 'lb', 'No answer.'),
    entry('pool', 'p', 'No answer.'),
  ]
  expect(gathered(all).map(({ id, others, areAlike }) => [id, others, areAlike])).toEqual([['lb', 2, false]])
})

test('several of the same kind are told of one of them', () => {
  const all = [entry('member', 'm', 'Refused.'), entry('member', 'n', 'Refused.')]
  expect(gathered(all).map(({ id, others, areAlike }) => [id, others, areAlike])).toEqual([['m', 1, true]])
})

test('other reasons and other load balancers stay apart, in their order', () => {
  const all = [
    entry('member', 'm', 'Refused.'),
    entry('member', 'n', 'Timed out.'),
    entry('member', 'o', 'Refused.', 'other'),
  ]
  expect(gathered(all).map(({ id }) => id)).toEqual(['m', 'n', 'o'])
})
