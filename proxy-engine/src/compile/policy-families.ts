import type { CompareType } from 'model/l7/compare-types'
import type { RuleType } from 'model/l7/rule-kinds'
import { expression, mapLookup, quoted, type Word } from './words.ts'

/** What the frontend keeps of a request for lookups and rules, in the order in which one is made of another. */
export const variables = {
  'txn.host': { needs: [], line: expression('http-request set-var(txn.host) req.fhdr(host),host_only') },
  'txn.path': { needs: [], line: expression('http-request set-var(txn.path) path') },
  'txn.ext': {
    needs: [],
    line: expression("http-request set-var(txn.ext) path,field(-1,/),field(-1,.) if { path -m reg '\\.[^./]+$' }"),
  },
  'txn.method': { needs: [], line: expression('http-request set-var(txn.method) method,concat()') },
  // The host without its first label: a suffix that begins with a dot is a tail of this.
  'txn.parent': {
    needs: ['txn.host'],
    line: expression('http-request set-var(txn.parent) var(txn.host),field(2,.,0)'),
  },
  // A host with a slash in it could pass for another host and the beginning of its path.
  'txn.site': {
    needs: ['txn.host', 'txn.path'],
    line: expression(
      'http-request set-var(txn.site) var(txn.host),concat(,txn.path) unless { var(txn.host) -m sub / }',
    ),
  },
} as const satisfies Record<string, { readonly needs: readonly string[]; readonly line: Word }>
export type Variable = keyof typeof variables

/** A kind of policy that one lookup finds. */
export type PolicyFamily = {
  /** The rules of such a policy, none of them inverted, in the order in which `keyOf` takes their texts. */
  readonly rules: readonly (readonly [RuleType, CompareType])[]
  /** The key after the family's letter; null when these texts can not be one. */
  readonly keyOf: (text: string, other: string) => string | null
  readonly reads: Variable
  /** `beginning`: a key stands for all that begins with it. `tail`: for all whose last labels it is. */
  readonly finds: 'whole' | 'beginning' | 'tail'
}

const whole = (text: string) => text
const siteKey = (host: string, path: string) => (host.includes('/') || !path.startsWith('/') ? null : `${host}${path}`)

/** The families by the letter that their keys begin with. A new one is a row here; the differential test holds it to the simulator. */
export const policyFamilies = {
  H: { rules: [['HOST_NAME', 'EQUAL_TO']], keyOf: whole, reads: 'txn.host', finds: 'whole' },
  S: {
    rules: [['HOST_NAME', 'ENDS_WITH']],
    keyOf: (text) => (text.startsWith('.') ? text.slice(1) : null),
    reads: 'txn.parent',
    finds: 'tail',
  },
  E: { rules: [['PATH', 'EQUAL_TO']], keyOf: whole, reads: 'txn.path', finds: 'whole' },
  P: { rules: [['PATH', 'STARTS_WITH']], keyOf: whole, reads: 'txn.path', finds: 'beginning' },
  Y: {
    rules: [
      ['HOST_NAME', 'EQUAL_TO'],
      ['PATH', 'EQUAL_TO'],
    ],
    keyOf: siteKey,
    reads: 'txn.site',
    finds: 'whole',
  },
  X: {
    rules: [
      ['HOST_NAME', 'EQUAL_TO'],
      ['PATH', 'STARTS_WITH'],
    ],
    keyOf: siteKey,
    reads: 'txn.site',
    finds: 'beginning',
  },
  M: { rules: [['METHOD', 'EQUAL_TO']], keyOf: whole, reads: 'txn.method', finds: 'whole' },
  F: { rules: [['FILE_TYPE', 'EQUAL_TO']], keyOf: whole, reads: 'txn.ext', finds: 'whole' },
} as const satisfies Record<string, PolicyFamily>
export type FamilyLetter = keyof typeof policyFamilies

/** The directives that look a family's keys up; the lowest rank found stays. `map_end` would try the rows one by one. */
export function lookupsOf(letter: FamilyLetter, keys: readonly string[], map: string): Word[][] {
  const { finds, reads } = policyFamilies[letter]
  if (finds === 'beginning')
    return [lowered(mapLookup(`var(txn.v),concat(|${letter}|,${reads}),map_beg`, map, ',add(0)'))]
  if (finds === 'whole') return [lowered(mapLookup(`var(txn.v),concat(|${letter}|,${reads}),map`, map, ',add(0)'))]
  const labels = [...new Set(keys.map((key) => key.split('.').length))].toSorted((one, other) => one - other)
  return labels.flatMap((count) => [
    [expression('http-request set-var(txn.tail)'), quoted(`var(${reads}),field(-1,.,${count})`)],
    lowered(mapLookup(`var(txn.v),concat(|${letter}|,txn.tail),map`, map, ',add(0)')),
  ])
}

function lowered(rank: Word): Word[] {
  return [expression('http-request set-var(txn.pol,ifgt)'), rank]
}
