import { once } from 'node:events'
import { connect } from 'node:net'
import type { RedirectCode } from 'model/l7/policy-actions'
import { afterEach, expect, test } from 'vitest'
import { desiredOf, idOf, type PolicyCase } from '../src/compile/golden/rows.ts'
import { hitsTable } from '../src/compile/policy-lines.ts'
import {
  compiledOf,
  freePort,
  type RunningHaproxy,
  runHaproxy,
  runMember,
  send,
  until,
  vip,
} from './compiled-haproxy.ts'

const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

const at = (position: number) => idOf('l7_policy', 1, position)
const path = (value: string): PolicyCase['rules'] => [{ type: 'PATH', compare_type: 'STARTS_WITH', value }]

test('each request that a policy takes is counted once, whatever the action, over one connection or many', async () => {
  const { port, haproxy } = await serving([
    { action: 'REDIRECT_TO_POOL', pool: 0, rules: path('/pool') },
    { action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'CONTAINS', value: 'reject' }] },
    { action: 'REDIRECT_TO_URL', redirect_url: 'http://a.test/', rules: path('/url') },
    { action: 'REDIRECT_PREFIX', redirect_prefix: 'http://a.test', rules: path('/prefix') },
  ])
  const paths = ['/pool', '/pool', '/reject', '/nobody', '/url', '/prefix', '/pool']
  await askAll(port, paths)
  for (const one of ['/pool', '/reject', '/reject', '/nobody']) await send(port, { path: one })
  expect(await hits(haproxy)).toEqual({ [at(1)]: 4, [at(2)]: 3, [at(3)]: 1, [at(4)]: 1 })
})

test.each<[RedirectCode, string | undefined]>([
  [301, undefined],
  [302, 'no-cache'],
  [303, 'no-cache'],
  [307, 'no-cache'],
  [308, undefined],
])('a redirect with %i has no body, and is kept only where it is for good', async (redirect_http_code, cached) => {
  const redirect_url = `https://a.test/%20"it's"%[src]\\#$HOME`
  const { port } = await serving([
    { action: 'REDIRECT_TO_URL', redirect_url, redirect_http_code, rules: path('/url') },
    { action: 'REDIRECT_PREFIX', redirect_prefix: redirect_url, redirect_http_code, rules: path('/') },
  ])
  const url = await send(port, { path: '/url/1' })
  expect([url.status, url.headers.location, url.body]).toEqual([redirect_http_code, redirect_url, ''])
  expect([url.headers['content-length'], url.headers['cache-control']]).toEqual(['0', cached])
  const prefixed = await send(port, { path: '/%5B%25/a?b=%0a&c=?' })
  expect(prefixed.headers.location).toBe(`${redirect_url}/%5B%25/a?b=%0a&c=?`)
  expect((await send(port, { path: '/a?' })).headers.location).toBe(`${redirect_url}/a`)
})

async function serving(policies: readonly PolicyCase[]): Promise<{ port: number; haproxy: RunningHaproxy }> {
  const port = await freePort(vip)
  const member = await runMember((_request, response) => response.end('hello'))
  endings.push(member.stop)
  const desired = desiredOf({
    load_balancer: { vip_address: vip },
    listeners: [{ protocol: 'HTTP', protocol_port: port, default_pool: 0, policies }],
    pools: [{ pool: { protocol: 'HTTP' }, members: [{ address: '127.0.0.1', protocol_port: member.port }] }],
  })
  const haproxy = await runHaproxy([compiledOf(desired)])
  endings.push(haproxy.stop)
  return { port, haproxy }
}

/** One after the other on one connection, without waiting for the answers. */
async function askAll(port: number, paths: readonly string[]): Promise<void> {
  const socket = connect(port, vip)
  endings.push(() => void socket.destroy())
  await once(socket, 'connect')
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.write(paths.map((one) => `GET ${one} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''))
  await until(() => text.split('HTTP/1.1 ').length === paths.length + 1)
}

async function hits({ ask }: RunningHaproxy): Promise<Record<string, number>> {
  const rows = (await ask(`show table ${hitsTable}`)).matchAll(/key=(\S+) .*conn_cnt=(\d+)/g)
  return Object.fromEntries([...rows].map(([, id = '', count]): [string, number] => [id, Number(count)]))
}
