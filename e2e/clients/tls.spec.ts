import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { type Backend, startBackend } from '../backend.ts'
import { expect, test } from '../fixtures.ts'
import { lowPort } from '../own-networks.ts'
import { until } from '../until.ts'
import { Terminal } from './terminal.ts'

// The commands are those of OpenStack's guides, but for the subnet, ports and members.

const run = promisify(execFile)
let backend: Backend
let shell: Terminal
test.beforeAll(async ({ product }) => {
  backend = await startBackend('one')
  shell = new Terminal(product.url, 'warm')
})
test.afterAll(async ({ api }) => {
  shell.close()
  await api.removeAll()
  await backend.kill()
})

test('secrets are stored, a container is made of two, and a listener terminates TLS with them', async ({
  person: page,
}, testInfo) => {
  test.setTimeout(120_000)
  const file = (name: string) => testInfo.outputPath(name)
  makeCertificates(testInfo.outputDir)
  await shell.type(`cd '${testInfo.outputDir}'; SUBNET=$(openstack subnet list --name private-subnet -f value -c ID)`)
  const port = await lowPort(443)

  const stored = await shell.type(
    `openstack secret store --name='tls_secret1' -t 'application/octet-stream' -e 'base64' --payload="$(base64 < server.p12)"`,
  )
  expect(stored).toMatch(/\| Secret href +\| http:\/\/\S+\/key-manager\/v1\/secrets\/[0-9a-f-]{36} +\|/)
  expect(stored).toMatch(/\| Status +\| (ACTIVE|None) +\|/)
  await shell.type('openstack secret store --name cert1 --secret-type certificate --file shop.crt')
  await shell.type('openstack secret store --name key1 --secret-type private --file shop.key')
  await shell.type(
    `openstack secret container create --name='tls_container1' --type='certificate' --secret="certificate=$(openstack secret list | awk '/ cert1 / {print $2}')" --secret="private_key=$(openstack secret list | awk '/ key1 / {print $2}')"`,
  )
  expect(await shell.type('openstack secret container list')).toContain('tls_container1')
  await expect(
    shell.type(`openstack secret get -p $(openstack secret list | awk '/ key1 / {print $2}')`),
  ).rejects.toThrow(/Only certificates/)

  await shell.type('openstack loadbalancer create --name lb1 --vip-subnet-id $SUBNET --wait')
  await shell.type(
    `openstack loadbalancer listener create --protocol-port ${port} --protocol TERMINATED_HTTPS --name listener1 --default-tls-container=$(openstack secret list | awk '/ tls_secret1 / {print $2}') --sni-container-refs $(openstack secret container list | awk '/ tls_container1 / {print $2}') -- lb1`,
  )
  await shell.type(
    'openstack loadbalancer pool create --name pool1 --lb-algorithm ROUND_ROBIN --listener listener1 --protocol HTTP --wait',
  )
  await shell.type(
    `openstack loadbalancer member create --address ${backend.address} --protocol-port ${backend.port} --wait pool1`,
  )
  const vip = await shell.type('openstack loadbalancer show lb1 -f value -c vip_address')
  const ask = (name: string) =>
    run('curl', ['-sS', '--cacert', file('ca.crt'), '--resolve', `${name}:${port}:${vip}`, `https://${name}:${port}/`])
  await until(async () => (await ask('www.example.com').catch(() => ({ stdout: '' }))).stdout === 'one', {
    says: 'an answer over TLS',
  })
  expect((await ask('shop.example.com')).stdout).toBe('one')

  await page.goto('/certificates')
  await expect(page.getByRole('row').filter({ hasText: 'tls_secret1' })).toContainText('www.example.com')
  await expect(page.getByRole('row').filter({ hasText: 'tls_container1' })).toContainText('shop.example.com')
  await expect(
    shell.type(`openstack secret delete $(openstack secret list | awk '/ tls_secret1 / {print $2}')`),
  ).rejects.toThrow(/is used by listener listener1 of lb1/)
})

/** What somebody has who comes to the guide: a server's PKCS #12 file, and another certificate with its key in files. */
function makeCertificates(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const openssl = (words: string) => execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'pipe' })
  openssl('req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=Authority -keyout ca.key -out ca.crt')
  for (const [name, host] of [
    ['server', 'www.example.com'],
    ['shop', 'shop.example.com'],
  ] as const) {
    writeFileSync(`${folder}/${name}.ext`, `subjectAltName=DNS:${host}\n`)
    openssl(`req -newkey rsa:2048 -nodes -subj /CN=${host} -keyout ${name}.key -out ${name}.csr`)
    openssl(
      `x509 -req -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 9 -extfile ${name}.ext -out ${name}.crt`,
    )
  }
  openssl('pkcs12 -export -inkey server.key -in server.crt -certfile ca.crt -passout pass: -out server.p12')
}
