import { startBackend } from '../data-plane/backend.mjs'
import { requirePrograms } from '../kit/requirements.mjs'
import { measureThroughput } from './throughput.mjs'

/**
 * What many policies cost a request.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measurePolicies(context) {
  requirePrograms(['haproxy', 'nginx', 'wrk'])
  await startBackend(context.workplace)
  return await measureThroughput(context)
}
