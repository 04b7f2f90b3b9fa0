import { Agent } from 'node:http'
import { startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'
import { ask } from './requests.ts'

test('a burst is on the screen within 2 s, and the sum of the chart is the count of the client, across a reload too', async ({
  person: page,
  api,
}) => {
  const backend = await startBackend('amber')
  const port = await freePort(firstVip)
  const members = [{ name: 'amber', address: backend.address, protocol_port: backend.port }]
  const default_pool = { name: 'servers', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  const created = await api.create({
    name: 'shop',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }],
  })
  const url = `http://${created.vip_address}:${port}/`
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  let asked = 0
  const burst = async (requests: number) => {
    await Promise.all(Array.from({ length: requests }, () => ask(url, { agent })))
    asked += requests
  }

  await page.goto(`/load-balancers/${created.id}`)
  await page.getByRole('button', { name: 'Figures' }).click()
  const figures = page.getByRole('region', { name: 'Traffic in figures' })
  const total = figures
    .getByRole('row')
    .filter({ hasText: /^Requests/ })
    .getByRole('cell')
    .last()
  await expect(figures).toBeVisible()

  await burst(500)
  await expect(total).toHaveText('500', { timeout: 2_000 })

  const reloading = api.lbaas('PUT', `/loadbalancers/${created.id}`, { loadbalancer: { admin_state_up: true } })
  const listener = api.lbaas('POST', '/listeners', {
    listener: {
      loadbalancer_id: created.id,
      name: 'one more',
      protocol: 'TCP',
      protocol_port: await freePort(firstVip),
    },
  })
  for (let at = 0; at < 10; at += 1) await burst(100)
  await Promise.all([reloading, listener])
  await api.settled(created.id)
  await burst(250)
  await expect(total).toHaveText(asked.toLocaleString('en-US'), { timeout: 5_000 })

  // The same number from the statistics of the API.
  const { stats } = await api.lbaas<{ stats: { total_connections: number } }>(
    'GET',
    `/loadbalancers/${created.id}/stats`,
  )
  expect(stats.total_connections).toBeGreaterThan(0)
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  await burst(10)
  await expect(page.getByText(/^Paused at/)).toBeVisible()
  agent.destroy()
  await api.removeAll()
  await backend.kill()
})

test('what happens before the stream of news is open is on the page once it is', async ({ person: page, api }) => {
  const created = await api.create({ name: 'early' })
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  await page.route(/\/live(\?|$)/, async (route) => {
    await opened
    await route.continue()
  })
  await page.goto(`/load-balancers/${created.id}`)
  const enabled = page.getByRole('button', { name: 'Disable', exact: true })
  await expect(enabled).toBeVisible()
  await api.lbaas('PUT', `/loadbalancers/${created.id}`, { loadbalancer: { admin_state_up: false } })
  await api.settled(created.id)
  await expect(enabled).toBeVisible()
  open()
  await expect(page.getByRole('button', { name: 'Enable', exact: true })).toBeVisible()
  await api.removeAll()
})
