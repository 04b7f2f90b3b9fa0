import { usableHostText } from 'model/l7/asked-host'
import type { redirectCodes } from 'model/l7/policy-actions'
import type { RewriteUrlConfig } from 'model/l7/policy-configs'
import { comparedText, eachCondition } from 'model/l7/rule'
import { originOf, patternRule, protocolOf, redirectDollars } from 'model/l7/treatment'
import { groupsIn, isInherited, type TemplatePiece, templatePieces } from 'model/l7/url-template'
import { steadyWildcardRegex } from 'model/l7/wildcard'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import type { RankedPolicy } from './policy-map.ts'
import { rule, type Stage } from './policy-stage.ts'
import { expression, format, formatOf, joined, keyword, number, quoted, type Word } from './words.ts'

/** Each condition of the rule that templates take groups from, as a regular expression of a whole path. */
function patternsOf(rules: RankedPolicy['rules']): { readonly name: Word; readonly regex: string }[] {
  const pattern = patternRule(rules)
  if (pattern === null) return []
  return eachCondition(pattern).map((one, at) => ({
    name: keyword(`${pattern.id}.${at}`),
    regex: one.compare_type === 'WILDCARD' ? steadyWildcardRegex(comparedText(one), true) : ofWholePath(one.value),
  }))
}

/** What finds something in a path, as an expression of the whole path: an expression that says both ends is that already, and cheaper. */
function ofWholePath(value: string): string {
  const saysBothEnds = /^\^[^|]*(?<!\\)\$$/.test(value)
  return saysBothEnds ? value : `^.*?(?:${value}).*$`
}

/** The groups that templates name, as `txn.g1` to `txn.g9`: of the first condition that holds. One alone does hold, or nobody were here. */
function groupLines({ rules }: Pick<RankedPolicy, 'rules'>, groups: readonly number[], stage: Stage): Line[] {
  const patterns = patternsOf(rules)
  if (groups.length === 0) return []
  return patterns.flatMap(({ name, regex }) => {
    const set = (conditions: readonly Word[]) =>
      groups.map((group) => rule(stage, [setGroup(group), groupSample(regex, group)], conditions))
    if (patterns.length === 1) return set([])
    return [
      line(stage.about, expression('acl'), name, expression('path -m reg --'), quoted(regex)),
      ...set([expression('!{ var(txn.grouped) -m found }'), name]),
      rule(stage, [expression('http-request set-var(txn.grouped) bool(true)')], [name]),
    ]
  })
}

function setGroup(group: number): Word {
  return joined('', expression('http-request set-var(txn.g'), number(group), expression(')'))
}

function groupSample(regex: string, group: number): Word {
  const text = (value: string) => `"${value.replaceAll(/["\\]/g, '\\$&')}"`
  return quoted(`path,regsub(${text(regex)},${text(`\\${group}`)})`)
}

const partSamples = {
  host: expression('req.fhdr(host),host_only'),
  path: expression('path'),
  query: expression('query'),
} as const

function templateWord(pieces: readonly TemplatePiece[], { place }: Stage): Word {
  return formatOf(
    pieces.map((piece) => {
      if ('text' in piece) return piece.text
      if ('group' in piece) return { sample: joined('', expression('var(txn.g'), number(piece.group), expression(')')) }
      const { part } = piece
      if (part === 'port') return String(place.listener.protocol_port)
      if (part === 'protocol') return protocolOf(place.listener)
      return { sample: partSamples[part] }
    }),
  )
}

/** `txn.to` and a question mark with `txn.query` behind it, where that is not empty. */
function joinedUrl(stage: Stage, before: readonly TemplatePiece[], query: readonly TemplatePiece[]): Line[] {
  return [
    rule(stage, [expression('http-request set-var-fmt(txn.to)'), templateWord(before, stage)]),
    ...(query.length === 0
      ? []
      : [
          rule(stage, [expression('http-request set-var-fmt(txn.query)'), templateWord(query, stage)]),
          rule(
            stage,
            [expression("http-request set-var-fmt(txn.to) '%[var(txn.to)]?%[var(txn.query)]'")],
            [expression('{ var(txn.query) -m len 1:65535 }')],
          ),
        ]),
  ]
}

export function rewriteLines(one: RankedPolicy, stage: Stage): Line[] {
  const rewrite = one.policy.rewrite_url_config
  if (rewrite === null) return []
  return [
    ...rewrittenUrl(one, rewrite, stage),
    ...(isInherited('host', rewrite.host)
      ? []
      : [rule(stage, [expression('http-request set-header host'), format(rewrite.host)])]),
  ]
}

/** In the cheapest way that there is: a path alone needs no query to be put together, and a single pattern is read once for all its groups. */
function rewrittenUrl(one: RankedPolicy, rewrite: RewriteUrlConfig, stage: Stage): Line[] {
  const path = templatePieces(rewrite.path, 'rewrite')
  const query = templatePieces(rewrite.query, 'rewrite')
  const groups = groupsIn([...path, ...query])
  const hasPath = expression('{ path -m found }')
  const [pattern, ...others] = patternsOf(one.rules)
  if (isInherited('query', rewrite.query)) {
    if (isInherited('path', rewrite.path)) return []
    if (pattern !== undefined && others.length === 0 && groups.length > 0)
      return [rule(stage, [expression('http-request replace-path'), quoted(pattern.regex), replacement(path)])]
    if (groups.length === 0 || pattern === undefined)
      return [rule(stage, [expression('http-request set-path'), templateWord(path, stage)], [hasPath])]
  }
  return [
    ...groupLines(one, groups, stage),
    ...joinedUrl(stage, path, query),
    rule(stage, [expression('http-request set-pathq %[var(txn.to)]')], [hasPath]),
  ]
}

/** As `replace-path` takes it: a backslash and a digit are a group. No path of a rewrite has a backslash. */
function replacement(path: readonly TemplatePiece[]): Word {
  return format(
    path.map((piece) => ('group' in piece ? `\\${piece.group}` : 'text' in piece ? piece.text : '')).join(''),
  )
}

export function redirectLines(one: RankedPolicy, stage: Stage): Line[] {
  const parts = one.policy.redirect_url_config
  if (parts === null) return []
  const dollars = redirectDollars(one.rules)
  const keepsHost = isInherited('host', parts.host)
  // The host of the origin is text that only a template can stand for.
  const [before = '', after = ''] = originOf({ ...parts, host: '\0' }, stage.place).split('\0')
  const host: TemplatePiece = keepsHost ? { part: 'host' } : { text: parts.host }
  const path = templatePieces(parts.path, dollars)
  const query = templatePieces(parts.query, dollars)
  const code = Number(parts.status_code) as keyof typeof redirectCodes
  return [
    // What a client says of the host goes into a Location as it is: only what can be one is let through (model/l7/asked-host).
    ...(keepsHost
      ? [
          line(
            stage.about,
            expression(
              `http-request deny deny_status 403 unless { req.fhdr(host),host_only -m reg '${usableHostText}' }`,
            ),
          ),
        ]
      : []),
    ...groupLines(one, groupsIn([...path, ...query]), stage),
    ...joinedUrl(stage, [{ text: before }, host, { text: after }, ...path], query),
    rule(stage, [expression('http-request redirect location %[var(txn.to)] code'), number(code)]),
  ]
}
