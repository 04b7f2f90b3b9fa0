import type { Graph } from 'model/graph/graph'
import { expect, test } from 'vitest'
import { policyDraft, ruleDraft } from './draft.ts'
import { draftBody, draftedGraph } from './drafted.ts'

const policy = (id: string, position: number, listener_id = 'web') => ({ id, listener_id, position, name: id })
const graph = {
  l7_policies: [policy('a', 1), { ...policy('b', 2), admin_state_up: false }, policy('c', 1, 'other')],
  l7_rules: [
    { id: 'of-a', l7policy_id: 'a' },
    { id: 'of-b', l7policy_id: 'b' },
    { id: 'of-c', l7policy_id: 'c' },
  ],
} as unknown as Graph
const rules = [ruleDraft({ value: 'a.test' })]
const names = (after: Graph) => draftBody(after, 'web').l7_policies.map(({ name, position }) => `${position} ${name}`)

test('new policies stand where they would be put, one behind the other', () => {
  const drafts = [policyDraft({ name: 'x', position: 2, rules }), policyDraft({ name: '', position: 3, rules })]
  expect(names(draftedGraph(graph, 'web', { policy_id: null, drafts }))).toEqual(['1 a', '2 x', '3 unnamed', '4 b'])
  const [last] = [policyDraft({ name: 'x', rules })]
  expect(names(draftedGraph(graph, 'web', { policy_id: null, drafts: [last] }))).toEqual(['1 a', '2 b', '3 x'])
})

test('a changed policy stays in its place, on or off, with the rules of the panel', () => {
  const kept = ruleDraft({ id: 'of-b', value: 'b.test' })
  const drafts = [policyDraft({ name: 'b2', position: 2, rules: [kept, ...rules] })]
  const after = draftBody(draftedGraph(graph, 'web', { policy_id: 'b', drafts }), 'web')
  expect(after.l7_policies[1]).toMatchObject({ id: 'b', name: 'b2', position: 2, admin_state_up: false })
  expect(after.l7_rules.map(({ id, l7policy_id }) => [id.slice(0, 4), l7policy_id])).toEqual([
    ['of-a', 'a'],
    ['of-b', 'b'],
    ['0000', 'b'],
  ])
})
