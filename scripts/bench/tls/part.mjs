import { requirePrograms } from '../kit/requirements.mjs'
import { measureReplacements } from './replacements.mjs'
import { measureTlsThroughput } from './throughput.mjs'

/**
 * What terminating TLS costs beside others that do it, and how a certificate is replaced under load.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureTls(context) {
  requirePrograms(['haproxy', 'nginx', 'wrk', 'h2load'])
  return [...(await measureTlsThroughput(context)), ...(await measureReplacements(context))]
}
