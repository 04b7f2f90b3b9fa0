import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { sameDefaults, sameHttpBackend } from '../data-plane/hand-written.mjs'
import { startHaproxy } from '../data-plane/haproxy.mjs'
import { members, nextAddress } from '../data-plane/places.mjs'
import { httpPort } from '../data-plane/ports.mjs'

/** @typedef {import('../kit/workplace.mjs').Workplace} Workplace */
/** @typedef {import('../data-plane/side-by-side.mjs').Subject} Subject */
/** @typedef {import('../../../proxy-engine/src/compile/golden/rows').PolicyCase} PolicyCase */

/** @type {typeof import('proxy-engine/compile')} */
const { compileLoadBalancer, printConfiguration } = await tsImport('proxy-engine/compile', import.meta.url)
/** @type {typeof import('../../../proxy-engine/src/compile/policy-map')} */
const { mapText } = await tsImport('../../../proxy-engine/src/compile/policy-map.ts', import.meta.url)
/** @type {typeof import('../../../proxy-engine/src/compile/golden/rows')} */
const { desiredOf, idOf } = await tsImport('../../../proxy-engine/src/compile/golden/rows.ts', import.meta.url)

const listenerId = idOf('listener', 1, 1)

/** More than a bench asks for: the limit is kept, and refuses nobody. */
const never = { qps: 100_000, per_source_ip_qps: 99_999, burst: 0 }

/** A policy with a rewrite, two headers and a limit. @type {PolicyCase} */
const rich = {
  action: 'REDIRECT_TO_POOL',
  pool: 0,
  rules: [{ type: 'PATH', compare_type: 'REGEX', value: '^/api/(.*)$' }],
  rewrite_url_config: { host: '$' + '{host}', path: '/v2/$1', query: '$' + '{query}' },
  insert_headers_config: {
    configs: [
      { key: 'X-Client', value_type: 'SYSTEM_DEFINED', value: 'CLIENT-IP' },
      { key: 'X-Stage', value_type: 'USER_DEFINED', value: 'canary' },
    ],
  },
  traffic_limit_config: never,
}

const asked = 'api/users/1'

/**
 * The listener without policies, with one that does much, and the same written by hand; on one thread each.
 * @param {Workplace} workplace
 * @returns {Promise<Readonly<Record<'plain' | 'generated' | 'byHand', Subject>>>}
 */
export async function forwardingContenders(workplace) {
  return {
    plain: await startListener(workplace, 'forwarding-plain', []),
    generated: await startListener(workplace, 'forwarding', [rich]),
    byHand: await startByHand(workplace),
  }
}

/**
 * @typedef {Subject & { readonly address: string, readonly socketPath: string, readonly probePath: string }} Listening
 *
 * @param {Workplace} workplace
 * @param {string} name
 * @param {readonly PolicyCase[]} policies
 * @returns {Promise<Listening>}
 */
export async function startListener(workplace, name, policies) {
  const address = nextAddress()
  const desired = desiredOf({
    load_balancer: { vip_address: address },
    listeners: [{ protocol: 'HTTP', protocol_port: httpPort, default_pool: 0, policies }],
    pools: [
      {
        pool: { protocol: 'HTTP' },
        members: members.map((member) => ({ address: member.address, protocol_port: member.port })),
        monitor: { type: 'HTTP' },
      },
    ],
  })
  const compiled = compileLoadBalancer(desired, { haproxy: '2.6', ping: false, ipv6: false })
  if ('diagnostics' in compiled) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'))
  const dir = path.join(workplace.dir, name)
  const socketPath = path.join(workplace.dir, `${name}.sock`)
  const { text } = printConfiguration([compiled], {
    ...{ maxconn: 4000, nbthread: 1, socketPath, mapFolder: dir, certificateFolder: dir, ticketFile: 'ticket.keys' },
    ...{ stateFile: null, localPeer: { name: 'bench', address, port: 10_000 }, hardStopAfterSeconds: 3600 },
  })
  const files = compiled.maps.map((map) => ({ name: `${map.name}.map`, content: mapText(map) }))
  const pids = await startHaproxy(workplace, { name, text, files })
  const probePath = path.join(workplace.dir, `${name}.${listenerId}`)
  return { pids, url: `http://${address}:${httpPort}/${asked}`, address, socketPath, probePath }
}

/**
 * What a person writes who wants the same: the rewrite, the headers and the limit, what is counted of them, a few requests a second that
 * are told, and what a plain one has.
 * @param {Workplace} workplace
 * @returns {Promise<Subject>}
 */
async function startByHand(workplace) {
  const address = nextAddress()
  const name = 'forwarding-by-hand'
  const text = `
global
  nbthread 1
  maxconn 4000
  hard-stop-after 1h
  stats socket ${path.join(workplace.dir, `${name}.sock`)} mode 600 level admin expose-fd listeners
ring recent
  format raw
  maxlen 8192
  size 1048576
${sameDefaults}
backend all
  stick-table type integer size 16 expire 10s store gpc0_rate(1s)
backend sources
  stick-table type ipv6 size 100k expire 10s store gpc0_rate(1s)
backend taken
  stick-table type string len 36 size 200k expire 1h store conn_cnt,conn_rate(10s),gpc0
frontend http
  mode http
  bind ${address}:${httpPort}
  log ring@recent len 8192 format raw local0 alert
  log-format '%f %ST %b %s %[var(txn.told)]'
  http-request set-log-level silent
  http-request set-var(txn.nth) fe_req_rate,div(5)
  http-request set-var-fmt(txn.told) '%[date(0,ms)] %[src] %[method,hex] %[path,hex] %[query,hex] %[req.fhdr(Host),hex]' if { rand(1000000),mod(txn.nth) 0 }
  http-request set-log-level alert if { var(txn.told) -m found }
  acl api path -m reg ^/api/(.*)$
  http-request track-sc2 str(api) table taken if api
  http-request track-sc1 src table sources if api
  http-request track-sc0 int(1) table all if api
  http-request sc-inc-gpc0(2) if api { sc_gpc0_rate(1) ge ${never.per_source_ip_qps} }
  http-request deny deny_status 503 if api { sc_gpc0_rate(1) ge ${never.per_source_ip_qps} }
  http-request sc-inc-gpc0(2) if api { sc_gpc0_rate(0) ge ${never.qps} }
  http-request deny deny_status 503 if api { sc_gpc0_rate(0) ge ${never.qps} }
  http-request sc-inc-gpc0(1) if api
  http-request sc-inc-gpc0(0) if api
  http-request set-header X-Client %[src] if api
  http-request set-header X-Stage canary if api
  http-request replace-path ^/api/(.*)$ /v2/\\1 if api
  default_backend http
${sameHttpBackend}
`
  return { pids: await startHaproxy(workplace, { name, text }), url: `http://${address}:${httpPort}/${asked}` }
}
