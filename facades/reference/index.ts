import { errorOf } from '../console/errors.ts'
import { facadeOf } from '../shared/dialect.ts'
import { operations } from './operations.ts'

/** What the other dialects say, described for programs. */
export const referenceApi = facadeOf({
  prefix: '/console',
  operations,
  canonicalPath: (path) => path.replace(/\/+$/, '') || '/',
  refusal: errorOf,
})
