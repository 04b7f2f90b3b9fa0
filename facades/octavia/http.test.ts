import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { type DescribedKind, described } from '../shared/described.ts'
import { origin } from '../shared/testing/ask.ts'
import { operations } from './operations.ts'
import { lb } from './testing/tree.ts'
import { published } from './versions.ts'

let who: People
beforeAll(async () => {
  who = await people()
})

describe('the root', () => {
  test.each(['/load-balancer', '/load-balancer/'])('%s lists the versions to everybody', async (path) => {
    const answer = await lb('GET', path)
    expect(answer.status).toBe(200)
    expect(answer.at('versions', 'length')).toBe(31)
    expect(answer.at('versions', 0)).toEqual({
      id: 'v2.0',
      status: 'SUPPORTED',
      updated: '2016-12-11T00:00:00Z',
      links: [{ rel: 'self', href: `${origin}/load-balancer/v2` }],
    })
    expect(answer.at('versions', 30, 'status')).toBe('CURRENT')
  })

  test('links to where the client came from', async () => {
    const headers = { 'x-forwarded-host': 'public.example', 'x-forwarded-proto': 'https' }
    const answer = await lb('GET', '/load-balancer', { headers })
    expect(answer.at('versions', 0, 'links', 0, 'href')).toBe('https://public.example/load-balancer/v2')
  })
})

test.each(Object.entries(published))('%s is announced because what it brought is there', (_, { brought }) => {
  if (brought === null) return
  const [kind = '', attribute = ''] = brought.split('/')
  const isAttribute = Object.hasOwn(described, kind)
  const has = isAttribute
    ? Object.hasOwn(described[kind as DescribedKind].fields, attribute)
    : operations.some(({ method, path }) => `${method} ${path}` === brought)
  expect([brought, has]).toEqual([brought, true])
})

test.each(['/v2', '/v2.0', '/v2/lbaas', '/v2.0/lbaas/'])('%s says which version it is', async (path) => {
  const answer = await lb('GET', `/load-balancer${path}`, { token: who.reader })
  expect([answer.status, answer.body]).toEqual([200, 'v2'])
})

test.each([
  '/v2/lbaas/loadbalancers',
  '/v2.0/lbaas/loadbalancers',
  '/v2.0/loadbalancers',
  '/v2/loadbalancers/',
  '/v2.0/lbaas/loadbalancers.json',
])('%s is the collection of load balancers', async (path) => {
  const answer = await lb('GET', `/load-balancer${path}`, { token: who.reader })
  expect([answer.status, answer.body]).toEqual([200, { loadbalancers: [], loadbalancers_links: [] }])
})

describe('without a good token', () => {
  const keystone = {
    error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
  }
  test.each([undefined, '', 'bad', 'ü', 'a'.repeat(10_000)])(
    '%s, everything but the root is refused as Keystone does',
    async (token) => {
      const headers = token === undefined || token === 'ü' ? {} : { 'x-auth-token': token }
      for (const path of ['/v2', '/v2/lbaas/loadbalancers', '/nowhere']) {
        const answer = await lb('GET', `/load-balancer${path}`, { headers })
        expect([answer.status, answer.body]).toEqual([401, keystone])
      }
    },
  )
})

describe('a request in a wrong form', () => {
  const path = '/load-balancer/v2/lbaas/loadbalancers'

  test('to an unknown path is not found', async () => {
    for (const unknown of ['/load-balancer/v2/lbaas/nothing', '/load-balancer/v3', `${path}/a/b/c`, `${path}/%00`]) {
      const answer = await lb('GET', unknown, { token: who.admin })
      expect([answer.status, answer.at('faultcode')]).toEqual([404, 'Client'])
    }
  })

  test.each(['PATCH', 'HEAD', 'DELETE', 'PUT'])(
    'with the method %s is refused, and told which are not',
    async (method) => {
      const answer = await lb(method, path, { token: who.admin })
      expect([answer.status, answer.at('faultstring')]).toEqual([405, 'This path takes GET, POST.'])
      expect(answer.headers.get('allow')).toBe('GET, POST')
    },
  )

  test('that wants no JSON is refused', async () => {
    const answer = await lb('GET', path, { token: who.reader, headers: { accept: 'text/html' } })
    expect([answer.status, answer.body]).toEqual([
      406,
      { code: 406, title: 'Not Acceptable', description: 'Only content type application/json is accepted.' },
    ])
  })

  test('that carries something else than JSON is refused', async () => {
    const headers = { 'content-type': 'text/plain' }
    const answer = await lb('POST', path, { token: who.member, text: 'hello', headers })
    expect([answer.status, answer.body]).toEqual([
      415,
      { faultcode: 'Client', faultstring: 'Unknown mimetype: text/plain', debuginfo: null },
    ])
  })

  test('that calls itself JSON and is none is refused', async () => {
    const answer = await lb('POST', path, { token: who.member, text: '{"loadbalancer":' })
    expect([answer.status, answer.at('faultstring')]).toEqual([400, 'Request is not in valid JSON format'])
  })
})

test('the providers are listed to readers', async () => {
  const answer = await lb('GET', '/load-balancer/v2/lbaas/providers', { token: who.reader })
  expect(answer.at('providers', 0, 'name')).toBe('fulcrum')
})
