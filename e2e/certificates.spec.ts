import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { House } from '../proxy-engine/test/harness/house.ts'
import { type Backend, startBackend } from './backend.ts'
import { expect, test } from './fixtures.ts'
import { firstVip } from './own-networks.ts'
import { freePort } from './product.ts'

const run = promisify(execFile)
let backend: Backend
test.beforeEach(async () => {
  backend = await startBackend('amber')
})
test.afterEach(async ({ api }) => {
  await api.removeAll()
  const { certificates } = await api.call<{ certificates: { id: string }[] }>('GET', '/console/certificates')
  for (const { id } of certificates) await api.call('DELETE', `/console/certificates/${id}`)
  await backend.kill()
})

test('a certificate is made, a listener terminates TLS with it, and curl trusts what it is served', async ({
  person: page,
}, testInfo) => {
  const port = await freePort(firstVip)
  await page.goto('/certificates')
  await page.getByRole('button', { name: 'Add certificate' }).click()
  const panel = page.getByRole('dialog', { name: 'Add certificate' })
  await panel.getByRole('radio', { name: 'Signed by itself' }).click()
  await panel.getByLabel('Good for').fill('a b/c')
  await panel.getByRole('button', { name: 'Add certificate' }).click()
  await expect(panel.getByText(/should be a host name/)).toBeVisible()
  await panel.getByLabel('Good for').fill('shop.test\n*.shop.test')
  await panel.getByRole('button', { name: 'Add certificate' }).click()
  const row = page.getByRole('row').filter({ hasText: 'shop.test' })
  await expect(row).toContainText('Good')
  await expect(row).toContainText('Nothing')

  await page.goto('/load-balancers/new')
  await page.getByLabel('Name', { exact: true }).fill('secure')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: 'HTTPS (terminate here)' }).click()
  await page.getByLabel('Port', { exact: true }).fill(String(port))
  await page.getByRole('combobox', { name: 'Certificate' }).click()
  await page.getByRole('option', { name: /^shop\.test/ }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Paste members' }).click()
  await page.getByRole('textbox', { name: 'Members' }).fill(`${backend.address}:${backend.port}`)
  await page.getByRole('button', { name: 'Add 1 member' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Create load balancer' }).click()
  const command = await page.getByText(/^curl -k https:/).textContent()
  const [, address = ''] = /https:\/\/([\d.]+):/.exec(command ?? '') ?? []

  const at = ['s_client', '-connect', `${address}:${port}`, '-servername', 'my.shop.test']
  const { stdout: shown } = await run('openssl', at)
  const trusted = testInfo.outputPath('trusted.pem')
  writeFileSync(trusted, shown)
  const asked = ['--silent', '--show-error', '--cacert', trusted, '--resolve', `my.shop.test:${port}:${address}`]
  const { stdout } = await run('curl', [...asked, '--write-out', ' %{http_version}', `https://my.shop.test:${port}/`])
  expect(stdout).toBe('amber 2')

  await page.goto('/certificates')
  await expect(row).toContainText('1 listener')
  await page.getByRole('button', { name: 'Actions of shop.test' }).click()
  await page.getByRole('menuitem', { name: 'Delete certificate' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete certificate' }).click()
  await expect(page.getByText(/is used by listener .* of secure/)).toBeVisible()
})

test('an authority and a revocation list are uploaded, and what is neither is told so', async ({
  person: page,
}, testInfo) => {
  const house = new House(testInfo.outputDir, 'House Root')
  const authority = testInfo.outputPath('ca.pem')
  const list = testInfo.outputPath('list.pem')
  const der = testInfo.outputPath('list.crl')
  writeFileSync(authority, house.root)
  writeFileSync(list, house.lists(['root']))
  await run('openssl', ['crl', '-in', list, '-outform', 'DER', '-out', der])

  await page.goto('/certificates')
  await page.getByRole('button', { name: 'Add certificate' }).click()
  const panel = page.getByRole('dialog', { name: 'Add certificate' })
  const add = panel.getByRole('button', { name: 'Add certificate' })
  await panel.getByRole('radio', { name: 'Authority' }).click()
  await panel.getByLabel('Certificates of authorities from a file').setInputFiles(list)
  await add.click()
  await expect(panel.getByText('store it as a revocation list')).toBeVisible()
  await panel.getByLabel('Certificates of authorities from a file').setInputFiles(authority)
  await add.click()
  const row = page.getByRole('row').filter({ hasText: '1 authority' })
  await expect(row).toContainText('House Root')
  await expect(row).toContainText('Good')

  await page.getByRole('button', { name: 'Add certificate' }).click()
  await panel.getByRole('radio', { name: 'Revocation list' }).click()
  await panel.getByLabel('Revocation lists from a file').setInputFiles(der)
  await panel.getByLabel('Name', { exact: true }).fill('taken back')
  await add.click()
  await expect(page.getByRole('row').filter({ hasText: 'taken back' })).toContainText('0 revoked')
})

test('one switch redirects HTTP to HTTPS, and takes the redirect away again', async ({ person: page, api }) => {
  const { certificate } = await api.call<{ certificate: { id: string } }>('POST', '/console/certificates', {
    certificate: { name: 'switch', self_signed: { server_names: ['shop.test'], days: 60 } },
  })
  const port = await freePort(firstVip)
  const members = [{ address: backend.address, protocol_port: backend.port }]
  const default_pool = { name: 'web', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  const listener = { protocol: 'TERMINATED_HTTPS', protocol_port: port, default_tls_container_ref: certificate.id }
  const { id, vip_address } = await api.create({
    name: 'switched',
    listeners: [{ name: 'secure', ...listener, default_pool }],
  })
  const plain = `http://shop.test/cart?id=1&x=%20`
  const asked = ['--silent', '--show-error', '--insecure', '--location', '--write-out', ' %{url_effective}']
  const resolved = [80, port].flatMap((one) => ['--resolve', `shop.test:${one}:${vip_address}`])
  const follow = () => run('curl', [...asked, ...resolved, plain])

  await page.goto(`/load-balancers/${id}/listeners`)
  await page.getByRole('button', { name: 'secure', exact: true }).click()
  const panel = page.getByRole('dialog')
  await expect(panel.getByText('Adds an HTTP listener on port 80')).toBeVisible()
  await panel.getByRole('switch', { name: 'Redirect HTTP to HTTPS' }).click()
  await expect(panel.getByText('Removes policy to-https and listener http-80 of port 80.')).toBeVisible()
  await api.settled(id)
  expect((await follow()).stdout).toBe(`amber https://shop.test:${port}/cart?id=1&x=%20`)

  await panel.getByRole('link', { name: 'The policy that does it' }).click()
  await expect(page).toHaveURL(/\/policies$/)
  await expect(page.getByText('to-https')).toBeVisible()
  await page.goBack()
  await page.getByRole('switch', { name: 'Redirect HTTP to HTTPS' }).click()
  await expect(page.getByText('Adds an HTTP listener on port 80')).toBeVisible()
  await api.settled(id)
  await expect(follow()).rejects.toThrow(/Failed to connect|Couldn't connect|Connection refused/)
})

test('a certificate that ends soon needs attention, and its panel has a place in the URL', async ({
  person: page,
  api,
}) => {
  const { certificate } = await api.call<{ certificate: { id: string } }>('POST', '/console/certificates', {
    certificate: { name: 'short', self_signed: { server_names: ['short.test'], days: 5 } },
  })
  const listener = { protocol: 'TERMINATED_HTTPS', default_tls_container_ref: certificate.id }
  await api.create({ name: 'ending', listeners: [{ ...listener, protocol_port: await freePort(firstVip) }] })
  await page.goto('/')
  const entry = page.getByRole('listitem').filter({ hasText: 'Certificate short' })
  await expect(entry).toContainText(/It ends in [45] days/)
  await expect(entry.getByLabel('Error')).toBeVisible()
  await entry.getByRole('link', { name: 'Certificate short' }).click()
  await expect(page).toHaveURL(/\/certificates\?certificate=/)
  const panel = page.getByRole('dialog', { name: 'short' })
  await expect(panel.getByText(certificate.id)).toBeVisible()
  await page.reload()
  await expect(panel).toBeVisible()
  await panel.getByRole('button', { name: 'Close' }).click()
  await expect(panel).toBeHidden()
  await page.goBack()
  await expect(panel).toBeVisible()
})

test('a listener demands certificates, and members are spoken to over TLS', async ({ person: page, api }, testInfo) => {
  const port = await freePort(firstVip)
  const house = new House(testInfo.outputDir, 'House')
  const server = house.issue({ subject: '/CN=mutual.test', names: ['mutual.test'] })
  const partner = house.issue({ subject: '/CN=partner' })
  const shown = { cert: readFileSync(server.certificate), key: readFileSync(server.key) }
  const member = createServer(shown, (_, response) => response.end('over TLS')).listen(0, '127.0.0.1')
  await once(member, 'listening')
  const certificate = (body: object) => api.call('POST', '/console/certificates', { certificate: body })
  await certificate({ name: 'mutual.test', certificate: house.pem(server) })
  await certificate({ kind: 'AUTHORITY', name: 'House', certificate: house.authorities })

  await page.goto('/load-balancers/new')
  await page.getByLabel('Name', { exact: true }).fill('mutual')
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('radio', { name: 'HTTPS (terminate here)' }).click()
  await page.getByLabel('Port', { exact: true }).fill(String(port))
  await page.getByRole('combobox', { name: 'Certificate' }).click()
  await page.getByRole('option', { name: /^mutual\.test/ }).click()
  await page.getByRole('button', { name: /^More options/ }).click()
  await expect(page.getByRole('combobox', { name: 'Authority for clients' })).toHaveCount(0)
  await page.getByRole('radio', { name: 'Mandatory' }).click()
  await page.getByRole('combobox', { name: 'Authority for clients' }).click()
  await page.getByRole('option', { name: /^House/ }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(page.getByRole('combobox', { name: 'Authority for members' })).toHaveCount(0)
  await page.getByRole('switch', { name: 'TLS to members' }).click()
  await page.getByRole('combobox', { name: 'Authority for members' }).click()
  await page.getByRole('option', { name: /^House/ }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Paste members' }).click()
  await page.getByRole('textbox', { name: 'Members' }).fill(`127.0.0.1:${(member.address() as AddressInfo).port}`)
  await page.getByRole('button', { name: 'Add 1 member' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: 'Create load balancer' }).click()
  const command = await page.getByText(/^curl -k https:/).textContent()
  const [, address = ''] = /https:\/\/([\d.]+):/.exec(command ?? '') ?? []

  const trusted = testInfo.outputPath('root.pem')
  writeFileSync(trusted, house.root)
  const at = ['--silent', '--show-error', '--cacert', trusted, '--resolve', `mutual.test:${port}:${address}`]
  const ask = (...more: string[]) => run('curl', [...at, ...more, `https://mutual.test:${port}/`])
  const { stdout } = await ask('--cert', partner.certificate, '--key', partner.key)
  expect(stdout).toBe('over TLS')
  await expect(ask()).rejects.toThrow()
  member.close()
})
