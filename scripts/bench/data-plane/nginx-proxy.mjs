import { nginxStreamModule } from '../kit/requirements.mjs'
import { members, placeText } from './places.mjs'
import { httpPort, tcpPort } from './ports.mjs'

const upstream = `upstream members { ${members.map((member) => `server ${placeText(member)};`).join(' ')} keepalive 128; }`
const headers = [
  "proxy_set_header Connection '';",
  'proxy_set_header Host $http_host;',
  'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  'proxy_set_header X-Forwarded-Proto $scheme;',
  'proxy_set_header X-Forwarded-Port $server_port;',
]

/** @param {string} address */
export function nginxProxyHttp(address) {
  const location = `location / { proxy_http_version 1.1; ${headers.join(' ')} proxy_pass http://members; }`
  return `${upstream}\nserver { listen ${address}:${httpPort} backlog=4096; ${location} }`
}

/**
 * @param {string} address
 * @returns {string} empty when nginx cannot do it
 */
export function nginxProxyStream(address) {
  if (nginxStreamModule() === null) return ''
  const servers = members.map((member) => `server ${placeText(member)};`).join(' ')
  return `upstream members { ${servers} }\nserver { listen ${address}:${tcpPort} backlog=4096; proxy_pass members; }`
}
