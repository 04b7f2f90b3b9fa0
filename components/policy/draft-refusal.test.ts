import { expect, test } from 'vitest'
import { ApiError } from '../api-error.ts'
import { policyDraft, ruleDraft } from './draft.ts'
import { placeOf, refusalOf } from './draft-refusal.ts'

const rule = ruleDraft()
const draft = policyDraft({ name: 'a.test', rules: [rule] })

test('what is said about a condition or an attribute is shown there, anything else about the whole', () => {
  const places = ['l7policies/0/rules/0/value', 'rules/0/key', 'l7_policies/x/redirect_url', 'name', 'listener_id']
  expect(places.map((about) => placeOf(about, draft))).toEqual([
    `rules/${rule.row}/value`,
    `rules/${rule.row}/key`,
    'redirect_url',
    'name',
    '',
  ])
})

test('what is said about a part of an attribute or about a value among several is shown there', () => {
  const places = ['redirect_pools_config/1/weight', 'l7_policies/x/fixed_response_config', 'rules/0/conditions/2/value']
  expect(places.map((about) => placeOf(about, draft))).toEqual([
    'redirect_pools_config/1/weight',
    'fixed_response_config',
    `rules/${rule.row}/conditions/2/value`,
  ])
})

test('a refusal without details is about the whole', () => {
  expect(refusalOf(new Error('no answer'), [draft])).toEqual([{ about: '', message: 'no answer' }])
})

test('what is wrong with one of several policies is told with its name', () => {
  const other = { ...draft, name: 'b.test' }
  const error = new ApiError('refused', {
    status: 400,
    issues: [{ about: 'l7policies/1/rules/0/value', message: 'is no host' }],
  })
  expect(refusalOf(error, [draft, other])).toEqual([
    { about: `rules/${rule.row}/value`, message: 'b.test: is no host' },
  ])
})
