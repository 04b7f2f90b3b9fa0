import type { CompareType } from 'model/l7/compare-types'
import type { RuleType } from 'model/l7/rule-kinds'
import { expression, type Word } from './words.ts'

/** What the frontend keeps of a request for lookups and rules, in the order in which one is made of another. */
export const variables = {
  'txn.host': { needs: [], line: expression('http-request set-var(txn.host) req.fhdr(host),host_only') },
  'txn.path': { needs: [], line: expression('http-request set-var(txn.path) path') },
  'txn.ext': {
    needs: [],
    line: expression("http-request set-var(txn.ext) path,field(-1,/),field(-1,.) if { path -m reg '\\.[^./]+$' }"),
  },
  'txn.method': { needs: [], line: expression('http-request set-var(txn.method) method,concat()') },
  // `url_enc` leaves the names of hosts as they are, and no other text can pass for one of them and the beginning of its path.
  'txn.site': {
    needs: ['txn.path'],
    line: expression('http-request set-var(txn.site) req.fhdr(host),host_only,url_enc,concat(|,txn.path,?)'),
  },
} as const satisfies Record<string, { readonly needs: readonly string[]; readonly line: Word }>
export type Variable = keyof typeof variables

/** How the text is made that a row is looked up by, and the lookup itself. */
type Lookup = { readonly reads: Variable | null; readonly row: string }

/** A text of a request by which rows are looked up. */
export type PolicyIndex = {
  /** `beginning`: a key stands for all that begins with it. `tail`: for all whose last labels it is, and `prepared` cuts them off. */
  readonly finds: 'whole' | 'beginning' | 'tail'
  /** Where a request reads this one row of the map. */
  readonly alone: Lookup
  /** Where it reads several: `<version>|<letter>|` then stands before each key. */
  readonly beside: Lookup
}

/**
 * The lookups by their letters. A path ends with a question mark, which none can hold: so a key can ask for all of it. `map_end` would
 * try the rows one by one.
 */
export const policyIndexes = {
  h: {
    finds: 'whole',
    alone: { reads: null, row: 'req.fhdr(host),host_only,map' },
    beside: { reads: 'txn.host', row: 'var(txn.v),concat(|h|,txn.host),map' },
  },
  s: {
    finds: 'beginning',
    alone: { reads: 'txn.path', row: 'req.fhdr(host),host_only,url_enc,concat(|,txn.path,?),map_beg' },
    beside: { reads: 'txn.site', row: 'var(txn.v),concat(|s|,txn.site),map_beg' },
  },
  p: {
    finds: 'beginning',
    alone: { reads: null, row: 'path,concat(?),map_beg' },
    beside: { reads: 'txn.path', row: 'var(txn.v),concat(|p|,txn.path,?),map_beg' },
  },
  t: {
    finds: 'tail',
    alone: { reads: null, row: 'var(txn.tail),map' },
    beside: { reads: null, row: 'var(txn.v),concat(|t|,txn.tail),map' },
  },
  m: {
    finds: 'whole',
    alone: { reads: null, row: 'method,concat(),map' },
    beside: { reads: 'txn.method', row: 'var(txn.v),concat(|m|,txn.method),map' },
  },
  f: {
    finds: 'whole',
    alone: { reads: 'txn.ext', row: 'var(txn.ext),map' },
    beside: { reads: 'txn.ext', row: 'var(txn.v),concat(|f|,txn.ext),map' },
  },
} as const satisfies Record<string, PolicyIndex>
export type IndexLetter = keyof typeof policyIndexes

/** A kind of policy that a lookup finds. */
export type PolicyFamily = {
  /** The rules of such a policy, none of them inverted, in the order in which `keyOf` takes their texts. */
  readonly rules: readonly (readonly [RuleType, CompareType])[]
  readonly index: IndexLetter
  /** The key in its index; null when these texts can not be one. */
  readonly keyOf: (text: string, other: string) => string | null
}

const whole = (text: string) => text
const start = (path: string) => (path.includes('?') ? null : path)
const complete = (path: string) => (path.includes('?') ? null : `${path}?`)
/** Of a host that `url_enc` leaves as it is. */
const ofSite = (host: string, path: string | null) =>
  path !== null && /^[a-z0-9._~-]+$/.test(host) ? `${host}|${path}` : null

/** The families of policies. A new one is a row here; the differential test holds it to the simulator. */
export const policyFamilies: readonly PolicyFamily[] = [
  { rules: [['HOST_NAME', 'EQUAL_TO']], index: 'h', keyOf: (host) => ofSite(host, '') && host },
  {
    rules: [
      ['HOST_NAME', 'EQUAL_TO'],
      ['PATH', 'STARTS_WITH'],
    ],
    index: 's',
    keyOf: (host, path) => ofSite(host, start(path)),
  },
  {
    rules: [
      ['HOST_NAME', 'EQUAL_TO'],
      ['PATH', 'EQUAL_TO'],
    ],
    index: 's',
    keyOf: (host, path) => ofSite(host, complete(path)),
  },
  {
    rules: [['HOST_NAME', 'ENDS_WITH']],
    index: 't',
    keyOf: (suffix) => (suffix.startsWith('.') ? suffix.slice(1) : null),
  },
  { rules: [['PATH', 'STARTS_WITH']], index: 'p', keyOf: start },
  { rules: [['PATH', 'EQUAL_TO']], index: 'p', keyOf: complete },
  { rules: [['METHOD', 'EQUAL_TO']], index: 'm', keyOf: whole },
  { rules: [['FILE_TYPE', 'EQUAL_TO']], index: 'f', keyOf: whole },
]

/** Where hosts and paths are looked up anyway, that finds the policies of hosts alone, too. */
export const widerIndex = { of: 'h', is: 's', keyOf: (host: string) => `${host}|` } as const
