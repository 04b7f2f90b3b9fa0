import { setTimeout as wait } from 'node:timers/promises'

/**
 * Asks again and again until the answer is yes; a refused connection is a no.
 * @param {string} what completes "waited for"
 * @param {() => Promise<boolean> | boolean} isSo
 * @param {{ seconds?: number, everyMilliseconds?: number, explain?: () => string }} [options]
 */
export async function until(what, isSo, { seconds = 20, everyMilliseconds = 20, explain = () => '' } = {}) {
  const deadline = performance.now() + seconds * 1000
  while (performance.now() < deadline) {
    if (await isTrue(isSo)) return
    await wait(everyMilliseconds)
  }
  throw new Error(`Waited ${seconds} s for ${what}. ${explain()}`)
}

/** @param {() => Promise<boolean> | boolean} isSo */
async function isTrue(isSo) {
  try {
    return await isSo()
  } catch (error) {
    if (isRefusal(error)) return false
    throw error
  }
}

/** @param {unknown} error */
function isRefusal(error) {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNREFUSED' || cause.code === 'ECONNRESET')
}

/**
 * Waits until each of the URLs answers with a 2xx.
 * @param {readonly string[]} urls
 */
export async function untilAnswering(urls) {
  for (const url of urls) await until(`an answer of ${url}`, async () => (await fetch(url)).ok)
}
