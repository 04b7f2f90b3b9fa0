import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { startHaproxy } from '../data-plane/haproxy.mjs'
import { members, nextAddress } from '../data-plane/places.mjs'
import { httpPort } from '../data-plane/ports.mjs'

/** @typedef {import('../kit/workplace.mjs').Workplace} Workplace */
/** @typedef {import('./sets.mjs').Aimed} Aimed */

/** @type {typeof import('proxy-engine/compile')} */
const { compileLoadBalancer, printConfiguration } = await tsImport('proxy-engine/compile', import.meta.url)
/** @type {typeof import('../../../proxy-engine/src/compile/policy-map')} */
const { mapText } = await tsImport('../../../proxy-engine/src/compile/policy-map.ts', import.meta.url)
/** @type {typeof import('../../../proxy-engine/src/compile/golden/rows')} */
const { desiredOf } = await tsImport('../../../proxy-engine/src/compile/golden/rows.ts', import.meta.url)

/** As the engine starts it (proxy-engine/bin/engine.ts). */
const environment = { GLIBC_TUNABLES: 'glibc.malloc.tcache_count=2000:glibc.malloc.hugetlb=1' }
/** As on this kind of machine: one for each processor. */
const threads = 2

/**
 * A listener with policies, which all send to its default pool: what is measured is the finding, and nothing else differs.
 * @param {Workplace} workplace
 * @param {{ readonly name: string, readonly aimed: readonly Aimed[], readonly plain?: boolean }} wish plain: acls as written by hand
 * @returns {Promise<import('../data-plane/side-by-side.mjs').Subject>}
 */
export async function startListener(workplace, { name, aimed, plain = false }) {
  const address = nextAddress()
  const { text, maps } = configurationOf(workplace, { name, address, aimed })
  const pids = await startHaproxy(workplace, {
    name,
    text: plain ? plainText(text, aimed) : text,
    files: maps.map((map) => ({ name: `${map.name}.map`, content: mapText(map) })),
    environment,
  })
  return { pids, url: `http://${address}:${httpPort}/` }
}

/**
 * @param {Workplace} workplace
 * @param {{ name: string, address: string, aimed: readonly Aimed[] }} wish
 */
function configurationOf(workplace, { name, address, aimed }) {
  const desired = desiredOf({
    load_balancer: { vip_address: address },
    listeners: [
      { protocol: 'HTTP', protocol_port: httpPort, default_pool: 0, policies: aimed.map((one) => one.policy) },
    ],
    pools: [
      {
        pool: { protocol: 'HTTP' },
        members: members.map((member) => ({ address: member.address, protocol_port: member.port })),
      },
    ],
  })
  const compiled = compileLoadBalancer(desired, { haproxy: '2.6', ping: false, ipv6: false })
  if ('diagnostics' in compiled) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'))
  const dir = path.join(workplace.dir, name)
  const machine = {
    maxconn: 4000,
    nbthread: threads,
    socketPath: path.join(workplace.dir, `${name}.sock`),
    mapFolder: dir,
    certificateFolder: 'certificates',
    ticketFile: 'ticket.keys',
    stateFile: null,
    localPeer: { name: 'bench', address, port: 10_000 },
    hardStopAfterSeconds: 3600,
  }
  return { text: printConfiguration([compiled], machine).text, maps: compiled.maps }
}

/** What an acl reads, as `haproxy.cfg` is written by hand. @type {Readonly<Record<string, (key: string) => string>>} */
const plainSamples = {
  HOST_NAME: () => 'req.hdr(host),field(1,:) -i',
  PATH: () => 'path',
  HEADER: (key) => `req.fhdr(${key})`,
  COOKIE: (key) => `req.cook(${key})`,
  QUERY_STRING: (key) => `url_param(${key})`,
}
/** @type {Readonly<Record<string, string>>} */
const plainMatches = { EQUAL_TO: 'str', STARTS_WITH: 'beg', ENDS_WITH: 'end', CONTAINS: 'sub', REGEX: 'reg' }

/** @param {Aimed['policy']['rules'][number]} rule */
function plainAcl({ type, compare_type, key, value }) {
  return `{ ${plainSamples[type]?.(key ?? '')} -m ${plainMatches[compare_type]} '${value}' }`
}

/** What a listener tells of its recent requests stays: it is no part of how policies are found. */
const told = /txn\.nth|txn\.told|so_id/

/**
 * The same policies as a person writes them: one `use_backend` each, in order, in place of all that finds and counts them.
 * @param {string} text
 * @param {readonly Aimed[]} aimed
 */
function plainText(text, aimed) {
  const backend = /default_backend (\S+)/.exec(text)?.[1] ?? ''
  const lines = aimed.map(({ policy }) => {
    return `    use_backend ${backend} if ${policy.rules.map(plainAcl).join(' ')}`
  })
  const rest = text.split('\n').filter((line) => !/txn\.|^ {4}acl /.test(line) || told.test(line))
  return rest.join('\n').replace(/^ {4}default_backend/m, (found) => `${lines.join('\n')}\n${found}`)
}
