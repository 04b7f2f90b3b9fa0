import { connect } from 'node:net'
import { type ErrorStatus, longestPage, type Page } from 'model/listener/error-pages'
import { afterEach, expect, test } from 'vitest'
import { idOf, type LoadBalancerCase, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { ask } from '../harness/asking.ts'
import { balancer, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite } from '../harness/engine.ts'
import { ownPlace, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

const hostile = `'"%[src] %% \${HOME} $1 \\x0a \\ # { } if { always_true }\r\n\n\t é 😀 </html>`
const html = (body: string): Page => ({ content_type: 'text/html', body })

async function serving(listener: Partial<LoadBalancerCase['listeners'][number]>) {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startWeb((request, response) => {
    if (request.url === '/bad') return request.socket.end('no answer\r\n\r\n')
    if (request.url === '/silent') return undefined
    if (request.url === '/own') return response.writeHead(502).end('mine')
    return response.end('served')
  })
  await site.startEngine()
  const apply = async (given: Partial<LoadBalancerCase['listeners'][number]>, members = [member(web.port)]) => {
    const [outcome] = await site.plane.apply(balancer(place, { members, listener: given }))
    expect(outcome?.diagnostics ?? []).toEqual([])
  }
  await apply(listener)
  return { place, apply, get: (path: string, localAddress = '127.0.0.1') => ask(place, { path, localAddress }) }
}

const pages = (body: (status: ErrorStatus) => string) =>
  Object.fromEntries(
    (['403', '408', '500', '502', '503', '504'] as const).map((status) => [status, html(body(status))]),
  )

test('what the load balancer answers by itself has the page, byte for byte; what members answer is theirs', async () => {
  const policies: PolicyCase[] = [
    {
      id: idOf('l7_policy', 1, 1),
      action: 'REJECT',
      rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', key: null, value: '/private' }],
    },
  ]
  const error_pages = pages((status) => `${status} ${hostile}`)
  const { place, apply, get } = await serving({ error_pages, policies, timeout_member_data: 300 })
  for (const [path, status] of [
    ['/private', 403],
    ['/bad', 502],
    ['/silent', 504],
  ] as const) {
    const answer = await get(path)
    expect([answer.status, answer.body.toString()]).toEqual([status, `${status} ${hostile}`])
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
  }
  expect((await get('/own')).body.toString()).toBe('mine')
  expect((await get('/')).body.toString()).toBe('served')
  await apply({ error_pages, policies, timeout_client_data: 300 }, [])
  expect((await get('/')).body.toString()).toBe(`503 ${hostile}`)
  // A client that begins a request and does not end it.
  const slow = connect({ host: place.address, port: place.port }, () => slow.write('GET / HTTP/1.1\r\nHost: a'))
  atEnd(() => slow.destroy())
  let heard = ''
  slow.on('data', (chunk) => {
    heard += chunk
  })
  await until(() => heard.includes('</html>'))
  expect(heard).toMatch(/^HTTP\/1.1 408 /)
})

test('pages are as long as they may be, all six of them', async () => {
  const long = '😀'.repeat(longestPage / 4)
  const { get } = await serving({
    error_pages: pages(() => long),
    maintenance: true,
    maintenance_page: { content_type: 'application/json', body: `"${'\\'.repeat(longestPage - 2)}"` },
    maintenance_allowed_cidrs: ['127.0.9.0/24'],
  })
  expect((await get('/bad', '127.0.9.1')).body.toString()).toBe(long)
  const closed = await get('/')
  expect(closed.headers['content-type']).toBe('application/json')
  expect(closed.body).toHaveLength(longestPage)
})

test('during maintenance everybody is answered 503 with when to come again, but for those who are let through', async () => {
  const maintenance_page = html(hostile)
  const { apply, get } = await serving({ maintenance: true, maintenance_page, maintenance_retry_after: 7 })
  const closed = await get('/')
  expect([closed.status, closed.body.toString()]).toEqual([503, hostile])
  expect(closed.headers).toMatchObject({ 'retry-after': '7', 'cache-control': 'no-store' })
  await apply({ maintenance: true, maintenance_allowed_cidrs: ['127.0.9.0/24', '127.0.8.1/32'] })
  expect((await get('/', '127.0.9.200')).body.toString()).toBe('served')
  expect((await get('/', '127.0.8.1')).body.toString()).toBe('served')
  const usual = await get('/', '127.0.8.2')
  expect([usual.status, usual.headers['retry-after']]).toEqual([503, '300'])
  expect(usual.body.toString()).toMatch(/Down for maintenance/)
  await apply({ maintenance: false, maintenance_page })
  expect((await get('/')).body.toString()).toBe('served')
})
