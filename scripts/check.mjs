// npm run check: all that can be known without a database, a proxy or a browser. CI runs the same command.
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { Refusal, runProgram, seconds } from './kit/command-line.mjs'
import { attempt } from './kit/run.mjs'
import { root } from './kit/settings.mjs'
import { endWithCommands, prepare } from './prepare.mjs'

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {readonly string[]} args what Node is started with
 * @property {(output: string) => string} [complaint] what is wrong although the program was content; empty when nothing is
 */

/**
 * @typedef {object} Outcome
 * @property {string} name
 * @property {boolean} succeeded
 * @property {string} output
 * @property {number} milliseconds
 */

const isTerminal = process.stdout.isTTY === true

/** @param {string} project */
const types = (project) => [
  'node_modules/typescript/bin/tsc',
  '--project',
  project,
  '--noEmit',
  ...(isTerminal ? ['--pretty'] : []),
]

const layers = ['app', 'components', 'facades', 'model', 'proxy-engine', 'server'].filter((folder) =>
  existsSync(path.join(root, folder)),
)

/**
 * A compiler that dependency-cruiser cannot use makes it see no module and call that clean. The floor is far
 * below what there is; it only tells "something" from "nothing".
 */
const fewestModules = 100

/** @param {string} output */
function tooFewModules(output) {
  const modules = Number(/([\d,]+) modules/.exec(output)?.[1]?.replace(',', ''))
  return modules >= fewestModules
    ? ''
    : `Only ${modules || 'no'} modules were looked at; there should be at least ${fewestModules}.`
}

/** The slowest first, so that none of them is left to run alone at the end. @type {readonly Check[]} */
const checks = [
  {
    name: 'unit and golden tests',
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--project', 'golden'],
  },
  { name: 'types: control plane', args: types('tsconfig.json') },
  { name: 'types: engine', args: types('proxy-engine/tsconfig.json') },
  { name: 'types: model', args: types('model/tsconfig.json') },
  { name: "types: model's tests", args: types('model/tsconfig.test.json') },
  { name: 'types: scripts', args: types('scripts/tsconfig.json') },
  {
    name: 'layers',
    args: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      ...layers,
    ],
    complaint: tooFewModules,
  },
  { name: 'dead code', args: ['node_modules/knip/bin/knip.js'] },
  {
    name: 'format and lint',
    args: [
      'node_modules/@biomejs/biome/bin/biome',
      'check',
      '--error-on-warnings',
      `--colors=${isTerminal ? 'force' : 'off'}`,
    ],
  },
  { name: 'migrations', args: ['scripts/migration.mjs', '--check'] },
]

/**
 * @param {Check} check
 * @returns {Promise<Outcome>}
 */
async function outcomeOf({ name, args, complaint = () => '' }) {
  const begin = Date.now()
  const { succeeded, output } = await attempt(process.execPath, args)
  const problem = succeeded ? complaint(output) : ''
  return {
    name,
    succeeded: succeeded && problem === '',
    output: problem ? `${output}\n${problem}` : output,
    milliseconds: Date.now() - begin,
  }
}

/**
 * Runs as many at a time as there are processors, and tells of each when it ends.
 * @param {readonly Check[]} all
 * @returns {Promise<Outcome[]>}
 */
async function outcomesOf(all) {
  const waiting = [...all]
  /** @type {Outcome[]} */
  const outcomes = []
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await outcomeOf(next)
      outcomes.push(outcome)
      const mark = outcome.succeeded ? 'passed' : 'FAILED'
      console.log(`${mark}  ${outcome.name.padEnd(24)} ${seconds(outcome.milliseconds).padStart(7)}`)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, work))
  return outcomes
}

await runProgram(async () => {
  endWithCommands()
  await prepare(['check'])
  const begin = Date.now()
  const outcomes = await outcomesOf(checks)
  const failed = outcomes.filter(({ succeeded }) => !succeeded)
  for (const { name, output } of failed) console.error(`\n--- ${name}\n${output.trim()}`)
  console.log(
    `\n${outcomes.length - failed.length} of ${outcomes.length} checks passed in ${seconds(Date.now() - begin)}.`,
  )
  if (failed.length > 0) throw new Refusal(`Failed: ${failed.map(({ name }) => name).join(', ')}.`)
})
