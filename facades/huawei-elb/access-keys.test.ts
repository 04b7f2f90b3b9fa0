import { beforeAll, describe, expect, test } from 'vitest'
import { clock } from '@/server/clock.ts'
import { database } from '@/server/store/client.ts'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from '../console/index.ts'
import { type Asked, asking } from '../shared/testing/ask.ts'
import { huaweiElb } from './index.ts'
import { type Client, elbClient, type Key, signedClient, signedHeaders } from './testing/elb.ts'

const console = asking(consoleApi)
const ask = asking(huaweiElb)
let who: People
let key: Key
let mine: Client

async function make(token: string, access_key: object = {}) {
  return console('POST', '/console/access-keys', { token, body: { access_key } })
}

beforeAll(async () => {
  who = await people()
  key = (await make(who.member, { description: 'for Terraform' })).at('access_key') as Key
  mine = signedClient(who.project, key)
})

describe('an access key', () => {
  test('has a secret that is told once, and is sealed where it is kept', async () => {
    const made = await make(who.member, { description: 'once' })
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store'])
    const { id, secret } = made.at('access_key') as Key
    expect([id, secret]).toEqual([expect.stringMatching(/^[A-Z2-7]{20}$/), expect.stringMatching(/^[\w-]{40}$/)])
    const listed = await console('GET', '/console/access-keys', { token: who.member })
    expect(listed.at('access_keys')).toMatchObject([{ id: key.id }, { id, description: 'once', last_used_at: null }])
    const rows = JSON.stringify(await database().accessKey.findMany())
    for (const text of [listed.text, rows]) expect(text).not.toContain(secret)
    expect((await console('DELETE', `/console/access-keys/${id}`, { token: who.member })).status).toBe(204)
    const gone = await signedClient(who.project, { id, secret })('GET', '/pools')
    expect([gone.status, gone.at('error_code')]).toEqual([401, 'ELB.1103'])
  })

  test("is nobody else's to see or to revoke", async () => {
    for (const token of [who.admin, who.stranger]) {
      const listed = await console('GET', '/console/access-keys', { token })
      expect([listed.status, listed.at('access_keys')]).toEqual([200, []])
      expect((await console('DELETE', `/console/access-keys/${key.id}`, { token })).status).toBe(404)
    }
    expect((await console('GET', '/console/access-keys')).status).toBe(401)
  })

  test('is refused with what it has too much of', async () => {
    for (const given of [{ description: 'x'.repeat(1_025) }, { description: 'a\nb' }, { secret: 'mine' }, null]) {
      const answer = await console('POST', '/console/access-keys', { token: who.member, body: { access_key: given } })
      expect([given, answer.status]).toEqual([given, 400])
    }
    for (let count = 0; count < 20; count += 1) expect((await make(who.reader)).status).toBe(201)
    expect((await make(who.reader)).status).toBe(403)
  })

  test('signs for the rights that its owner has in the project of the path', async () => {
    const made = await mine('POST', '/loadbalancers', {
      loadbalancer: { vip_subnet_cidr_id: who.subnet, name: 'a&b ü' },
    })
    expect([made.status, made.headers.get('x-request-id')]).toEqual([201, made.at('request_id')])
    expect(
      (await mine('GET', '/loadbalancers?name=a%26b%20%C3%BC&name=b&limit=5')).at('page_info', 'current_count'),
    ).toBe(1)
    const used = (await console('GET', '/console/access-keys', { token: who.member })).at(
      'access_keys',
      0,
      'last_used_at',
    )
    expect(used).not.toBeNull()

    const readers = (await console('GET', '/console/access-keys', { token: who.reader })).at('access_keys', 0, 'id')
    expect(typeof readers).toBe('string')
    const elsewhere = await signedClient(who.otherProject, key)('GET', '/loadbalancers')
    expect([elsewhere.status, elsewhere.at('error_code')]).toEqual([403, 'ELB.9802'])
    expect((await signedClient('nowhere', key)('GET', '/loadbalancers')).status).toBe(403)
  })

  test('of somebody who may only read only reads', async () => {
    const person = await database().user.findFirstOrThrow({ where: { username: 'reader' } })
    await database().accessKey.deleteMany({ where: { user_id: person.id } })
    const reader = signedClient(who.project, (await make(who.reader)).at('access_key') as Key)
    expect((await reader('GET', '/loadbalancers')).status).toBe(200)
    const refused = await reader('POST', '/loadbalancers', { loadbalancer: { vip_subnet_cidr_id: who.subnet } })
    expect([refused.status, refused.at('error_code')]).toEqual([403, 'ELB.9802'])
    await database().user.update({ where: { id: person.id }, data: { enabled: false } })
    expect((await reader('GET', '/loadbalancers')).status).toBe(401)
    await database().user.update({ where: { id: person.id }, data: { enabled: true } })
  })
})

describe('a signature', () => {
  const path = () => `/v3/${who.project}/elb/listeners?limit=1`
  const quarter = 15 * 60_000
  const withHeaders = (headers: Asked['headers']) => ask('GET', path(), headers ? { headers } : {})

  test('is good for a quarter of an hour to either side', async () => {
    for (const [off, status] of [
      [-quarter - 2_000, 401],
      [-quarter + 2_000, 200],
      [quarter - 2_000, 200],
      [quarter + 2_000, 401],
    ] as const) {
      const headers = signedHeaders(key, { method: 'GET', path: path(), at: clock().now() + off })
      expect([off, (await withHeaders(headers)).status]).toEqual([off, status])
    }
  })

  test('that is wrong in any way is answered as one that is missing', async () => {
    const good = signedHeaders(key, { method: 'GET', path: path() })
    const wrong: readonly Record<string, string>[] = [
      {},
      { ...good, authorization: good['authorization']?.replace(/.$/, (one) => (one === '0' ? '1' : '0')) ?? '' },
      { ...good, authorization: good['authorization']?.replace(key.id, 'A'.repeat(20)) ?? '' },
      { ...good, authorization: 'SDK-HMAC-SHA256 nonsense' },
      { ...good, 'x-sdk-date': 'now' },
      { ...good, 'x-sdk-content-sha256': 'UNSIGNED' },
      { ...good, host: 'elsewhere.example' },
      signedHeaders({ ...key, secret: 'another' }, { method: 'GET', path: path() }),
      signedHeaders(key, { method: 'PUT', path: path() }),
    ]
    const answers = await Promise.all(wrong.map((headers) => withHeaders(headers)))
    for (const answer of answers) {
      const { request_id: _, ...told } = answer.body as { request_id: string }
      expect([answer.status, told]).toEqual([
        401,
        { error_code: 'ELB.1103', error_msg: 'The request you have made requires authentication.' },
      ])
    }
    expect((await withHeaders(good)).status).toBe(200)
  })

  test('is made for its body', async () => {
    const whole = `/v3/${who.project}/elb/loadbalancers`
    const [signed, other] = [{ loadbalancer: { name: 'signed' } }, { loadbalancer: { name: 'other' } }].map((one) =>
      JSON.stringify(one),
    )
    const headers = signedHeaders(key, { method: 'POST', path: whole, body: signed ?? '' })
    expect((await ask('POST', whole, { headers, text: other ?? '' })).status).toBe(401)
  })
})

test('a token is for its own project, and nobody needs one for the versions', async () => {
  const tokens = [
    [who.member, who.project, 200],
    [who.member, who.otherProject, 403],
    [who.admin, who.otherProject, 403],
    [who.stranger, who.project, 403],
    [who.outsider, who.project, 403],
    ['nonsense', who.project, 401],
  ] as const
  for (const [token, project, status] of tokens)
    expect((await elbClient(project, { token })('GET', '/listeners')).status).toBe(status)
  const versions = await elbClient('any', {})('GET', '/versions')
  expect([versions.status, versions.body]).toEqual([200, { versions: [{ id: 'v3', status: 'CURRENT' }] }])
})
