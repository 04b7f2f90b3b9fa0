import { beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/server/store/client.ts'
import { holdClock } from '@/server/testing/clock.ts'
import { type People, people } from '@/server/testing/people.ts'
import { type Answer, type Asked, asking } from '../shared/testing/ask.ts'
import { keystone } from './index.ts'

const ask = asking(keystone)
const identity = (method: string, path: string, asked: Asked = {}) => ask(method, `/identity/v3${path}`, asked)
let who: People
let own = ''
let path = ''
beforeAll(async () => {
  who = await people()
  own = who.memberActor.user_id
  path = `/users/${own}/application_credentials`
})

function create(attributes: object, token = who.member): Promise<Answer> {
  return identity('POST', path, { token, body: { application_credential: attributes } })
}

function signIn(application_credential: object, scope?: object): Promise<Answer> {
  const method = { methods: ['application_credential'], application_credential }
  return identity('POST', '/auth/tokens', { body: { auth: { identity: method, ...(scope && { scope }) } } })
}

const tokenOf = (answer: Answer) => answer.headers.get('x-subject-token') ?? ''
const works = async (token: string) => (await identity('GET', '/auth/projects', { token })).status

describe('an application credential', () => {
  test('has a secret that is told once, and is kept as a hash', async () => {
    const created = await create({ name: 'deploy', description: 'From CI', roles: [], expires_at: null })
    expect([created.status, created.body]).toMatchObject([
      201,
      {
        application_credential: {
          name: 'deploy',
          description: 'From CI',
          project_id: who.project,
          roles: [{ id: 'member', name: 'member' }],
          expires_at: null,
          unrestricted: false,
        },
      },
    ])
    const secret = String(created.at('application_credential', 'secret'))
    expect(secret.length).toBeGreaterThan(40)
    expect(created.headers.get('cache-control')).toBe('no-store')
    const id = created.at('application_credential', 'id')
    const shown = await identity('GET', `${path}/${id}`, { token: who.member })
    expect([shown.status, shown.at('application_credential', 'name')]).toEqual([200, 'deploy'])
    const listed = await identity('GET', `${path}?name=deploy`, { token: who.member })
    expect(listed.at('application_credentials')).toMatchObject([{ id }])
    const rows = JSON.stringify(await database().applicationCredential.findMany())
    for (const text of [shown.text, listed.text, rows]) expect(text).not.toContain(secret)
  })

  test('signs in by its id, and by its name and the person, in its project alone', async () => {
    const created = await create({ name: 'terraform', secret: 'chosen by the client' })
    const { id } = created.at('application_credential') as { id: string }
    const secret = 'chosen by the client'
    const byId = await signIn({ id, secret })
    expect([byId.status, byId.at('token')]).toMatchObject([
      201,
      {
        methods: ['application_credential'],
        project: { id: who.project },
        roles: [{ name: 'member' }],
        application_credential: { id, name: 'terraform', restricted: true },
      },
    ])
    const user = { name: 'Member', domain: { name: 'Default' } }
    for (const given of [
      { name: 'terraform', secret, user },
      { name: 'terraform', secret, user: { id: own } },
    ])
      expect((await signIn(given)).status).toBe(201)
    expect((await signIn({ id, secret }, { project: { id: who.project } })).status).toBe(201)
    const refused = [
      signIn({ id, secret: 'wrong' }),
      signIn({ id: 'unknown', secret }),
      signIn({ name: 'terraform', secret, user: { name: 'admin' } }),
      signIn({ id, secret }, { project: { id: who.otherProject } }),
      signIn({ id, secret }, { domain: { id: 'default' } }),
    ]
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401])
  })

  test('gives at most the roles that its person has, and loses those that they lose', async () => {
    expect((await create({ name: 'too much', roles: [{ name: 'admin' }] })).status).toBe(403)
    const administrators = `/users/${who.administrator.id}/application_credentials`
    const body = { application_credential: { name: 'look', roles: [{ id: 'admin' }], secret: 'a long secret' } }
    const created = await identity('POST', administrators, { token: who.admin, body })
    const id = created.at('application_credential', 'id')
    const roles = `/projects/${who.project}/users/${who.administrator.id}/roles`
    await identity('PUT', `${roles}/reader`, { token: who.admin })
    const reader = { application_credential: { name: 'read', roles: [{ name: 'reader' }], secret: 'a long secret' } }
    const less = await identity('POST', administrators, {
      token: tokenOf(await signInAdministrator()),
      body: reader,
    })
    const credential = { id: less.at('application_credential', 'id'), secret: 'a long secret' }
    const answer = await signIn(credential)
    expect(answer.at('token', 'roles')).toEqual([{ id: 'reader', name: 'reader' }])
    const token = tokenOf(answer)
    expect((await identity('POST', '/users', { token, body: { user: { name: 'x' } } })).status).toBe(403)
    await identity('DELETE', `${roles}/reader`, { token: who.admin })
    expect([await works(token), (await signIn(credential)).status]).toEqual([401, 401])
    expect((await signIn({ id, secret: 'a long secret' })).status).toBe(201)
  })

  test('that is revoked takes its tokens along, and those that were got for them', async () => {
    const created = await create({ name: 'short-lived', secret: 'a long secret' })
    const { id } = created.at('application_credential') as { id: string }
    const token = tokenOf(await signIn({ id, secret: 'a long secret' }))
    const identified = { methods: ['token'], token: { id: token } }
    const exchanged = await identity('POST', '/auth/tokens', { body: { auth: { identity: identified } } })
    expect(exchanged.at('token', 'application_credential', 'id')).toBe(id)
    const second = tokenOf(exchanged)
    expect([await works(token), await works(second)]).toEqual([200, 200])
    expect((await identity('DELETE', `${path}/${id}`, { token: who.member })).status).toBe(204)
    expect([await works(token), await works(second)]).toEqual([401, 401])
    expect((await signIn({ id, secret: 'a long secret' })).status).toBe(401)
    for (const method of ['GET', 'DELETE'])
      expect((await identity(method, `${path}/${id}`, { token: who.member })).status).toBe(404)
  })

  test('ends when it expires, with its tokens', async () => {
    const now = Date.now()
    const time = holdClock(now)
    const expires_at = new Date(now + 60_000).toISOString().slice(0, -1)
    const created = await create({ name: 'for a minute', secret: 'a long secret', expires_at })
    expect(created.at('application_credential', 'expires_at')).toBe(`${expires_at}000`)
    const { id } = created.at('application_credential') as { id: string }
    const answer = await signIn({ id, secret: 'a long secret' })
    expect(answer.at('token', 'expires_at')).toBe(`${expires_at}000Z`)
    time.advance(59_999)
    expect(await works(tokenOf(answer))).toBe(200)
    time.advance(1)
    expect(await works(tokenOf(answer))).toBe(401)
    expect((await signIn({ id, secret: 'a long secret' })).status).toBe(401)
  })

  test('makes and revokes others only when it is unrestricted', async () => {
    const outcomes: number[] = []
    for (const unrestricted of [false, true]) {
      const name = `unrestricted ${unrestricted}`
      const created = await create({ name, secret: 'a long secret', unrestricted })
      const { id } = created.at('application_credential') as { id: string }
      const token = tokenOf(await signIn({ id, secret: 'a long secret' }))
      outcomes.push((await create({ name: `child ${unrestricted}` }, token)).status)
      outcomes.push((await identity('DELETE', `${path}/${id}`, { token })).status)
      expect((await identity('GET', path, { token: who.member })).status).toBe(200)
    }
    expect(outcomes).toEqual([403, 403, 201, 204])
  })

  test('belongs to its person: others do not see it, an administrator may revoke it', async () => {
    const created = await create({ name: 'private' })
    const { id } = created.at('application_credential') as { id: string }
    for (const [method, at] of [
      ['GET', path],
      ['GET', `${path}/${id}`],
      ['DELETE', `${path}/${id}`],
    ] as const) {
      expect((await identity(method, at, { token: who.reader })).status).toBe(403)
      expect((await identity(method, at)).status).toBe(401)
    }
    expect((await create({ name: 'for you' }, who.reader)).status).toBe(403)
    expect((await create({ name: 'for you' }, who.admin)).status).toBe(403)
    expect((await create({ name: 'none' }, who.outsider)).status).toBe(403)
    expect((await identity('DELETE', `${path}/${id}`, { token: who.admin })).status).toBe(204)
  })

  test.each([
    [{}, 400],
    [{ name: '' }, 400],
    [{ name: 'bell\u0007' }, 400],
    [{ name: 'good', secret: 'short' }, 400],
    [{ name: 'good', secret: 'x'.repeat(300) }, 400],
    [{ name: 'good', roles: 'member' }, 400],
    [{ name: 'good', roles: [{ name: 'owner' }] }, 400],
    [{ name: 'good', roles: [{}] }, 400],
    [{ name: 'good', expires_at: 'tomorrow' }, 400],
    [{ name: 'good', expires_at: '2001-01-01T00:00:00' }, 400],
    [{ name: 'good', unrestricted: 'yes' }, 400],
    [{ name: 'good', access_rules: [{ path: '/v2', method: 'GET', service: 'load-balancer' }] }, 400],
    [{ name: 'good', user_id: 'somebody' }, 400],
    [{ name: 'deploy' }, 409],
  ])('%j is refused with %d', async (attributes, status) => {
    const answer = await create(attributes)
    expect([answer.status, answer.at('error', 'code')]).toEqual([status, status])
  })
})

function signInAdministrator(): Promise<Answer> {
  const { name, password } = who.administrator
  const user = { name, domain: { id: 'default' }, password }
  const body = { auth: { identity: { methods: ['password'], password: { user } } } }
  return identity('POST', '/auth/tokens', { body })
}
