import fc from 'fast-check'
import { expect, test } from 'vitest'
import { patterns, takenPatterns, texts } from '../regex/pattern.examples.ts'
import { matches, problemOf } from '../regex.ts'
import { isIn } from './language.ts'
import { regexLanguage } from './regex-language.ts'

/** The matcher reads UTF-8, and no text of a request has a line feed in it. */
const isPlain = (text: string) => Array.from(text).every((one) => one < '\x80' && one !== '\n')
const subjects = texts.map((text) => text.replaceAll('\n', ' ')).filter(isPlain)

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
        const samples = (['plain', 'odd', 'against'] as const).flatMap((kind) => language.samples?.(kind) ?? [])
        for (const text of [...some, ...samples.filter(isPlain), ...samples.filter(isPlain).map((one) => `x${one}y`)]) {
          const found = isIn(language, text)
          if (found !== null) expect([text, found]).toEqual([text, matches(text, pattern, ignoresCase)])
        }
      }),
      { numRuns: 1_500 },
    )
  },
)

test.each([
  ['^/shop(/|$)', '/shop'],
  ['^/[a-z]+17(/|$)', '17'],
  ['^/(?!a)(?=.*b17)', 'b17'],
  ['a\\bcd?e', 'ac'],
  ['(abc){2,3}', 'abc'],
  ['abc|abd', ''],
  ['(abc)?', ''],
])('a text in which %s finds something has %s in it', (pattern, text) => {
  expect(regexLanguage(pattern, false).needed).toBe(text)
})

test.each([
  ['^/(x|y17).*[0-9]+3[a-z]{2,5}', ['/x03aa'], ['/y17993zz'], []],
  ['^/(?!a7)(?=.*b3)', ['/b3', '/'], ['/b3', '/'], ['/a7b3']],
])('%s has texts that it most likely finds something in, or most likely does not', (pattern, plain, odd, against) => {
  const { samples = () => [] } = regexLanguage(pattern, false)
  expect([samples('plain'), samples('odd'), samples('against')]).toEqual([plain, odd, against])
})
