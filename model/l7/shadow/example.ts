import { stepsIn } from '../json-path.ts'
import type { HttpRequest } from '../request.ts'
import { addressOf } from './addresses.ts'
import { type Region, textsAtHand } from './region.ts'
import type { RequestPart, Subject } from './subjects.ts'

/** The request at hand of a region, written out. */
export function requestOf(region: Region): HttpRequest {
  const [host] = textsAtHand(region, only('host'))
  const [path = ''] = textsAtHand(region, only('path'))
  const [bits = ''] = textsAtHand(region, only('source'))
  const cookies = pairsOf(region, 'cookie')
  const body = textIn(region)
  return {
    method: methodOf(region, path, body),
    path,
    query: pairsOf(region, 'parameter')
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
    headers: [
      ...(host === undefined ? [] : [['Host', withPort(host)] as const]),
      ...pairsOf(region, 'header'),
      ...(cookies.length === 0 ? [] : [['Cookie', cookieLine(cookies)] as const]),
    ],
    source: addressOf(bits),
    ...(body === '' ? {} : { body }),
  }
}

/** A body that is one text, or else a document with a value at each path that is asked for. */
function textIn(region: Region): string {
  const [text] = region.get('body')?.texts ?? []
  const values = pairsOf(region, 'json')
  if (text !== undefined || values.length === 0) return text ?? ''
  return JSON.stringify(values.reduce<unknown>((whole, [path, value]) => withValue(whole, stepsIn(path), value), null))
}

/** A document with one more value in it; what stands in its way goes. */
function withValue(whole: unknown, [step, ...rest]: readonly (string | number)[], value: string): unknown {
  if (step === undefined) return value
  if (typeof step === 'string') {
    const known = typeof whole === 'object' && whole !== null && !Array.isArray(whole) ? whole : {}
    return { ...known, [step]: withValue((known as Record<string, unknown>)[step], rest, value) }
  }
  const items: unknown[] = Array.isArray(whole) ? [...whole] : []
  while (items.length <= step) items.push(null)
  items[step] = withValue(items[step], rest, value)
  return items
}

function only(part: RequestPart): Subject {
  return { key: part, part, name: null }
}

/** Only OPTIONS can do without a path, and few but POST send a body. */
function methodOf(region: Region, path: string, body: string): string {
  const [method = 'GET'] = textsAtHand(region, only('method'))
  if (region.has('method')) return method
  if (path === '') return 'OPTIONS'
  return body === '' ? method : 'POST'
}

/** What follows a colon would be taken for a port. */
function withPort(host: string): string {
  return /:[^:\]]*$/.test(host) ? `${host}:80` : host
}

/** HAProxy overlooks a cookie without a value at the end of the line. */
function cookieLine(cookies: readonly (readonly [name: string, value: string])[]): string {
  const line = cookies.map(([name, value]) => `${name}=${value}`).join('; ')
  return line.endsWith('=') ? `${line}; end=1` : line
}

function pairsOf(region: Region, part: RequestPart): (readonly [name: string, value: string])[] {
  return [...region.values()].flatMap(({ subject, texts }) =>
    subject.part === part ? texts.map((text) => [subject.name ?? '', text] as const) : [],
  )
}
