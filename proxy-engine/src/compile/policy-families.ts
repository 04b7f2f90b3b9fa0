import type { CompareType } from 'model/l7/compare-types'
import type { RuleType } from 'model/l7/rule-kinds'
import { expression, type Word } from './words.ts'

/** How a frontend reads: requests, or the hello of a TLS connection that it passes on. `host` is in lower case. */
export const readers = {
  http: { does: expression('http-request'), host: expression('req.fhdr(host),host_only') },
  tcp: { does: expression('tcp-request content'), host: expression('req.ssl_sni,lower') },
} as const satisfies Record<string, { readonly does: Word; readonly host: Word }>
export type Mode = keyof typeof readers

/** What the frontend keeps for lookups and rules; null is the host of its reader. */
export const variables = {
  'txn.host': null,
  'txn.path': expression('path'),
  'txn.ext': expression("path,field(-1,/),field(-1,.) if { path -m reg '\\.[^./]+$' }"),
  'txn.method': expression('method,concat()'),
  // Without a certificate HAProxy would say 0, as for a good one.
  'txn.verify': expression('ssl_c_verify if { ssl_c_used }'),
} as const satisfies Record<string, Word | null>
export type Variable = keyof typeof variables

/** How the text is made that a row is looked up by, and the lookup itself; of an index of hosts what follows the host. */
type Lookup = { readonly reads: Variable | null; readonly row: string }

/** A text of a request by which rows are looked up. */
export type PolicyIndex = {
  /** `beginning`: a key stands for all that begins with it. `tail`: for all whose last labels it is, and `prepared` cuts them off. */
  readonly finds: 'whole' | 'beginning' | 'tail'
  /**
   * Indexes of hosts: what a key of them finds, the keys of the indexes after it that are about the same host would find too. So its row
   * knows the winner of all of them, and the first row that is found is the only one to look up.
   */
  readonly decides: 'host' | null
  /** Where a request reads this one row of the map. */
  readonly alone: Lookup
  /** Where it reads several: the version `txn.v` then stands in each key, so that no key of one index is a text of another. */
  readonly beside: Lookup
  readonly versioned: (key: string, version: number) => string
}

const behind = (letter: string) => (key: string, version: number) => `${key}|${letter}${version}`

/**
 * The lookups by their letters, those of hosts first, the closest first. A path ends with a question mark, which none can hold: so a key
 * can ask for all of it. `map_end` would try the rows one by one. `url_enc` leaves the names of hosts as they are, and no other text can
 * pass for one of them and the beginning of its path.
 */
export const policyIndexes = {
  h: {
    finds: 'whole',
    decides: 'host',
    alone: { reads: null, row: 'map' },
    beside: { reads: null, row: 'concat(|h,txn.v),map' },
    versioned: behind('h'),
  },
  s: {
    finds: 'beginning',
    decides: 'host',
    alone: { reads: 'txn.path', row: 'url_enc,concat(|,txn.path,?),map_beg' },
    beside: {
      reads: 'txn.path',
      row: 'url_enc,concat(|,txn.v,|),concat(,txn.path,?),map_beg',
    },
    versioned: (key, version) => key.replace('|', `|${version}|`),
  },
  t: {
    finds: 'tail',
    decides: 'host',
    alone: { reads: null, row: 'map' },
    beside: { reads: null, row: 'concat(|t,txn.v),map' },
    versioned: behind('t'),
  },
  p: {
    finds: 'beginning',
    decides: null,
    alone: { reads: null, row: 'path,concat(?),map_beg' },
    beside: { reads: 'txn.path', row: 'var(txn.v),concat(|,txn.path,?),map_beg' },
    versioned: (key, version) => `${version}|${key}`,
  },
  m: {
    finds: 'whole',
    decides: null,
    alone: { reads: null, row: 'method,concat(),map' },
    beside: { reads: null, row: 'method,concat(|m,txn.v),map' },
    versioned: behind('m'),
  },
  f: {
    finds: 'whole',
    decides: null,
    alone: { reads: 'txn.ext', row: 'var(txn.ext),map' },
    beside: { reads: 'txn.ext', row: 'var(txn.ext),concat(|f,txn.v),map' },
    versioned: behind('f'),
  },
} as const satisfies Record<string, PolicyIndex>
export type IndexLetter = keyof typeof policyIndexes

/**
 * Rows that are no way to find a policy: those of one whose requests several pools share. `w`: its id and a slot of its weights; `c`: its
 * id and a pool that a client may keep. What they give is a backend.
 */
export const shareIndexes = { w: behind('w'), c: behind('c') } as const

/** A kind of policy that a lookup finds. */
export type PolicyFamily = {
  /** The rules of such a policy, none of them inverted, in the order in which `keyOf` takes their texts. */
  readonly rules: readonly (readonly [RuleType, CompareType])[]
  readonly index: IndexLetter
  /** The key in its index; null when these texts can not be one. */
  readonly keyOf: (text: string, other: string) => string | null
}

/** What no text but a key of its own index holds. */
const whole = (text: string) => (/^[^|/]+$/.test(text) ? text : null)
const start = (path: string) => (/^\/[^?]*$/.test(path) ? path : null)
const complete = (path: string) => (start(path) === null ? null : `${path}?`)
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
    keyOf: (suffix) => (suffix.startsWith('.') && ofSite(suffix.slice(1), '') ? suffix.slice(1) : null),
  },
  { rules: [['PATH', 'STARTS_WITH']], index: 'p', keyOf: start },
  { rules: [['PATH', 'EQUAL_TO']], index: 'p', keyOf: complete },
  { rules: [['METHOD', 'EQUAL_TO']], index: 'm', keyOf: whole },
  { rules: [['FILE_TYPE', 'EQUAL_TO']], index: 'f', keyOf: whole },
]

/** Where hosts and paths are looked up anyway, that finds the policies of hosts alone, too. */
export const widerIndex = { of: 'h', is: 's', keyOf: (host: string) => `${host}|` } as const
