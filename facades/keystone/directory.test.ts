import { beforeAll, describe, expect, test } from 'vitest'
import { createTree } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { webTree } from '@/server/testing/trees.ts'
import type { Operation } from '../shared/operation.ts'
import { type Answer, type Asked, asking } from '../shared/testing/ask.ts'
import { keystone } from './index.ts'
import { operations } from './operations.ts'

// Projects, people and their roles, as the openstack command reads and writes them.

const ask = asking(keystone)
const identity = (method: string, path: string, asked: Asked = {}) => ask(method, `/identity/v3${path}`, asked)
let who: People
beforeAll(async () => {
  who = await people()
})

const password = 'a password of eight'
let count = 0
function fresh(prefix: string): string {
  count += 1
  return `${prefix}-${count}`
}

async function made(collection: 'projects' | 'users', attributes: object): Promise<string> {
  const root = collection.slice(0, -1)
  const answer = await identity('POST', `/${collection}`, { token: who.admin, body: { [root]: attributes } })
  expect(answer.status, answer.text).toBe(201)
  return String(answer.at(root, 'id'))
}

function signIn(name: string, given: string, scope?: object): Promise<Answer> {
  const user = { name, domain: { id: 'default' }, password: given }
  const body = { auth: { identity: { methods: ['password'], password: { user } }, ...(scope && { scope }) } }
  return identity('POST', '/auth/tokens', { body })
}

async function tokenFor(name: string, given = password): Promise<string> {
  return (await signIn(name, given)).headers.get('x-subject-token') ?? ''
}

describe('projects', () => {
  test('are created, listed, shown, changed and deleted by an administrator', async () => {
    const name = fresh('shop')
    const body = { project: { name, domain_id: 'default', description: 'Web', enabled: true, options: {}, tags: [] } }
    const created = await identity('POST', '/projects', { token: who.admin, body })
    expect([created.status, created.body]).toMatchObject([
      201,
      { project: { name, description: 'Web', enabled: true, domain_id: 'default', is_domain: false } },
    ])
    const id = String(created.at('project', 'id'))
    expect((await identity('GET', `/projects/${id}`, { token: who.admin })).at('project', 'name')).toBe(name)
    const named = await identity('GET', `/projects?name=${name}&domain_id=default`, { token: who.admin })
    expect(named.at('projects')).toMatchObject([{ id }])
    const renamed = { project: { name: `${name}-2`, enabled: false } }
    const patched = await identity('PATCH', `/projects/${id}`, { token: who.admin, body: renamed })
    expect([patched.status, patched.body]).toMatchObject([
      200,
      { project: { name: `${name}-2`, enabled: false, description: 'Web' } },
    ])
    expect((await identity('GET', '/projects?enabled=false', { token: who.admin })).at('projects', 'length')).toBe(1)
    const gone = await identity('DELETE', `/projects/${id}`, { token: who.admin })
    expect([gone.status, gone.text]).toEqual([204, ''])
    for (const method of ['GET', 'DELETE'])
      expect((await identity(method, `/projects/${id}`, { token: who.admin })).status).toBe(404)
  })

  test('of others are unknown to a person, and only administrators change any', async () => {
    const all = await identity('GET', '/projects', { token: who.member })
    expect(all.at('projects')).toMatchObject([{ id: who.project, enabled: true }])
    for (const path of ['/projects?name=others', `/projects?id=${who.otherProject}`])
      expect((await identity('GET', path, { token: who.member })).at('projects')).toEqual([])
    const theirs = await identity('GET', `/projects/${who.otherProject}`, { token: who.member })
    const nobodys = await identity('GET', '/projects/nowhere', { token: who.member })
    expect([theirs.status, nobodys.status]).toEqual([404, 404])
    for (const [method, path] of [
      ['POST', '/projects'],
      ['PATCH', `/projects/${who.project}`],
      ['DELETE', `/projects/${who.project}`],
    ] as const) {
      const body = method === 'DELETE' ? undefined : { project: { name: 'mine' } }
      expect((await identity(method, path, { token: who.member, body })).status).toBe(403)
      expect((await identity(method, path, { body })).status).toBe(401)
    }
  })

  test.each([
    [{}, 400],
    [{ name: '' }, 400],
    [{ name: ' padded ' }, 400],
    [{ name: 'x'.repeat(65) }, 400],
    [{ name: 'line\nbreak' }, 400],
    [{ name: ['list'] }, 400],
    [{ name: 'good', enabled: 'maybe' }, 400],
    [{ name: 'good', description: 'x'.repeat(2_000) }, 400],
    [{ name: 'good', parent_id: 'another' }, 400],
    [{ name: 'good', is_domain: true }, 400],
    [{ name: 'good', tags: ['lost'] }, 400],
    [{ name: 'good', __proto__: null, constructor: 'x' }, 400],
    [{ name: 'good', domain_id: 'elsewhere' }, 404],
    [{ name: 'default' }, 409],
    [{ name: 'DEFAULT' }, 409],
  ])('%j is refused with %d', async (project, status) => {
    const answer = await identity('POST', '/projects', { token: who.admin, body: { project } })
    expect([answer.status, answer.at('error', 'code')]).toEqual([status, status])
    for (const body of [undefined, [], { project: [] }, { user: {} }])
      expect((await identity('POST', '/projects', { token: who.admin, body })).status).toBe(400)
  })

  test('that own something stay, and say what they own', async () => {
    await createTree(who.strangerActor, webTree(who.subnet))
    const answer = await identity('DELETE', `/projects/${who.otherProject}`, { token: who.admin })
    expect([answer.status, answer.at('error', 'message')]).toEqual([
      409,
      'The project others still owns 1 load balancer. Delete them first.',
    ])
    const first = await identity('DELETE', `/projects/${who.project}`, { token: who.admin })
    expect([first.status, first.at('error', 'message')]).toEqual([409, expect.stringContaining('networks')])
  })

  test('that are switched off let nobody in', async () => {
    const [name, user] = [fresh('project'), fresh('user')]
    const project = await made('projects', { name })
    const id = await made('users', { name: user, password })
    await identity('PUT', `/projects/${project}/users/${id}/roles/member`, { token: who.admin })
    const token = await tokenFor(user)
    const body = { project: { enabled: false } }
    expect((await identity('PATCH', `/projects/${project}`, { token: who.admin, body })).status).toBe(200)
    expect((await identity('GET', '/auth/projects', { token })).status).toBe(401)
    expect((await signIn(user, password, { project: { id: project } })).status).toBe(401)
  })
})

describe('people', () => {
  test('are created, listed, shown, changed and deleted by an administrator', async () => {
    const name = fresh('Ada')
    const user = {
      name,
      password,
      email: 'ada@example.com',
      description: 'Counts',
      domain_id: 'default',
      default_project_id: who.project,
      enabled: true,
      options: {},
    }
    const created = await identity('POST', '/users', { token: who.admin, body: { user } })
    const { password: _, ...told } = user
    expect([created.status, created.body]).toMatchObject([201, { user: told }])
    expect(created.text).not.toContain(password)
    const id = String(created.at('user', 'id'))
    const named = await identity('GET', `/users?name=${name.toLowerCase()}`, { token: who.admin })
    expect(named.at('users')).toMatchObject([{ id, name }])
    const body = { user: { name: `${name}-2`, email: null, enabled: false } }
    const patched = await identity('PATCH', `/users/${id}`, { token: who.admin, body })
    expect([patched.status, patched.body]).toMatchObject([200, { user: { name: `${name}-2`, enabled: false } }])
    expect(patched.at('user', 'email')).toBeUndefined()
    expect((await signIn(`${name}-2`, password)).status).toBe(401)
    expect((await identity('DELETE', `/users/${id}`, { token: who.admin })).status).toBe(204)
    for (const method of ['GET', 'DELETE'])
      expect((await identity(method, `/users/${id}`, { token: who.admin })).status).toBe(404)
  })

  test('see themselves and nobody else', async () => {
    const all = await identity('GET', '/users', { token: who.member })
    expect(all.at('users')).toMatchObject([{ name: 'member' }])
    const own = String(all.at('users', 0, 'id'))
    expect((await identity('GET', `/users/${own}`, { token: who.member })).status).toBe(200)
    expect((await identity('GET', `/users/${own}/projects`, { token: who.member })).at('projects')).toMatchObject([
      { id: who.project },
    ])
    for (const path of [`/users/${who.administrator.id}`, '/users/nobody', `/users/${who.administrator.id}/projects`])
      expect((await identity('GET', path, { token: who.member })).status).toBe(404)
    for (const [method, path] of [
      ['POST', '/users'],
      ['PATCH', `/users/${own}`],
      ['DELETE', `/users/${own}`],
    ] as const) {
      const body = method === 'DELETE' ? undefined : { user: { name: 'mine' } }
      expect((await identity(method, path, { token: who.member, body })).status).toBe(403)
      expect((await identity(method, path, { body })).status).toBe(401)
    }
  })

  test.each([
    [{ name: '' }, 400],
    [{ name: 'two words' }, 400],
    [{ name: "x' OR 1=1 --" }, 400],
    [{ name: 'good', password: 'short' }, 400],
    [{ name: 'good', password: 'x'.repeat(200) }, 400],
    [{ name: 'good', email: 'no address' }, 400],
    [{ name: 'good', enabled: 1 }, 400],
    [{ name: 'good', options: { multi_factor_auth_enabled: true } }, 400],
    [{ name: 'good', default_project_id: 'nowhere' }, 404],
    [{ name: 'Member' }, 409],
  ])('%j is refused with %d', async (user, status) => {
    const answer = await identity('POST', '/users', { token: who.admin, body: { user } })
    expect([answer.status, answer.at('error', 'code')]).toEqual([status, status])
  })

  test('change their own password, which ends what was begun with the old one', async () => {
    const name = fresh('user')
    const id = await made('users', { name, password })
    await identity('PUT', `/projects/${who.project}/users/${id}/roles/reader`, { token: who.admin })
    const token = await tokenFor(name)
    const change = (original_password: string, given: string, asker = token) =>
      identity('POST', `/users/${id}/password`, {
        token: asker,
        body: { user: { original_password, password: given } },
      })
    expect((await change('wrong password', 'another password')).status).toBe(401)
    expect((await change(password, 'short')).status).toBe(400)
    expect((await change(password, 'another password', who.admin)).status).toBe(403)
    expect((await change(password, 'another password')).status).toBe(204)
    expect((await identity('GET', '/auth/projects', { token })).status).toBe(401)
    expect((await signIn(name, password)).status).toBe(401)
    const reset = { user: { password } }
    expect((await identity('PATCH', `/users/${id}`, { token: who.admin, body: reset })).status).toBe(200)
    expect((await signIn(name, password)).status).toBe(201)
  })

  test('without a password do not sign in, and without a project act nowhere', async () => {
    const name = fresh('user')
    const id = await made('users', { name })
    expect((await signIn(name, '')).status).toBe(400)
    expect((await signIn(name, password)).status).toBe(401)
    await identity('PATCH', `/users/${id}`, { token: who.admin, body: { user: { password } } })
    const answer = await signIn(name, password)
    expect([answer.status, answer.at('token', 'project')]).toEqual([201, undefined])
  })

  test('begin in their default project', async () => {
    const [name, first, second] = [fresh('user'), fresh('a'), fresh('b')]
    const [one, other] = [await made('projects', { name: first }), await made('projects', { name: second })]
    const id = await made('users', { name, password, default_project_id: other })
    for (const project of [one, other])
      await identity('PUT', `/projects/${project}/users/${id}/roles/member`, { token: who.admin })
    expect((await signIn(name, password)).at('token', 'project', 'name')).toBe(second)
    expect((await signIn(name, password, { project: { name: first, domain: { id: 'default' } } })).status).toBe(201)
  })
})

describe('roles', () => {
  test('are the ones that mean something here', async () => {
    const all = await identity('GET', '/roles', { token: who.reader })
    const names = (all.at('roles') as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual([
      'admin',
      'member',
      'reader',
      'load-balancer_member',
      'load-balancer_observer',
      'load-balancer_global_observer',
      'load-balancer_quota_admin',
      'load-balancer_admin',
    ])
    expect((await identity('GET', '/roles?name=member', { token: who.reader })).at('roles', 'length')).toBe(1)
    expect((await identity('GET', '/roles/member', { token: who.reader })).at('role', 'id')).toBe('member')
    expect((await identity('GET', '/roles/toString', { token: who.reader })).status).toBe(404)
    expect((await identity('POST', '/roles', { token: who.admin, body: {} })).status).toBe(405)
  })

  test('are given and taken by an administrator, and listed with and without names', async () => {
    const [user, project] = [fresh('user'), fresh('project')]
    const user_id = await made('users', { name: user, password })
    const project_id = await made('projects', { name: project })
    const path = `/projects/${project_id}/users/${user_id}/roles`
    for (const role of ['load-balancer_member', 'reader', 'reader'])
      expect((await identity('PUT', `${path}/${role}`, { token: who.admin })).status).toBe(204)
    expect((await identity('HEAD', `${path}/reader`, { token: who.admin })).status).toBe(204)
    expect((await identity('HEAD', `${path}/admin`, { token: who.admin })).status).toBe(404)
    expect((await identity('GET', path, { token: who.admin })).at('roles')).toMatchObject([
      { name: 'load-balancer_member' },
      { name: 'reader' },
    ])
    const query = `/role_assignments?user.id=${user_id}&scope.project.id=${project_id}`
    const bare = await identity('GET', `${query}&role.id=reader`, { token: who.admin })
    expect(bare.at('role_assignments')).toMatchObject([
      { role: { id: 'reader' }, user: { id: user_id }, scope: { project: { id: project_id } } },
    ])
    expect(bare.at('role_assignments', 0, 'user', 'name')).toBeUndefined()
    const named = await identity('GET', `${query}&include_names=True`, { token: who.admin })
    expect(named.at('role_assignments', 1)).toMatchObject({
      role: { name: 'reader' },
      user: { name: user, domain: { id: 'default', name: 'Default' } },
      scope: { project: { name: project, domain: { name: 'Default' } } },
    })
    expect(
      (await identity('GET', '/role_assignments?group.id=x', { token: who.admin })).at('role_assignments'),
    ).toEqual([])
    for (const status of [204, 404])
      expect((await identity('DELETE', `${path}/reader`, { token: who.admin })).status).toBe(status)
  })

  test('of others are hidden, and nobody gives themselves any', async () => {
    const all = await identity('GET', '/role_assignments', { token: who.member })
    expect(all.at('role_assignments')).toMatchObject([{ role: { id: 'member' } }])
    const own = String((await identity('GET', '/users', { token: who.member })).at('users', 0, 'id'))
    const path = `/projects/${who.project}/users/${own}/roles/admin`
    for (const method of ['PUT', 'DELETE']) {
      expect((await identity(method, path, { token: who.member })).status).toBe(403)
      expect((await identity(method, path)).status).toBe(401)
    }
  })

  test.each([
    ['an unknown role', () => `/projects/${who.project}/users/${who.administrator.id}/roles/owner`],
    ['an unknown person', () => `/projects/${who.project}/users/nobody/roles/member`],
    ['an unknown project', () => `/projects/nowhere/users/${who.administrator.id}/roles/member`],
  ])('%s is not found', async (_, path) => {
    expect((await identity('PUT', path(), { token: who.admin })).status).toBe(404)
  })

  test('of the last administrator stay, and so does the last administrator', async () => {
    const { id } = who.administrator
    const answers = [
      await identity('DELETE', `/projects/${who.project}/users/${id}/roles/admin`, { token: who.admin }),
      await identity('DELETE', `/users/${id}`, { token: who.admin }),
      await identity('PATCH', `/users/${id}`, { token: who.admin, body: { user: { enabled: false } } }),
      await identity('PATCH', `/projects/${who.project}`, { token: who.admin, body: { project: { enabled: false } } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409])
    expect((await identity('GET', '/users', { token: who.admin })).status).toBe(200)
  })
})

test('there is one domain', async () => {
  const all = await identity('GET', '/domains?name=Default', { token: who.reader })
  expect(all.at('domains')).toMatchObject([{ id: 'default', name: 'Default', enabled: true }])
  expect((await identity('GET', '/domains/default/', { token: who.reader })).status).toBe(200)
  expect((await identity('GET', '/domains/other', { token: who.reader })).status).toBe(404)
})

describe('who may ask', () => {
  const guarded = operations.filter(({ deed }) => deed !== 'anyone')
  const asked = ({ method, path }: Operation, token?: string) =>
    ask(method, `/identity${path.replaceAll(/\{\w+\}/g, 'unknown')}`, {
      token,
      ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: {} }),
    })

  test.each(guarded)('$method $path: nobody without a token, and not with a bad one', async (operation) => {
    for (const token of [undefined, '', 'bad']) expect((await asked(operation, token)).status).toBe(401)
  })

  test.each(guarded.filter(({ deed }) => deed === 'manage'))(
    '$method $path: administrators alone',
    async (operation) => {
      for (const token of [who.member, who.reader, who.stranger, who.outsider])
        expect((await asked(operation, token)).status).toBe(403)
      expect([400, 404]).toContain((await asked(operation, who.admin)).status)
    },
  )
})
