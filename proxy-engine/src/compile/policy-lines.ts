import { redirectCodes } from 'model/l7/policy-actions'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { type FamilyLetter, lookupsOf, policyFamilies, type Variable, variables } from './policy-families.ts'
import { familiesIn, type RankedPolicy } from './policy-map.ts'
import { expression, mapLookup, number, numberSample, type Word } from './words.ts'

/** The table in which HAProxy counts the requests that each policy takes, by the policy's id. One for the whole process. */
export const hitsTable = 'policies/hits'

/**
 * HAProxy empties the table of a backend as soon as the process is told to go, and requests on connections that are still open would
 * be lost. It never empties one of peers, and peers that are disabled exchange nothing (2.6, test/integration/counters.test.ts).
 */
export const hitsSection = [
  'peers policies',
  'disabled',
  'table hits type string len 36 size 200k store http_req_cnt,http_req_rate(10s)',
]

/** What a frontend goes through to find the policy that takes a request. `map` is the name of its map, `about` the listener. */
export function policyLines(policies: readonly RankedPolicy[], map: string, about: string): Line[] {
  if (policies.length === 0) return []
  const families = familiesIn(policies)
  const lookups = [...families].flatMap(([letter, keys]) => lookupsOf(letter, [...keys.keys()], map))
  return [
    // Every key begins with the version that is read here, so that a swap of the map can not come between two lookups.
    line(about, expression('http-request set-var(txn.v)'), mapLookup('str(V),map', map, '')),
    ...variablesIn([...families.keys()], policies).map((name) => line(about, variables[name].line)),
    // Higher than every rank, and a number that doubles hold.
    line(about, expression('http-request set-var(txn.pol) int(9007199254740991)')),
    ...lookups.map((words) => line(about, ...words)),
    ...policies.flatMap(residualLines),
    line(about, expression('http-request set-var(txn.act)'), mapLookup('var(txn.v),concat(|A|,txn.pol),map', map, '')),
    ...takenLines.map((words) => line(about, words)),
  ]
}

/** What sends a request to the pool of its policy. It has to stand after everything else that the frontend does with requests. */
export function policyBackendLines(policies: readonly RankedPolicy[], about: string): Line[] {
  if (policies.length === 0) return []
  return [line(about, expression('use_backend %[var(txn.arg)] if { var(txn.kind) -m str p }'))]
}

/** The same for every listener: a policy of another action is another row of the map. The value of a row is data, and no log-format. */
const takenLines: readonly Word[] = [
  expression('http-request set-var(txn.policy) \'var(txn.act),field(1," ")\''),
  expression('http-request set-var(txn.kind) \'var(txn.act),field(2," ")\''),
  expression('http-request set-var(txn.arg) \'var(txn.act),field(3," ",0)\''),
  expression('http-request track-sc2 var(txn.policy) table policies/hits if { var(txn.policy) -m found }'),
  expression('http-request deny deny_status 403 if { var(txn.kind) -m str d }'),
  expression('http-request set-var-fmt(txn.arg) %[var(txn.arg)]%[path] if { var(txn.kind) -m beg x }'),
  expression(
    'http-request set-var-fmt(txn.arg) %[var(txn.arg)]?%[query] if { var(txn.kind) -m beg x } { query -m len 1:65535 }',
  ),
  ...(Object.keys(redirectCodes) as `${keyof typeof redirectCodes}`[]).map((code) =>
    expression(`http-request redirect location %[var(txn.arg)] code ${code} if { var(txn.kind) -m end ${code} }`),
  ),
]

/** A policy that no lookup finds is tried only where no policy before it has won already. */
function residualLines({ about, found, rank }: RankedPolicy): Line[] {
  if (found.by === 'lookup') return []
  const place = number(rank)
  return [
    ...found.acls,
    line(
      about,
      expression('http-request set-var(txn.pol)'),
      ...[numberSample(rank), expression('if { var(txn.pol) -m int gt'), place, expression('}')],
      ...found.conditions,
    ),
  ]
}

function variablesIn(letters: readonly FamilyLetter[], policies: readonly RankedPolicy[]): Variable[] {
  const used = new Set<string>(policies.flatMap(({ found }) => (found.by === 'acls' ? found.reads : [])))
  for (const letter of letters) used.add(policyFamilies[letter].reads)
  const names = Object.keys(variables) as Variable[]
  for (const name of names) if (used.has(name)) for (const needed of variables[name].needs) used.add(needed)
  return names.filter((name) => used.has(name))
}
