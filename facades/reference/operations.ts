import { answerJson } from '@/server/answer.ts'
import type { Operation } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { type Dialect, dialects } from './dialects.ts'
import { openApiDocument } from './document.ts'
import { plainExchange } from './exchanges.ts'

export const operations: readonly Operation[] = [
  {
    method: 'GET',
    path: '/openapi.json',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'Describe every operation, as OpenAPI 3.1',
    run: async ({ request }) => answerJson(openApiDocument(publicOrigin(request), described)),
  },
]

const reference: Dialect = {
  tag: 'Reference',
  about: 'This document.',
  prefix: '/console',
  operations,
  exchange: plainExchange,
  fault: 'ConsoleFault',
}

/** Every dialect, and the description of them. */
export const described: readonly Dialect[] = [...dialects, reference]
