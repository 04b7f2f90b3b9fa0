import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/server/store/client.ts'
import { PlayedEngine } from '@/server/testing/engine.ts'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from '../console/index.ts'
import { base as balancers, lb, must } from '../octavia/testing/tree.ts'
import { type Asked, asking, origin } from '../shared/testing/ask.ts'
import { keyManager } from './index.ts'

const askKeys = asking(keyManager)
const askConsole = asking(consoleApi)
const engine = new PlayedEngine()
let who: People
let folder = ''

beforeAll(async () => {
  who = await people()
  folder = mkdtempSync(path.join(tmpdir(), 'key-manager-'))
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
  openssl(...'req -x509 -newkey rsa:2048 -nodes -days 90 -subj /CN=Authority -keyout ca.key -out ca.pem'.split(' '))
  openssl(...'req -newkey rsa:2048 -nodes -subj /CN=shop.test -keyout shop.key -out shop.csr'.split(' '))
  openssl(...'x509 -req -in shop.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 60 -out shop.pem'.split(' '))
  openssl(...'pkcs12 -export -in shop.pem -inkey shop.key -certfile ca.pem -passout pass: -out shop.p12'.split(' '))
  openssl(...'pkcs12 -export -in shop.pem -inkey shop.key -passout pass:secret -out locked.p12'.split(' '))
})
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string) => readFileSync(path.join(folder, name))
const keys = (method: string, at: string, asked: Asked = {}) =>
  askKeys(method, `/key-manager/v1${at}`, { token: who.member, ...asked })

async function store(given: object): Promise<string> {
  return String(must(201, await keys('POST', '/secrets/', { body: given })).at('secret_ref'))
}

/** As `openstack secret store --file` sends it. */
function storeFile(name: string, given: object = {}): Promise<string> {
  const payload = file(name).toString('base64')
  const type = { payload_content_type: 'application/octet-stream', payload_content_encoding: 'base64' }
  return store({
    name,
    secret_type: 'opaque',
    algorithm: 'aes',
    bit_length: 256,
    mode: 'cbc',
    payload,
    ...type,
    ...given,
  })
}

const idOf = (reference: string) => reference.split('/').at(-1) ?? ''
const certificateOf = (reference: string) =>
  askConsole('GET', `/console/certificates/${idOf(reference)}`, { token: who.member })

describe('versions', () => {
  test('are told to everybody', async () => {
    const links = [{ rel: 'self', href: `${origin}/key-manager/v1/` }]
    const all = await askKeys('GET', '/key-manager/')
    expect([all.status, all.at('versions', 'values', 0, 'links')]).toEqual([200, links])
    expect((await askKeys('GET', '/key-manager/v1/')).at('version', 'id')).toBe('v1')
  })
})

describe('a secret', () => {
  test('is stored, shown without its payload, listed by name, and deleted', async () => {
    const reference = await store({
      name: 'words',
      payload: 'of no use',
      payload_content_type: 'text/plain;charset=utf-8',
    })
    expect(reference).toMatch(new RegExp(`^${origin}/key-manager/v1/secrets/[0-9a-f-]{36}$`))
    const shown = must(200, await keys('GET', `/secrets/${idOf(reference)}`))
    expect(shown.body).toMatchObject({
      secret_ref: reference,
      name: 'words',
      status: 'ACTIVE',
      secret_type: 'opaque',
      content_types: { default: 'text/plain' },
    })
    expect(shown.text).not.toContain('of no use')
    const listed = must(200, await keys('GET', '/secrets?limit=10&offset=0&name=words'))
    expect([listed.at('total'), listed.at('secrets', 0, 'secret_ref')]).toEqual([1, reference])
    expect((await certificateOf(reference)).status).toBe(404)
    must(204, await keys('DELETE', `/secrets/${idOf(reference)}`))
    expect((await keys('GET', `/secrets/${idOf(reference)}`)).body).toEqual({
      code: 404,
      title: 'Not Found',
      description: `Secret ${idOf(reference)} could not be found.`,
    })
  })

  test('that is a PKCS #12 file is a certificate, and its private key is told nobody', async () => {
    const reference = await storeFile('shop.p12')
    const certificate = must(200, await certificateOf(reference)).at('certificate')
    expect(certificate).toMatchObject({ name: 'shop.p12', kind: 'CERTIFICATE', server_names: ['shop.test'] })
    const payload = await keys('GET', `/secrets/${idOf(reference)}/payload`, {
      headers: { accept: 'application/octet-stream' },
    })
    expect([payload.status, payload.at('description')]).toEqual([403, expect.stringMatching(/^Only certificates/)])
    const row = await database().secret.findUniqueOrThrow({ where: { id: idOf(reference) } })
    expect(Buffer.from(row.sealed_payload ?? '', 'latin1').includes(file('shop.p12').toString('base64url'))).toBe(false)
    must(204, await keys('DELETE', `/secrets/${idOf(reference)}`))
    expect((await certificateOf(reference)).status).toBe(404)
  })

  test('that an authority is, is one, and its payload is given back as it came', async () => {
    const reference = await storeFile('ca.pem')
    expect(must(200, await certificateOf(reference)).at('certificate', 'kind')).toBe('AUTHORITY')
    const payload = must(200, await keys('GET', `/secrets/${idOf(reference)}/payload`, { headers: { accept: '*/*' } }))
    expect([payload.text, payload.headers.get('content-type')]).toEqual([
      file('ca.pem').toString(),
      'application/octet-stream',
    ])
    must(204, await keys('DELETE', `/secrets/${idOf(reference)}`))
  })

  test('that needs a passphrase, or is a part, is kept as it is', async () => {
    for (const name of ['locked.p12', 'shop.pem', 'shop.key']) {
      const reference = await storeFile(name)
      expect((await certificateOf(reference)).status, name).toBe(404)
      must(204, await keys('DELETE', `/secrets/${idOf(reference)}`))
    }
  })

  test('may get its payload later, once', async () => {
    const reference = await store({ name: 'later' })
    const path = `/secrets/${idOf(reference)}`
    expect(must(200, await keys('GET', path)).at('content_types')).toBe(undefined)
    const raw = { text: file('ca.pem').toString(), headers: { 'content-type': 'text/plain' } }
    must(204, await keys('PUT', path, raw))
    expect(must(200, await certificateOf(reference)).at('certificate', 'name')).toBe('later')
    expect((await keys('PUT', path, raw)).status).toBe(409)
    expect((await keys('PUT', path, { ...raw, headers: { 'content-type': 'image/png' } })).status).toBe(415)
    must(204, await keys('DELETE', path))
  })

  test.each([
    [{ payload: 'x' }, 'payload_content_type'],
    [{ payload: 'x', payload_content_type: 'application/octet-stream' }, 'payload_content_encoding'],
    [{ payload: '!', payload_content_type: 'application/octet-stream', payload_content_encoding: 'base64' }, 'payload'],
    [{ payload: '', payload_content_type: 'text/plain' }, 'payload'],
    [{ secret_type: 'loud' }, 'secret_type'],
    [{ expiration: 'soon' }, 'expiration'],
    [{ colour: 'red' }, ''],
  ])('is refused by name: %j', async (body, about) => {
    const answer = await keys('POST', '/secrets', { body })
    expect([answer.status, answer.at('issues', 0, 'about')]).toEqual([400, about])
  })

  test('of another project is not there', async () => {
    const reference = await storeFile('ca.pem')
    const path = `/secrets/${idOf(reference)}`
    for (const [method, at] of [
      ['GET', path],
      ['GET', `${path}/payload`],
      ['DELETE', path],
    ] as const) {
      expect((await keys(method, at, { token: who.stranger })).status).toBe(404)
    }
    expect(must(200, await keys('GET', '/secrets', { token: who.stranger })).at('total')).toBe(0)
    expect((await keys('DELETE', path, { token: who.reader })).status).toBe(403)
    must(204, await keys('DELETE', path))
  })
})

describe('a container', () => {
  test('of a certificate and its key is a certificate, which a listener names by the address of the container', async () => {
    const [certificate, private_key, intermediates] = await Promise.all(
      ['shop.pem', 'shop.key', 'ca.pem'].map((one) => storeFile(one)),
    )
    const secret_refs = Object.entries({ certificate, private_key, intermediates }).map(([name, secret_ref]) => ({
      name,
      secret_ref,
    }))
    const body = { name: 'shop', type: 'certificate', secret_refs }
    const reference = String(must(201, await keys('POST', '/containers/', { body })).at('container_ref'))
    expect(must(200, await certificateOf(reference)).at('certificate')).toMatchObject({
      name: 'shop',
      server_names: ['shop.test'],
      chain: [{ subject: 'CN=Authority' }],
    })
    const created = must(
      201,
      await lb('POST', `${balancers}/loadbalancers`, {
        token: who.member,
        body: {
          loadbalancer: {
            name: 'secure',
            vip_subnet_id: who.subnet,
            listeners: [{ protocol: 'TERMINATED_HTTPS', protocol_port: 443, default_tls_container_ref: reference }],
          },
        },
      }),
    )
    const path = `/containers/${idOf(reference)}`
    expect(must(200, await keys('GET', path)).body).toMatchObject({
      secret_refs,
      consumers: [
        { name: 'Octavia', URL: `${origin}/load-balancer/v2/lbaas/loadbalancers/${created.at('loadbalancer', 'id')}` },
      ],
    })
    const refused = await keys('DELETE', path)
    expect([refused.status, refused.at('description')]).toEqual([409, expect.stringContaining('of secure')])
    expect((await keys('GET', path)).status).toBe(200)
    await engine.apply()
    must(
      204,
      await lb('DELETE', `${balancers}/loadbalancers/${created.at('loadbalancer', 'id')}?cascade=true`, {
        token: who.member,
      }),
    )
    await engine.apply()
    must(204, await keys('DELETE', path))
    expect((await certificateOf(reference)).status).toBe(404)
    // Its secrets were there before it and are there after it.
    expect(must(200, await keys('GET', '/secrets?limit=0')).at('total')).toBe(3)
    for (const one of [certificate, private_key, intermediates])
      must(204, await keys('DELETE', `/secrets/${idOf(one ?? '')}`))
  })

  test('whose key belongs to another certificate is refused, and nothing is kept', async () => {
    const [certificate, private_key] = await Promise.all(['shop.pem', 'ca.key'].map((one) => storeFile(one)))
    const secret_refs = Object.entries({ certificate, private_key }).map(([name, secret_ref]) => ({ name, secret_ref }))
    const answer = await keys('POST', '/containers', { body: { type: 'certificate', secret_refs } })
    expect([answer.status, answer.at('description')]).toEqual([400, expect.stringMatching(/does not belong/)])
    expect(must(200, await keys('GET', '/containers')).at('total')).toBe(0)
    for (const one of [certificate, private_key]) must(204, await keys('DELETE', `/secrets/${idOf(one ?? '')}`))
  })

  test.each([
    [{ type: 'certificate', secret_refs: [] }, 'secret_refs'],
    [{ type: 'bag' }, 'type'],
    [{ type: 'generic', secret_refs: [{ name: 'a', secret_ref: 'moon' }] }, 'secret_refs/0/secret_ref'],
    [
      { type: 'rsa', secret_refs: [{ name: 'certificate', secret_ref: '0194f0c2-7000-7abc-8def-000000000001' }] },
      'secret_refs/0/name',
    ],
    [
      { type: 'generic', secret_refs: [{ name: 'a', secret_ref: '0194f0c2-7000-7abc-8def-000000000001' }] },
      'secret_refs/a',
    ],
  ])('is refused by name: %j', async (body, about) => {
    const answer = await keys('POST', '/containers', { body })
    expect([answer.status, answer.at('issues', 0, 'about')]).toEqual([400, about])
  })

  test('stands for a certificate that the console has made, and goes with it', async () => {
    const certificate = { name: 'made', self_signed: { server_names: ['made.test'], days: 30 } }
    const made = must(
      201,
      await askConsole('POST', '/console/certificates', { token: who.member, body: { certificate } }),
    )
    const id = String(made.at('certificate', 'id'))
    expect(must(200, await keys('GET', '/containers?name=made')).at('containers', 0)).toMatchObject({
      container_ref: `${origin}/key-manager/v1/containers/${id}`,
      type: 'certificate',
      secret_refs: [],
    })
    must(204, await askConsole('DELETE', `/console/certificates/${id}`, { token: who.member }))
    expect((await keys('GET', `/containers/${id}`)).status).toBe(404)
  })
})

test('lists come in pages', async () => {
  const made = await Promise.all(['a', 'b', 'c'].map((name) => store({ name })))
  const first = must(200, await keys('GET', '/secrets?limit=2'))
  expect([first.at('secrets'), first.at('total'), first.at('previous')]).toEqual([expect.any(Array), 3, undefined])
  const next = String(first.at('next')).replace(`${origin}/key-manager/v1`, '')
  const second = must(200, await keys('GET', next))
  expect([(second.at('secrets') as unknown[]).length, second.at('next')]).toEqual([1, undefined])
  expect((await keys('GET', '/secrets?limit=many')).status).toBe(400)
  for (const one of made) must(204, await keys('DELETE', `/secrets/${idOf(one)}`))
})
