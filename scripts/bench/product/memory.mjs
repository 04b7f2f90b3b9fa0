import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { commandLineOf, memoryOf } from '../kit/processes.mjs'
import { requirePrograms } from '../kit/requirements.mjs'
import { sum } from '../kit/statistics.mjs'
import { table } from '../kit/table.mjs'
import { Api } from './api.mjs'
import { createLoadBalancers } from './load-balancers.mjs'
import { startMembers } from './members.mjs'
import { startProduct } from './product.mjs'

/**
 * Long enough for what a start leaves behind to be collected, and for every timer to have come round: V8 gives back what it took for young
 * objects when it has been quiet for 20 to 30 s.
 */
const settlingMilliseconds = 60_000
const mostMegabytes = 350

/**
 * What the product takes with one load balancer that is checked and has no traffic.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureMemory({ workplace, isQuick, say }) {
  requirePrograms(['nginx'])
  const members = await startMembers(workplace, ['a', 'b'])
  const product = await startProduct(workplace)
  await createLoadBalancers(await Api.signIn(product), 1, members)
  await wait(isQuick ? 1_000 : settlingMilliseconds)

  const processes = product.pids().map((pid) => ({ title: titleOf(pid), ...memoryOf(pid) }))
  const rows = processes.map(({ title, pssMegabytes, rssMegabytes }) => [
    title,
    pssMegabytes.toFixed(1),
    rssMegabytes.toFixed(1),
  ])
  say(table(['process', 'PSS MB', 'RSS MB'], rows))
  return [
    {
      name: 'idle memory, PSS of all processes',
      figure: sum(processes.map(({ pssMegabytes }) => pssMegabytes)),
      unit: 'MB',
      bar: { atMost: mostMegabytes },
    },
    {
      name: 'idle memory, RSS of all processes (shared pages counted in each)',
      figure: sum(processes.map(({ rssMegabytes }) => rssMegabytes)),
      unit: 'MB',
      bar: null,
    },
  ]
}

/** @param {number} pid */
function titleOf(pid) {
  const [program = '', ...args] = commandLineOf(pid).split(' ')
  const first = args.find((word) => !word.startsWith('-')) ?? ''
  return `${path.basename(program)} ${path.basename(first)}`.trim()
}
