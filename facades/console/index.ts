import { facadeOf } from '../shared/dialect.ts'
import { errorOf } from './errors.ts'
import { operations } from './operations.ts'

/** What the load balancer API has no word for: sessions, previews, activity, the configuration. */
export const consoleApi = facadeOf({
  prefix: '/console',
  operations,
  canonicalPath: (path) => path.replace(/\/+$/, '') || '/',
  refusal: errorOf,
})
