import { currentRequestId } from '@/server/log.ts'
import { facadeOf } from '../shared/dialect.ts'
import { askerOf } from './asker.ts'
import { errorOf } from './errors.ts'
import { operations } from './operations.ts'

const facade = facadeOf({
  prefix: '/v3',
  operations,
  canonicalPath: (path) => path.replace(/\/+$/, '') || '/',
  actorOf: askerOf,
  refusal: errorOf,
})

/** Huawei Cloud's Elastic Load Balance API, v3. Clients read the id of a request from the header. */
export async function huaweiElb(request: Request): Promise<Response> {
  const response = await facade(request)
  response.headers.set('x-request-id', currentRequestId() ?? '')
  return response
}
