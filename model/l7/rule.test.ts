import { expect, test } from 'vitest'
import { ruleHolds, ruleProblem } from './rule.ts'
import { exampleRequest, type RuleExample, ruleExamples } from './rule-kinds.examples.ts'
import type { RuleType } from './rule-kinds.ts'

const examples = Object.entries(ruleExamples).flatMap(([type, rows]: [string, readonly RuleExample[]]) =>
  rows.map((row) => ({ ...row, rule: { ...row.rule, type: type as RuleType } })),
)

test.each(examples)(
  '$rule.type $rule.compare_type $rule.value takes and leaves what it should',
  ({ rule, takes, leaves }) => {
    expect(ruleProblem(rule)).toBe(null)
    for (const request of takes)
      expect([request, ruleHolds(rule, { ...exampleRequest, ...request })]).toEqual([request, true])
    for (const request of leaves)
      expect([request, ruleHolds(rule, { ...exampleRequest, ...request })]).toEqual([request, false])
  },
)
