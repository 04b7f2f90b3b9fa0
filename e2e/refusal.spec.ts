import { createServer } from 'node:http'
import { startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'
import { ask, keepAsking } from './requests.ts'

test('a port that another program holds: told in words, traffic goes on, and it heals when the port is free', async ({
  person: page,
  api,
}) => {
  const backend = await startBackend('amber')
  const [port, other] = [await freePort(firstVip), await freePort(firstVip)]
  const members = [{ name: 'amber', address: backend.address, protocol_port: backend.port }]
  const default_pool = { name: 'servers', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  const created = await api.create({
    name: 'shop',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port, default_pool }],
  })
  const asking = keepAsking(`http://${created.vip_address}:${port}/`)

  const squatter = createServer((_, response) => response.end('squatter'))
  await new Promise<void>((resolve) => squatter.listen(other, created.vip_address, resolve))
  await page.goto(`/load-balancers/${created.id}/listeners`)
  await page.getByRole('button', { name: 'Add listener', exact: true }).click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Name', { exact: true }).fill('second')
  await panel.getByLabel('Port', { exact: true }).fill(String(other))
  await panel.getByRole('button', { name: 'Add listener' }).click()

  const reason = new RegExp(`${other}.*(in use|another program|taken)|(in use|another program|taken).*${other}`, 'i')
  await expect(page.getByText(reason).first()).toBeVisible()
  const { loadbalancer } = await api.lbaas<{ loadbalancer: Record<string, string> }>(
    'GET',
    `/loadbalancers/${created.id}`,
  )
  expect(loadbalancer['provisioning_status']).toBe('ERROR')
  expect(loadbalancer['status_reason']).toMatch(reason)

  // Another load balancer is not held up by it.
  const bystander = await api.create({
    name: 'bystander',
    listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: port }],
  })
  expect((await ask(`http://${bystander.vip_address}:${port}/`)).status).toBe(503)

  await new Promise<void>((resolve) => squatter.close(() => resolve()))
  await expect(page.getByRole('row').filter({ hasText: 'second' }).getByText('Active', { exact: true })).toBeVisible({
    timeout: 20_000,
  })
  await asking.stop()
  expect(asking.failures()).toEqual([])
  await api.removeAll()
  await backend.kill()
})
