import type { Created } from './api.ts'
import { type Backend, startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'
import { ask } from './requests.ts'
import { until } from './until.ts'

let running: { readonly created: Created; readonly url: string; readonly amber: Backend }

test.beforeEach(async ({ api }) => {
  const amber = await startBackend('amber')
  const port = await freePort(firstVip)
  const members = [{ name: 'amber', address: amber.address, protocol_port: amber.port }]
  const default_pool = { name: 'servers', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  const created = await api.create({
    name: 'shop',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }],
  })
  running = { created, url: `http://${created.vip_address}:${port}/`, amber }
})
test.afterEach(async ({ api }) => {
  await api.removeAll()
  await running.amber.kill()
})

test('a listener goes into maintenance with a page of its own, every page says so, and one press ends it', async ({
  person: page,
}) => {
  const { created, url } = running
  await until(async () => (await ask(url)).body === 'amber', { says: 'the member to answer' })
  await page.goto(`/load-balancers/${created.id}/listeners`)
  await page.getByRole('button', { name: 'web', exact: true }).click()
  await page.getByRole('button', { name: /More options/ }).click()
  await page.getByRole('switch', { name: 'Maintenance' }).click()
  await page.getByRole('textbox', { name: 'Text of Maintenance page' }).fill('<h1>Back at 9 & "%"</h1>')
  await page.getByLabel('Let through during maintenance').fill('192.0.2.0/24')
  await page.getByRole('button', { name: 'Save changes' }).click()
  const banner = page.getByRole('region', { name: 'Maintenance of web' })
  await expect(banner).toContainText(
    'Every request is answered 503 with the maintenance page, except from 192.0.2.0/24.',
  )
  await until(async () => (await ask(url)).status === 503, { says: 'clients to be answered 503' })
  expect((await ask(url)).body).toBe('<h1>Back at 9 & "%"</h1>')
  await page.goto(`/load-balancers/${created.id}`)
  await banner.getByRole('button', { name: 'End maintenance' }).click()
  await expect(page.getByText('web serves everybody again')).toBeVisible()
  await expect(banner).toHaveCount(0)
  await until(async () => (await ask(url)).body === 'amber', { says: 'the member to answer again' })
})
