import { exampleGraph, exampleId } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { policyDraft, ruleDraft } from './draft.ts'
import { issuesOfAll, splitByHost } from './per-host.ts'

const host = ruleDraft()
const path = ruleDraft({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' })
const draft = policyDraft({ name: 'shop', position: 3, redirect_pool_id: exampleId(20), rules: [host, path] })
const split = (text: string) => splitByHost(draft, { row: host.row, text })

test('each host becomes a policy of its own, named by it and one after the other', () => {
  expect(
    split('a.test\nb.test').map(({ name, position, rules }) => [name, position, ...rules.map(({ value }) => value)]),
  ).toEqual([
    ['shop a.test', 3, 'a.test', '/api'],
    ['shop b.test', 4, 'b.test', '/api'],
  ])
})

test('one host keeps the name, and none is told at its value', () => {
  expect(split('a.test').map(({ name }) => name)).toEqual(['shop'])
  expect(issuesOfAll(exampleGraph(), exampleId(10), split(' '))).toMatchObject([{ about: `rules/${host.row}/value` }])
})

test('what is wrong with one of many hosts is told with the name of its policy', () => {
  const long = 'b'.repeat(300)
  const issues = issuesOfAll(exampleGraph(), exampleId(10), split(`a.test\n${long}`))
  expect(issues.map(({ message }) => message.startsWith(`shop ${long}: `))).toContain(true)
})

test('without the row that was split there is one policy', () => {
  expect(splitByHost({ ...draft, rules: [path] }, { row: host.row, text: 'a.test\nb.test' })).toHaveLength(1)
})
