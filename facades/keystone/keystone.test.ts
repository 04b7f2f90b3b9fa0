import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { type Answer, asking, origin } from '../shared/testing/ask.ts'
import { keystone } from './index.ts'

const identity = asking(keystone)
const tokens = '/identity/v3/auth/tokens'
let who: People
beforeAll(async () => {
  who = await people()
})

const domain = { id: 'default' }
const refusal = {
  error: { code: 401, title: 'Unauthorized', message: 'The request you have made requires authentication.' },
}

function signIn(user: object, scope?: object | string): Promise<Answer> {
  const identified = { methods: ['password'], password: { user } }
  return identity('POST', tokens, { body: { auth: { identity: identified, ...(scope && { scope }) } } })
}

function tokenOf(answer: Answer): string {
  return answer.headers.get('x-subject-token') ?? ''
}

function exchange(token: string, scope?: object): Promise<Answer> {
  const identified = { methods: ['token'], token: { id: token } }
  return identity('POST', tokens, { body: { auth: { identity: identified, ...(scope && { scope }) } } })
}

describe('discovery', () => {
  test.each(['/identity', '/identity/'])('%s offers version 3', async (path) => {
    const answer = await identity('GET', path)
    expect(answer.status).toBe(300)
    expect(answer.at('versions', 'values', 0)).toMatchObject({
      id: 'v3.14',
      status: 'stable',
      links: [{ rel: 'self', href: `${origin}/identity/v3/` }],
    })
  })

  test.each(['/identity/v3', '/identity/v3/'])('%s describes it', async (path) => {
    const answer = await identity('GET', path)
    expect([answer.status, answer.at('version', 'id')]).toEqual([200, 'v3.14'])
  })
})

describe('a sign-in', () => {
  test('by name and domain answers with a token, its project, roles and the catalog', async () => {
    const { name, password } = who.administrator
    const answer = await signIn(
      { name, domain, password },
      { project: { name: 'default', domain: { name: 'Default' } } },
    )
    expect(answer.status).toBe(201)
    expect(answer.headers.get('x-subject-token')).toMatch(/\S{20,}/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.at('token')).toMatchObject({
      methods: ['password'],
      user: { name, domain: { id: 'default', name: 'Default' }, password_expires_at: null },
      project: { name: 'default', domain: { id: 'default', name: 'Default' } },
      is_domain: false,
      roles: expect.arrayContaining([{ id: 'admin', name: 'admin' }]),
      issued_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    })
    const catalog = answer.at('token', 'catalog') as { type: string; endpoints: { interface: string; url: string }[] }[]
    const places = [
      ...['load-balancer', 'network', 'identity', 'key-manager'].map((type) => [type, type] as const),
      ['elbv3', `v3/${who.project}`] as const,
    ]
    expect(catalog.map(({ type, endpoints }) => [type, endpoints.map((one) => `${one.interface} ${one.url}`)])).toEqual(
      places.map(([type, place]) => [type, ['public', 'internal', 'admin'].map((one) => `${one} ${origin}/${place}`)]),
    )
  })

  test('by id, and without a project, is scoped to the first one', async () => {
    const { id, password } = who.administrator
    const answer = await signIn({ id, password })
    expect([answer.status, answer.at('token', 'project', 'name')]).toEqual([201, 'default'])
  })

  test.each([
    ['a wrong password', () => ({ name: who.administrator.name, domain, password: 'wrong' }), undefined],
    ['an unknown name', () => ({ name: 'nobody', domain, password: who.administrator.password }), undefined],
    ['another domain', () => ({ ...who.administrator, id: undefined, domain: { name: 'Elsewhere' } }), undefined],
    ['an unknown project', () => ({ ...who.administrator, id: undefined, domain }), { project: { id: 'nowhere' } }],
    ['a project of others', () => ({ ...who.memberPerson, domain }), 'others'],
  ] as const)('with %s is refused, and does not say what was wrong', async (_, user, scope) => {
    const answer = await signIn(user(), scope === 'others' ? { project: { id: who.otherProject } } : scope)
    expect([answer.status, answer.body]).toEqual([401, refusal])
    expect(answer.headers.get('x-subject-token')).toBeNull()
  })

  test.each([
    [undefined],
    [{}],
    [[]],
    [{ auth: { identity: { methods: [] } } }],
    [{ auth: { identity: { methods: ['password'] } } }],
    [{ auth: { identity: { methods: ['token'] } } }],
    [{ auth: { identity: { methods: ['saml2'], saml2: {} } } }],
    [{ auth: { identity: { methods: ['constructor'] } } }],
    [{ auth: { identity: { methods: ['application_credential'], application_credential: { secret: 'x' } } } }],
    [
      {
        auth: { identity: { methods: ['application_credential'], application_credential: { name: 'x', secret: 'x' } } },
      },
    ],
    [{ auth: { identity: { methods: ['token'], token: { id: 'x' } }, scope: { project: {} } } }],
    [{ auth: { identity: { methods: ['token'], token: { id: { $ne: null } } } } }],
    [{ auth: { identity: { methods: ['password'], password: { user: { password: 'x' } } } } }],
    [{ auth: { identity: { methods: ['password'], password: { user: { name: 'x'.repeat(5_000), password: 'x' } } } } }],
  ])('with the body %j is refused as malformed', async (body) => {
    const answer = await identity('POST', tokens, { body })
    expect([answer.status, answer.at('error', 'title')]).toEqual([400, 'Bad Request'])
  })
})

describe('a scope', () => {
  test('of nothing gives a token that lists projects and can be exchanged, and no more', async () => {
    const { name, password } = who.memberPerson
    const answer = await signIn({ name, domain, password }, 'unscoped')
    expect(answer.status).toBe(201)
    for (const part of ['project', 'catalog', 'roles']) expect(answer.at('token', part)).toBeUndefined()
    const unscoped = tokenOf(answer)
    const projects = await identity('GET', '/identity/v3/auth/projects', { token: unscoped })
    expect(projects.at('projects', 0, 'id')).toBe(who.project)
    expect((await identity('GET', '/identity/v3/auth/catalog', { token: unscoped })).at('catalog')).toEqual([])
    expect((await identity('POST', '/identity/v3/projects', { token: unscoped, body: {} })).status).toBe(403)
    const exchanged = await exchange(unscoped, { project: { id: who.project } })
    expect([exchanged.status, exchanged.at('token', 'methods')]).toEqual([201, ['password', 'token']])
    expect(exchanged.at('token', 'expires_at')).toBe(answer.at('token', 'expires_at'))
    expect(exchanged.at('token', 'roles')).toEqual([{ id: 'member', name: 'member' }])
  })

  test.each([
    ['a domain', { domain: { id: 'default' } }],
    ['the system', { system: { all: true } }],
    ['a project in another domain', { project: { name: 'default', domain: { id: 'elsewhere' } } }],
    ['a trust', { 'OS-TRUST:trust': { id: 'x' } }],
  ])('of %s is refused', async (_, scope) => {
    const { name, password } = who.administrator
    expect((await signIn({ name, domain, password }, scope)).status).toBe(401)
  })

  test('a token can not be exchanged for a project of others, nor one that is none', async () => {
    expect((await exchange(who.member, { project: { id: who.otherProject } })).status).toBe(401)
    expect((await exchange('no-such-token', undefined)).body).toEqual(refusal)
  })

  test('the catalog can be left out, and asked for alone', async () => {
    const { name, password } = who.administrator
    const identified = { methods: ['password'], password: { user: { name, domain, password } } }
    const slim = await identity('POST', `${tokens}?nocatalog`, { body: { auth: { identity: identified } } })
    expect([slim.status, slim.at('token', 'catalog')]).toEqual([201, undefined])
    const alone = await identity('GET', '/identity/v3/auth/catalog', { token: tokenOf(slim) })
    expect(alone.at('catalog', 'length')).toBe(5)
    expect((await identity('GET', '/identity/v3/auth/catalog')).status).toBe(401)
  })
})

describe('a token', () => {
  test('is shown, checked and revoked by whom it belongs to', async () => {
    const { name, password } = who.administrator
    const token = (await signIn({ name, domain, password })).headers.get('x-subject-token') ?? ''
    const headers = { 'x-subject-token': token }
    const shown = await identity('GET', tokens, { token, headers })
    expect([shown.status, shown.at('token', 'user', 'name')]).toEqual([200, name])
    const checked = await identity('HEAD', tokens, { token, headers })
    expect([checked.status, checked.text]).toEqual([200, ''])
    const revoked = await identity('DELETE', tokens, { token, headers })
    expect([revoked.status, revoked.text]).toEqual([204, ''])
    expect((await identity('GET', tokens, { token, headers })).status).toBe(401)
  })

  test('of somebody else is as unknown as one that never was', async () => {
    for (const subject of [who.stranger, 'no-such-token', '']) {
      const answer = await identity('GET', tokens, { token: who.member, headers: { 'x-subject-token': subject } })
      expect([answer.status, answer.at('error', 'message')]).toEqual([404, 'This is not a recognized token.'])
    }
    const kept = await identity('DELETE', tokens, { token: who.member, headers: { 'x-subject-token': who.stranger } })
    expect(kept.status).toBe(404)
    const headers = { 'x-subject-token': who.stranger }
    expect((await identity('GET', tokens, { token: who.stranger, headers })).status).toBe(200)
  })
})

test('an unknown path is answered in the form of Keystone', async () => {
  const answer = await identity('GET', '/identity/v3/policies', { token: who.admin })
  expect([answer.status, answer.at('error', 'code')]).toEqual([404, 404])
})

test('a method that a path does not take is refused with those that it takes', async () => {
  const answer = await identity('PATCH', tokens, { token: who.admin })
  expect([answer.status, answer.at('error', 'title')]).toEqual([405, 'Method Not Allowed'])
  expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'GET', 'HEAD', 'POST'])
})
