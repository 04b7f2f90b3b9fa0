import { facadeOf } from '../shared/dialect.ts'
import { errorOf } from './errors.ts'
import { operations } from './operations.ts'

/** Clients end the paths of collections with a slash. */
function canonicalPath(path: string): string {
  return path.replace(/\/+$/, '') || '/'
}

/** The part of OpenStack's key manager API, v1, that certificates of load balancers need: secrets and containers. */
export const keyManager = facadeOf({ prefix: '/key-manager', operations, canonicalPath, refusal: errorOf })
