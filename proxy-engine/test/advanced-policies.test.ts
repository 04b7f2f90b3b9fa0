import { Agent, createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inherited } from 'model/l7/inherited'
import { afterEach, describe, expect, test } from 'vitest'
import { desiredOf, idOf, type LoadBalancerCase, type PolicyCase } from '../src/compile/golden/rows.ts'
import { hitsTable } from '../src/compile/policy-lines.ts'
import { poolCookie } from '../src/compile/policy-split.ts'
import { compiledOf, freePort, type RunningHaproxy, runHaproxy, send, vip } from './compiled-haproxy.ts'

const endings: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

const pool = (at: number) => idOf('pool', 1, at + 1)
const policy = (at: number) => idOf('l7_policy', 1, at + 1)
const everything: PolicyCase['rules'] = [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }]

describe('several pools', () => {
  // Pearson's chi-square with two degrees of freedom is above 9.21 once in a hundred times (NIST, 1.3.6.7.4).
  const refusedAtOnePercent = 9.21

  test('share 10,000 requests by their weights, and one with the weight 0 gets none', async () => {
    const weights = [70, 20, 10, 0]
    const shares = weights.map((weight, at) => ({ pool_id: pool(at), weight }))
    const { port } = await serving(
      [{ action: 'REDIRECT_TO_POOL', redirect_pools_config: shares, rules: everything }],
      4,
    )
    const counts = await countsOf(port, 10_000)
    const chiSquare = weights
      .slice(0, 3)
      .reduce((sum, weight, at) => sum + ((counts[at] ?? 0) - weight * 100) ** 2 / (weight * 100), 0)
    expect(counts.reduce((sum, one) => sum + one, 0)).toBe(10_000)
    expect(counts[3]).toBe(0)
    expect(chiSquare).toBeLessThan(refusedAtOnePercent)
  })

  test('keep a client, who has a cookie of its policy, while it lives; other cookies are as none', async () => {
    const shares = [1, 1].map((weight, at) => ({ pool_id: pool(at), weight }))
    const { port } = await serving([
      {
        action: 'REDIRECT_TO_POOL',
        redirect_pools_config: shares,
        redirect_pools_sticky_session_config: { enable: true, timeout: 1 },
        rules: everything,
      },
    ])
    const first = await send(port, { path: '/' })
    const [cookie = '', ...attributes] = String(first.headers['set-cookie']).split('; ')
    expect(attributes).toEqual(['Path=/', 'Max-Age=60', 'HttpOnly', 'SameSite=Lax'])
    const asked = async (value: string) => {
      const answers = await Promise.all(Array.from({ length: 30 }, () => send(port, { headers: { cookie: value } })))
      return {
        pools: new Set(answers.map((one) => one.body)),
        told: answers.filter((one) => one.headers['set-cookie']).length,
      }
    }
    expect(await asked(`a=b; ${cookie}`)).toEqual({ pools: new Set([first.body]), told: 0 })
    const name = poolCookie(policy(0))
    const now = Math.floor(Date.now() / 1_000)
    // Too old, of a pool that is not one of them, and no cookie of ours at all.
    for (const value of [`${pool(0)}.${now - 61}`, `${pool(7)}.${now}`, `${pool(0)}.x`, 'x', `${pool(0)}|${now}`]) {
      expect(await asked(`${name}=${value}`)).toEqual({ pools: new Set(['0', '1']), told: 30 })
    }
  })

  test('of which none has a weight answer 503', async () => {
    const shares = [0, 1].map((at) => ({ pool_id: pool(at), weight: 0 }))
    const { port } = await serving([{ action: 'REDIRECT_TO_POOL', redirect_pools_config: shares, rules: everything }])
    expect((await send(port, {})).status).toBe(503)
  })

  test('are found behind rules that no lookup can find, too', async () => {
    const shares = [1, 1].map((weight, at) => ({ pool_id: pool(at), weight }))
    const { port } = await serving([
      { action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'CONTAINS', value: 'no' }] },
      {
        action: 'REDIRECT_TO_POOL',
        redirect_pools_config: shares,
        rules: [{ type: 'PATH', compare_type: 'REGEX', value: '^/s' }],
      },
    ])
    const bodies = await Promise.all(Array.from({ length: 40 }, () => send(port, { path: '/s' })))
    expect(new Set(bodies.map((one) => one.body))).toEqual(new Set(['0', '1']))
    expect((await send(port, { path: '/s/no' })).status).toBe(403)
  })
})

describe('an answer of its own', () => {
  test.each([
    ['299', 'application/json', `{"it's": "100 %[src] \\ \${HOME} $1 #"}\r\n\t`],
    ['404', 'text/html', '<p>é 😀</p>'],
    ['200', 'text/css', '𝔘'.repeat(1_024)],
    ['503', 'text/plain', '\' " ` ; | & \\x41 %00 }'],
    ['200', 'text/plain', ''],
    ['204', 'application/javascript', 'none'],
  ] as const)(
    'has the status %s, the type %s, and the very bytes of its text',
    async (status_code, content_type, message_body) => {
      const { port, asked } = await serving([
        {
          action: 'FIXED_RESPONSE',
          fixed_response_config: { status_code, content_type, message_body },
          rules: everything,
        },
      ])
      const hasBody = status_code !== '204' && message_body !== ''
      const answer = await send(port, {})
      expect([answer.status, answer.body]).toEqual([Number(status_code), hasBody ? message_body : ''])
      expect(answer.headers['content-type']).toBe(hasBody ? content_type : undefined)
      expect((await send(port, { method: 'HEAD' })).body).toBe('')
      expect(asked()).toEqual([])
    },
  )
})

describe('what a member gets', () => {
  test('is the rewritten URL with the method and the body of the client, its headers, and no others in their place', async () => {
    const text = { value_type: 'USER_DEFINED' } as const
    const { port, asked } = await serving([
      {
        action: 'REDIRECT_TO_POOL',
        pool: 0,
        rules: [{ type: 'PATH', compare_type: 'REGEX', value: '^/first/(.*)/(.*)/end$' }],
        rewrite_url_config: { host: 'inside.test', path: '/$1/$2', query: `${inherited.query}&n=$1` },
        remove_headers_config: { configs: [{ key: 'X-Debug' }] },
        insert_headers_config: {
          configs: [
            { ...text, key: 'X-Text', value: `100% "it's" \\ \${HOME} #` },
            { key: 'X-Copy', value_type: 'REFERENCE_HEADER', value: 'X-Mine' },
            { key: 'X-Nothing', value_type: 'REFERENCE_HEADER', value: 'X-Absent' },
            { key: 'X-Client', value_type: 'SYSTEM_DEFINED', value: 'CLIENT-IP' },
            { key: 'X-Port', value_type: 'SYSTEM_DEFINED', value: 'CLIENT-PORT' },
            { key: 'X-Vip', value_type: 'SYSTEM_DEFINED', value: 'ELB-VIP' },
            { key: 'X-Id', value_type: 'SYSTEM_DEFINED', value: 'ELB-ID' },
            { key: 'X-Protocol', value_type: 'SYSTEM_DEFINED', value: 'ELB-PROTOCOL' },
          ],
        },
      },
    ])
    const headers = { 'X-Debug': '1', 'X-Mine': 'a, b', 'X-Text': 'forged', 'X-Client': '8.8.8.8' }
    await send(port, { method: 'POST', path: '/first/aaa/bbb/end?k=v', headers, body: 'body' })
    const [got] = asked()
    expect([got?.method, got?.url, got?.body, got?.headers['host']]).toEqual([
      'POST',
      '/aaa/bbb?k=v&n=aaa',
      'body',
      'inside.test',
    ])
    expect(got?.headers).toMatchObject({
      'x-text': `100% "it's" \\ \${HOME} #`,
      'x-copy': 'a, b',
      'x-client': '127.0.0.1',
      'x-vip': vip,
      'x-id': idOf('load_balancer', 1, 1),
      'x-protocol': 'HTTP',
      'x-port': expect.stringMatching(/^\d+$/),
    })
    expect(got?.headers).not.toHaveProperty('x-debug')
    expect(got?.headers).not.toHaveProperty('x-nothing')
  })

  test('the answer of a member loses and gains headers; a preflight never gets to it', async () => {
    const { port, asked } = await serving([
      {
        action: 'REDIRECT_TO_POOL',
        pool: 0,
        rules: everything,
        insert_response_headers_config: {
          configs: [{ key: 'X-Frame-Options', value_type: 'USER_DEFINED', value: 'DENY' }],
        },
        remove_response_headers_config: { configs: [{ key: 'X-Powered-By' }] },
        cors_config: {
          allow_origins: ['https://app.test'],
          allow_methods: ['GET', 'PUT'],
          allow_headers: ['X-Token'],
          expose_headers: [],
          allow_credentials: true,
          max_age: 60,
        },
      },
    ])
    const preflight = { 'access-control-request-method': 'PUT' }
    const allowed = await send(port, { method: 'OPTIONS', headers: { ...preflight, origin: 'https://app.test' } })
    expect([allowed.status, asked()]).toEqual([204, []])
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.test',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'X-Token',
      'access-control-allow-credentials': 'true',
      'access-control-max-age': '60',
      vary: 'Origin',
    })
    const stranger = await send(port, { headers: { origin: 'https://evil.test' } })
    expect(stranger.headers['access-control-allow-origin']).toBeUndefined()
    expect(stranger.headers['x-frame-options']).toBe('DENY')
    expect(stranger.headers).not.toHaveProperty('x-powered-by')
    expect(asked()).toHaveLength(1)
  })
})

describe('a limit', () => {
  test('lets so many and the burst through, refuses others with 503 before any member is asked, and counts those', async () => {
    const { port, haproxy, asked } = await serving([
      {
        action: 'REDIRECT_TO_POOL',
        pool: 0,
        rules: everything,
        traffic_limit_config: { qps: 1, per_source_ip_qps: 0, burst: 4 },
      },
    ])
    const statuses: (number | undefined)[] = []
    for (let one = 0; one < 12; one += 1) statuses.push((await send(port, {})).status)
    expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200])
    expect(statuses.slice(5)).toEqual(Array.from({ length: 7 }, () => 503))
    expect(asked()).toHaveLength(5)
    expect(await haproxy.ask(`show table ${hitsTable}`)).toMatch(/gpc0=7 .*conn_cnt=12 /)
  })

  test('of each client takes nothing from the others, whatever a client says of its address', async () => {
    const { port } = await serving([
      {
        action: 'FIXED_RESPONSE',
        fixed_response_config: { status_code: '200', content_type: 'text/plain', message_body: 'x' },
        rules: everything,
        traffic_limit_config: { qps: 0, per_source_ip_qps: 2, burst: 0 },
      },
    ])
    const asked = async (localAddress: string) => {
      const statuses: (number | undefined)[] = []
      for (let one = 0; one < 4; one += 1) {
        statuses.push((await send(port, { localAddress, headers: { 'x-forwarded-for': `10.0.0.${one}` } })).status)
      }
      return statuses
    }
    expect(await asked('127.0.0.5')).toEqual([200, 200, 503, 503])
    expect(await asked('127.0.0.6')).toEqual([200, 200, 503, 503])
  })
})

describe('a redirect', () => {
  test('in parts takes what it leaves from the request, and its groups from the path', async () => {
    const { port, asked } = await serving([
      {
        action: 'REDIRECT_TO_URL',
        rules: [{ type: 'PATH', compare_type: 'WILDCARD', value: '/old/*/*' }],
        redirect_url_config: {
          ...inherited,
          protocol: 'HTTPS',
          port: '8443',
          path: '/$2/$1',
          query: `${inherited.query}&name=my_name`,
          status_code: '308',
        },
      },
    ])
    const answer = await send(port, { path: '/old/a/b/c?type=loadbalancer', headers: { host: 'Shop.test:80' } })
    expect([answer.status, answer.headers.location]).toEqual([
      308,
      'https://shop.test:8443/b/c/a?type=loadbalancer&name=my_name',
    ])
    expect((await send(port, { path: '/old/a/b', headers: { host: 'a/b' } })).status).toBe(403)
    expect(asked()).toEqual([])
  })

  test('to a listener takes every request, and needs no rules', async () => {
    const { port } = await serving(
      [
        { action: 'REJECT', rules: everything },
        { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: idOf('listener', 1, 2), rules: [] },
      ],
      2,
      [{ protocol: 'HTTPS', protocol_port: await freePort(vip), default_pool: 2 }],
    )
    const answer = await send(port, { path: '/a?b=1', headers: { host: 'shop.test' } })
    expect(answer.status).toBe(301)
    expect(answer.headers.location).toMatch(/^https:\/\/shop\.test:\d+\/a\?b=1$/)
  })
})

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'> & { readonly body: string }

type Serving = { readonly port: number; readonly haproxy: RunningHaproxy; readonly asked: () => readonly Asked[] }

/** A listener with these policies, and pools of one member each that answers with the number of its pool. */
async function serving(
  policies: readonly PolicyCase[],
  poolCount = 2,
  others: LoadBalancerCase['listeners'] = [],
): Promise<Serving> {
  const asked: Asked[] = []
  const ports = await Promise.all(Array.from({ length: poolCount }, (_, at) => memberPort(String(at), asked)))
  const port = await freePort(vip)
  const pools = ports.map((protocol_port) => ({
    pool: { protocol: 'HTTP' as const },
    members: [{ address: '127.0.0.1', protocol_port }],
  }))
  const desired = desiredOf({
    load_balancer: { vip_address: vip },
    listeners: [{ protocol: 'HTTP', protocol_port: port, default_pool: 0, policies }, ...others],
    pools: others.length === 0 ? pools : [...pools, { pool: { protocol: 'HTTPS' as const }, members: [] }],
  })
  const haproxy = await runHaproxy([compiledOf(desired)])
  endings.push(haproxy.stop)
  return { port, haproxy, asked: () => asked }
}

async function memberPort(name: string, asked: Asked[]): Promise<number> {
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { method, url, headers } = request
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
      response.setHeader('x-powered-by', 'x').end(name)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endings.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

/** How many of the requests each pool got. */
async function countsOf(port: number, requests: number): Promise<number[]> {
  const counts = [0, 0, 0, 0]
  let left = requests
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  endings.push(() => agent.destroy())
  const client = async () => {
    while (left > 0) {
      left -= 1
      const { body } = await send(port, { agent })
      counts[Number(body)] = (counts[Number(body)] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: 16 }, client))
  return counts
}
