import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { examined, loopsIn } from './regex/ambiguity.ts'
import { mostWork } from './regex/automaton.ts'
import { patterns, scribbles, takenPatterns, texts } from './regex/pattern.examples.ts'
import { read } from './regex/read.ts'
import { matches, problemOf } from './regex.ts'

test.each(takenPatterns)('%s is taken', (pattern) => {
  expect(problemOf(pattern)).toBe(null)
})

/** What each message begins with: the construct and where it is, and what is wrong with it. */
const refused: readonly (readonly [pattern: string, problem: string])[] = [
  ['', 'An empty expression says nothing: write what should be found'],
  ['(a)\\1', '\\1 at character 4 refers back to a group, which is not supported: write out what should be there'],
  ['a\\g1', '\\g at character 2 refers back to a group'],
  ['(?P<n>a)(?P=n)', '(?P= at character 9 refers back to a group'],
  ['a(?<=b)', '(?<= at character 2 looks behind, which is not supported: match what comes before'],
  ['(?<!b)', '(?<! at character 1 looks behind'],
  ['a++', '+ at character 3 makes the repetition before it possessive, which is not supported: leave it out'],
  ['a{2}+', '+ at character 5 makes the repetition before it possessive'],
  ['(?>a)', '(?> at character 1 makes a group atomic, which is not supported: write (?: )'],
  ['(?(1)a|b)', '(?( at character 1 begins a condition'],
  ['(?R)', '(?R at character 1 calls a group again'],
  ['(a)(?1)', '(?1 at character 4 calls a group again'],
  ['(?&n)', '(?& at character 1 calls a group again'],
  ['(*UTF)a', '(* at character 1 begins a verb, which is not supported: write (?: ) for a group, or \\('],
  ['(?|a)', '(?| at character 1 numbers groups anew'],
  ['(?#a)', '(?# at character 1 begins a remark'],
  ['(?C1)a', '(?C at character 1 begins a callout'],
  ['(?@a)', '(? at character 1 begins a kind of group that does not exist'],
  ['a(?i)', '(?i) at character 2 sets flags, which is not supported: only (?i) at the very beginning is'],
  ['(?m)^a', '(?m) at character 1 sets flags'],
  ['(?i:a)', '(?i: at character 1 sets flags'],
  ['(?<1>a)', '(?< at character 1 is no name of a group'],
  ["(?'n'a)", "(?' at character 1 is no name of a group"],
  [`(?<${'n'.repeat(33)}>a)`, '(?< at character 1 is no name of a group: write a letter or _ and up to 31 letters'],
  ['(?<n>a)|(?<n>b)', 'n at character 9 names a second group so: give it another name, or none'],
  ['\\Qa.b\\E', '\\Q at character 1 quotes a piece of text, which is not supported: put \\ before each character'],
  ['\\p{L}', '\\p at character 1 asks for a property of Unicode, but texts are compared byte by byte'],
  ['a\\Kb', '\\K at character 2 moves the start of what is found'],
  ['\\Ga', '\\G at character 1 stands for the place where the last search ended'],
  ['\\R', '\\R at character 1 stands for any line break, which is not supported: write \\r?\\n'],
  ['\\h', '\\h at character 1 is a kind of blank that is not supported: write [ \\t] or \\s'],
  ['[\\v]', '\\v at character 2 is a kind of blank'],
  ['\\07', '\\0 at character 1 is an octal number, which is not supported: write two hexadecimal digits'],
  ['\\cA', '\\c at character 1 is a control character: write \\t, \\n, \\r, \\f or its number'],
  ['\\y', '\\y at character 1 means nothing: write y without the backslash'],
  ['\\x4', '\\x at character 1 takes two hexadecimal digits, as in \\x2f'],
  ['\\x{41}', '\\x at character 1 takes two hexadecimal digits'],
  ['\\x80', '\\x80 at character 1 is beyond ASCII: write a number below 80'],
  ['caf\u00e9', '\u00e9 at character 4 is beyond ASCII, and texts are compared byte by byte: write it as it is sent'],
  ['[\u{1f600}]', '\u{1f600} at character 2 is beyond ASCII'],
  ['a\ud800', '\ufffd at character 2 is beyond ASCII'],
  ['\\\u00e9', '\\ at character 1 can only stand before printable ASCII: leave it out'],
  ['a\tb', 'A control character at character 2 can not stand for itself: write \\t'],
  ['a\\', '\\ at character 2 has nothing behind it: write \\\\'],
  ['a{1001}', '{1001} at character 2 repeats too often: write 1000 at most, or leave the upper count out'],
  ['a{1,9999}', '{1,9999} at character 2 repeats too often'],
  ['a{3,2}', '{3,2} at character 2 has its counts in the wrong order: write the lower one first'],
  ['a{0}b', '{0} at character 2 repeats never: leave it out, and what stands before it'],
  ['a{,3}', '{ at character 2 is no count such as {2}, {2,} or {2,5}: write \\{ to mean the brace itself'],
  ['a{b}', '{ at character 2 is no count'],
  ['{2}', '{ at character 1 is no count'],
  ['a|*b', '* at character 3 repeats nothing: write \\* to mean the character itself'],
  ['(?)', '(? at character 1 begins a kind of group that does not exist'],
  ['(+a)', '+ at character 2 repeats nothing'],
  ['a**', '* at character 3 repeats a repetition: leave one out, or put the first in a group'],
  ['a{2}{3}', '{ at character 5 repeats a repetition'],
  ['a+??', '? at character 4 repeats a repetition'],
  ['^*a', '* at character 2 repeats a place, which has no length'],
  ['(?=a)+', '+ at character 6 repeats a place'],
  ['(a', '( at character 1 begins a group that does not end: write ) behind it, or \\('],
  ['a)b', ') at character 2 closes no group: write \\)'],
  ['a[b', '[ at character 2 begins a class that does not end: write ] behind it, or \\['],
  ['[]', '[ at character 1 begins a class that does not end'],
  ['[b-a]', 'b-a at character 2 is a range in the wrong order: write the lower end first'],
  ['[\\d-z]', '\\d-z at character 2 is no range, because one of its ends is many characters: write \\-'],
  ['[a-\\d]', 'a-\\d at character 2 is no range'],
  ['[[:alpha:]-z]', '[:alpha:]-z at character 2 is no range'],
  ['[[:letter:]]', '[:letter:] at character 2 is no class that exists: alnum, alpha,'],
  ['[[.a.]]', '[. at character 2 begins the name of a class, as in [:alpha:]: write \\[ to mean the bracket'],
  ['[:alpha:]', '[:alpha:] at character 1 can only stand inside of a class: write [[:alpha:]]'],
  ['[.-.]', '[.-.] at character 1 can only stand inside of a class'],
  ['[\\B]', '\\B at character 2 is a place and no character, so it can not be in a class'],
  ['[\\z]', '\\z at character 2 is a place and no character'],
  ['('.repeat(51), '( at character 51 is more than 50 groups deep: write fewer'],
  [
    '(ab){600}',
    'The expression has 1801 parts when its repetitions are written out, more than 1500: repeat less often',
  ],
]

test.each(refused)('%s is refused: %s', (pattern, problem) => {
  expect(problemOf(pattern)?.slice(0, problem.length)).toBe(problem)
})

describe('a repetition that could take exponential time', () => {
  test.each([
    ['(a+)+$', 1],
    ['x(a|a)*b', 2],
    ['(a|ab|b)*c', 1],
    ['(.*)*x', 1],
    ['(\\w+\\s?)+$', 1],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', 2],
    ['(.+/)*x', 1],
    ['(a*b?)*c', 1],
    ['((a?)*b)*c', 1],
    ['((x*|y*)a)*b', 1],
    ['(a{1,3}){2,}b', 1],
    ['(a|A)*b', 1],
    ['([^a]|[A-Z])*0', 1],
    ['ab(?=(c+)+d)', 6],
    ['((?=(c+)+d)a)*', 5],
    ['(a?){30}a{30}', 1],
    ['((a?){4}){4}b', 2],
    ['(.*,){11}P', 1],
    ['((\\b){0,6}(?!b)){1,30}x', 1],
  ])('is refused: %s, at %i', (pattern, at) => {
    expect(problemOf(pattern)).toContain(`The repetition at character ${at} can split one text in ever more ways`)
  })

  test.each([
    '^(/[^/]+)+$',
    '^(a+b)+$',
    '(ab|cd)*',
    '(a|b|c)*d',
    '(a?)*b',
    '((?=a|ab)[ab])*c',
    '.*foo.*bar',
    '.*.*.*.*.*x',
    '(a+){4}b',
    '^([0-9a-f]{4}:){7}[0-9a-f]{4}$',
    '^(\\d{3}|[a-z]{2,5}-)+$',
  ])('is not seen in %s', (pattern) => {
    expect(problemOf(pattern)).toBe(null)
  })

  test.each(['(([ab]?[cd]?[ef]?[gh]?[ij]?[kl]?[mn]?){60}x)*', '((a|b)(a?b?c?d?e?f?g?h?i?j?){60}x)*'])(
    'is not looked for beyond a limit, and then refused: %s',
    (pattern) => {
      expect(problemOf(pattern)).toContain('The repetition at character 1 has more ways through it than can be checked')
    },
  )

  test('is looked for with a bounded amount of work', () => {
    const taken = fc.oneof(patterns, scribbles).filter((pattern) => problemOf(pattern) === null)
    fc.assert(
      fc.property(taken, (pattern) => {
        for (const loop of loopsIn(read(pattern, false))) expect(examined(loop).work).toBeLessThan(mostWork)
      }),
    )
    for (const long of ['(a{0,700}b{0,700}c)+', '(([a-z]{1,300}[0-9]{1,300})x)*', `(${'a?b'.repeat(80)})+`])
      for (const loop of loopsIn(read(long, true))) expect(examined(loop).work).toBeLessThan(mostWork)
  })
})

/** Where JavaScript's own engine would say something else, or a reader might expect it. */
const meanings: readonly (readonly [pattern: string, found: readonly string[], notFound: readonly string[]])[] = [
  ['b', ['abc', 'b'], ['', 'B']],
  ['^b$', ['b', 'b\n'], ['b\n\n', 'a\nb', 'b\nc', 'b\r']],
  ['b\\Z', ['b\n'], ['b\nc']],
  ['b\\z', ['b'], ['b\n']],
  ['\\Ab', ['bc'], ['a\nb']],
  ['^.$', ['\r', '\u007f', 'a'], ['\n', '\u00e9', '\u2028', '']],
  ['^..$', ['\u00e9', '\u0080'], ['\u2028']],
  ['^....$', ['\u{1f600}'], ['\u00e9']],
  ['^...$', ['\ud800', '\u20ac'], []],
  ['\\s', ['\u000b', '\f', '\t'], ['\u00a0', '\u2003', '\ufeff']],
  ['^\\S+$', ['\u00a0'], ['a b']],
  ['\\w', ['_', '0'], ['\u00e9', '-']],
  ['^\\bx\\b', ['x', 'x\u00e9', 'x.'], ['xy']],
  ['a\\Bb', ['ab'], ['a b']],
  ['[]a]', [']', 'a'], ['b']],
  ['[^]a]', ['b', '\n'], [']', 'a']],
  ['[\\b]', ['\b'], ['b', '']],
  ['[a-c-e]', ['b', '-', 'e'], ['d']],
  ['^[[:alpha:]_]+$', ['aZ_'], ['a1', '\u00e9']],
  ['[[:^alnum:]]', ['-', '\u00e9'], ['a1']],
  ['[[:punct:]]', ['~', '!'], [' ', 'a']],
  ['[^\\W\\d]', ['a', '_'], ['1', '-']],
  ['[^\\w\\W]', [], ['', 'a', '-']],
  ['(?i)b', ['aBc'], ['c']],
  ['(?i)^[[:upper:]]$', ['a', 'A'], ['1']],
  ['(?i)^[[:^lower:]]$', ['1'], ['a', 'A']],
  ['(?i)[^k]', ['s'], ['k', 'K']],
  ['(?i)^\\x41$', ['a'], ['b']],
  ['(?i)^s$', ['S'], ['\u017f']],
  ['^(?!.*/admin).*$', ['/a'], ['/b/admin']],
  ['a(?=.*(?!c)[a-z]d)', ['a-bd'], ['a-cd', 'a']],
  ['^(a|b(?=c)|c)+$', ['abca', 'bc'], ['ab', 'bb']],
  ['^(a{2}|b{2,3}?|c{3,})$', ['aa', 'bb', 'bbb', 'cccc'], ['a', 'bbbb', 'cc']],
  ['^(|a)(b?){2}()$', ['', 'abb', 'b'], ['aa']],
  ['^a{0,}b{0,1}$', ['', 'aab'], ['abb']],
  ['^a+?$', ['aaa'], ['']],
  ['^\\x7e\\/\\ $', ['~/ '], ['~/']],
]

test.each(meanings)('%s finds what PCRE2 finds', (pattern, found, notFound) => {
  expect(problemOf(pattern)).toBe(null)
  for (const text of found) expect([text, matches(text, pattern, false)]).toEqual([text, true])
  for (const text of notFound) expect([text, matches(text, pattern, false)]).toEqual([text, false])
})

test('where case does not count, both cases are found, of ASCII alone', () => {
  expect(['Www', 'wWW', 'v'].map((text) => matches(text, '^[^a-v]', true))).toEqual([true, true, false])
  expect([matches('a', '[^A]', true), matches('a', '[^A]', false)]).toEqual([false, true])
  expect(matches('\u00c9', '^[^x]{2}$', true)).toBe(true)
})

test('a long text takes no longer than its length, where trying one way after the other would not end', () => {
  expect(matches('a'.repeat(5000), '.*.*.*.*.*.*.*.*x', false)).toBe(false)
  expect(matches('a'.repeat(30), `${'a?'.repeat(60)}a{31}`, false)).toBe(false)
  expect(matches(`${'/a'.repeat(5000)}`, '^(/[^/]+)+$', false)).toBe(true)
})

test('more expressions than are kept are read anew', () => {
  for (let round = 0; round < 2; round += 1)
    for (let count = 0; count < 1100; count += 1) expect(matches(`x${count}`, `^x${count}$`, false)).toBe(true)
})

test('no text is too strange for the reader: it takes a pattern or says why not', () => {
  fc.assert(
    fc.property(
      fc.oneof(patterns, scribbles, fc.string({ unit: 'binary' })),
      texts,
      fc.boolean(),
      (pattern, text, ignoresCase) => {
        if (problemOf(pattern) === null) expect(typeof matches(text, pattern, ignoresCase)).toBe('boolean')
      },
    ),
    { numRuns: 100 },
  )
}, 30_000)
