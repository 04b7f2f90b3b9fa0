import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createCertificate, showCertificate } from '@/server/services/certificates.ts'
import { PlayedEngine } from '@/server/testing/engine.ts'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from '../console/index.ts'
import { asking } from '../shared/testing/ask.ts'
import { base, lb, must } from './testing/tree.ts'

const askConsole = asking(consoleApi)
const engine = new PlayedEngine()
let who: People
let loadbalancer: string
const made: string[] = []

/** A certificate of the member's project, or of whoever it is asked for. */
async function certificateOf(actor = who.memberActor, name = 'shop.test') {
  const source = { from: 'self-signed', server_names: [name], days: 60 } as const
  return (await createCertificate(actor, { kind: 'CERTIFICATE', name, description: '', source })).id
}

beforeAll(async () => {
  who = await people()
  const body = { loadbalancer: { name: 'secure', vip_subnet_id: who.subnet } }
  const created = must(201, await lb('POST', `${base}/loadbalancers`, { token: who.member, body }))
  loadbalancer = String(created.at('loadbalancer', 'id'))
  await engine.apply()
})

afterEach(async () => {
  for (const id of made.splice(0)) {
    must(204, await lb('DELETE', `${base}/listeners/${id}`, { token: who.member }))
    await engine.apply()
  }
})

async function create(given: object) {
  const listener = { loadbalancer_id: loadbalancer, protocol: 'TERMINATED_HTTPS', protocol_port: 443, ...given }
  const answer = await lb('POST', `${base}/listeners`, { token: who.member, body: { listener } })
  if (answer.status === 201) made.push(String(answer.at('listener', 'id')))
  return answer
}

describe('a TERMINATED_HTTPS listener', () => {
  test('is created with a certificate of our store, by its id or by the address of a key manager', async () => {
    const id = await certificateOf()
    const reference = `http://127.0.0.1:3000/key-manager/v1/containers/${id}`
    const answer = must(201, await create({ default_tls_container_ref: reference }))
    expect(answer.at('listener')).toMatchObject({
      default_tls_container_ref: reference,
      tls_versions: ['TLSv1.2', 'TLSv1.3'],
      alpn_protocols: ['h2', 'http/1.1', 'http/1.0'],
      tls_ciphers: expect.stringMatching(/^TLS_AES_128_GCM_SHA256:.*DHE-RSA-CHACHA20-POLY1305$/),
    })
    const state = await engine.pull()
    if (state) await engine.report(state)
    const [served] = state?.load_balancers ?? []
    expect(served?.certificates).toEqual([{ id, pem: expect.stringMatching(/BEGIN CERTIFICATE.*BEGIN PRIVATE KEY/s) }])
    const shown = await askConsole('GET', `/console/certificates/${id}`, { token: who.reader })
    expect(shown.at('certificate', 'used_by')).toMatchObject([
      { kind: 'listener', protocol_port: 443, attribute: 'default_tls_container_ref', loadbalancer_name: 'secure' },
    ])
    const refused = await askConsole('DELETE', `/console/certificates/${id}`, { token: who.member })
    expect(refused.status).toBe(409)
    expect(refused.at('error', 'message')).toMatch(/is used by listener .* of secure/)
  })

  test('is refused in words with an authority in place of a certificate', async () => {
    const { pem } = await showCertificate(who.memberActor, await certificateOf())
    const source = { from: 'pem', certificate: pem, private_key: null, passphrase: null } as const
    const wish = { kind: 'AUTHORITY', name: 'root', description: '', source } as const
    const { id } = await createCertificate(who.memberActor, wish)
    const answer = await create({ default_tls_container_ref: id })
    expect(answer.status).toBe(400)
    expect(answer.at('faultstring')).toBe(
      `Could not retrieve certificate: ['${id}']. It is the certificate of an authority; here a certificate with its private key is needed.`,
    )
  })

  test('is refused in words with a certificate that the project does not have', async () => {
    const another = await certificateOf(who.strangerActor)
    for (const reference of [another, '0194f0c2-7000-7abc-8def-000000000001', 'shop']) {
      const answer = await create({ default_tls_container_ref: reference })
      expect(answer.status).toBe(400)
      expect(answer.at('faultstring')).toBe(`Could not retrieve certificate: ['${reference}']`)
    }
    const sni = await create({ default_tls_container_ref: await certificateOf(), sni_container_refs: [another] })
    expect(sni.status).toBe(400)
  })

  test.each([
    [{}, /An SNI or default certificate container reference must be provided/],
    [
      { tls_versions: [] },
      /^Validation failure: Empty TLS version list\. Either specify at least one TLS version or remove/,
    ],
    [{ alpn_protocols: [] }, /^Validation failure: Empty ALPN protocol list\./],
    [{ tls_ciphers: 'a b' }, /Invalid characters in cipher string/],
  ])('is refused with %o', async (given, words) => {
    const answer = await create(given)
    expect(answer.status).toBe(400)
    expect(answer.at('faultstring')).toMatch(words)
  })

  test('is refused with ciphers that nobody knows', async () => {
    const answer = await create({ default_tls_container_ref: await certificateOf(), tls_ciphers: 'ROT13' })
    expect(answer.status).toBe(400)
    expect(answer.at('faultstring')).toMatch(/no cipher in this list that OpenSSL knows/)
  })
})

describe('a certificate in use', () => {
  test('is replaced in place: engines are told, and the activity says so', async () => {
    const id = await certificateOf()
    must(201, await create({ default_tls_container_ref: id }))
    await engine.apply()
    const folder = mkdtempSync(path.join(tmpdir(), 'replaced-'))
    const kind = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '90', '-subj', '/CN=shop.test']
    execFileSync('openssl', ['req', ...kind, '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: folder, stdio: 'pipe' })
    const read = (name: string) => readFileSync(path.join(folder, name), 'utf8')
    const body = { certificate: { certificate: read('cert.pem'), private_key: read('key.pem') } }
    rmSync(folder, { recursive: true })
    const [answer] = await Promise.all([
      askConsole('PUT', `/console/certificates/${id}`, { token: who.member, body }),
      engine.pull().then(async (state) => {
        expect(state?.load_balancers[0]?.certificates?.[0]?.pem).toContain(read0(body))
        if (state) await engine.report(state)
      }),
    ])
    expect(answer.status).toBe(200)
    expect(answer.at('certificate')).toMatchObject({ id, days_left: 89, subject: 'CN=shop.test' })
    const shown = await lb('GET', `${base}/loadbalancers/${loadbalancer}`, { token: who.member })
    expect(shown.at('loadbalancer', 'provisioning_status')).toBe('ACTIVE')
    const activity = await askConsole('GET', `/console/activity?loadbalancer_id=${loadbalancer}`, { token: who.member })
    expect(activity.text).toContain('certificates/shop.test')
    expect(activity.text).not.toContain('PRIVATE')
  })
})

function read0({ certificate }: { readonly certificate: { readonly certificate: string } }): string {
  return certificate.certificate.split('\n')[1] ?? ''
}
