import { startBackend } from '../data-plane/backend.mjs'
import { requirePrograms } from '../kit/requirements.mjs'
import { measureReorders } from './reorders.mjs'
import { measureThroughput } from './throughput.mjs'

/**
 * What many policies cost a request, and how fast another order of them is on the wire.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measurePolicies(context) {
  requirePrograms(['haproxy', 'nginx', 'wrk'])
  await startBackend(context.workplace)
  return [...(await measureThroughput(context)), ...(await measureReorders(context))]
}
