import { facadeOf } from '../shared/dialect.ts'
import { faultOf } from './errors.ts'
import { operations } from './operations.ts'

/**
 * `/v2/lbaas/listeners` in all its spellings: `v2.0` for `v2`, without `lbaas`, with a slash or `.json` at the end.
 */
export function canonicalPath(path: string): string {
  const trimmed = path.replace(/\/+$/, '').replace(/\.json$/, '')
  return (
    trimmed
      .replace(/^\/v2(?:\.0)?(?:\/lbaas)?(?=\/|$)/, '/v2/lbaas')
      .replace(/^\/v2\/lbaas\/octavia(?=\/)/, '/v2/octavia') || '/'
  )
}

/** The load balancer API of OpenStack, v2. */
export const octavia = facadeOf({ prefix: '/load-balancer', operations, canonicalPath, refusal: faultOf })
