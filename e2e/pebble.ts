import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { productHost } from './own-networks.ts'
import { freePort } from './product.ts'
import { until } from './until.ts'

/** An authority that issues certificates over ACME, as Debian has it for tests, and the names that it resolves. */
export type Pebble = {
  readonly directoryUrl: string
  /** PEM of what its own HTTPS is trusted by: NODE_EXTRA_CA_CERTS of whoever asks it. */
  readonly trusted: string
  /** From now on the name leads there; all others lead to the first load balancer. */
  readonly lead: (name: string, address: string) => Promise<void>
  readonly stop: () => Promise<void>
}

/** `rejectsNonces` is how many per cent of good nonces it calls bad: clients have to try again. */
export async function startPebble(firstVip: string, { rejectsNonces }: { readonly rejectsNonces: number }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fulcrum-pebble-'))
  const ports = await Promise.all(Array.from({ length: 4 }, () => freePort(productHost)))
  const [api, management, names, control] = ports.map((port) => `${productHost}:${port}`) as [
    string,
    string,
    string,
    string,
  ]
  const trusted = path.join(folder, 'cert.pem')
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem', '-out', trusted]
  const subject = ['-subj', '/CN=pebble', '-addext', `subjectAltName=IP:${productHost}`]
  execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, ...subject], { cwd: folder, stdio: 'ignore' })
  const pebble = {
    listenAddress: api,
    managementListenAddress: management,
    certificate: trusted,
    privateKey: path.join(folder, 'key.pem'),
    httpPort: 80,
    tlsPort: 443,
  }
  writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ pebble }))
  const listening = ['-dns01', names, '-management', control, '-http01', '', '-https01', '', '-tlsalpn01', '']
  const resolver = start('pebble-challtestsrv', [...listening, '-defaultIPv4', firstVip, '-defaultIPv6', ''], {})
  const authority = start('pebble', ['-config', path.join(folder, 'config.json'), '-dnsserver', names], {
    PEBBLE_VA_NOSLEEP: '1',
    PEBBLE_WFE_NONCEREJECT: String(rejectsNonces),
    PEBBLE_AUTHZREUSE: '0',
  })
  const directoryUrl = `https://${api}/dir`
  await until(() => answers(directoryUrl), { says: 'pebble to answer' })
  const tell = async (call: string, body: object) => {
    const response = await fetch(`http://${control}/${call}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`the resolver of pebble answered ${response.status}`)
  }
  await until(
    () =>
      tell('clear-a', { host: 'nobody.test' }).then(
        () => true,
        () => false,
      ),
    {
      says: 'the resolver of pebble to answer',
    },
  )
  const pebbleOf: Pebble = {
    directoryUrl,
    trusted,
    lead: async (name, address) => {
      await tell('clear-a', { host: name })
      await tell('add-a', { host: name, addresses: [address] })
    },
    stop: async () => {
      await Promise.all([ended(resolver), ended(authority)])
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return pebbleOf
}

function start(program: string, args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(program, [...args], { env: { ...process.env, ...environment }, stdio: 'ignore' })
}

/** Who asks only whether it is there need not trust it. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    request(url, { rejectUnauthorized: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
      .on('error', () => resolve(false))
      .end()
  })
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
