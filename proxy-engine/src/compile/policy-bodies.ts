import { bodyWaitSeconds, mostBodyBytes, mostHeadBytes } from 'model/l7/body'
import { jsonPath } from 'model/l7/json-path'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Line, PolicyMap } from './compiled.ts'
import { line } from './ir.ts'
import { wonBefore } from './policy-lines.ts'
import type { RankedPolicy } from './policy-map.ts'
import {
  expression,
  joined,
  keyword,
  negated,
  number,
  sample,
  setting,
  Unprintable,
  variable,
  type Word,
} from './words.ts'

/** What a policy asks of bodies. */
export type AskedBody = {
  /** The conditions that can be told without one: acls, negated where the rule is inverted. */
  readonly before: readonly Word[]
  /** The paths of the values that it compares. */
  readonly paths: readonly string[]
}

/** Null where the rules ask nothing of a body. */
export function askedBody(rules: readonly L7Rule[]): AskedBody | null {
  const needsBody = ({ type }: L7Rule) => (ruleKinds[type] as RuleKind).needsBody === true
  if (!rules.some(needsBody)) return null
  const conditionOf = ({ id, invert }: L7Rule) => (invert ? negated(keyword(id)) : keyword(id))
  const paths = rules.flatMap((one) => (one.type === 'BODY_JSON' ? [one.key ?? ''] : []))
  return { before: rules.filter((one) => !needsBody(one)).map(conditionOf), paths }
}

/** The variable for the value at a path: `txn.json.user.plan`. */
export function jsonVariable(path: string): Word {
  if (!jsonPath.test(path)) throw new Unprintable(`${JSON.stringify(path)} is no path of a JSON value.`)
  const name = path.slice(1)
  return variable(expression('txn.json'), name.startsWith('.') ? name.slice(1) : name)
}

const does = expression('http-request')
const isWanted = expression('if { var(txn.waits) -m found }')
/** Who waits for a call that streams both ways to end waits for itself. */
const isStream = expression('if { req.fhdr(content-type) -m beg -i -- application/grpc }')
/** A regular expression finds lines, and no text that is looked at elsewhere has a line feed. */
const body = expression(`'req.body,regsub("\\\\n"," ",g)'`)

/**
 * Waits for the bodies of requests that policies want to look at: those for which all else that such a policy asks holds, and that no policy
 * before it has won. They stand before the lines that try the policies one by one; listeners without such a policy have none.
 */
export function bodyLines(policies: readonly RankedPolicy[], { about }: PolicyMap): Line[] {
  const asking = policies.flatMap((one) =>
    one.found.by === 'acls' && one.found.body !== null ? [{ ...one, found: one.found, asked: one.found.body }] : [],
  )
  if (asking.length === 0) return []
  const hasLookups = policies.some(({ found }) => found.by === 'lookup')
  const paths = [...new Set(asking.flatMap(({ asked }) => asked.paths))]
  return [
    ...asking.flatMap((one) => {
      const conditions = [...one.asked.before, ...(hasLookups ? [negated(wonBefore(one))] : [])]
      const wants = [does, expression('set-var(txn.waits) bool(true)')]
      const when = conditions.length === 0 ? [] : [expression('if'), ...conditions]
      return [...one.found.acls, line(one.about, ...wants, ...when)]
    }),
    line(about, does, expression('unset-var(txn.waits)'), isStream),
    line(about, does, expression('wait-for-body time'), joined('', number(bodyWaitSeconds), expression('s')), isWanted),
    line(about, does, expression('set-var(txn.head) url,length'), isWanted),
    line(about, does, expression('set-var(txn.head) req.hdrs,length,add(txn.head)'), isWanted),
    line(
      about,
      ...[does, expression('set-var(txn.body)'), body, isWanted],
      ...[expression('{ req.body_len le'), number(mostBodyBytes), expression('}')],
      ...[expression('{ var(txn.head) -m int le'), number(mostHeadBytes), expression('}')],
    ),
    ...paths.map((path) => line(about, does, setting(jsonVariable(path)), value(path))),
  ]
}

/** A number at the very end of a body would be read on into what lies behind it. */
function value(path: string): Word {
  return sample(expression('var(txn.body),concat(;),json_query'), path, ',regsub("\\\\n"," ",g)')
}
