import { startBackend } from '../data-plane/backend.mjs'
import { measureMode } from '../data-plane/modes.mjs'
import { requirePrograms } from '../kit/requirements.mjs'
import { untilAnswering } from '../kit/until.mjs'
import { measureBodies } from './bodies.mjs'
import { forwardingContenders } from './contenders.mjs'
import { measureLimits } from './limits.mjs'

/**
 * What a policy costs that rewrites, sets headers and limits, how exactly it limits, and what it costs to look into bodies.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureForwarding(context) {
  requirePrograms(['haproxy', 'nginx', 'wrk'])
  await startBackend(context.workplace)
  const { plain, generated, byHand } = await forwardingContenders(context.workplace)
  await untilAnswering([plain, generated, byHand].map(({ url }) => url))
  const others = [
    { contender: contender('the same listener without policies', 0.75), subject: plain },
    { contender: contender('HAProxy, the same by hand', 0.97), subject: byHand },
  ]
  const mode = { title: 'A rewrite, two headers and a limit', closes: false }
  return [
    ...(await measureMode(context, mode, { generated, others })),
    ...(await measureLimits(context)),
    ...(await measureBodies(context)),
  ]
}

/**
 * @param {string} title
 * @param {number} leastRatio
 */
function contender(title, leastRatio) {
  // They run already.
  return { title, leastRatio, start: () => Promise.reject(new Error(`${title} runs already.`)) }
}
