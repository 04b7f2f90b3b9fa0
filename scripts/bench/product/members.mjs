import { loopbackAddress } from '../kit/addresses.mjs'
import { startNginx } from '../kit/nginx.mjs'

/** @typedef {import('./load-balancers.mjs').MemberPlace} MemberPlace */

/**
 * Starts one small web server per name. It answers with its name and with the X-Forwarded-Port that it was sent.
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {readonly string[]} names
 * @returns {Promise<readonly MemberPlace[]>}
 */
export async function startMembers(workplace, names) {
  const places = names.map((name, at) => ({ name, address: loopbackAddress(100 + at), port: 8080 }))
  const servers = places.map(
    ({ name, address, port }) =>
      `server { listen ${address}:${port} backlog=4096; default_type text/plain; return 200 '${name} $http_x_forwarded_port'; }`,
  )
  await startNginx(workplace, { name: 'members', http: servers.join('\n') })
  return places
}
