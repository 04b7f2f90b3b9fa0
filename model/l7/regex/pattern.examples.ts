import fc from 'fast-check'

/** Expressions that are taken, at and near the edges of what is. */
export const takenPatterns: readonly string[] = [
  '^(www\\.)?example\\.com$',
  '\\.(jpe?g|png)$',
  '^/v\\d+/.*/x$',
  '^(/[^/]+)+$',
  '(ab|cd)*',
  '.*foo.*bar',
  '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$',
  '^\\d{1,3}(?:\\.\\d{1,3}){3}$',
  '^([0-9a-f]{32})+$',
  '^(?<area>[a-z]+)-(?P<zone>\\d+)$',
  '^(?!.*admin)/(?=.*[0-9])',
  '(?i)^de(-|$)',
  '(?i)',
  '[]a]',
  '[^]a]',
  '[]-a]',
  '[a-]',
  '[-a]',
  '[\\w-]',
  '[a-c-e]',
  '[a-z-\\d]',
  '[--a]',
  '[a\\-z]',
  '[[]',
  '[!-[]',
  '[a^]',
  '[^^]',
  '[.]',
  '[:]',
  '[.:]',
  '[$()*+?{}|]',
  '[\\b\\t\\x20-\\x7f\\\\\\]]',
  '[[:alpha:][:^print:]_]',
  '[[:upper:]]',
  '[[:^lower:]]',
  '[^[:punct:]]',
  '[^\\W\\w]',
  '[\\s\\S]',
  '}',
  ']',
  'a{0,}b',
  'a{0,1}b',
  'a{2}?',
  'a{02,}',
  'a+?b*?c??',
  '(|a)b()',
  '()*',
  '(a?)*b',
  '(a?){4}$',
  'a||b',
  '(?=)',
  '(?!)',
  '(^|,)gzip($|;)',
  '\\Aa\\z',
  'a\\Z',
  '\\bcat\\B',
  '\\_\\-\\/\\ \\"\\\'\\#\\%\\&\\~\\`\\@\\!\\=\\<\\>\\;\\:\\,',
  '\\x00|\\x7F',
  'a \'b\' "c" $d %e #f',
  ' leading and trailing ',
  '--',
  '-i',
  // As many parts as are taken, in the ways that take PCRE2 most room.
  'a{1000}',
  'a{1000,}',
  '([ab][cd]){499}',
  '([ab]{1,2}[cd]{1,2}){0,299}',
  '((?<n>[ab]+?|[cd]?)x){249}',
  '(?:(?:(?:(?:(?:(?:(?:[ab]))))))){187}',
  '(?:(?=[ab]{3})(?![^c])c){149}',
]

/** Letters of both cases, what the classes tell apart, line breaks, and characters that are several bytes. */
const textCharacters = [
  'a',
  'b',
  'A',
  'B',
  '1',
  '/',
  '.',
  '-',
  '_',
  ' ',
  '\n',
  '\r',
  '\t',
  ']',
  '[',
  '^',
  '\\',
  'é',
  'ſ',
  '😀',
]

/** Short and of few characters, so that many a pattern finds something. */
export const texts = fc
  .array(fc.constantFrom(...textCharacters, 'a', 'a', 'a', 'b', 'b', 'A'), { maxLength: 9 })
  .map((characters) => characters.join(''))

const literals = [
  'a',
  'a',
  'a',
  'b',
  'b',
  'A',
  'B',
  '1',
  '/',
  '-',
  '_',
  ' ',
  ']',
  '}',
  '\\.',
  '\\/',
  '\\[',
  '\\\\',
  '\\^',
  '\\x41',
]
const sets = ['.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '\\n', '\\r', '\\t', '\\f']
const places = ['^', '$', '\\b', '\\B', '\\A', '\\Z', '\\z']
const counts = ['*', '+', '?', '*?', '+?', '??', '{0,}', '{2}', '{1,}', '{2,}?', '{0,2}', '{1,3}?', '{3,7}']
const members = [
  'a',
  'b',
  'A',
  '1',
  '/',
  '.',
  ' ',
  '^',
  '[',
  '\\]',
  '\\\\',
  '\\-',
  '\\n',
  '\\b',
  '\\x61',
  'a-b',
  'A-b',
  '+-9',
  '\\x00-\\x20',
  '\\d',
  '\\W',
  '\\S',
  '[:upper:]',
  '[:^lower:]',
  '[:punct:]',
  '[:^space:]',
  '[:cntrl:]',
  '[:xdigit:]',
]

const classes = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.constantFrom('', ']', '-'),
    fc.uniqueArray(fc.constantFrom(...members), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '', '-'),
  )
  .map(([negation, first, some, last]) => `[${negation}${first}${some.join('')}${last}]`)

const anyOf = (all: readonly string[]) => fc.constantFrom(...all)
const counted = (parts: fc.Arbitrary<string>) => fc.tuple(parts, anyOf(counts)).map((both) => both.join(''))

const enclosed = (openings: readonly string[], inside: fc.Arbitrary<string>) =>
  fc.tuple(anyOf(openings), inside).map((both) => `${both.join('')})`)

const unnamedPatterns = fc.letrec<Record<'choice' | 'sequence' | 'part' | 'group', string>>((tie) => ({
  choice: fc
    .oneof(
      { weight: 4, arbitrary: fc.tuple(tie('sequence')) },
      fc.array(tie('sequence'), { minLength: 2, maxLength: 3 }),
    )
    .map((branches) => branches.join('|')),
  sequence: fc
    .oneof({ weight: 8, arbitrary: fc.array(tie('part'), { minLength: 1, maxLength: 4 }) }, fc.constant([]))
    .map((parts) => parts.join('')),
  group: enclosed(['(', '(?:', '(?<#>', '(?P<#>'], tie('choice')),
  part: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 8, arbitrary: anyOf(literals) },
    { weight: 2, arbitrary: anyOf(sets) },
    { weight: 2, arbitrary: anyOf(places) },
    { weight: 2, arbitrary: classes },
    { weight: 4, arbitrary: counted(fc.oneof(anyOf(literals), anyOf(sets), classes)) },
    { weight: 3, arbitrary: tie('group') },
    { weight: 4, arbitrary: counted(tie('group')) },
    { weight: 2, arbitrary: enclosed(['(?=', '(?!'], tie('choice')) },
  ),
})).choice

/** Expressions of the grammar that is read; some of them are refused, mostly because they are ambiguous. */
export const patterns: fc.Arbitrary<string> = unnamedPatterns.map((pattern) =>
  // A name may be there only once.
  pattern
    .split('#')
    .map((part, at) => (at === 0 ? part : `name_${at}${part}`))
    .join(''),
)

const scraps = [
  'a',
  'b',
  'A',
  '1',
  '2',
  ',',
  ':',
  '=',
  '!',
  '.',
  '-',
  '-',
  '^',
  '$',
  '|',
  '*',
  '+',
  '?',
  ' ',
  '<',
  '>',
  '_',
  '/',
]
const brackets = [
  '[',
  '[',
  ']',
  ']',
  '(',
  '(',
  ')',
  ')',
  '{',
  '}',
  '\\',
  '\\',
  '(?',
  '[:alpha:]',
  '[:^',
  ':]',
  '{2}',
  '{1,2}',
]
const letters = ['b', 'd', 'n', 's', 'w', 'x', 'z', 'A', 'B', 'D', 'S', 'W', 'Z', '0', '4', 'i', 'P']

/** Syntax thrown together. Most of it is refused; PCRE2 has to read what is not, and to mean the same by it. */
export const scribbles = fc
  .array(anyOf([...scraps, ...brackets, ...letters]), { minLength: 1, maxLength: 9 })
  .map((parts) => parts.join(''))
