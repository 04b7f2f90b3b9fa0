import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { failuresIn } from '../kit/wrk.mjs'

/**
 * Loads until it is told to stop, and counts everything that was not answered with a 2xx.
 * @typedef {object} WrkLoad
 * @property {() => Promise<{ requests: number, failures: number }>} stop
 *
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {{ url: string, connections: number, closes: boolean }} load
 * @returns {WrkLoad}
 */
export function startWrkLoad(workplace, { url, connections, closes }) {
  const longerThanAnything = '3600s'
  const closing = closes ? ['-H', 'Connection: close'] : []
  const args = ['-t1', `-c${connections}`, `-d${longerThanAnything}`, '--timeout', '10s', ...closing, url]
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  workplace.atEnd(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const ended = once(child, 'close')
  return {
    stop: async () => {
      // wrk tells its figures when it is interrupted.
      child.kill('SIGINT')
      await ended
      const requests = Number(/(\d+) requests in/.exec(output)?.[1] ?? 0)
      if (requests === 0) throw new Error(`wrk made no requests:\n${output}`)
      return { requests, failures: failuresIn(output) }
    },
  }
}
