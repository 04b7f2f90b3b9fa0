import { execFile, execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { Api } from './api.ts'
import { type Backend, startBackend } from './backend.ts'
// With the fixtures of the others: a worker that has other ones would be another worker, with a product to start.
import { expect, test } from './fixtures.ts'
import { firstVip, moveNetworks } from './own-networks.ts'
import { type Pebble, startPebble } from './pebble.ts'
import { administratorPassword, freePort, type Product, startProduct } from './product.ts'
import { until } from './until.ts'

const run = promisify(execFile)

let pebble: Pebble
let product: Product
let api: Api
let backend: Backend
test.beforeAll(async () => {
  // The product may have to be started while another story keeps the machine busy.
  test.setTimeout(180_000)
  backend = await startBackend('amber')
  // Each story asks a dozen times or more: some of its nonces are called bad.
  pebble = await startPebble(firstVip, { rejectsNonces: 20 })
  product = await startProduct({
    FULCRUM_ADMIN_PASSWORD: administratorPassword,
    NODE_EXTRA_CA_CERTS: pebble.trusted,
  })
  api = await Api.signIn(product.url)
  await moveNetworks(api)
})
test.afterAll(async () => {
  await product.stop()
  await pebble.stop()
  await backend.kill()
})
test.afterEach(async () => {
  await api.removeAll()
  const { certificates } = await api.call<{ certificates: { id: string }[] }>('GET', '/console/certificates')
  for (const { id } of certificates) await api.call('DELETE', `/console/certificates/${id}`)
})
test.describe.configure({ mode: 'serial' })

type Shown = {
  readonly id: string
  readonly issuer: string
  readonly serial_number: string
  readonly server_names: readonly string[]
  readonly acme: { readonly state: string; readonly reason: string | null; readonly failures: number } | null
}

async function certificate(id: string): Promise<Shown> {
  return (await api.call<{ certificate: Shown }>('GET', `/console/certificates/${id}`)).certificate
}

async function order(loadbalancer_id: string, server_names: readonly string[]): Promise<string> {
  const acme = { server_names, loadbalancer_id, directory_url: pebble.directoryUrl, terms_of_service_agreed: true }
  const body = { certificate: { acme } }
  return (await api.call<{ certificate: Shown }>('POST', '/console/certificates', body)).certificate.id
}

/** Waits until the order stands so, and fails with what it says when it stands otherwise. */
async function stands(id: string, state: 'ISSUED' | 'REFUSED'): Promise<Shown> {
  let now = await certificate(id)
  await until(
    async () => {
      now = await certificate(id)
      return now.acme?.state === state
    },
    { says: () => `the order to be ${state}: ${JSON.stringify(now.acme)}`, seconds: 40 },
  )
  return now
}

/** Whom a client is shown: the issuer and the serial number of the certificate at the address. */
async function served(address: string, port: number): Promise<string> {
  const { stdout } = await run('openssl', ['s_client', '-connect', `${address}:${port}`, '-servername', 'shop.test'])
  return stdout
}

/** What port 80 answers to a connection of its own. */
async function statusOf(address: string, path: string): Promise<string> {
  const { stdout } = await run('curl', ['-sS', '-o', '/dev/null', '-w', '%{http_code}', `http://${address}${path}`])
  return stdout
}

test('a certificate is ordered with the mouse, answered on a port that redirects, and served without a reload', async ({
  page,
}) => {
  const port = await freePort(firstVip)
  const members = [{ address: backend.address, protocol_port: backend.port }]
  const default_pool = { name: 'web', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', members }
  const rules = [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }]
  const moved = { action: 'REDIRECT_PREFIX', redirect_prefix: `https://shop.test:${port}`, rules }
  const { id, vip_address } = await api.create({
    name: 'front',
    vip_address: firstVip,
    listeners: [{ name: 'plain', protocol: 'HTTP', protocol_port: 80, l7policies: [moved] }],
    pools: [default_pool],
  })

  await page.goto(`${product.url}/sign-in`)
  await page.getByLabel('Name').fill('admin')
  await page.getByLabel('Password').fill(administratorPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto(`${product.url}/certificates?certificate=new`)
  const panel = page.getByRole('dialog', { name: 'Add certificate' })
  await panel.getByRole('radio', { name: 'Ordered (ACME)' }).click()
  await panel.getByRole('textbox', { name: 'Name', exact: true }).fill('ordered')
  await panel.getByLabel('Good for').fill('shop.test\nwww.shop.test')
  await panel.getByRole('combobox', { name: 'Authority' }).click()
  await page.getByRole('option', { name: /^Another/ }).click()
  await panel.getByLabel('Directory URL').fill(pebble.directoryUrl)
  await panel.getByLabel('Contact').fill('people@shop.test')
  await panel.getByRole('button', { name: 'Add certificate' }).click()
  await expect(panel.getByText('Value should be the id of a load balancer')).toBeVisible()
  await panel.getByRole('combobox', { name: 'Load balancer' }).click()
  await page.getByRole('option', { name: /^front/ }).click()
  await panel.getByRole('button', { name: 'Add certificate' }).click()
  await expect(panel.getByText("Agree to the authority's terms of service", { exact: true })).toBeVisible()
  await panel.getByLabel("I agree to the authority's terms of service").click()
  await panel.getByRole('button', { name: 'Add certificate' }).click()
  const row = page.getByRole('row').filter({ hasText: 'ordered' })
  await expect(row).toContainText('Pebble', { timeout: 40_000 })
  await row.getByRole('link', { name: 'ordered' }).click()
  const details = page.getByRole('dialog', { name: 'ordered' })
  await expect(details.getByRole('status')).toContainText('Issued')
  await expect(details).toContainText('shop.test, www.shop.test')

  const { certificates } = await api.call<{ certificates: Shown[] }>('GET', '/console/certificates')
  const first = certificates[0] as Shown
  const listener = { loadbalancer_id: id, protocol: 'TERMINATED_HTTPS', protocol_port: port }
  await api.lbaas('POST', '/listeners', { listener: { ...listener, default_tls_container_ref: first.id } })
  await api.settled(id)
  expect(await served(vip_address, port)).toContain('Pebble')

  await details.getByRole('button', { name: 'Renew now' }).click()
  await until(async () => (await certificate(first.id)).serial_number !== first.serial_number, {
    says: 'another certificate',
    seconds: 40,
  })
  await stands(first.id, 'ISSUED')
  await api.settled(id)
  const { activity } = await api.call<{ activity: { steps: { do: string }[]; changes: { attribute: string }[] }[] }>(
    'GET',
    `/console/activity?loadbalancer_id=${id}`,
  )
  const replaced = activity.filter(({ changes }) => changes.some((one) => one.attribute === 'certificates/ordered'))
  expect(replaced[0]?.steps.map((step) => step.do)).toEqual(['set-certificate'])
  expect(await statusOf(vip_address, '/.well-known/acme-challenge/nothing')).toBe('302')
})

test('what the authority refuses is told in its own words, and ordered again', async () => {
  const { id } = await api.create({ name: 'front', vip_address: firstVip })
  await pebble.lead('elsewhere.test', backend.address)
  const ordered = await order(id, ['front.test', 'elsewhere.test'])
  const refused = await stands(ordered, 'REFUSED')
  expect(refused.acme?.reason).toMatch(/^elsewhere\.test: .*(refused|Connection|Error)/i)
  expect(refused.acme?.failures).toBe(1)
  const { attention } = await api.call<{ attention: { message: string }[] }>('GET', '/console/overview')
  expect(attention.map(({ message }) => message)).toContainEqual(expect.stringContaining('elsewhere.test: '))
  // Nothing is answered for an order that is not under way.
  expect(await statusOf(firstVip, '/.well-known/acme-challenge/nothing')).toBe('404')

  await pebble.lead('elsewhere.test', firstVip)
  await api.call('POST', `/console/certificates/${ordered}/renew`)
  const issued = await stands(ordered, 'ISSUED')
  expect(issued.server_names).toEqual(['front.test', 'elsewhere.test'])
  expect(issued.acme).toMatchObject({ reason: null, failures: 0 })

  // Whoever deletes it ends the answering, too: port 80 is closed again.
  await api.call('DELETE', `/console/certificates/${ordered}`)
  await api.settled(id)
  await expect(statusOf(firstVip, '/')).rejects.toThrow(/connect/i)
})

test('where nothing could be answered, nothing is ordered; an authority that is not there is told as that', async () => {
  const { id } = await api.create({ name: 'front', listeners: [{ name: 'raw', protocol: 'TCP', protocol_port: 80 }] })
  await expect(order(id, ['front.test'])).rejects.toThrow(/409 .*Port 80 of the load balancer is taken by listener raw/)
  const other = await api.create({ name: 'other' })
  const acme = { server_names: ['a.test'], loadbalancer_id: other.id, terms_of_service_agreed: true }
  const gone = { ...acme, directory_url: `https://${firstVip}:4/directory` }
  const made = await api.call<{ certificate: Shown }>('POST', '/console/certificates', { certificate: { acme: gone } })
  const refused = await stands(made.certificate.id, 'REFUSED')
  expect(refused.acme?.reason).toMatch(/could not be asked: .*ECONNREFUSED/)
  const wild = { ...acme, server_names: ['*.a.test'] }
  await expect(api.call('POST', '/console/certificates', { certificate: { acme: wild } })).rejects.toThrow(
    /no wildcards/,
  )
})

test('a certificate that is due is renewed by itself, also when the control plane was killed in between', async () => {
  const { id } = await api.create({ name: 'front', vip_address: firstVip })
  const ordered = await order(id, ['front.test'])
  const first = await stands(ordered, 'ISSUED')
  // Pebble's certificates last for years: the row says that the time has come, as it would then.
  const database = new Database(path.join(product.dataDir, 'fulcrum.db'))
  database.prepare('UPDATE certificate_order SET next_at = ?').run('2020-01-01T00:00:00.000Z')
  database.close()
  execFileSync('kill', ['-9', ...controlPlanes()])
  await until(async () => (await fetch(`${product.url}/healthz`).catch(() => null))?.ok ?? false, {
    says: 'the control plane to come back',
    seconds: 40,
  })
  await until(async () => (await certificate(ordered)).serial_number !== first.serial_number, {
    says: 'another certificate',
    seconds: 40,
  })
  expect((await stands(ordered, 'ISSUED')).acme?.failures).toBe(0)
})

/** Pids of the control plane of this product: the data directory in their environment says whose they are. */
function controlPlanes(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      const isOurs = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(product.dataDir)
      return /^\d+$/.test(pid) && command.includes('dist/control-plane.js') && isOurs
    } catch {
      return false // It ended between the two looks.
    }
  })
}
