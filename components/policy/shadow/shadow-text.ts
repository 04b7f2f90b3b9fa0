import type { HttpRequest } from 'model/l7/request'
import { ruleSentence } from 'model/l7/sentence'
import type { Shadow } from 'model/l7/shadow/shadows'
import type { L7Rule } from 'model/resources/l7-rule'
import { textOfRequest } from '../tested-request.ts'

export type Named = { readonly name: string; readonly position: number }

/** Why a policy never matches, as a sentence. */
export function shadowSentence(
  { kind, by, rule_ids }: Pick<Shadow, 'kind' | 'by' | 'rule_ids'>,
  rules: readonly L7Rule[],
  namedOf: (id: string) => Named,
): string {
  const [first] = by.map(namedOf)
  if (kind === 'contradiction' || first === undefined)
    return contradictionSentence(rules.filter((one) => rule_ids.includes(one.id)))
  const place = `${first.name} at position ${first.position}`
  if (kind === 'duplicate') return `${place} has the same conditions and takes all of it first.`
  if (kind === 'one') return `${place} takes all of it first.`
  return `${listed(by.map(namedOf))} take all of it first, between them.`
}

function contradictionSentence(rules: readonly L7Rule[]): string {
  const conditions = rules.map(ruleSentence).join(' and ')
  return rules.length === 1
    ? `No request is so: ${conditions}.`
    : `Its conditions contradict each other: ${conditions}.`
}

const mostNamed = 3

function listed(named: readonly Named[]): string {
  const words = named.slice(0, mostNamed).map((one) => `${one.name} (${one.position})`)
  const more = named.length - words.length
  const all = more > 0 ? [...words, `${more} more`] : words
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

/** A request in one line: "GET http://www.example.com/api · X-Canary: on". What is as usual is left out. */
export function requestLine(request: HttpRequest): string {
  const { method, url, headers, source, body } = textOfRequest(request)
  const target = request.path === '' ? '*' : url
  const client = source === '' ? [] : [`from ${source}`]
  const sent = body === '' ? [] : [`body ${body}`]
  return [`${method} ${target}`, ...headers.split('\n').filter(Boolean), ...sent, ...client].join(' · ')
}
