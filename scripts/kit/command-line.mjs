import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * True in the module that Node was started with, so that a script can be run and imported.
 * @param {string} moduleUrl `import.meta.url`
 */
export function isProgram(moduleUrl) {
  const [, program] = process.argv
  return program !== undefined && realpathSync(program) === fileURLToPath(moduleUrl)
}

/** Ends the program with a message for a person instead of a stack: nothing is wrong with the program. */
export class Refusal extends Error {}

/**
 * Runs a program to its end. A refusal is printed as it is; anything else is a bug and keeps its stack.
 * @param {() => Promise<void>} main
 */
export async function runProgram(main) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error)
    process.exit(1)
  }
}

/** @param {number} milliseconds */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`
}
