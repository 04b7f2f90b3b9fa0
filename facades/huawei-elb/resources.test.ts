import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { type Client, elbClient, must } from './testing/elb.ts'

let who: People
let elb: Client
let theirs: Client
let lb = ''
let listener = ''
let pool = ''

beforeAll(async () => {
  who = await people()
  elb = elbClient(who.project, { token: who.member })
  theirs = elbClient(who.otherProject, { token: who.stranger })
  const stop = playEngine()
  lb = must(
    201,
    await elb('POST', '/loadbalancers', { loadbalancer: { name: 'shop', vip_subnet_cidr_id: who.subnet } }),
  ).id
  const http = { loadbalancer_id: lb, protocol: 'HTTP', protocol_port: 80, name: 'web' }
  listener = must(201, await elb('POST', '/listeners', { listener: http })).id
  const wish = { listener_id: listener, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', name: 'default' }
  pool = must(201, await elb('POST', '/pools', { pool: wish })).id
  return stop
})

/** A certificate with its key, as a tool makes them. */
function pair(): { certificate: string; private_key: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'elb-certificate-'))
  const [key, certificate] = ['key.pem', 'certificate.pem'].map((name) => path.join(folder, name)) as [string, string]
  const subject = ['-subj', '/CN=shop.example', '-addext', 'subjectAltName=DNS:shop.example']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '90']
  execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', certificate, ...subject], {
    stdio: 'ignore',
  })
  const read = { certificate: readFileSync(certificate, 'utf8'), private_key: readFileSync(key, 'utf8') }
  rmSync(folder, { recursive: true })
  return read
}

describe('a load balancer', () => {
  test('is told in the words of the dialect', async () => {
    const shown = must(200, await elb('GET', `/loadbalancers/${lb}`))
    expect(shown).toMatchObject({
      ...{ id: lb, name: 'shop', description: '', project_id: who.project, provider: 'vlb', guaranteed: true },
      ...{ vip_subnet_cidr_id: who.subnet, vip_address: expect.stringMatching(/^127\.10\./), ip_target_enable: true },
      ...{ listeners: [{ id: listener }], pools: [{ id: pool }], eips: [], admin_state_up: true },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      updated_at: expect.stringMatching(/Z$/),
    })
    await expect
      .poll(async () => must(200, await elb('GET', `/loadbalancers/${lb}`))['provisioning_status'])
      .toBe('ACTIVE')
  })

  test('is renamed, and keeps what is not said', async () => {
    const wish = {
      loadbalancer: { description: 'for customers', availability_zone_list: ['eu-1'], charge_mode: 'lcu' },
    }
    expect(must(200, await elb('PUT', `/loadbalancers/${lb}`, wish))).toMatchObject({
      name: 'shop',
      description: 'for customers',
    })
  })

  test('goes when nothing is under it, or by force, and is not there any more', async () => {
    const refused = await elb('DELETE', `/loadbalancers/${lb}`)
    expect([refused.status, refused.at('error_code')]).toEqual([409, 'ELB.8907'])
    const wish = { loadbalancer: { vip_subnet_cidr_id: who.subnet } }
    const empty = must(201, await elb('POST', '/loadbalancers', wish)).id
    expect((await elb('DELETE', `/loadbalancers/${empty}`)).status).toBe(204)
    const full = must(201, await elb('POST', '/loadbalancers', wish)).id
    await elb('POST', '/listeners', { listener: { loadbalancer_id: full, protocol: 'TCP', protocol_port: 25 } })
    expect((await elb('DELETE', `/loadbalancers/${full}/force-elb`)).status).toBe(204)
    for (const id of [empty, full]) expect((await elb('GET', `/loadbalancers/${id}`)).status).toBe(404)
  })

  test('needs a subnet that is there', async () => {
    for (const vip_subnet_cidr_id of [undefined, '00000000-0000-4000-8000-000000000000', 'x', 5]) {
      const answer = await elb('POST', '/loadbalancers', { loadbalancer: { vip_subnet_cidr_id } })
      expect([vip_subnet_cidr_id, answer.status, answer.at('error_code')]).toEqual([
        vip_subnet_cidr_id,
        400,
        'ELB.8902',
      ])
    }
  })
})

describe('a listener', () => {
  test('has its default pool, headers and times', async () => {
    const wish = {
      insert_headers: { 'X-Forwarded-Port': true, 'X-Real-IP': false },
      client_timeout: 30,
      http2_enable: true,
    }
    expect(must(200, await elb('PUT', `/listeners/${listener}`, { listener: wish }))).toMatchObject({
      ...{ protocol: 'HTTP', protocol_port: 80, default_pool_id: pool, loadbalancers: [{ id: lb }] },
      ...{ insert_headers: { 'X-Forwarded-Port': true }, client_timeout: 30, http2_enable: true, connection_limit: -1 },
    })
    expect((await elb('PUT', `/listeners/${listener}`, { listener: { client_timeout: 301 } })).status).toBe(400)
  })

  test('of HTTPS ends TLS with a certificate of the project', async () => {
    const { id, ...certificate } = must(
      201,
      await elb('POST', '/certificates', { certificate: { ...pair(), name: 'shop', type: 'server' } }),
    )
    expect(certificate).toMatchObject({ type: 'server', common_name: 'shop.example', domain: 'shop.example' })
    expect(JSON.stringify(certificate)).not.toContain('PRIVATE KEY')
    const wish = { loadbalancer_id: lb, protocol_port: 443, default_tls_container_ref: id }
    for (const protocol of ['HTTPS', 'TERMINATED_HTTPS']) {
      const made = must(201, await elb('POST', '/listeners', { listener: { ...wish, protocol } }))
      expect(made).toMatchObject({ protocol: 'HTTPS', default_tls_container_ref: id })
      const used = await elb('DELETE', `/certificates/${id}`)
      expect([used.status, used.at('error_code')]).toEqual([409, 'ELB.8907'])
      expect((await elb('DELETE', `/listeners/${made.id}`)).status).toBe(204)
    }
    const without = await elb('POST', '/listeners', {
      listener: { loadbalancer_id: lb, protocol: 'HTTPS', protocol_port: 443 },
    })
    expect(without.status).toBe(400)
    const renewed = must(200, await elb('PUT', `/certificates/${id}`, { certificate: { ...pair(), name: 'new' } }))
    expect([renewed['name'], renewed['fingerprint'] === certificate['fingerprint']]).toEqual(['new', false])
    expect(must(200, await elb('GET', `/certificates/${id}`))['certificate']).toMatch(/^-----BEGIN CERTIFICATE/)
    expect((await theirs('GET', `/certificates/${id}`)).status).toBe(404)
    expect((await elb('DELETE', `/certificates/${id}`)).status).toBe(204)
  })

  test('takes a port that is free, of a load balancer and with a pool that are there', async () => {
    const create = (wish: object) =>
      elb('POST', '/listeners', { listener: { loadbalancer_id: lb, protocol: 'HTTP', protocol_port: 81, ...wish } })
    const taken = await create({ protocol_port: 80 })
    expect([taken.status, taken.at('error_code')]).toEqual([409, 'ELB.8907'])
    for (const wish of [{ loadbalancer_id: 'x' }, { loadbalancer_id: 'a\u0000b' }, { default_pool_id: listener }]) {
      const answer = await create(wish)
      expect([answer.status, answer.at('error_code')]).toEqual([404, 'ELB.8904'])
    }
    for (const wish of [
      { protocol_port: 0 },
      { protocol_port: '81' },
      { protocol: 'QUIC' },
      { protocol: 'toString' },
    ]) {
      const answer = await create(wish)
      expect([answer.status, answer.at('error_code')]).toEqual([400, 'ELB.8902'])
      expect(answer.at('error_msg')).toContain(Object.keys(wish)[0])
    }
  })
})

describe('a pool', () => {
  test('speaks HTTP, or HTTP over TLS, and keeps clients', async () => {
    const wish = { loadbalancer_id: lb, protocol: 'HTTPS', lb_algorithm: 'LEAST_CONNECTIONS' }
    const session_persistence = { type: 'APP_COOKIE', cookie_name: 'id', persistence_timeout: 60 }
    const made = must(201, await elb('POST', '/pools', { pool: { ...wish, session_persistence } }))
    expect(made).toMatchObject({ protocol: 'HTTPS', session_persistence: { type: 'APP_COOKIE', cookie_name: 'id' } })
    expect(must(200, await elb('PUT', `/pools/${made.id}`, { pool: { session_persistence: null } }))).toMatchObject({
      lb_algorithm: 'LEAST_CONNECTIONS',
      session_persistence: null,
    })
    const slow = await elb('PUT', `/pools/${made.id}`, { pool: { slow_start: { enable: true, duration: 30 } } })
    expect([slow.status, slow.at('error_code')]).toEqual([403, 'ELB.8962'])
    expect((await elb('DELETE', `/pools/${made.id}`)).status).toBe(204)
  })

  test('stays as long as a listener uses it, and needs a place', async () => {
    const used = await elb('DELETE', `/pools/${pool}`)
    expect([used.status, used.at('error_code')]).toEqual([409, 'ELB.8907'])
    const homeless = await elb('POST', '/pools', { pool: { protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } })
    expect(homeless.status).toBe(400)
  })

  test('has members and a monitor', async () => {
    const wish = { address: '127.0.0.9', protocol_port: 8_080 }
    const made = must(201, await elb('POST', `/pools/${pool}/members`, { member: wish }))
    expect(made).toMatchObject({ ...wish, weight: 1, ip_version: 'v4', operating_status: expect.any(String) })
    const member = `/pools/${pool}/members/${made.id}`
    expect(must(200, await elb('PUT', member, { member: { weight: 100, name: 'a' } }))).toMatchObject({ weight: 100 })
    for (const weight of [-1, 101]) expect((await elb('PUT', member, { member: { weight } })).status).toBe(400)
    expect((await elb('GET', '/members')).at('page_info', 'current_count')).toBe(1)
    expect((await elb('GET', `/pools/${pool}/members?address=127.0.0.9`)).at('members', 0, 'id')).toBe(made.id)

    const times = { delay: 5, timeout: 3, max_retries: 3 }
    const monitor = must(
      201,
      await elb('POST', '/healthmonitors', { healthmonitor: { pool_id: pool, type: 'HTTP', ...times } }),
    )
    expect(monitor).toMatchObject({
      ...times,
      expected_codes: '200',
      url_path: '/',
      max_retries_down: 3,
      pools: [{ id: pool }],
    })
    const change = (wish: object) => elb('PUT', `/healthmonitors/${monitor.id}`, { healthmonitor: wish })
    expect(must(200, await change({ domain_name: 'shop.example', delay: 50 }))).toMatchObject({
      domain_name: 'shop.example',
    })
    for (const wrong of [{ delay: 51 }, { timeout: 0 }, { max_retries: 11 }, { url_path: `/${'x'.repeat(80)}` }])
      expect((await change(wrong)).status).toBe(400)
    expect(must(200, await elb('GET', `/pools/${pool}`))).toMatchObject({
      healthmonitor_id: monitor.id,
      members: [{ id: made.id }],
      listeners: [{ id: listener }],
    })
    expect((await elb('DELETE', `/healthmonitors/${monitor.id}`)).status).toBe(204)
    expect((await elb('DELETE', member)).status).toBe(204)
    expect((await elb('GET', member)).status).toBe(404)
  })
})

describe('a list', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  let ids: string[] = []
  beforeAll(async () => {
    for (const name of names) {
      const wish = { loadbalancer_id: lb, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', name }
      ids = [...ids, must(201, await elb('POST', '/pools', { pool: wish })).id]
    }
  })
  const list = async (query: string) => {
    const answer = await elb('GET', `/pools?${query}`)
    const rows = answer.at('pools') as { id: string; name: string }[] | undefined
    return { status: answer.status, names: rows?.map(({ name }) => name).join(''), info: answer.at('page_info') }
  }

  test('is walked by markers, forwards and back', async () => {
    const filter = names.map((name) => `name=${name}`).join('&')
    const first = await list(`${filter}&limit=2`)
    expect(first).toEqual({
      status: 200,
      names: 'ab',
      info: { previous_marker: ids[0], next_marker: ids[1], current_count: 2 },
    })
    expect((await list(`${filter}&limit=2&marker=${ids[1]}`)).names).toBe('cd')
    const last = await list(`${filter}&limit=2&marker=${ids[3]}`)
    expect([last.names, last.info]).toEqual(['e', { previous_marker: ids[4], current_count: 1 }])
    expect((await list(`${filter}&limit=2&marker=${ids[4]}`)).info).toEqual({ current_count: 0 })
    expect((await list(`${filter}&limit=2&marker=${ids[4]}&page_reverse=true`)).names).toBe('cd')
    // A pager that names no limit goes on until a page is empty.
    expect((await list(`${filter}&marker=${ids[2]}`)).names).toBe('de')
  })

  test('has what all filters let pass, each by any of its values', async () => {
    expect((await list('name=a&name=c&name=nobody')).names).toBe('ac')
    expect((await list('name=a&name=c&lb_algorithm=SOURCE_IP')).names).toBe('')
    expect((await list(`name=a&loadbalancer_id=${lb}&admin_state_up=True`)).names).toBe('a')
    expect((await list(`listener_id=${listener}`)).names).toBe('default')
  })

  test.each(['limit=2001', 'limit=-1', 'limit=x', 'marker=nobody', 'page_reverse=maybe'])(
    'with %s is refused',
    async (query) => {
      expect((await list(query)).status).toBe(400)
    },
  )

  test.each(['limit=2000', 'limit=0', 'limit=', 'unknown=1'])('with %s is answered', async (query) => {
    expect((await list(query)).status).toBe(200)
  })
})

test('quotas are told', async () => {
  expect(must(200, await elb('GET', '/quotas'))).toMatchObject({ project_id: who.project, listener: -1 })
  const details = await elb('GET', '/quotas/details')
  expect(details.at('quotas')).toContainEqual({ quota_key: 'loadbalancer', quota_limit: -1, used: 1, unit: 'count' })
})

test('what belongs to another project is not there, on every path and in every body', async () => {
  const member = must(
    201,
    await elb('POST', `/pools/${pool}/members`, { member: { address: '127.0.0.7', protocol_port: 1 } }),
  )
  const monitor = { pool_id: pool, type: 'TCP', delay: 5, timeout: 3, max_retries: 3 }
  const rows = {
    loadbalancers: lb,
    listeners: listener,
    pools: pool,
    [`pools/${pool}/members`]: member.id,
    healthmonitors: must(201, await elb('POST', '/healthmonitors', { healthmonitor: monitor })).id,
  }
  const admin = elbClient(who.otherProject, { token: who.admin })
  expect((await admin('GET', '/loadbalancers')).status).toBe(403)
  for (const [collection, id] of Object.entries(rows)) {
    const name = collection.split('/').at(-1)?.slice(0, -1) ?? ''
    for (const [method, body] of [['GET'], ['PUT', { [name]: { name: 'theirs' } }], ['DELETE']] as const) {
      const answer = await theirs(method, `/${collection}/${id}`, body)
      expect([method, collection, answer.status, answer.at('error_code')]).toEqual([
        method,
        collection,
        404,
        'ELB.8904',
      ])
    }
    if (!collection.includes('/')) expect((await theirs('GET', `/${collection}`)).at(collection)).toEqual([])
  }
  const bodies: readonly (readonly [string, object])[] = [
    ['/listeners', { listener: { loadbalancer_id: lb, protocol: 'HTTP', protocol_port: 99 } }],
    ['/pools', { pool: { loadbalancer_id: lb, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } }],
    ['/pools', { pool: { listener_id: listener, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } }],
    [`/pools/${pool}/members`, { member: { address: '127.0.0.8', protocol_port: 1 } }],
    ['/healthmonitors', { healthmonitor: monitor }],
  ]
  for (const [where, body] of bodies) expect((await theirs('POST', where, body)).status).toBe(404)
})

test('a body that is none is refused, with the code that says so', async () => {
  const post = (content: unknown) => elb('POST', '/pools', content)
  const empty = await post(undefined)
  expect([empty.status, empty.at('error_code')]).toEqual([400, 'ELB.0002'])
  for (const content of [{}, [], 'pool', 7, { pool: null }, { pool: [] }, { l7policy: {} }]) {
    const answer = await post(content)
    expect([content, answer.status, answer.at('error_code')]).toEqual([content, 400, 'ELB.8902'])
    expect(answer.headers.get('x-request-id')).toBe(answer.at('request_id'))
  }
  expect((await elb('PATCH', '/pools')).status).toBe(405)
  expect((await elb('GET', '/nonsense')).status).toBe(404)
})
