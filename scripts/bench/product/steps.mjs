/**
 * What the engine did for one load balancer, as its activity log tells.
 * @param {import('./api.mjs').Api} api
 * @param {string} loadBalancerId
 * @returns {Promise<{ reloads: number, runtimeSteps: number }>}
 */
export async function stepsOf(api, loadBalancerId) {
  let reloads = 0
  let runtimeSteps = 0
  let before = ''
  for (;;) {
    const query = `loadbalancer_id=${loadBalancerId}&limit=100${before === '' ? '' : `&before=${before}`}`
    const { body } = await api.call('GET', `/console/activity?${query}`)
    /** @type {readonly { id: string, steps: readonly { do: string }[] }[]} */
    const entries = body.activity
    const steps = entries.flatMap((entry) => entry.steps)
    const reloadsHere = steps.filter((step) => step.do === 'reload').length
    reloads += reloadsHere
    runtimeSteps += steps.length - reloadsHere
    const oldest = entries.at(-1)
    if (oldest === undefined) return { reloads, runtimeSteps }
    before = oldest.id
  }
}
