import { type CompareKind, compareTypes } from '../compare-types.ts'
import { type Comparison, comparedAlternatives, type RuleCore } from '../rule.ts'
import { type RuleKind, ruleKinds } from '../rule-kinds.ts'
import { beginningsOf } from './addresses.ts'
import { anyOf, beginningWith, containing, endingWith, exactly, isIn, type Language, pathsOfType } from './language.ts'
import { regexLanguage } from './regex-language.ts'
import { type Subject, subjectOf } from './subjects.ts'

/** What is asked of a text, apart from inversion. */
export type Predicate = {
  readonly id: number
  readonly subject: Subject
  /** What it does to a text: gives it whole, its beginning, its end, a part of it, or nothing that can be read off. */
  readonly gives: 'whole' | 'beginning' | 'end' | 'part' | 'nothing'
  readonly text: string
  readonly holds: (text: string) => boolean
  readonly language: Language
  /** Of the addresses that it holds for. */
  readonly beginnings: readonly string[]
}

/** A rule of a policy: some text of the subject is so, or, negated, none is. */
export type Literal = { readonly predicate: Predicate; readonly isNegated: boolean }

/** What a rule asks, or a constant where the answer does not depend on the request. */
export type Condition = Literal | 'always' | 'never'

/** Rules that ask the same have the same predicate, so that most questions are answered by comparing two numbers. */
export type Predicates = Map<string, Predicate>

export function conditionOf(rule: RuleCore, known: Predicates): Condition {
  const subject = subjectOf(rule)
  if (subject === null) return rule.invert ? 'always' : 'never'
  const alternatives = comparedAlternatives(rule)
  const asked = alternatives.map(({ compare_type, text }) => `${compare_type} ${text}`)
  const key = [subject.key, rule.type, ...[...new Set(asked)].sort()].join('\n')
  const predicate = known.get(key) ?? predicateOf(known.size, subject, { rule, alternatives })
  known.set(key, predicate)
  return { predicate, isNegated: rule.invert }
}

export function negationOf({ predicate, isNegated }: Literal): Literal {
  return { predicate, isNegated: !isNegated }
}

export function isSameLiteral(one: Literal, other: Literal): boolean {
  return one.predicate === other.predicate && one.isNegated === other.isNegated
}

const gives = {
  EQUAL_TO: 'whole',
  STARTS_WITH: 'beginning',
  ENDS_WITH: 'end',
  CONTAINS: 'part',
  REGEX: 'nothing',
} as const

const languages = {
  EQUAL_TO: exactly,
  STARTS_WITH: beginningWith,
  ENDS_WITH: endingWith,
  CONTAINS: containing,
} as const

const nothing = exactly('')

type Asked = { readonly rule: RuleCore; readonly alternatives: readonly Comparison[] }

function predicateOf(id: number, subject: Subject, { rule, alternatives }: Asked): Predicate {
  const kind: RuleKind = ruleKinds[rule.type]
  const only = alternatives.length === 1 ? (alternatives[0] ?? null) : null
  const text = only?.text ?? ''
  if (kind.match === 'network') {
    const beginnings = alternatives.flatMap((one) => beginningsOf(one.text))
    const holds = (bits: string) => beginnings.some((one) => bits.startsWith(one))
    return { id, subject, gives: 'nothing', text, holds, language: nothing, beginnings }
  }
  const own = once(() => anyOf(alternatives.map((one) => languageOf(one, kind))))
  const mayBeIntricate = alternatives.some(({ compare_type }) => compare_type === 'REGEX')
  const compared = remembered(
    (one) =>
      (mayBeIntricate ? isIn(own(), one) : null) ??
      alternatives.some(({ compare_type, text: value }) =>
        (compareTypes[compare_type] as CompareKind).holds(one, value, kind.ignoresCase),
      ),
  )
  const shared = { id, subject, beginnings: [] }
  if (rule.type !== 'FILE_TYPE')
    return {
      ...shared,
      gives: only ? gives[only.compare_type] : 'nothing',
      text,
      holds: compared,
      language: lazily(own),
    }
  const holds = (path: string) => {
    const type = /\.([^./]+)$/.exec(path)?.[1]
    return type !== undefined && compared(type)
  }
  const isWhole = only?.compare_type === 'EQUAL_TO'
  const language = lazily(once(() => pathsOfType(own())))
  return { ...shared, gives: isWhole ? 'end' : 'nothing', text: isWhole ? `.${text}` : '', holds, language }
}

function languageOf({ compare_type, text }: Comparison, { ignoresCase }: RuleKind): Language {
  return compare_type === 'REGEX' ? regexLanguage(text, ignoresCase) : languages[compare_type](text)
}

/** The same text is asked about again and again: many policies leave open what another looks at. */
function remembered(holds: (text: string) => boolean): (text: string) => boolean {
  let last: string | null = null
  let answer = false
  return (text) => {
    if (text !== last) {
      answer = holds(text)
      last = text
    }
    return answer
  }
}

function once(make: () => Language): () => Language {
  let made: Language | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** The automaton is made when it is first asked: most texts are found without one. */
function lazily(language: () => Language): Language {
  return {
    get classes() {
      return language().classes
    },
    get needed() {
      return language().needed
    },
    get weight() {
      return language().weight
    },
    samples: (kind) => language().samples?.(kind) ?? [],
    step: (state, byte) => language().step(state, byte),
    accepts: (state) => language().accepts(state),
  }
}
