import { facadeOf } from '../shared/dialect.ts'
import { errorOf } from './errors.ts'
import { operations } from './operations.ts'

/** Clients write `/v2.0/subnets`, `/v2.0/subnets.json` and, after a version document of another service, `/v2/subnets`. */
function canonicalPath(path: string): string {
  const trimmed = path.replace(/\/+$/, '').replace(/\.json$/, '')
  return trimmed.replace(/^\/v2(?:\.0)?(?=\/|$)/, '/v2.0') || '/'
}

/** The part of OpenStack's network API, v2.0, that load balancers and floating IPs need. */
export const neutron = facadeOf({ prefix: '/network', operations, canonicalPath, refusal: errorOf })
