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
  return {
    method: methodOf(region, path),
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
  }
}

function only(part: RequestPart): Subject {
  return { key: part, part, name: null }
}

/** Only OPTIONS can do without a path. */
function methodOf(region: Region, path: string): string {
  const [method = 'GET'] = textsAtHand(region, only('method'))
  return path === '' && !region.has('method') ? 'OPTIONS' : method
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
