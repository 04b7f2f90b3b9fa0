// npm test: every test there is, from a fresh clone. First those that run in Node, then the stories in a browser.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { runProgram, seconds } from './kit/command-line.mjs'
import { show } from './kit/run.mjs'
import { root } from './kit/settings.mjs'
import { endWithCommands, prepare } from './prepare.mjs'

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} failures the failed ones by file and name, each with what was wrong in a line
 */

/** @type {Tally} */
const nothing = { passed: 0, failed: 0, skipped: 0, failures: [] }

/**
 * One line for the end of the output, where it is found: a run prints tens of thousands of lines, and CI keeps the last ones.
 * @param {string} file
 * @param {string} name
 * @param {string | undefined} message
 */
function failure(file, name, message) {
  const [first = ''] = stripVTControlCharacters(message ?? '').split('\n')
  return `${path.relative(root, path.resolve(root, file))} › ${name}: ${first.slice(0, 300)}`
}

/** @param {any} report vitest's own. A file that did not load has a message and no tests. */
const vitestFailures = (report) =>
  report.testResults
    .filter((/** @type {any} */ file) => file.status === 'failed')
    .flatMap((/** @type {any} */ file) => {
      const tests = file.assertionResults.filter((/** @type {any} */ test) => test.status === 'failed')
      return tests.length === 0
        ? [failure(file.name, '', file.message)]
        : tests.map((/** @type {any} */ test) => failure(file.name, test.fullName, test.failureMessages[0]))
    })

/** @param {any} suite of Playwright's report, which nests. @returns {string[]} */
const playwrightFailures = (suite) => [
  ...(suite.specs ?? []).flatMap((/** @type {any} */ spec) =>
    spec.tests
      .filter((/** @type {any} */ test) => ['unexpected', 'flaky'].includes(test.status))
      .map((/** @type {any} */ test) => {
        const message = test.results.find((/** @type {any} */ result) => result.error)?.error.message
        return failure(path.join('e2e', spec.file), spec.title, message)
      }),
  ),
  ...(suite.suites ?? []).flatMap(playwrightFailures),
]

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
  const tally = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : nothing
  // A file that does not load, or an error outside of any test, fails the run without a failed test.
  const isUncounted = !succeeded && tally.failed === 0
  return isUncounted ? { ...tally, failed: 1, failures: [`${args[0]}: outside of any test, see its output`] } : tally
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
      failures: vitestFailures(report),
    }),
  )

const playwright = () =>
  tallyOf(
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'],
    'test-results/e2e.json',
    // One that passed only when it was tried again has not kept its promise.
    ({ stats, suites }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      skipped: stats.skipped,
      failures: playwrightFailures({ suites }),
    }),
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
  const failures = tallies.flatMap((tally) => tally.failures)
  if (failures.length > 0) {
    console.log(`\nFailed:\n${failures.join('\n')}`)
  }
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    tallies.reduce((total, tally) => total + tally[key], 0)
  const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')]
  console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  // No test at all is a broken set-up, not a success.
  process.exit(failed > 0 || passed === 0 ? 1 : 0)
})
