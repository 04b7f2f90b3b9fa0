import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type Server } from 'node:tls'
import type { Created } from './api.ts'
import { expect, test } from './fixtures.ts'
import { backendAddress, firstVip } from './own-networks.ts'
import { cards } from './policy-scene.ts'
import { freePort } from './product.ts'
import { until } from './until.ts'

let servers: readonly Server[] = []
test.afterEach(async ({ api }) => {
  await api.removeAll()
  for (const server of servers) server.close()
})

test('TLS that passes through is led by its server name: from the tester to the member, and a name that is rejected is closed', async ({
  person: page,
  api,
}, testInfo) => {
  const file = (name: string) => testInfo.outputPath(name)
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '9', '-subj', '/CN=members.test']
  execFileSync('openssl', ['req', ...kind, '-keyout', file('key.pem'), '-out', file('certificate.pem')], {
    stdio: 'pipe',
  })
  const [key, cert] = [readFileSync(file('key.pem')), readFileSync(file('certificate.pem'))]
  servers = ['amber', 'birch'].map((name) => createServer({ key, cert }, (socket) => socket.end(name)))
  const [web, shop] = await Promise.all(servers.map((server, at) => listening(server, backendAddress(101 + at))))
  const port = await freePort(firstVip)
  const created = await api.create({
    name: 'names',
    listeners: [{ name: 'tls', protocol: 'HTTPS', protocol_port: port, default_pool: poolTree('amber', web) }],
    pools: [poolTree('birch', shop)],
  })

  await page.goto(`/load-balancers/${created.id}/listeners`)
  await page.getByRole('link', { name: 'Policies 0' }).click()
  await page.getByRole('button', { name: 'From a template' }).click()
  await expect(page.getByRole('menuitem')).toHaveText([/^By host/])
  await page.getByRole('menuitem', { name: /^By host/ }).click()
  const panel = page.getByRole('dialog', { name: 'Add policy' })
  await expect(panel.getByRole('radio')).toHaveCount(2)
  await panel.getByRole('combobox', { name: 'Pool' }).click()
  await page.getByRole('option', { name: 'birch' }).click()
  await panel.getByLabel('Value').fill('shop.test')
  await panel.getByLabel('Name', { exact: true }).fill('to-shop')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await expect(cards(page)).toHaveCount(1)
  await until(async () => (await answer(created, port, 'shop.test')) === 'birch', { says: 'birch to answer shop.test' })
  expect(await answer(created, port, 'www.test')).toBe('amber')

  await page.getByRole('button', { name: 'Add policy' }).click()
  await panel.getByRole('radio', { name: /^Reject/ }).click()
  await panel.getByLabel('Value').fill('old.test')
  await panel.getByLabel('Name', { exact: true }).fill('no-old')
  await panel.getByRole('button', { name: 'Add policy' }).click()
  await until(async () => (await answer(created, port, 'old.test')) === 'closed', { says: 'old.test to be closed' })

  await page.getByRole('button', { name: 'Test a connection' }).click()
  const tester = page.getByRole('dialog', { name: 'Test a connection' })
  await tester.getByLabel('Server name').fill('old.test')
  await tester.getByRole('button', { name: 'Ask' }).click()
  await expect(tester.getByText('Policy no-old takes it: the connection is closed.')).toBeVisible()
  await tester.getByLabel('Server name').fill('shop.test')
  await tester.getByRole('button', { name: 'Ask' }).click()
  await expect(tester.getByText(/Policy to-shop takes it: sent to/)).toBeVisible()
})

async function listening(server: Server, address: string) {
  server.on('tlsClientError', () => undefined)
  server.listen(0, address)
  await once(server, 'listening')
  return { address, port: (server.address() as AddressInfo).port }
}

function poolTree(name: string, at: { readonly address: string; readonly port: number } | undefined) {
  const members = at ? [{ name, address: at.address, protocol_port: at.port }] : []
  return { name, protocol: 'HTTPS', lb_algorithm: 'ROUND_ROBIN', members }
}

/** Who ends the TLS of a client that asks for this name; `closed` when nobody does. */
function answer({ vip_address }: Created, port: number, servername: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host: vip_address, port, servername, rejectUnauthorized: false })
    let text = ''
    socket.on('data', (part) => {
      text += String(part)
    })
    socket.on('error', () => resolve('closed'))
    socket.on('close', () => resolve(text || 'closed'))
  })
}
