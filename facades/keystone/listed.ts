import { answerJson } from '@/server/answer.ts'
import type { OpenCall } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { matching } from './reading.ts'

/** A list as Keystone answers it: the rows that the query asks for, whole. */
export function listed(call: OpenCall, plural: string, rows: readonly object[]): Response {
  return answerJson({ [plural]: matching(rows, call.url.searchParams), links: linksOf(call) })
}

export function linksOf({ request, url }: OpenCall): object {
  return { next: null, previous: null, self: `${publicOrigin(request)}${url.pathname}${url.search}` }
}
