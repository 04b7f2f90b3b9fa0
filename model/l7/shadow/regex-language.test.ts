import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patterns, takenPatterns, texts } from '../regex/pattern.examples.ts'
import { matches, problemOf } from '../regex.ts'
import { isIn } from './language.ts'
import { regexLanguage } from './regex-language.ts'

const subjects = texts
  .map((text) => text.replaceAll('\n', ' '))
  .filter((text) => Array.from(text).every((one) => one < '\x80'))

test.each([true, false])(
  'the automaton of an expression finds what the matcher finds, without regard to case: %s',
  (ignoresCase) => {
    const anyPattern = fc.oneof(
      fc.constantFrom(...takenPatterns),
      patterns.filter((one) => problemOf(one) === null),
    )
    fc.assert(
      fc.property(anyPattern, fc.array(subjects, { minLength: 5, maxLength: 5 }), (pattern, some) => {
        const language = regexLanguage(pattern, ignoresCase)
        for (const text of some) {
          const found = isIn(language, text)
          if (found !== null) expect([text, found]).toEqual([text, matches(text, pattern, ignoresCase)])
        }
      }),
      { numRuns: 1_500 },
    )
  },
)
