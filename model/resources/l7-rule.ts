import { z } from 'zod'
import { fixed, optional, required, type Value } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { boolean, choice, orNone, record, uuid } from '../kit/values.ts'
import { compareTypes } from '../l7/compare-types.ts'
import { ruleKinds } from '../l7/rule-kinds.ts'
import { identity, sharedFields } from './shared-fields.ts'

const { name: _, ...withoutName } = identity

/** One line of 1 to 255 characters. */
const ruleText: Value<string> = {
  accepts: z
    .string('Value should be string')
    .min(1, 'Value should have a minimum character requirement of 1')
    .max(255, 'Value should have a maximum character requirement of 255')
    .regex(/^[^\r\n\0]*$/, 'Value should not contain line breaks'),
  kind: 'text',
}

/** More than Huawei has in a whole policy. */
export const mostConditions = 10

const conditionList = z
  .array(
    z.strictObject({ key: z.preprocess((key) => key || null, orNone(ruleText).accepts), value: ruleText.accepts }),
    'Value should be a list of conditions',
  )
  .max(mostConditions, `Value should have at most ${mostConditions} conditions`)
export type RuleCondition = { readonly key: string | null; readonly value: string }

/** One condition of a policy, or several of which one will do. What its attributes may be together is said by `l7/rule.ts`. */
export const l7Rule = defineResource({
  name: 'rule',
  collection: 'rules',
  title: 'L7 Rule',
  fields: {
    ...withoutName,
    l7policy_id: fixed(required(uuid, { label: 'Policy', help: 'The policy that it belongs to.' })),
    type: required(choice(ruleKinds), { label: 'Type', help: 'What is looked at.' }),
    key: optional(orNone(ruleText), null, { label: 'Key', help: 'Which header, cookie or parameter.' }),
    compare_type: required(choice(compareTypes), { label: 'Comparison', help: 'How it is compared with the value.' }),
    value: required(ruleText, { label: 'Value', help: 'What it is compared with.' }),
    conditions: optional(record(conditionList), [], {
      label: 'Conditions',
      help: 'Several values of which one will do. The first is the value of the rule, too.',
    }),
    invert: optional(boolean, false, { label: 'Not', help: 'Holds when the comparison does not.' }),
    ...sharedFields,
  },
})
export type L7Rule = RowOf<typeof l7Rule>
export type CreatedL7Rule = CreatedOf<typeof l7Rule>
export type L7RulePatch = PatchOf<typeof l7Rule>
