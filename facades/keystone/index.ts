import { facadeOf } from '../shared/dialect.ts'
import { errorOf } from './errors.ts'
import { operations } from './operations.ts'

function canonicalPath(path: string): string {
  return path.replace(/\/+$/, '') || '/'
}

/** The part of OpenStack's identity API, v3, that clients of the others sign in by. */
export const keystone = facadeOf({ prefix: '/identity', operations, canonicalPath, refusal: errorOf })
