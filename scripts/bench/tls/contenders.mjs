import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { sameDefaults, sameHttpBackend } from '../data-plane/hand-written.mjs'
import { startHaproxy } from '../data-plane/haproxy.mjs'
import { members, nextAddress, placeText } from '../data-plane/places.mjs'
import { startNginx } from '../kit/nginx.mjs'

/** @typedef {import('../kit/workplace.mjs').Workplace} Workplace */
/** @typedef {import('../data-plane/side-by-side.mjs').Subject} Subject */

/** @type {typeof import('proxy-engine/compile')} */
const { compileLoadBalancer, printConfiguration } = await tsImport('proxy-engine/compile', import.meta.url)
/** @type {typeof import('../../../proxy-engine/src/compile/tls')} */
const { certificateListText } = await tsImport('../../../proxy-engine/src/compile/tls.ts', import.meta.url)
/** @type {typeof import('../../../proxy-engine/src/compile/golden/rows')} */
const { desiredOf } = await tsImport('../../../proxy-engine/src/compile/golden/rows.ts', import.meta.url)
/** @type {typeof import('model/listener/tls')} */
const { cipherHalves, defaultTls } = await tsImport('model/listener/tls', import.meta.url)

export const tlsPort = 8443
const certificateId = '0194f0c2-7000-7abc-8def-000000000001'
const { upTo12, from13 } = cipherHalves(defaultTls.ciphers)

/**
 * Three that terminate TLS with one certificate, on one thread each.
 * @param {Workplace} workplace
 * @returns {Promise<Readonly<Record<'generated' | 'byHand' | 'nginx', Subject>>>}
 */
export async function tlsContenders(workplace) {
  const pem = certificateIn(workplace.dir)
  return {
    generated: await startGenerated(workplace, pem),
    byHand: await startByHand(workplace, pem),
    nginx: await startNginxProxy(workplace, pem),
  }
}

/**
 * Of the usual kind, which costs most: RSA with 2,048 bits.
 * @param {string} dir
 */
function certificateIn(dir) {
  const [key, certificate] = [path.join(dir, 'bench.key'), path.join(dir, 'bench.crt')]
  const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=bench.test']
  execFileSync('openssl', ['req', ...kind, '-keyout', key, '-out', certificate], { stdio: 'pipe' })
  return `${readFileSync(certificate, 'utf8')}${readFileSync(key, 'utf8')}`
}

/** @param {string} address */
const urlAt = (address) => `https://${address}:${tlsPort}/`
const ticketKeys = `${Array.from({ length: 3 }, () => randomBytes(80).toString('base64')).join('\n')}\n`

/**
 * @param {Workplace} workplace
 * @param {string} pem
 * @returns {Promise<Subject>}
 */
async function startGenerated(workplace, pem) {
  const address = nextAddress()
  const name = 'generated-tls'
  const desired = desiredOf({
    load_balancer: { vip_address: address },
    listeners: [
      {
        protocol: 'TERMINATED_HTTPS',
        protocol_port: tlsPort,
        default_pool: 0,
        default_tls_container_ref: certificateId,
        insert_headers: { 'X-Forwarded-For': 'true', 'X-Forwarded-Port': 'true', 'X-Forwarded-Proto': 'true' },
      },
    ],
    pools: [
      {
        pool: { protocol: 'HTTP' },
        members: members.map((member) => ({ address: member.address, protocol_port: member.port })),
        monitor: { type: 'HTTP' },
      },
    ],
    certificates: [{ id: certificateId, pem }],
  })
  const compiled = compileLoadBalancer(desired, { haproxy: '2.6', ping: false, ipv6: false })
  if ('diagnostics' in compiled) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'))
  const dir = path.join(workplace.dir, name)
  const machine = {
    maxconn: 4000,
    nbthread: 1,
    socketPath: path.join(workplace.dir, `${name}.sock`),
    mapFolder: dir,
    certificateFolder: dir,
    ticketFile: path.join(dir, 'ticket.keys'),
    stateFile: null,
    localPeer: { name: 'bench', address, port: 10_000 },
    hardStopAfterSeconds: 3600,
  }
  const files = [
    { name: 'ticket.keys', content: ticketKeys },
    ...compiled.certificates.map((one) => ({ name: one.name, content: one.pem })),
    ...compiled.certificateLists.map((list) => ({
      name: `${list.name}.list`,
      content: certificateListText({ ...list, files: list.files.map((one) => path.join(dir, one)) }),
    })),
  ]
  const { text } = printConfiguration([compiled], machine)
  return { pids: await startHaproxy(workplace, { name, text, files }), url: urlAt(address) }
}

/**
 * What a person writes who wants the same: the same ciphers and versions, tickets that survive a reload, what members are told, checks,
 * the versions that clients agree on, and why handshakes fail.
 * @param {Workplace} workplace
 * @param {string} pem
 * @returns {Promise<Subject>}
 */
async function startByHand(workplace, pem) {
  const address = nextAddress()
  const name = 'tls-by-hand'
  const dir = path.join(workplace.dir, name)
  const text = `
global
  nbthread 1
  maxconn 4000
  hard-stop-after 1h
  stats socket ${path.join(workplace.dir, `${name}.sock`)} mode 600 level admin expose-fd listeners
ring failures
  format raw
  maxlen 1024
  size 1048576
peers tls
  disabled
  table versions type string len 64 size 40k store conn_cnt
${sameDefaults}
frontend http
  mode http
  bind ${address}:${tlsPort} ssl crt ${path.join(dir, 'bench.pem')} tls-ticket-keys ${path.join(dir, 'ticket.keys')} alpn h2,http/1.1 ssl-min-ver TLSv1.2 ciphers ${upTo12} ciphersuites ${from13}
  log ring@failures len 1024 format raw local0 err
  option dontlog-normal
  option log-separate-errors
  error-log-format "%Ts %f %[fc_err] %[ssl_fc_err,hex]"
  tcp-request session track-sc1 ssl_fc_protocol table tls/versions
  option forwardfor
  http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
  http-request set-header X-Forwarded-Port %[dst_port]
  default_backend http
${sameHttpBackend}
`
  const files = [
    { name: 'bench.pem', content: pem },
    { name: 'ticket.keys', content: ticketKeys },
  ]
  return { pids: await startHaproxy(workplace, { name, text, files }), url: urlAt(address) }
}

/**
 * @param {Workplace} workplace
 * @param {string} pem
 * @returns {Promise<Subject>}
 */
async function startNginxProxy(workplace, pem) {
  const address = nextAddress()
  const file = path.join(workplace.dir, 'nginx-tls.pem')
  writeFileSync(file, pem, { mode: 0o600 })
  const http = `upstream members { ${members.map((one) => `server ${placeText(one)};`).join(' ')} keepalive 128; }
server {
  listen ${address}:${tlsPort} ssl http2 backlog=4096;
  ssl_certificate ${file};
  ssl_certificate_key ${file};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_ciphers ${upTo12};
  http2_max_requests 1000000000;
  location / {
    proxy_http_version 1.1;
    proxy_set_header Connection '';
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto $scheme;
    proxy_set_header X-Forwarded-Port $server_port;
    proxy_pass http://members;
  }
}`
  return { pids: await startNginx(workplace, { name: 'nginx-tls', http }), url: urlAt(address) }
}
