// npm run bench [-- [part ...] [--quick] [--out FILE]]
// Measures the product on this machine against its bars. Everything stays on loopback; exit code 1 when a bar is missed.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Refusal, runProgram, seconds } from '../kit/command-line.mjs'
import { verdictHeading, verdictOf, verdictRows } from './kit/measurement.mjs'
import { table } from './kit/table.mjs'
import { inWorkplace } from './kit/workplace.mjs'

/**
 * What a part works with.
 * @typedef {object} Context
 * @property {import('./kit/workplace.mjs').Workplace} workplace
 * @property {boolean} isQuick only to see that it runs: too short for figures that mean anything
 * @property {(text: string) => void} say
 *
 * @typedef {import('./kit/measurement.mjs').Measurement} Measurement
 * @typedef {(context: Context) => Promise<readonly Measurement[]>} Part
 */

/** Each part is loaded only when it is asked for: they need different things. @type {Readonly<Record<string, () => Promise<Part>>>} */
const parts = {
  'data-plane': async () => (await import('./data-plane/part.mjs')).measureDataPlane,
  memory: async () => (await import('./product/memory.mjs')).measureMemory,
  start: async () => (await import('./product/start.mjs')).measureStart,
  apply: async () => (await import('./apply/part.mjs')).measureApply,
  'control-plane': async () => (await import('./control-plane/part.mjs')).measureControlPlane,
  policies: async () => (await import('./policies/part.mjs')).measurePolicies,
  reorders: async () => (await import('./policies/reorders.mjs')).measureReorders,
  editor: async () => (await import('./editor/part.mjs')).measureEditor,
  hitless: async () => (await import('./hitless/part.mjs')).measureHitless,
  datagrams: async () => (await import('./datagrams/part.mjs')).measureDatagrams,
  tls: async () => (await import('./tls/part.mjs')).measureTls,
  forwarding: async () => (await import('./forwarding/part.mjs')).measureForwarding,
  shadow: async () => (await import('./shadow/part.mjs')).measureShadow,
}

function readCommandLine() {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false }, out: { type: 'string' } },
  })
  const unknown = positionals.find((name) => !(name in parts))
  if (unknown !== undefined) {
    throw new Refusal(`There is no part ${unknown}. The parts are: ${Object.keys(parts).join(', ')}.`)
  }
  return { names: positionals.length > 0 ? positionals : Object.keys(parts), isQuick: values.quick, out: values.out }
}

/**
 * @param {string} name
 * @param {boolean} isQuick
 */
async function runPart(name, isQuick) {
  const begin = Date.now()
  console.log(`\n=== ${name}`)
  const run = await parts[name]?.()
  const measurements = await inWorkplace(async (workplace) => run?.({ workplace, isQuick, say: console.log }) ?? [])
  console.log(`\n${table(verdictHeading, verdictRows(measurements))}`)
  console.log(`${name} took ${seconds(Date.now() - begin)}.`)
  return measurements
}

await runProgram(async () => {
  const { names, isQuick, out } = readCommandLine()
  /** @type {Record<string, readonly Measurement[]>} */
  const results = {}
  for (const name of names) results[name] = await runPart(name, isQuick)
  if (out !== undefined) writeFileSync(out, `${JSON.stringify(results, null, 2)}\n`)

  const missed = Object.values(results)
    .flat()
    .filter((measurement) => verdictOf(measurement) === 'FAIL')
  console.log(missed.length === 0 ? '\nEvery bar is met.' : `\nMissed: ${missed.map(({ name }) => name).join('; ')}`)
  process.exit(missed.length === 0 ? 0 : 1)
})
