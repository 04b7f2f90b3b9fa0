import { exampleId, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { draftOf, ruleDraft } from './draft.ts'
import { mergedDraft } from './merged-draft.ts'

const policy = examplePolicy({ name: 'shop' })
const path = exampleRule({ id: exampleId(61), type: 'PATH', compare_type: 'STARTS_WITH', value: '/a' })
const host = exampleRule({ id: exampleId(62), type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' })
const seen = { policy, rules: [path, host] }
const valuesOf = ({ rules }: ReturnType<typeof draftOf>) => rules.map((one) => [one.id, one.value])

test('what was typed stays, and the rest is theirs', () => {
  const theirs = {
    policy: { ...policy, name: 'theirs', description: 'theirs' },
    rules: [{ ...path, value: '/b' }, host],
  }
  const draft = { ...draftOf(policy, seen.rules), name: 'mine' }
  const merged = mergedDraft(draft, seen, theirs)
  expect(merged).toMatchObject({ name: 'mine', description: 'theirs' })
  expect(valuesOf(merged)).toEqual([
    [path.id, '/b'],
    [host.id, 'a.test'],
  ])
  expect(merged.rules.map((one) => one.row)).toEqual(draft.rules.map((one) => one.row))
})

test('rules that are new on either side are there, and those that went on either side are gone', () => {
  const fresh = exampleRule({ id: exampleId(63), type: 'PATH', compare_type: 'EQUAL_TO', value: '/theirs' })
  const draft = draftOf(policy, seen.rules)
  const mine = { ...draft, rules: [...draft.rules.slice(1), ruleDraft({ value: 'mine.test' })] }
  expect(valuesOf(mergedDraft(mine, seen, { policy, rules: [path, host, fresh] }))).toEqual([
    [host.id, 'a.test'],
    [null, 'mine.test'],
    [fresh.id, '/theirs'],
  ])
  expect(valuesOf(mergedDraft(draft, seen, { policy, rules: [host] }))).toEqual([[host.id, 'a.test']])
})

test('a rule that they deleted and I changed becomes a new one', () => {
  const draft = draftOf(policy, seen.rules)
  const mine = { ...draft, rules: draft.rules.map((one) => (one.id === path.id ? { ...one, value: '/mine' } : one)) }
  expect(valuesOf(mergedDraft(mine, seen, { policy, rules: [host] }))).toEqual([
    [null, '/mine'],
    [host.id, 'a.test'],
  ])
})

test('the weights of the pools are theirs where I left them, and mine where I did not', () => {
  const shares = [
    { pool_id: exampleId(20), weight: 90 },
    { pool_id: exampleId(21), weight: 10 },
  ]
  const was = { policy: { ...policy, redirect_pools_config: shares }, rules: [] }
  const theirs = {
    policy: { ...was.policy, redirect_pools_config: shares.map((one) => ({ ...one, weight: 50 })) },
    rules: [],
  }
  const draft = draftOf(was.policy, [])
  const weights = (one: typeof draft) => one.redirect_pools_config.map(({ weight }) => weight)
  expect(weights(mergedDraft({ ...draft, name: 'mine' }, was, theirs))).toEqual([50, 50])
  const mine = { ...draft, redirect_pools_config: draft.redirect_pools_config.map((one) => ({ ...one, weight: 1 })) }
  expect(weights(mergedDraft(mine, was, theirs))).toEqual([1, 1])
})
