import type { Role } from 'model/access/roles'
import { beforeAll, describe, expect, test } from 'vitest'
import { history } from '../metrics/history.ts'
import { liveStream } from '../metrics/stream.ts'
import { database } from '../store/client.ts'
import { holdClock } from '../testing/clock.ts'
import { type People, people } from '../testing/people.ts'
import { webTree } from '../testing/trees.ts'
import { actorOf } from './access.ts'
import { createAdministrator, projectCookie, signIn, signOut } from './accounts.ts'
import { listActivity } from './activity.ts'
import type { Actor } from './actor.ts'
import { findToken, revokeToken } from './grants.ts'
import { configurationOf } from './preview.ts'
import type { Naming } from './proofs.ts'
import {
  createChild,
  createTree,
  findGraph,
  findResource,
  listResources,
  removeResource,
  statisticsOf,
  updateResource,
} from './resources.ts'
import { issueToken, type Scope } from './tokens.ts'

let who: People
beforeAll(async () => {
  who = await people()
})

const request = (headers: Record<string, string>) => new Request('http://127.0.0.1:3000/', { headers })
const everything = { filters: {}, sort: [], limit: 1_000, marker: null, reverse: false }

describe('a token', () => {
  test('says who asks, in which project, in which role', async () => {
    expect(await actorOf(request({ 'x-auth-token': who.reader }))).toMatchObject({
      user_name: 'reader',
      project_id: who.project,
      roles: ['reader'],
      via: 'token',
    })
    await expect(actorOf(request({ 'x-auth-token': 'x' }))).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(actorOf(request({}))).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is stored as a hash only', async () => {
    expect(JSON.stringify(await database().token.findMany())).not.toContain(who.member)
  })

  test('ends when it is revoked, and after six hours', async () => {
    const proofs = [{ method: 'password', user: { name: 'Member' }, password: who.memberPerson.password } as const]
    const scope = { project: { name: 'default' } }
    const first = await issueToken(proofs, scope)
    expect(await findToken(first.token)).toMatchObject({
      user: { name: 'member' },
      project: { name: 'default' },
      roles: ['member'],
    })
    await revokeToken(first.token)
    expect(await findToken(first.token)).toBeNull()
    const time = holdClock(Date.now())
    const { token } = await issueToken(proofs, scope)
    time.advance(6 * 3_600_000 - 1)
    expect(await findToken(token)).not.toBeNull()
    time.advance(1)
    expect(await findToken(token)).toBeNull()
  })

  test('needs the right password, a known name and an own project', async () => {
    const { name, password } = who.memberPerson
    const wrong: [Naming, string, Scope?][] = [
      [{ name }, 'wrong'],
      [{ name: 'nobody' }, password],
      [{}, password],
      [{ name }, password, { project: { id: who.otherProject } }],
      [{ name }, password, 'elsewhere'],
    ]
    for (const [user, given, scope] of wrong) {
      const refused = issueToken([{ method: 'password', user, password: given }], scope)
      await expect(refused).rejects.toMatchObject({ code: 'unauthenticated' })
    }
  })
})

describe('a session', () => {
  test('lasts until the sign-out, in the project that its cookie names', async () => {
    const headers = await signIn({ name: 'MEMBER', password: who.memberPerson.password }, request({}))
    const [set = ''] = headers.getSetCookie()
    expect(set).toMatch(/HttpOnly/i)
    expect(set).toMatch(/SameSite=Lax/i)
    const cookie = set.split(';')[0] ?? ''
    expect(await actorOf(request({ cookie }))).toMatchObject({
      user_name: 'member',
      via: 'session',
      project_id: who.project,
    })
    const elsewhere = `${cookie}; ${projectCookie}=${who.otherProject}`
    expect(await actorOf(request({ cookie: elsewhere }))).toMatchObject({ project_id: who.project })
    await signOut(request({ cookie }))
    await expect(actorOf(request({ cookie }))).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('does not begin with a wrong password, and guessing ends after ten', async () => {
    const guess = () => signIn({ name: 'stranger', password: 'wrong password' }, request({}))
    await expect(guess()).rejects.toMatchObject({
      code: 'unauthenticated',
      message: 'The name or the password is wrong.',
    })
    for (let count = 2; count <= 10; count += 1)
      await expect(guess()).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(guess()).rejects.toMatchObject({ message: expect.stringContaining('Too many attempts') })
  }, 60_000)

  test('the administrator is created once', async () => {
    await expect(createAdministrator({ name: 'second', password: 'long enough' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(createAdministrator({ name: '!', password: 'x' })).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ about: 'name' }, { about: 'password' }],
    })
  })
})

describe('another project', () => {
  test('is refused whatever one does, and nothing of it shows', async () => {
    const graph = await createTree(who.memberActor, webTree(who.subnet))
    const { id } = graph.load_balancer
    const pool = graph.pools[0]?.id ?? ''
    const member = { pool_id: pool, address: '127.0.0.1', protocol_port: 1 }
    const { strangerActor: stranger } = who
    const deeds = [
      findResource(stranger, 'load_balancer', id),
      findResource(stranger, 'pool', pool),
      findGraph(stranger, id),
      statisticsOf(stranger, 'load_balancer', id),
      updateResource(stranger, 'load_balancer', id, { name: 'mine' }),
      removeResource(stranger, 'load_balancer', id, { cascade: true }),
      createChild(stranger, 'member', member),
      createChild(stranger, 'listener', { loadbalancer_id: id, protocol: 'TCP', protocol_port: 99 }),
      configurationOf(stranger, id),
      history(stranger, { loadbalancer_id: id, seconds: 60 }),
      liveStream(stranger, { loadbalancer_id: id }, AbortSignal.abort()),
      listResources(stranger, 'listener', { ...everything, filters: { project_id: who.project } }),
      createTree(stranger, { ...webTree(who.subnet), project_id: who.project }),
    ]
    const results = await Promise.allSettled(deeds)
    expect(results.map((one) => one.status === 'rejected' && one.reason.message)).toEqual(
      deeds.map(() => 'Policy does not allow this request to be performed.'),
    )
    expect((await listResources(stranger, 'load_balancer', everything)).rows).toEqual([])
    expect((await listResources(stranger, 'member', { ...everything, parent: { pool_id: pool } })).rows).toEqual([])
    expect(await listActivity(stranger, { limit: 10 })).toEqual([])
  })

  test('a reader reads and changes nothing; an administrator sees all projects', async () => {
    const { rows } = await listResources(who.readerActor, 'load_balancer', everything)
    expect(rows.length).toBe(1)
    const id = rows[0]?.id ?? ''
    await expect(updateResource(who.readerActor, 'load_balancer', id, { name: 'x' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(createTree(who.readerActor, webTree(who.subnet))).rejects.toMatchObject({ code: 'forbidden' })
    const theirs = await createTree(who.strangerActor, webTree(who.subnet))
    const all = await listResources(who.adminActor, 'load_balancer', everything)
    expect(all.rows.map((row) => row.id).sort()).toEqual([id, theirs.load_balancer.id].sort())
    expect((await listResources(who.readerActor, 'load_balancer', everything)).rows.length).toBe(1)
  })
})

describe("Octavia's roles", () => {
  const as = (role: Role, actor: Actor): Actor => ({ ...actor, roles: [role] })
  const names = async (actor: Actor) =>
    (await listResources(actor, 'load_balancer', everything)).rows.map((row) => row.project_id).sort()

  test('a global observer sees all projects and changes nothing', async () => {
    const observer = as('load-balancer_global_observer', who.readerActor)
    expect(await names(observer)).toEqual(await names(who.adminActor))
    const [theirs] = (await listResources(who.strangerActor, 'load_balancer', everything)).rows
    const id = theirs?.id ?? ''
    expect((await findResource(observer, 'load_balancer', id)).id).toBe(id)
    const refusal = { code: 'forbidden' }
    await expect(updateResource(observer, 'load_balancer', id, { name: 'x' })).rejects.toMatchObject(refusal)
    await expect(createTree(observer, webTree(who.subnet))).rejects.toMatchObject(refusal)
  })

  test('an observer and a member are bound to their project', async () => {
    expect(await names(as('load-balancer_observer', who.readerActor))).toEqual([who.project])
    const member = as('load-balancer_member', who.strangerActor)
    expect(await names(member)).toEqual([who.otherProject])
    expect((await createTree(member, webTree(who.subnet))).load_balancer.project_id).toBe(who.otherProject)
  })

  test('an administrator of load balancers changes those of all projects', async () => {
    const administrator = as('load-balancer_admin', who.strangerActor)
    const tree = { ...webTree(who.subnet), project_id: who.project }
    expect((await createTree(administrator, tree)).load_balancer.project_id).toBe(who.project)
    expect((await names(administrator)).length).toBe((await names(who.adminActor)).length)
  })

  test('an administrator of quotas sees no load balancer', async () => {
    await expect(names(as('load-balancer_quota_admin', who.memberActor))).rejects.toMatchObject({ code: 'forbidden' })
  })
})
