import { pathOf } from 'model/graph/graph'
import { compareTypes } from 'model/l7/compare-types'
import { type Comparison, comparedAlternatives } from 'model/l7/rule'
import { type RuleKind, ruleKinds, withBits } from 'model/l7/rule-kinds'
import { steadyWildcardRegex } from 'model/l7/wildcard'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { jsonVariable } from './policy-bodies.ts'
import { type Variable, variables } from './policy-families.ts'
import { listedComparison, type ValueList, type ValueLists } from './policy-value-lists.ts'
import { expression, keyword, negated, network, quoted, reading, sample, type Word } from './words.ts'

export type RuleAcl = {
  readonly acls: readonly Line[]
  /** Its name, negated where the rule is inverted. */
  readonly condition: Word
  /** What the frontend has to keep for it; null when it reads the request itself. */
  readonly reads: Variable | null
  /** The lists of values that it compares with. */
  readonly lists: readonly ValueList[]
}

/**
 * A rule as a named acl: in braces a value `}` would end the block. `--` ends the flags, or a value such as "-f" would be read as
 * one. An acl tests every occurrence of a header, a cookie or a parameter; where there is a list of them, it looks there.
 */
export function ruleAcl(rule: L7Rule, lists: ValueLists): RuleAcl {
  const kind: RuleKind = ruleKinds[rule.type]
  const reads = (Object.keys(variables) as Variable[]).find((name) => kind.sample === `var(${name})`) ?? null
  const name = keyword(rule.id)
  const about = pathOf({ kind: 'l7_rule', id: rule.id })
  const begin = [expression('acl'), name]
  const comparisons = comparedAlternatives(rule).map((one) => ({ one, listed: listedComparison(lists, rule, one) }))
  return {
    // An acl of several lines with one name holds where one of them does.
    acls:
      kind.match === 'flag'
        ? [line(about, ...begin, sampleOf(rule))]
        : comparisons.map(({ one, listed }) =>
            line(about, ...begin, ...(listed?.words ?? [sampleOf(rule), ...matchOf(rule, one), valueWord(rule, one)])),
          ),
    condition: rule.invert ? negated(name) : name,
    reads,
    lists: comparisons.flatMap(({ listed }) => listed?.list ?? []),
  }
}

function sampleOf({ type, key }: L7Rule): Word {
  if (type === 'BODY_JSON') return reading(jsonVariable(key ?? ''))
  const name = expression(ruleKinds[type].sample)
  return ruleKinds[type].key === null ? name : sample(name, key ?? '', '')
}

function matchOf({ type }: L7Rule, { compare_type }: Comparison): Word[] {
  const { match, ignoresCase } = ruleKinds[type]
  if (match === 'network') return [expression('-m ip --')]
  const words = [expression('-m'), expression(compareTypes[compare_type].match)]
  // Other values are in lower case as their texts are; a regular expression can not be.
  const ignored = ignoresCase && compare_type === 'REGEX' ? [expression('-i')] : []
  return [...words, ...ignored, expression('--')]
}

function valueWord({ type }: L7Rule, { text, wildcard }: Comparison): Word {
  if (ruleKinds[type].match === 'network') return network(withBits(text))
  return quoted(wildcard === null ? text : steadyWildcardRegex(wildcard))
}
