import { members, placeText } from './places.mjs'
import { httpPort, tcpPort } from './ports.mjs'

const serverLines = members.map((member, at) => `  server m${at} ${placeText(member)}`)

/**
 * What a person who wants nothing but speed writes. Connections to members are shared between clients here too:
 * a contest against a HAProxy without that would be won too easily.
 * @param {string} address
 */
export function minimalText(address) {
  return `
global
  nbthread 1
  maxconn 4000
defaults
  timeout connect 5s
  timeout client 50s
  timeout server 50s
  http-reuse always
frontend http
  mode http
  bind ${address}:${httpPort}
  default_backend http
backend http
  mode http
${serverLines.join('\n')}
frontend tcp
  mode tcp
  bind ${address}:${tcpPort}
  default_backend tcp
backend tcp
  mode tcp
${serverLines.join('\n')}
`
}

/** Of those who want what the generated configuration does. */
export const sameDefaults = `defaults
  timeout connect 5s
  timeout client 50s
  timeout server 50s
  timeout http-request 10s
  timeout http-keep-alive 30s
  timeout tunnel 1h
  timeout check 3s
  http-reuse always
  option idle-close-on-response
  option redispatch`

/** Checked members behind HTTP, as they choose them. */
export const sameHttpBackend = `backend http
  mode http
  balance roundrobin
  option httpchk GET /
  retry-on conn-failure empty-response
  http-request disable-l7-retry unless METH_GET
${serverLines.map((line) => `${line} check inter 5s rise 2 fall 3`).join('\n')}`

/**
 * What a person writes who wants what the generated configuration does: it tells members who the client was, checks them,
 * asks another one when a reused connection turns out to be closed, can be reloaded without a loss, and can be asked for
 * its counters.
 * @param {string} address
 * @param {string} socket
 */
export function sameFeaturesText(address, socket) {
  const checked = serverLines.map((line) => `${line} check inter 5s rise 2 fall 3`).join('\n')
  return `
global
  nbthread 1
  maxconn 4000
  hard-stop-after 1h
  stats socket ${socket} mode 600 level admin expose-fd listeners
${sameDefaults}
frontend http
  mode http
  bind ${address}:${httpPort}
  option forwardfor
  http-request set-header X-Forwarded-Proto %[ssl_fc,iif(https,http)]
  http-request set-header X-Forwarded-Port %[dst_port]
  default_backend http
${sameHttpBackend}
frontend tcp
  mode tcp
  bind ${address}:${tcpPort}
  default_backend tcp
backend tcp
  mode tcp
  balance roundrobin
${checked}
`
}
