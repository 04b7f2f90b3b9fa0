// npm run tls-report
// Has testssl.sh look at a listener as it is by default, and writes docs/tls-report.md. Ends with 1 when anything is worse than "low".
import { execFile, execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { loopbackAddress } from './bench/kit/addresses.mjs'
import { startNginx } from './bench/kit/nginx.mjs'
import { requirePrograms } from './bench/kit/requirements.mjs'
import { inWorkplace } from './bench/kit/workplace.mjs'
import { Api } from './bench/product/api.mjs'
import { privateSubnetId } from './bench/product/load-balancers.mjs'
import { startProduct } from './bench/product/product.mjs'
import { runProgram } from './kit/command-line.mjs'
import { root } from './kit/settings.mjs'

/** @typedef {{ readonly id: string, readonly severity: string, readonly finding: string }} Finding */

const name = 'shop.test'
const vip = '127.10.252.9'
const port = 8443
/** OK and INFO are no findings. */
const worse = ['MEDIUM', 'HIGH', 'CRITICAL', 'WARN', 'FATAL']

/**
 * A certificate as an authority makes them: with the place of its revocation list, which testssl.sh asks for.
 * @param {string} folder
 */
function certificateIn(folder) {
  const openssl = (/** @type {string} */ words) =>
    execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'pipe' })
  writeFileSync(
    path.join(folder, 'shop.ext'),
    `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\ncrlDistributionPoints=URI:http://authority.test/list.crl\n`,
  )
  openssl('req -x509 -newkey rsa:2048 -nodes -days 90 -subj /CN=Authority -keyout ca.key -out ca.pem')
  openssl(`req -newkey rsa:2048 -nodes -subj /CN=${name} -keyout shop.key -out shop.csr`)
  openssl('x509 -req -in shop.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 89 -extfile shop.ext -out shop.pem')
  const text = (/** @type {string} */ file) => readFileSync(path.join(folder, file), 'utf8')
  return { certificate: text('shop.pem'), private_key: text('shop.key') }
}

/**
 * A site as it should be: what it tells browsers besides is its own, and no matter of TLS.
 * @param {import('./bench/kit/workplace.mjs').Workplace} workplace
 */
async function startMember(workplace) {
  const address = loopbackAddress(100)
  const headers = [
    'X-Frame-Options DENY',
    'X-Content-Type-Options nosniff',
    `Content-Security-Policy "default-src 'self'"`,
  ]
  const lines = headers.map((one) => `add_header ${one};`).join(' ')
  const http = `server { listen ${address}:8080; default_type text/plain; ${lines} location / { return 200 'shop'; } }`
  await startNginx(workplace, { name: 'member', http })
  return { address, protocol_port: 8080 }
}

/**
 * Everything that testssl.sh says about a listener on which nothing but its certificate was chosen.
 * @param {import('./bench/kit/workplace.mjs').Workplace} workplace
 * @returns {Promise<readonly Finding[]>}
 */
async function findings(workplace) {
  const member = await startMember(workplace)
  const api = await Api.signIn(await startProduct(workplace))
  const made = await api.call('POST', '/console/certificates', { certificate: certificateIn(workplace.dir) })
  const created = await api.lbaas('POST', 'loadbalancers', {
    loadbalancer: {
      name: 'report',
      vip_subnet_id: await privateSubnetId(api),
      vip_address: vip,
      listeners: [
        {
          protocol: 'TERMINATED_HTTPS',
          protocol_port: port,
          default_tls_container_ref: made.body.certificate.id,
          default_pool: {
            name: 'shop',
            protocol: 'HTTP',
            lb_algorithm: 'ROUND_ROBIN',
            members: [member],
          },
        },
      ],
    },
  })
  await api.untilActive(created.body.loadbalancer.id)
  const file = path.join(workplace.dir, 'findings.json')
  const words = ['--quiet', '--color', '0', '--warnings', 'batch', '--add-ca', path.join(workplace.dir, 'ca.pem')]
  // What it found is in the file; the code that it ends with counts its own warnings.
  await promisify(execFile)('testssl', [...words, '--ip', vip, '--jsonfile', file, `https://${name}:${port}/`], {
    maxBuffer: 16 * 1024 * 1024,
  }).catch(() => undefined)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** What says nothing of the profile: the certificate of this run, lists of ciphers one by one, how long it took. */
const left = /^(cert($|_fingerprint|_serial|_not|_caIssuers)|cipher_x|scanTime|service|HTTP_clock_skew)/

/** @param {readonly Finding[]} found */
function report(found) {
  const counts = new Map()
  for (const { severity } of found) counts.set(severity, (counts.get(severity) ?? 0) + 1)
  const version = /testssl\s+(\d\S*)/.exec(execFileSync('testssl', ['--version'], { encoding: 'utf8' }))?.[1] ?? ''
  const rows = found
    .filter(({ id }) => !left.test(id))
    .map(({ id, severity, finding }) => `| ${id} | ${severity} | ${finding.replaceAll('|', '\\|')} |`)
  return `# What testssl.sh says about the default profile

A \`TERMINATED_HTTPS\` listener with a certificate (RSA, 2,048 bits) and nothing else chosen. Made by \`npm run tls-report\`, which ends with an
error when a finding is worse than "low"; testssl.sh ${version}.

${[...counts].map(([severity, count]) => `${count} ${severity}`).join(', ')}.

| test | | |
| --- | --- | --- |
${rows.join('\n')}
`
}

await runProgram(async () => {
  requirePrograms(['haproxy', 'nginx', 'testssl'])
  const found = await inWorkplace(findings)
  writeFileSync(path.join(root, 'docs/tls-report.md'), report(found))
  const bad = found.filter(({ severity }) => worse.includes(severity))
  for (const { id, severity, finding } of bad) console.log(`${severity} ${id}: ${finding}`)
  console.log(bad.length === 0 ? 'Nothing is worse than "low".' : `${bad.length} findings are worse than "low".`)
  process.exit(bad.length === 0 ? 0 : 1)
})
