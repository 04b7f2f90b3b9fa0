import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CertificateKind } from 'model/certificate/kinds'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
