import { DomainError } from 'model/errors'
import { isCidr } from 'model/kit/addresses'
import { mostConditions, type RuleCondition } from 'model/resources/l7-rule'
import { z } from 'zod'
import { text } from './bodies.ts'
import { invalidInput } from './errors.ts'

// Rules in the words of the dialect, and its limits: narrower than those of the model, which takes what Octavia takes.

const condition = z.object({ key: text.nullish(), value: text }, 'Value should be an object')
export const conditions = z.array(condition, 'Value should be a list of conditions')

export const ruleBody = {
  create: z.object({
    type: text,
    compare_type: text,
    value: text.nullish(),
    conditions: conditions.nullish(),
  }),
  update: z.object({ compare_type: text.nullish(), value: text.nullish(), conditions: conditions.nullish() }),
}
export type RuleWish = z.output<typeof ruleBody.create>

/** What the model keeps of a rule. */
export type RuleParts = {
  readonly type: string
  readonly compare_type: string
  readonly key: string | null
  readonly value: string
  readonly conditions: readonly RuleCondition[]
}

type Kind = {
  /** What a value may be; what it should be where it may not. */
  readonly value: RegExp | ((value: string) => boolean)
  readonly valueIs: string
  readonly key: RegExp | null
  readonly keyIs: string
  /** Whether one policy has at most one of it. */
  readonly isSingle: boolean
  /** Whether `value` alone is enough, without conditions. */
  readonly takesValue: boolean
  /** Whether `*` and `?` stand for other characters. */
  readonly hasWildcards: boolean
}

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']
const noKey = { key: null, keyIs: '' } as const

/** The types of rules, and what each compares (reference: ELB v3, section 5). */
const kinds = {
  HOST_NAME: {
    ...{ ...noKey, isSingle: true, takesValue: true, hasWildcards: false },
    value: /^(\*\.)?[A-Za-z0-9][A-Za-z0-9.-]*$/,
    valueIs: 'letters, digits, - and ., beginning with a letter or a digit, or with *.',
  },
  PATH: {
    ...{ ...noKey, isSingle: true, takesValue: true, hasWildcards: false },
    value: /^\/[A-Za-z0-9_~';@^%#&$.*+?,=!:|/()[\]{}-]*$/,
    valueIs: "/ and letters, digits and _~';@^-%#&$.*+?,=!:|/()[]{}",
  },
  METHOD: {
    ...{ ...noKey, isSingle: true, takesValue: false, hasWildcards: false },
    value: (value) => methods.includes(value),
    valueIs: methods.join(', '),
  },
  SOURCE_IP: {
    ...{ ...noKey, isSingle: true, takesValue: false, hasWildcards: false },
    value: (value) => value.includes('/') && isCidr(value),
    valueIs: 'a network such as 10.0.0.0/8 or fd00::/8',
  },
  HEADER: {
    ...{ isSingle: false, takesValue: false, hasWildcards: true },
    key: /^[A-Za-z0-9_-]{1,40}$/,
    keyIs: '1 to 40 letters, digits, - and _',
    value: /^[\x21\x23-\x7e]+$/,
    valueIs: 'printable ASCII without a space and "',
  },
  QUERY_STRING: {
    ...{ isSingle: false, takesValue: false, hasWildcards: true },
    key: /^[^ [\]{}<>\\"#&|%~]{1,128}$/,
    keyIs: '1 to 128 characters, none of them a space or []{}<>\\"#&|%~',
    value: /^[^ [\]{}<>\\"#&|%~]+$/,
    valueIs: 'characters of which none is a space or []{}<>\\"#&|%~',
  },
  COOKIE: {
    ...{ isSingle: false, takesValue: false, hasWildcards: false },
    key: /^.{1,100}$/,
    keyIs: 'the name of a cookie',
    value: /^[^ ]+$/,
    valueIs: 'the value of a cookie, without a space',
  },
} as const satisfies Record<string, Kind>
type RuleType = keyof typeof kinds

/** The longest value, in characters. */
const longestValue = 128
const pathCompares = ['EQUAL_TO', 'STARTS_WITH', 'REGEX']

/** A rule as the model keeps it. `place` is where it stands in the body, `rules/0`. @throws invalid */
export function ruleParts(wish: RuleWish, place = ''): RuleParts {
  const at = (name: string) => (place === '' ? name : `${place}/${name}`)
  const { type, compare_type } = wish
  const kind = kindOf(wish, at)
  const isRegex = compare_type === 'REGEX'
  const sent = sentConditions(kind, wish, at)
  const isListed = (wish.conditions ?? []).length > 0
  const asked = sent.map((one, index) =>
    checked(kind, one, { place: isListed ? at(`conditions/${index}`) : place, isRegex }),
  )
  refuseUnlike(asked, at('conditions'))
  const written = asked.map(({ key, value }) => ({ key, value: isRegex ? wholePath(value) : value }))
  const [first = { key: null, value: '' }] = written
  return {
    ...{ type, compare_type: writtenCompare(type, kind, { compare_type, values: asked.map((one) => one.value) }) },
    ...{ key: first.key, value: first.value, conditions: isListed ? written : [] },
  }
}

type Naming = (name: string) => string

function kindOf({ type, compare_type }: RuleWish, at: Naming): Kind {
  const known = Object.keys(kinds)
  if (!known.includes(type)) throw invalidInput(at('type'), `Value should be one of: ${known.join(', ')}`)
  const compares = type === 'PATH' ? pathCompares : ['EQUAL_TO']
  if (!compares.includes(compare_type))
    throw invalidInput(at('compare_type'), `Value should be ${compares.join(', ')} for rules of type ${type}`)
  return kinds[type as RuleType]
}

/** What a rule asks for: its conditions, and its value where there are none. */
function sentConditions(kind: Kind, { type, value, conditions }: RuleWish, at: Naming): readonly Sent[] {
  const listed = conditions ?? []
  if (listed.length > mostConditions) throw tooManyConditions()
  if (listed.length > 0) return listed
  if (!kind.takesValue) throw invalidInput(at('conditions'), `Rules of type ${type} need conditions`)
  if (!value) throw invalidInput(at('value'), 'Value should be 1 to 128 characters')
  return [{ value }]
}

type At = { readonly place: string; readonly isRegex: boolean }

type Sent = { readonly key?: string | null | undefined; readonly value: string }

function checked(kind: Kind, { key, value }: Sent, { place, isRegex }: At): RuleCondition {
  const at = (name: string) => (place === '' ? name : `${place}/${name}`)
  const name = key || null
  if (kind.key === null && name !== null) throw invalidInput(at('key'), 'Rules of this type have no key')
  if (kind.key !== null && !kind.key.test(name ?? '')) throw invalidInput(at('key'), `Value should be ${kind.keyIs}`)
  if (value === '' || [...value].length > longestValue)
    throw invalidInput(at('value'), `Value should be 1 to ${longestValue} characters`)
  if (!isRegex && !isValue(kind, value)) throw invalidInput(at('value'), `Value should be ${kind.valueIs}`)
  return { key: name, value }
}

function isValue({ value: accepts }: Kind, value: string): boolean {
  return accepts instanceof RegExp ? accepts.test(value) : accepts(value)
}

/** All conditions of a rule ask for the same thing, each for another value of it. */
function refuseUnlike(asked: readonly RuleCondition[], about: string): void {
  if (new Set(asked.map((one) => one.key)).size > 1)
    throw invalidInput(about, 'All conditions should have the same key')
  if (new Set(asked.map((one) => one.value)).size < asked.length)
    throw invalidInput(about, 'Each condition should have a value of its own')
}

/** The model says by the comparison what the dialect says by the value: `*` and `?` make a wildcard of it. */
function writtenCompare(
  type: string,
  kind: Kind,
  { compare_type, values }: { readonly compare_type: string; readonly values: readonly string[] },
): string {
  const isWild = kind.hasWildcards && values.some((value) => /[*?]/.test(value))
  const isWildHost = type === 'HOST_NAME' && values.some((value) => value.startsWith('*.'))
  return isWild || isWildHost ? 'WILDCARD' : compare_type
}

/** An expression of the dialect is about the whole path. */
function wholePath(value: string): string {
  return `^(?:${value})$`
}

function shownValue(compare_type: string, value: string): string {
  return compare_type === 'REGEX' ? (/^\^\(\?:(.*)\)\$$/s.exec(value)?.[1] ?? value) : value
}

/** A rule of the model in the words of the dialect; comparisons that it lacks keep their names. */
export function shownRule({ type, compare_type, key, value, conditions }: RuleParts): RuleWish & { value: string } {
  return {
    type,
    compare_type: compare_type === 'WILDCARD' ? 'EQUAL_TO' : compare_type,
    value: shownValue(compare_type, value),
    conditions: (conditions.length === 0 && key !== null ? [{ key, value }] : conditions).map((one) => ({
      key: one.key ?? '',
      value: shownValue(compare_type, one.value),
    })),
  }
}

/** A wildcard, in a host or anywhere else, or a list of conditions: what needs advanced forwarding. */
export function isAdvanced({ compare_type, conditions }: Pick<RuleParts, 'compare_type' | 'conditions'>): boolean {
  return conditions.length > 0 || compare_type === 'WILDCARD'
}

/** `ELB.8905` */
export function tooManyConditions(): DomainError {
  return new DomainError('over_quota', `A policy has at most ${mostConditions} conditions in all its rules.`)
}

/** Of which a policy has one at most. */
export function isSingle(type: string): boolean {
  return Object.hasOwn(kinds, type) && kinds[type as RuleType].isSingle
}
