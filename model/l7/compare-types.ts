import { matches } from './regex.ts'
import { wildcardGroups } from './wildcard.ts'

export type CompareKind = {
  /** As in a sentence: "path starts with /api". */
  readonly label: string
  /** The same for an inverted rule: "path does not start with /api". */
  readonly inverted: string
  readonly help: string
  /** HAProxy's name of the match: `-m beg`. */
  readonly match: 'str' | 'beg' | 'end' | 'sub' | 'reg'
  readonly holds: (text: string, value: string, ignoresCase: boolean) => boolean
}

/** How a rule compares what it reads with its value. */
export const compareTypes = {
  EQUAL_TO: {
    label: 'is',
    inverted: 'is not',
    help: 'The whole text is the value.',
    match: 'str',
    holds: (text, value) => text === value,
  },
  STARTS_WITH: {
    label: 'starts with',
    inverted: 'does not start with',
    help: 'The text begins with the value.',
    match: 'beg',
    holds: (text, value) => text.startsWith(value),
  },
  ENDS_WITH: {
    label: 'ends with',
    inverted: 'does not end with',
    help: 'The text ends with the value.',
    match: 'end',
    holds: (text, value) => text.endsWith(value),
  },
  CONTAINS: {
    label: 'contains',
    inverted: 'does not contain',
    help: 'The value is somewhere in the text.',
    match: 'sub',
    holds: (text, value) => text.includes(value),
  },
  WILDCARD: {
    label: 'is like',
    inverted: 'is not like',
    help: 'The whole text fits the pattern: * stands for any characters or none, ? for exactly one.',
    match: 'reg',
    holds: (text, value) => wildcardGroups(value, text) !== null,
  },
  REGEX: {
    label: 'matches',
    inverted: 'does not match',
    help: 'A regular expression finds something in the text. Anchor it with ^ and $ to mean all of it.',
    match: 'reg',
    holds: matches,
  },
} as const satisfies Record<string, CompareKind>
export type CompareType = keyof typeof compareTypes
