import { usableHostText } from 'model/l7/asked-host'
import { redirectCodes } from 'model/l7/policy-actions'
import type { Line, PolicyMap } from './compiled.ts'
import { line } from './ir.ts'
import { actionBackends } from './names.ts'
import type { Indexed, Residual } from './policies.ts'
import { type IndexLetter, type Mode, policyIndexes, readers, type Variable, variables } from './policy-families.ts'
import { type Indexes, labelCounts, type RankedPolicy, rowValue } from './policy-map.ts'
import { splitLines } from './policy-split.ts'
import { listingWords, type ValueList } from './policy-value-lists.ts'
import { expression, joined, mapLookup, negated, number, sample, type Word } from './words.ts'

/**
 * The table in which HAProxy counts what each policy takes, by the policy's id. One for the whole process. It counts how often something
 * was tracked: that is once a request where requests are read, and once a connection where TLS is passed through.
 */
export const hitsTable = 'policies/hits'

/**
 * HAProxy empties the table of a backend as soon as the process is told to go, and requests on connections that are still open would
 * be lost. It never empties one of peers, and peers that are disabled exchange nothing (2.6, test/integration/counters.test.ts).
 */
export const hitsSection = [
  'peers policies',
  'disabled',
  'table hits type string len 36 size 200k store conn_cnt,conn_rate(10s),gpc0',
]

/** Of a host, the first row that is found knows the winner of all lookups of hosts after it. */
const unlessFound = expression('if !{ var(txn.act) -m found }')
/** `txn.act` is the row of the policy that takes the request; the first that was found, or a later one of a lower rank. */
const lowered = expression(
  'set-var(txn.act) var(txn.next) if !{ var(txn.act) -m found } or { var(txn.next),strcmp(txn.act) lt 0 }',
)
const firstRow = expression('set-var(txn.act)')
const nextRow = expression('set-var(txn.next)')
const toBackend = expression('use_backend %[var(txn.act),field(3,|)] if')
/**
 * In every row the rank takes 13 letters and the id 36, each with a `|` behind it, and nothing stands behind a pool: its backend is all
 * after 51. `field` looks at each letter on its way there, and takes longer than the lookup itself.
 */
const toPool = expression('use_backend %[var(txn.act),bytes(51)] if { var(txn.act),bytes(51,5) -m str pool: }')
const countsHit = expression(`track-sc2 var(txn.act),bytes(14) table ${hitsTable}`)

export type PolicyLinesInput = {
  readonly policies: readonly RankedPolicy[]
  readonly indexes: Indexes
  readonly map: PolicyMap
}

/** What a frontend goes through to find the policy that takes a request, as far as lookups find it. */
export function policyLines({ policies, indexes, map }: PolicyLinesInput): Line[] {
  const { about, mode, isVersioned } = map
  const { does, host } = readers[mode]
  const lookups = [...indexes].flatMap(([letter, keys]) => lookupsOf(letter, [...keys.keys()], map))
  return [
    ...(isVersioned
      ? [
          line(
            about,
            does,
            expression('set-var(txn.v)'),
            mapLookup(expression('str(V/),map'), map.name, expression(',add(0)')),
          ),
        ]
      : []),
    ...variablesIn([...indexes.keys()], policies, map).map((name) =>
      line(about, does, expression(`set-var(${name})`), variables[name] ?? host),
    ),
    ...lookups.flatMap(({ decides, row }, at) =>
      linesOf({ decides, row }, at).map((words) => line(about, does, ...words)),
    ),
    ...listLines(policies, map),
  ]
}

/** Writes down the lists that policies compare with, unless a lookup has found a policy before the first of those. */
function listLines(policies: readonly RankedPolicy[], { about, mode }: PolicyMap): Line[] {
  const first = new Map<string, { readonly list: ValueList; readonly policy: RankedPolicy }>()
  for (const policy of policies) {
    const lists = policy.found.by === 'acls' ? policy.found.lists : []
    for (const list of lists) if (!first.has(list.variable)) first.set(list.variable, { list, policy })
  }
  const hasLookups = policies.some(({ found }) => found.by === 'lookup')
  return [...first.values()].map(({ list, policy }) =>
    line(about, readers[mode].does, ...listingWords(list, hasLookups ? negated(wonBefore(policy)) : null)),
  )
}

/** The lines of a lookup. Those of hosts come first: where one of them is not the first of all, only such are before it. */
function linesOf({ decides, row }: Lookup, at: number): Word[][] {
  if (at === 0) return [[firstRow, row]]
  return decides === 'host' ? [[firstRow, row, unlessFound]] : [[nextRow, row], [lowered]]
}

/** The lines that find a policy by a lookup, as they stand in its listener's frontend. */
export function lookupTexts({ letter, keys }: Indexed, map: PolicyMap): string[] {
  return lookupsOf(letter, keys, map).flatMap((lookup) =>
    [0, 1]
      .flatMap((at) => linesOf(lookup, at).slice(0, 1))
      .map((words) => line('', readers[map.mode].does, ...words).text),
  )
}

type BackendLinesInput = Omit<PolicyLinesInput, 'indexes'> & {
  /** Whether clients speak TLS. */
  readonly isSecure: boolean
}

/**
 * The same where several pools share what some policy takes: which of them it is can only be found out once the policy is known, and so
 * that is decided before.
 */
function decidedLines({ policies, map, isSecure }: BackendLinesInput): Line[] {
  return [
    ...policies.flatMap((one) => {
      if (one.found.by === 'lookup') return []
      const isFirst = negated(wonBefore(one))
      const row = sample(expression('str'), rowValue(one), '')
      const found = line(
        one.about,
        ...[expression('http-request set-var(txn.act)'), row, expression('if'), ...one.found.conditions, isFirst],
      )
      return [...ownAcls(one.found), found]
    }),
    ...splitLines(policies, { map, isSecure }),
    line(map.about, expression('use_backend %[var(txn.pool)] if { var(txn.pool) -m found }')),
    ...foundLines(map),
  ]
}

/** What sends a request to what its policy says. A residual policy is tried where no policy before it has won already. */
export function policyBackendLines({ policies, map, isSecure }: BackendLinesInput): Line[] {
  if (policies.some(({ split }) => split !== null)) return decidedLines({ policies, map, isSecure })
  const residual = policies.filter((one) => one.found.by === 'acls')
  const hasLookups = residual.length < policies.length
  return [
    ...residual.flatMap((one, at) => [
      ...(hasLookups && at % triedAtOnce === 0 ? [line(map.about, toBackend, wonBefore(one))] : []),
      ...residualLines(one, hasLookups),
    ]),
    ...(hasLookups ? foundLines(map) : []),
  ]
}

function foundLines({ about }: PolicyMap): Line[] {
  return [line(about, toPool), line(about, toBackend, expression('{ var(txn.act) -m found }'))]
}

/** Each backend counts what policies send to it: a key of the table is as long as an id, which stands behind the rank. */
export function policyHitLine(about: string, mode: Mode): Line {
  return line(about, readers[mode].does, countsHit)
}

/** Asking whether a policy before has won costs about half of what trying one does. */
const triedAtOnce = 8

function residualLines(policy: RankedPolicy, hasLookups: boolean): Line[] {
  const { about, found, backend } = policy
  if (found.by === 'lookup') return []
  return [
    ...ownAcls(found),
    line(
      about,
      ...[expression('use_backend'), backend, expression('if'), ...found.conditions],
      ...(hasLookups ? [negated(wonBefore(policy))] : []),
      ...[expression('{'), sample(expression('str'), rowValue(policy), ',set-var(txn.act)'), expression('-m found }')],
    ),
  ]
}

/** Those of policies that ask for bodies stand further up, where it is decided who waits for one. */
function ownAcls({ acls, body }: Residual): readonly Line[] {
  return body === null ? acls : []
}

/** Whether lookups have found a policy that stands before this one. A row begins with its rank, and is a number as far as that. */
export function wonBefore({ rank }: RankedPolicy): Word {
  return joined(' ', expression('{ var(txn.act) -m int lt'), number(rank), expression('}'))
}

/** What the policies that send to no pool send to. The value of a row is data, and no log-format. */
export const actionSections: readonly (readonly string[])[] = [
  actionSection(actionBackends.reject, 'http', [expression('http-request deny deny_status 403')]),
  actionSection(actionBackends.unavailable, 'http', [expression('http-request deny deny_status 503')]),
  actionSection(actionBackends.close, 'tcp', [expression('tcp-request content reject')]),
  actionSection(actionBackends.redirect, 'http', [
    expression('http-request set-var(txn.to) var(txn.act),field(5,|,0)'),
    ...redirects(),
  ]),
  actionSection(actionBackends.redirectPrefix, 'http', [
    expression('http-request set-var-fmt(txn.to) %[var(txn.act),field(5,|,0)]%[path]'),
    expression('http-request set-var-fmt(txn.to) %[var(txn.to)]?%[query] if { query -m len 1:65535 }'),
    ...redirects(),
  ]),
  // What a client says of the host goes into a Location as it is: only what can be one is let through (model/l7/asked-host).
  actionSection(actionBackends.redirectAskedHost, 'http', [
    expression('http-request set-var(txn.host) req.fhdr(host),host_only'),
    expression(`http-request deny deny_status 403 unless { var(txn.host) -m reg '${usableHostText}' }`),
    expression(
      'http-request set-var-fmt(txn.to) %[var(txn.act),field(5,|)]%[var(txn.host)]%[var(txn.act),field(6,|,0)]%[path]',
    ),
    expression('http-request set-var-fmt(txn.to) %[var(txn.to)]?%[query] if { query -m len 1:65535 }'),
    ...redirects(),
  ]),
]

function actionSection(name: Word, mode: Mode, lines: readonly Word[]): string[] {
  // They have no server to wait for, and HAProxy would warn all the same.
  const timeouts = [expression('timeout connect 5s'), expression('timeout server 5s')]
  return [`backend ${name}`, `mode ${mode}`, ...timeouts, joined(' ', readers[mode].does, countsHit), ...lines]
}

function redirects(): Word[] {
  return (Object.keys(redirectCodes) as `${keyof typeof redirectCodes}`[]).map((code) =>
    expression(
      `http-request redirect location %[var(txn.to)] code ${code} if { var(txn.act),field(4,|) -m str ${code} }`,
    ),
  )
}

type Lookup = { readonly decides: 'host' | null; readonly row: Word }

/** A host without its first label: a suffix that begins with a dot is a tail of this. */
const withoutFirstLabel = expression('field(2,.,0)')

function lookupsOf(letter: IndexLetter, keys: readonly string[], { name, mode, isVersioned }: PolicyMap): Lookup[] {
  const { finds, decides, alone, beside } = policyIndexes[letter]
  const row = expression((isVersioned ? beside : alone).row)
  const { host } = readers[mode]
  if (finds !== 'tail') {
    return [{ decides, row: mapLookup(decides === 'host' ? joined(',', host, row) : row, name) }]
  }
  return labelCounts(keys).map((count) => ({
    decides,
    row: mapLookup(joined(',', host, withoutFirstLabel, expression(`field(-1,.,${number(count)})`), row), name),
  }))
}

function variablesIn(
  letters: readonly IndexLetter[],
  policies: readonly RankedPolicy[],
  { isVersioned }: PolicyMap,
): Variable[] {
  const used = new Set<string>(policies.flatMap(({ found }) => (found.by === 'acls' ? found.reads : [])))
  for (const letter of letters) used.add(policyIndexes[letter][isVersioned ? 'beside' : 'alone'].reads ?? '')
  return (Object.keys(variables) as Variable[]).filter((name) => used.has(name))
}
