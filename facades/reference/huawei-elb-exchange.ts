import type { Operation } from '../shared/operation.ts'
import { type Exchange, plainExchange } from './exchanges.ts'
import type { Schema } from './schemas.ts'

const text: Schema = { type: 'string' }
const versions: Schema = {
  type: 'object',
  properties: { versions: { type: 'array', items: { type: 'object', properties: { id: text, status: text } } } },
  required: ['versions'],
}

/** Every answer of Huawei Cloud's API that has a body has the id of its request in it. */
export function huaweiElbExchange(operation: Operation): Exchange {
  const { method, path } = operation
  const plain = plainExchange(operation)
  if (path.endsWith('/versions')) return { ...plain, answers: versions }
  if (method === 'DELETE') return plain
  const status = path.endsWith('/batch-update-priority') ? 202 : method === 'POST' ? 201 : 200
  return { ...plain, status, answers: { type: 'object', properties: { request_id: text }, required: ['request_id'] } }
}
