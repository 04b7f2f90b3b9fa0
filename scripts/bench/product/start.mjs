import { median } from '../kit/statistics.mjs'
import { startProduct } from './product.mjs'

const mostSeconds = 5

/**
 * How long `npm start` takes when everything is built and set up, until /healthz says that traffic can be served.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureStart({ workplace, isQuick, say }) {
  const times = []
  for (let start = 0; start <= (isQuick ? 1 : 3); start += 1) {
    const product = await startProduct(workplace, { command: ['npm', 'start'] })
    await product.stop()
    const seconds = product.startMilliseconds / 1000
    say(`${start === 0 ? 'First start (may install and build)' : 'Second start'}: ${seconds.toFixed(2)} s`)
    if (start > 0) times.push(seconds)
  }
  return [
    { name: 'second npm start until /healthz is 200', figure: median(times), unit: 's', bar: { atMost: mostSeconds } },
  ]
}
