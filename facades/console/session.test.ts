import { describe, expect, test } from 'vitest'
import { type Answer, asking, origin } from '../shared/testing/ask.ts'
import { consoleApi } from './index.ts'

// One story in order, on a database of its own: from nobody to a signed-in administrator and back.

const ask = asking(consoleApi)
const page = { 'sec-fetch-site': 'same-origin', origin }
const person = { name: 'admin', password: 'correct horse battery' }

/** The cookies that an answer sets, as a browser would send them back. */
function cookiesOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0] ?? '')
    .join('; ')
}

let cookie = ''

describe('the first start', () => {
  test('nobody is set up, and nothing is told about the installation', async () => {
    const answer = await ask('GET', '/console/session')
    expect([answer.status, answer.body]).toEqual([
      200,
      { is_set_up: false, user: null, project: null, projects: [], engines: [], abilities: null },
    ])
  })

  test.each([
    [{}, ['name', 'password']],
    [{ name: 'admin', password: 'short' }, ['password']],
  ])('%j makes no administrator, and says for each field why', async (body, fields) => {
    const answer = await ask('POST', '/console/setup', { headers: page, body })
    expect(answer.status).toBe(400)
    const issues = answer.at('error', 'issues') as { about: string }[]
    expect([...new Set(issues.map((one) => one.about))].sort()).toEqual([...fields].sort())
  })

  test('a set-up from another site is refused', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await ask('POST', '/console/setup', { headers, body: person })).status).toBe(403)
    }
  })

  test('a form of another site can not be a set-up: it is no JSON', async () => {
    const headers = { ...page, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await ask('POST', '/console/setup', { headers, text: 'name=admin' })).status).toBe(415)
  })

  test('a good one creates the administrator and signs in', async () => {
    const answer = await ask('POST', '/console/setup', { headers: page, body: person })
    expect([answer.status, answer.at('user', 'name')]).toEqual([201, 'admin'])
    for (const set of answer.headers.getSetCookie()) expect(set).toMatch(/HttpOnly/i)
    cookie = cookiesOf(answer)
    const session = await ask('GET', '/console/session', { cookie })
    expect(session.body).toMatchObject({
      is_set_up: true,
      user: { name: 'admin', is_admin: true },
      project: { name: 'default' },
      projects: [{ name: 'default', roles: expect.arrayContaining(['admin']) }],
      engines: [],
      abilities: null,
    })
  })

  test('a second one is refused', async () => {
    const answer = await ask('POST', '/console/setup', { headers: page, body: { ...person, name: 'other' } })
    expect([answer.status, answer.at('error', 'code')]).toEqual([409, 'conflict'])
  })
})

describe('a session', () => {
  const test400 = (body: unknown) => ask('POST', '/console/sign-in', { headers: page, body })

  test('begins with the right password', async () => {
    const answer = await ask('POST', '/console/sign-in', { headers: page, body: person })
    expect([answer.status, answer.text]).toEqual([204, ''])
    cookie = cookiesOf(answer)
    expect((await ask('GET', '/console/overview', { cookie })).status).toBe(200)
  })

  test('does not begin with a wrong one, and says so in words', async () => {
    const answer = await ask('POST', '/console/sign-in', { headers: page, body: { ...person, password: 'wrong' } })
    expect(answer.status).toBe(401)
    expect(answer.at('error', 'message')).toMatch(/password/i)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  test('needs a name and a password', async () => {
    expect((await test400({})).at('error', 'issues')).toEqual([
      { about: 'name', message: 'Enter your name' },
      { about: 'password', message: 'Enter your password' },
    ])
  })

  test('changes nothing at the wish of another site', async () => {
    const project = (await ask('GET', '/console/session', { cookie })).at('project', 'id')
    const body = { project_id: project }
    const elsewhere = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ]
    for (const headers of elsewhere) {
      const answer = await ask('PUT', '/console/session', { cookie, headers, body })
      expect([answer.status, answer.at('error', 'code')]).toEqual([403, 'forbidden'])
    }
  })

  test('moves to another project of the person, and to no other', async () => {
    const id = (await ask('GET', '/console/session', { cookie })).at('project', 'id')
    const moved = await ask('PUT', '/console/session', { cookie, headers: page, body: { project_id: id } })
    expect([moved.status, moved.at('project', 'id')]).toEqual([200, id])
    expect(moved.headers.get('set-cookie')).toContain(`fulcrum_project=${id}; Path=/; HttpOnly; SameSite=Lax`)
    const refused = await ask('PUT', '/console/session', { cookie, headers: page, body: { project_id: 'others' } })
    expect([refused.status, refused.headers.get('set-cookie')]).toEqual([404, null])
  })

  test('ends with a sign-out, also on the server', async () => {
    const answer = await ask('POST', '/console/sign-out', { cookie, headers: page, body: {} })
    expect(answer.status).toBe(204)
    expect((await ask('GET', '/console/session', { cookie })).at('user')).toBeNull()
    expect((await ask('GET', '/console/overview', { cookie })).status).toBe(401)
  })
})

test('a guesser of passwords is slowed down', async () => {
  const statuses: number[] = []
  for (let at = 0; at < 30; at += 1) {
    const body = { name: 'admin', password: `guess-${at}` }
    statuses.push((await ask('POST', '/console/sign-in', { headers: page, body })).status)
  }
  expect(statuses.at(-1)).not.toBe(200)
  const last = await ask('POST', '/console/sign-in', { headers: page, body: { name: 'admin', password: 'guess' } })
  expect(last.at('error', 'message')).toMatch(/too many|wait|again/i)
})
