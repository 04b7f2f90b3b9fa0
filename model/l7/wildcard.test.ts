import fc from 'fast-check'
import { expect, test } from 'vitest'
import { steadyWildcardRegex, wildcardGroups, wildcardMeaning, wildcardRegex } from './wildcard.ts'

test.each([
  ['www.example.com', 'EQUAL_TO', 'www.example.com'],
  ['*.example.com', 'ENDS_WITH', '.example.com'],
  ['1*', 'STARTS_WITH', '1'],
  ['**beta**', 'CONTAINS', 'beta'],
  ['a*b', 'REGEX', '^a.*b$'],
  ['v?', 'REGEX', '^v.$'],
  ['*', 'REGEX', '^.*$'],
  ['(1+1)?', 'REGEX', '^\\(1\\+1\\).$'],
] as const)('%s asks the same as %s %s', (pattern, compare_type, text) => {
  expect(wildcardMeaning(pattern)).toEqual({ compare_type, text })
})

test.each([
  ['/old/*/*', '/old/a/b/c', ['a', 'b/c']],
  ['/old/*/end', '/old/a/end/end', ['a/end']],
  ['*', '', ['']],
  ['/a', '/a', []],
  ['/a?', '/a', null],
])('the stars of %s stand for something in %s', (pattern, text, groups) => {
  expect(wildcardGroups(pattern, text)).toEqual(groups)
})

test('every way to ask for a wildcard finds the same texts', () => {
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?', '/', '('), maxLength: 8 })
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/', '('), maxLength: 10 })
  fc.assert(
    fc.property(patterns, texts, (pattern, text) => {
      const wanted = fits(pattern, text)
      expect(wildcardGroups(pattern, text) !== null).toBe(wanted)
      expect(new RegExp(wildcardRegex(pattern)).test(text)).toBe(wanted)
      // What an atomic group has found can not be given back, which JavaScript says with a look ahead.
      const steady = steadyWildcardRegex(pattern).replaceAll(/\(\?>((?:\\.|[^)\\])*)\)/g, (_, inner) => `(?:${inner})`)
      expect(new RegExp(steady).test(text)).toBe(wanted)
    }),
    { numRuns: 5_000 },
  )
})

/** Character by character, the slow way. */
function fits(pattern: string, text: string): boolean {
  const [first, ...rest] = pattern
  if (first === undefined) return text === ''
  if (first === '*') return fits(rest.join(''), text) || (text !== '' && fits(pattern, text.slice(1)))
  return text !== '' && (first === '?' || first === text[0]) && fits(rest.join(''), text.slice(1))
}
