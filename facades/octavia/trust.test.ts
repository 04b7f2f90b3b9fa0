import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CertificateKind } from 'model/certificate/kinds'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { House } from '@/proxy-engine/test/harness/house.ts'
import { createCertificate } from '@/server/services/certificates.ts'
import { PlayedEngine } from '@/server/testing/engine.ts'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from '../console/index.ts'
import { asking } from '../shared/testing/ask.ts'
import { base, lb, must } from './testing/tree.ts'

const askConsole = asking(consoleApi)
const engine = new PlayedEngine()
const folder = mkdtempSync(path.join(tmpdir(), 'trust-'))
afterAll(() => rmSync(folder, { recursive: true }))
const house = new House(folder, 'ours')

let who: People
let loadbalancer: string
let server: string
let authority: string
let lists: string
let port = 8_000

async function stored(kind: CertificateKind, certificate: string, private_key: string | null = null) {
  const source = { from: 'pem', certificate, private_key, passphrase: null } as const
  return (await createCertificate(who.memberActor, { kind, name: kind, description: '', source })).id
}

beforeAll(async () => {
  who = await people()
  const body = { loadbalancer: { name: 'secure', vip_subnet_id: who.subnet } }
  const created = must(201, await lb('POST', `${base}/loadbalancers`, { token: who.member, body }))
  loadbalancer = String(created.at('loadbalancer', 'id'))
  await engine.apply()
  const { certificate, key } = house.issue({ subject: '/CN=shop.test', names: ['shop.test'] })
  server = await stored('CERTIFICATE', readFileSync(certificate, 'utf8'), readFileSync(key, 'utf8'))
  authority = await stored('AUTHORITY', house.authorities)
  lists = await stored('REVOCATION_LIST', house.lists())
})

async function listen(given: object) {
  port += 1
  const own = { loadbalancer_id: loadbalancer, protocol: 'TERMINATED_HTTPS', protocol_port: port }
  const listener = { ...own, default_tls_container_ref: server, ...given }
  return lb('POST', `${base}/listeners`, { token: who.member, body: { listener } })
}

const replace = (id: string, certificate: string) =>
  askConsole('PUT', `/console/certificates/${id}`, { token: who.member, body: { certificate: { certificate } } })

describe('a pool that speaks TLS to its members', () => {
  const made: string[] = []
  afterEach(async () => {
    for (const id of made.splice(0)) {
      must(204, await lb('DELETE', `${base}/pools/${id}`, { token: who.member }))
      await engine.apply()
    }
  })

  async function pool(given: object) {
    const own = { loadbalancer_id: loadbalancer, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', ...given }
    const answer = await lb('POST', `${base}/pools`, { token: who.member, body: { pool: own } })
    if (answer.status === 201) made.push(String(answer.at('pool', 'id')))
    return answer
  }
  const references = () => ({ tls_container_ref: server, ca_tls_container_ref: authority, crl_container_ref: lists })

  test('names who vouches for them, and engines are told', async () => {
    const answer = must(201, await pool({ name: 'web', tls_enabled: true, ...references() }))
    expect(answer.at('pool')).toMatchObject({
      tls_enabled: true,
      ...references(),
      tls_versions: ['TLSv1.2', 'TLSv1.3'],
      alpn_protocols: ['h2', 'http/1.1', 'http/1.0'],
    })
    const state = await engine.pull()
    if (state) await engine.report(state)
    const sent = state?.load_balancers[0]?.certificates ?? []
    expect(sent.map(({ id }) => id).toSorted()).toEqual([server, authority, lists].toSorted())
    const shown = await askConsole('GET', `/console/certificates/${authority}`, { token: who.reader })
    expect(shown.at('certificate', 'used_by')).toMatchObject([
      { kind: 'pool', name: 'web', protocol_port: null, attribute: 'ca_tls_container_ref' },
    ])
    const kept = await askConsole('DELETE', `/console/certificates/${server}`, { token: who.member })
    expect(kept.at('error', 'message')).toMatch(/is used by pool web of secure/)
  })

  test('is refused with what can not be', async () => {
    const secured = { tls_enabled: true }
    const refusals: [object, number, RegExp][] = [
      [{ ...secured, ca_tls_container_ref: server }, 400, /here the certificate of an authority is needed/],
      [{ ...secured, tls_container_ref: authority }, 400, /here a certificate with its private key is needed/],
      [{ ...secured, crl_container_ref: lists }, 400, /CA certificate reference is required/],
      [{ ...secured, tls_ciphers: 'ROT13' }, 400, /no cipher in this list/],
      [{ ...secured, tls_versions: ['TLSv1', 'TLSv1.3'] }, 501, /TLSv1.1 is left out/],
      [{ ...secured, protocol: 'HTTPS' }, 501, /can not be encrypted again/],
    ]
    for (const [given, code, words] of refusals) {
      const answer = await pool(given)
      expect(answer.status).toBe(code)
      expect(answer.at('faultstring')).toMatch(words)
    }
  })

  test('is looked at when TLS is switched on', async () => {
    const id = must(201, await pool({ ca_tls_container_ref: server })).at('pool', 'id')
    await engine.apply()
    const body = { pool: { tls_enabled: true } }
    const answer = await lb('PUT', `${base}/pools/${id}`, { token: who.member, body })
    expect(answer.status).toBe(400)
    expect(answer.at('faultstring')).toMatch(/here the certificate of an authority is needed/)
  })
})

describe('a listener that asks clients for certificates', () => {
  const asked = () => ({ client_authentication: 'MANDATORY', client_ca_tls_container_ref: authority })

  test('names who vouches for them, and engines are told', async () => {
    const answer = must(201, await listen({ ...asked(), client_crl_container_ref: lists }))
    expect(answer.at('listener')).toMatchObject({
      client_authentication: 'MANDATORY',
      client_ca_tls_container_ref: authority,
      client_crl_container_ref: lists,
    })
    const state = await engine.pull()
    if (state) await engine.report(state)
    const sent = state?.load_balancers[0]?.certificates ?? []
    expect(sent.map(({ id }) => id).toSorted()).toEqual([server, authority, lists].toSorted())
    expect(sent.find(({ id }) => id === authority)?.pem).toBe(house.authorities)
    const shown = await askConsole('GET', `/console/certificates/${lists}`, { token: who.reader })
    expect(shown.at('certificate', 'used_by')).toMatchObject([
      { kind: 'listener', attribute: 'client_crl_container_ref' },
    ])
    const kept = await askConsole('DELETE', `/console/certificates/${authority}`, { token: who.member })
    expect(kept.status).toBe(409)
  })

  test.each([
    [
      'a certificate as authority',
      () => ({ client_ca_tls_container_ref: server }),
      /here the certificate of an authority is needed/,
    ],
    ['an authority as list', () => ({ client_crl_container_ref: authority }), /here a revocation list is needed/],
    ['no authority', () => ({ client_ca_tls_container_ref: null }), /requires a client CA container reference/],
  ])('is refused with %s', async (_, given, words) => {
    const answer = await listen({ ...asked(), ...given() })
    expect(answer.status).toBe(400)
    expect(answer.at('faultstring')).toMatch(words)
  })

  test('is refused when an authority has no list, for then nobody would get in', async () => {
    const half = await stored('REVOCATION_LIST', house.lists(['middle']))
    const others = await stored('REVOCATION_LIST', new House(folder, 'others').lists())
    for (const [list, missing] of [
      [half, 'CN=ours'],
      [others, 'CN=ours, CN=ours middle'],
    ]) {
      const answer = await listen({ ...asked(), client_crl_container_ref: list })
      expect(answer.status).toBe(400)
      expect(answer.at('faultstring')).toContain(`there is none of ${missing}.`)
    }
    // Of the same name, and signed with another key.
    const namesake = await stored('REVOCATION_LIST', new House(path.join(folder, 'namesake'), 'ours').lists())
    expect((await listen({ ...asked(), client_crl_container_ref: namesake })).status).toBe(400)
  })

  test('keeps its lists and authorities together when one is replaced in place', async () => {
    must(201, await listen({ ...asked(), client_crl_container_ref: lists }))
    await engine.apply()
    const refusals = [
      await replace(lists, house.lists(['middle'])),
      await replace(authority, house.authorities + new House(folder, 'more').root),
    ]
    for (const answer of refusals) {
      expect(answer.status).toBe(400)
      expect(answer.at('error', 'issues', 0)).toMatchObject({
        about: 'certificate',
        message: expect.stringMatching(/Every authority needs a revocation list/),
      })
    }
    const [answer] = await Promise.all([replace(lists, house.lists()), engine.apply()])
    expect(answer.status).toBe(200)
  })
})
