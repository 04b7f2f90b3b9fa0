import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort, type Product } from './product.ts'
import { ask, keepAsking } from './requests.ts'
import { until } from './until.ts'

/** Pids of this product whose command line holds the text; the data directory in their environment says whose they are. */
function processesOf(product: Product, text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return command.includes(text) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(product.dataDir)
      } catch {
        return false // It ended between the two looks.
      }
    })
    .map(Number)
}

/** Kills them all with one blow, as soon as all of them are there: a process that was killed before may just be coming back. */
async function killAtOnce(product: Product, ...names: readonly string[]): Promise<void> {
  let found: number[][] = []
  await until(
    () => {
      found = names.map((name) => processesOf(product, name))
      return found.every((pids) => pids.length > 0)
    },
    { says: `${names.join(' and ')} to run`, seconds: 30 },
  )
  execFileSync('kill', ['-9', ...found.flat().map(String)])
}

async function servingAgain(product: Product): Promise<void> {
  await until(async () => (await fetch(`${product.url}/healthz`).catch(() => null))?.ok ?? false, {
    says: 'the product to come back by itself',
    seconds: 30,
  })
}

const controlPlane = 'dist/control-plane.js'
const engine = 'dist/engine.js'

test('kill -9 of the control plane, of the engine, and of both hurts no request', async ({ product, api }) => {
  const backend = await startBackend('steady')
  const port = await freePort(firstVip)
  const members = [{ name: 'steady', address: backend.address, protocol_port: backend.port }]
  const default_pool = { name: 'steady', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  const created = await api.create({
    name: 'steady',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }],
  })
  const asking = keepAsking(`http://${created.vip_address}:${port}/`)
  await until(() => asking.answered() > 50, { says: 'traffic to flow' })

  for (const names of [[controlPlane], [engine], [controlPlane, engine]]) {
    await killAtOnce(product, ...names)
    const before = asking.answered()
    await until(() => asking.answered() > before + 50, { says: 'traffic to go on' })
    await servingAgain(product)
  }

  await asking.stop()
  expect(asking.failures()).toEqual([])
  await api.removeAll()
  await backend.kill()
})

test('kill -9 of HAProxy: traffic is back within a second; an acknowledged change survives kill -9 of everything', async ({
  product,
  api,
}) => {
  const backend = await startBackend('phoenix')
  const port = await freePort(firstVip)
  const members = [{ name: 'phoenix', address: backend.address, protocol_port: backend.port }]
  const default_pool = { name: 'phoenix', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  const created = await api.create({
    name: 'phoenix',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }],
  })
  const url = `http://${created.vip_address}:${port}/`
  const answers = async () => (await ask(url).catch(() => null))?.status === 200
  await until(answers, { says: 'traffic to flow' })

  await killAtOnce(product, 'haproxy')
  await until(answers, { says: 'HAProxy to be back', seconds: 1 })

  await api.lbaas('PUT', `/loadbalancers/${created.id}`, { loadbalancer: { description: 'kept' } })
  await killAtOnce(product, controlPlane, engine, 'haproxy')
  await servingAgain(product)
  await api.settled(created.id)
  const { loadbalancer } = await api.lbaas<{ loadbalancer: { description: string } }>(
    'GET',
    `/loadbalancers/${created.id}`,
  )
  expect(loadbalancer.description).toBe('kept')
  await until(answers, { says: 'traffic to flow again' })
  await api.removeAll()
  await backend.kill()
})
