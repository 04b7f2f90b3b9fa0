import { type Backend, startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip, takenRange } from './own-networks.ts'
import { freePort } from './product.ts'
import { ask } from './requests.ts'

let backend: Backend
test.beforeEach(async () => {
  backend = await startBackend('web')
})
test.afterEach(async ({ api }) => {
  await api.removeAll()
  await backend.kill()
})

test('a floating IP is created for a load balancer, carries its traffic, and is given back', async ({
  person: page,
  api,
}) => {
  const port = await freePort(firstVip)
  const members = [{ address: backend.address, protocol_port: backend.port }]
  const default_pool = { name: 'web', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  await api.create({ name: 'shop', listeners: [{ protocol: 'HTTP', protocol_port: port, default_pool }] })
  await page.goto('/networks')
  await page.getByRole('button', { name: 'Create floating IP' }).click()
  const panel = page.getByRole('dialog', { name: 'Create floating IP' })
  await panel.getByLabel('Load balancer').click()
  await page.getByRole('option', { name: 'shop' }).click()
  await panel.getByRole('button', { name: 'Create floating IP' }).click()
  const row = page.getByRole('region', { name: 'Floating IPs' }).getByRole('row').filter({ hasText: 'shop' })
  await expect(row).toContainText('Active')
  const address = (await row.getByRole('cell').first().innerText()).trim()
  expect((await ask(`http://${address}:${port}/`)).body).toBe('web')

  await row.getByRole('button', { name: `Actions of ${address}` }).click()
  await page.getByRole('menuitem', { name: 'Disassociate' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disassociate' }).click()
  await expect(page.getByRole('region', { name: 'Floating IPs' })).toContainText('Not associated')
  await expect(ask(`http://${address}:${port}/`)).rejects.toThrow('ECONNREFUSED')

  await page.getByRole('button', { name: `Actions of ${address}` }).click()
  await page.getByRole('menuitem', { name: 'Delete floating IP' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete floating IP' }).click()
  await expect(page.getByText('There is no floating IP')).toBeVisible()
})

test('an administrator creates and deletes a subnet, and hears what is wrong with one', async ({ person: page }) => {
  await page.goto('/networks')
  await page.getByRole('button', { name: 'Create subnet' }).click()
  const panel = page.getByRole('dialog', { name: 'Create subnet' })
  await panel.getByLabel('Name').fill('lan')
  await panel.getByLabel('Range').fill(takenRange)
  await panel.getByRole('button', { name: 'Create subnet' }).click()
  await expect(panel.getByText(/overlaps with another subnet: private-subnet/)).toBeVisible()
  await panel.getByLabel('Range').fill('192.168.44.0/24')
  await panel.getByRole('button', { name: 'Create subnet' }).click()
  const subnets = page.getByRole('region', { name: 'Subnets' })
  await expect(subnets.getByRole('row').filter({ hasText: '192.168.44.0/24' })).toContainText('lan')
  await subnets.getByRole('button', { name: 'Delete subnet lan' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete subnet' }).click()
  await expect(subnets.getByRole('row').filter({ hasText: '192.168.44.0/24' })).toHaveCount(0)
})

test('the reference has every operation, finds them by their words, and says what they take', async ({
  person: page,
}) => {
  await page.goto('/reference')
  await page.getByRole('searchbox', { name: 'Search operations' }).fill('post listeners create')
  const operation = page.getByRole('button', { name: /POST \/load-balancer\/v2\/lbaas\/listeners Create a listener/ })
  await operation.click()
  await expect(page.getByRole('region', { name: 'Body' })).toContainText('listener.protocol_port · required')
  await expect(page.getByRole('region', { name: 'Answer, 201' })).toContainText('provisioning_status')
})
