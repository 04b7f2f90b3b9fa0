import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { root } from '../../kit/settings.mjs'
import { median } from '../kit/statistics.mjs'
import { table } from '../kit/table.mjs'
import { makers } from './sets.mjs'

/** So many policies, and so many milliseconds at most. */
const sizes = [
  { count: 100, mostMilliseconds: 100 },
  { count: 1_000, mostMilliseconds: 2_000 },
]

/**
 * How long it takes to find the policies that can never match: the code that browsers run, in Node, each time over policies that it has
 * not seen. The page is not blocked by any of it, because it runs in a worker.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureShadow({ workplace, isQuick, say }) {
  const outfile = path.join(workplace.dir, 'shadows.mjs')
  const entry = path.join(root, 'model/l7/shadow/shadows.ts')
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' })
  const { shadowsOf } = await import(pathToFileURL(outfile).href)
  const rounds = isQuick ? 1 : 7
  /** @type {import('../kit/measurement.mjs').Measurement[]} */
  const measurements = []
  /** @type {string[][]} */
  const rows = []
  for (const { count, mostMilliseconds } of sizes) {
    for (const [name, maker] of Object.entries(makers)) {
      const taken = Array.from({ length: rounds }, (_, round) => timed(shadowsOf, policiesOf(maker, count, round)))
      const figures = taken.map(({ milliseconds }) => milliseconds)
      rows.push([name, String(count), String(taken[0]?.dead), Math.max(...figures).toFixed(0)])
      measurements.push({
        name: `${count} policies, ${name}`,
        figure: median(figures),
        unit: 'ms',
        bar: { atMost: mostMilliseconds },
      })
    }
  }
  say(table(['policies', 'count', 'dead', 'slowest ms'], rows))
  return measurements
}

/**
 * @param {(served: readonly object[]) => readonly object[]} shadowsOf
 * @param {readonly object[]} served
 */
function timed(shadowsOf, served) {
  const begin = performance.now()
  const dead = shadowsOf(served).length
  return { dead, milliseconds: performance.now() - begin }
}

/**
 * @param {import('./sets.mjs').Maker} maker
 * @param {number} count
 * @param {number} round the numbers in the rules are others in each
 */
function policiesOf(maker, count, round) {
  return Array.from({ length: count }, (_, at) => ({
    policy: { id: `policy-${at}` },
    skipped: null,
    rules: maker(round * 1_000 + at).map((rule, which) => ({ ...rule, id: `rule-${at}-${which}` })),
  }))
}
