/**
 * How the changes of one load balancer were made, as its activity log tells.
 * @param {import('./api.mjs').Api} api
 * @param {string} loadBalancerId
 * @returns {Promise<{ reloads: number, runtimeChanges: number }>}
 */
export async function stepsOf(api, loadBalancerId) {
  let reloads = 0
  let runtimeChanges = 0
  for await (const { steps } of activityOf(api, loadBalancerId)) {
    if (steps.some((step) => step.do === 'reload')) reloads += 1
    else if (steps.length > 0) runtimeChanges += 1
  }
  return { reloads, runtimeChanges }
}

/**
 * @param {import('./api.mjs').Api} api
 * @param {string} loadBalancerId
 * @returns {AsyncGenerator<{ id: string, steps: readonly { do: string }[] }>} newest first
 */
async function* activityOf(api, loadBalancerId) {
  for (let before = ''; ; ) {
    const query = `loadbalancer_id=${loadBalancerId}&limit=100${before === '' ? '' : `&before=${before}`}`
    const { body } = await api.call('GET', `/console/activity?${query}`)
    if (body.activity.length === 0) return
    yield* body.activity
    before = body.activity.at(-1).id
  }
}
