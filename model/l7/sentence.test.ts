import { expect, test } from 'vitest'
import type { RuleCore } from './rule.ts'
import { ruleSentence, ruleWords } from './sentence.ts'

const rule = (given: Partial<RuleCore>): RuleCore => ({
  type: 'PATH',
  compare_type: 'STARTS_WITH',
  key: null,
  value: '/api',
  invert: false,
  ...given,
})
const canary = rule({ type: 'HEADER', compare_type: 'EQUAL_TO', key: 'X-Canary', value: '1', invert: true })
const office = rule({ type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: '10.0.0.0/8' })

test('a rule reads as a sentence', () => {
  expect([rule({}), canary, office].map(ruleSentence)).toEqual([
    'path starts with /api',
    'header X-Canary is not 1',
    'client address is in 10.0.0.0/8',
  ])
})

test('what was typed stands apart from the words around it', () => {
  expect(ruleWords(canary)).toEqual({ what: 'header', key: 'X-Canary', how: 'is not', value: '1' })
  expect(ruleWords(rule({ type: 'HEADER', key: '', value: '' }))).toMatchObject({ key: null, value: '' })
})
