// npm test: every test there is, from a fresh clone. First those that run in Node, then the stories in a browser.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runProgram, seconds } from './kit/command-line.mjs'
import { show } from './kit/run.mjs'
import { root } from './kit/settings.mjs'
import { endWithCommands, prepare } from './prepare.mjs'

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Runs one of the two, with its output on the screen, and counts from the report that it leaves.
 * @param {readonly string[]} args
 * @param {string} report relative to the root
 * @param {(report: any) => Tally} count
 * @returns {Promise<Tally>}
 */
async function tallyOf(args, report, count) {
  const file = path.join(root, report)
  rmSync(file, { force: true })
  const succeeded = await show(process.execPath, args)
  const tally = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 }
  // A file that does not load, or an error outside of any test, fails the run without a failed test.
  const isUncounted = !succeeded && tally.failed === 0
  return isUncounted ? { ...tally, failed: 1 } : tally
}

const vitest = () =>
  tallyOf(
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...['--reporter=default', '--reporter=json', '--outputFile.json=test-results/vitest.json'],
    ],
    'test-results/vitest.json',
    (report) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    }),
  )

const playwright = () =>
  tallyOf(
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'],
    'test-results/e2e.json',
    // One that passed only when it was tried again has not kept its promise.
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }),
  )

/** How long each part took, in the order in which they ran. @type {[string, number][]} */
const times = []

/**
 * @template T
 * @param {string} part
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
async function timed(part, run) {
  const begin = Date.now()
  const result = await run()
  times.push([part, Date.now() - begin])
  return result
}

function showTimes() {
  const total = times.reduce((sum, [, milliseconds]) => sum + milliseconds, 0)
  console.log('')
  for (const [part, milliseconds] of [...times, /** @type {const} */ (['together', total])]) {
    console.log(`${part.padEnd(24)} ${seconds(milliseconds).padStart(7)}`)
  }
}

await runProgram(async () => {
  endWithCommands()
  await timed('packages and builds', () => prepare(['app', 'test']))
  // One after the other: traffic that is measured by one must not be slowed down by the other.
  const tallies = [await timed('tests in Node', vitest), await timed('stories in a browser', playwright)]
  showTimes()
  const sum = (/** @type {keyof Tally} */ key) => tallies.reduce((total, tally) => total + tally[key], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  // No test at all is a broken set-up, not a success.
  process.exit(failed > 0 || passed === 0 ? 1 : 0)
})
