import { beforeAll, describe, expect, test, vi } from 'vitest'
import { database } from '@/server/store/client.ts'
import { type People, people } from '@/server/testing/people.ts'
import { keyManager } from '../key-manager/index.ts'
import { base, lb, must, settled } from '../octavia/testing/tree.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'

// What authorities say, and that they are answered, is tried in e2e/acme.spec.ts with one that is real.

const ask = asking(consoleApi)
let who: People
let loadbalancer: string

beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  loadbalancer = await balancer(who.member)
  return stop
})

async function balancer(token: string, listeners: readonly object[] = []): Promise<string> {
  const body = { loadbalancer: { name: 'front', vip_subnet_id: who.subnet, listeners } }
  const created = must(201, await lb('POST', `${base}/loadbalancers`, { token, body }))
  const id = String(created.at('loadbalancer', 'id'))
  await settled(token, id)
  return id
}

/** Nobody is there. */
const directory_url = 'https://127.0.0.1:4/directory'
const wish = () => ({
  server_names: ['shop.test'],
  loadbalancer_id: loadbalancer,
  directory_url,
  terms_of_service_agreed: true,
})

async function order(acme: object, more: object = {}, token = who.member) {
  return ask('POST', '/console/certificates', { token, body: { certificate: { ...more, acme } } })
}

function refused(id: string) {
  return vi.waitFor(
    async () => {
      const answer = must(200, await ask('GET', `/console/certificates/${id}`, { token: who.member }))
      expect(answer.at('certificate', 'acme', 'state')).toBe('REFUSED')
      return answer
    },
    { timeout: 10_000, interval: 20 },
  )
}

describe('an order', () => {
  test('has a certificate at once, and says why it was refused; neither key nor token is told', async () => {
    const answer = must(202, await order({ ...wish(), contact: 'people@shop.test' }, { name: 'ordered' }))
    expect(answer.at('certificate')).toMatchObject({
      name: 'ordered',
      server_names: ['shop.test'],
      chain_end: 'SELF_SIGNED',
      acme: { state: 'ORDERING', reason: null, directory_url, contact: 'people@shop.test' },
    })
    const id = String(answer.at('certificate', 'id'))
    const after = await refused(id)
    expect(after.at('certificate', 'acme', 'reason')).toMatch(/^127\.0\.0\.1:4 could not be asked: .*ECONNREFUSED/)
    expect(after.at('certificate', 'acme', 'failures')).toBe(1)
    expect(after.text).not.toMatch(/PRIVATE KEY|sealed_key|challenges|account/)
    const again = must(202, await ask('POST', `/console/certificates/${id}/renew`, { token: who.member }))
    expect(again.at('certificate', 'acme', 'state')).toBe('ORDERING')
    expect((await refused(id)).at('certificate', 'acme', 'failures')).toBe(2)
    must(204, await ask('DELETE', `/console/certificates/${id}`, { token: who.member }))
  })

  test('ends when somebody replaces the certificate, or says so; it can begin with one that is there', async () => {
    const self_signed = { server_names: ['shop.test'], days: 20 }
    const body = (certificate: object) => ({ token: who.member, body: { certificate } })
    const made = must(201, await ask('POST', '/console/certificates', body({ self_signed })))
    const path = `/console/certificates/${made.at('certificate', 'id')}`
    expect(made.at('certificate', 'acme')).toBeNull()
    for (const end of [{ self_signed }, { acme: null }]) {
      const begun = must(200, await ask('PUT', path, body({ acme: wish() })))
      expect(begun.at('certificate', 'acme', 'server_names')).toEqual(['shop.test'])
      expect(must(200, await ask('PUT', path, body(end))).at('certificate', 'acme')).toBeNull()
    }
    expect(must(409, await ask('POST', `${path}/renew`, { token: who.member })).at('error', 'message')).toMatch(
      /not ordered from an authority/,
    )
    must(204, await ask('DELETE', path, { token: who.member }))
  })

  test.each([
    ['acme/server_names/0', { server_names: ['*.shop.test'] }],
    ['acme/server_names/0', { server_names: ['127.0.0.1'] }],
    ['acme/server_names/0', { server_names: ['a b'] }],
    ['acme/server_names', { server_names: [] }],
    ['acme/loadbalancer_id', { loadbalancer_id: 'front' }],
    ['acme/directory_url', { directory_url: 'http://127.0.0.1/directory' }],
    ['acme/directory_url', { directory_url: 'file:///etc/passwd' }],
    ['acme/contact', { contact: 'nobody' }],
    ['acme/terms_of_service_agreed', { terms_of_service_agreed: false }],
    ['acme', { colour: 'red' }],
  ])('is refused at %s with %j', async (about, wrong) => {
    const answer = must(400, await order({ ...wish(), ...wrong }))
    expect(answer.at('error', 'issues', 0, 'about')).toBe(about)
  })

  test('is one of the sources of a certificate, and of no authority or list', async () => {
    const self_signed = { server_names: ['shop.test'], days: 20 }
    must(400, await order(wish(), { self_signed }))
    must(400, await order(wish(), { kind: 'AUTHORITY' }))
  })

  test('needs a load balancer that can answer, of the same project', async () => {
    const taken = await balancer(who.member, [{ name: 'raw', protocol: 'TCP', protocol_port: 80 }])
    const answer = must(409, await order({ ...wish(), loadbalancer_id: taken }))
    expect(answer.at('error', 'message')).toMatch(/Port 80 .* is taken by listener raw, which speaks TCP/)
    must(404, await order({ ...wish(), loadbalancer_id: '00000000-0000-4000-8000-000000000000' }))
    must(403, await order(wish(), {}, who.stranger))
    must(403, await order(wish(), {}, who.reader))
    const others = await balancer(who.stranger)
    expect(must(400, await order({ ...wish(), loadbalancer_id: others }, {}, who.admin)).text).toMatch(
      /another project/,
    )
  })

  test('ends with the container that the key manager deletes, and its load balancer is told to answer no more', async () => {
    const id = String(must(202, await order(wish())).at('certificate', 'id'))
    await refused(id)
    const revision = async () =>
      (await database().loadBalancer.findUniqueOrThrow({ where: { id: loadbalancer } })).revision
    const before = await revision()
    must(204, await asking(keyManager)('DELETE', `/key-manager/v1/containers/${id}`, { token: who.member }))
    expect(await revision()).toBeGreaterThan(before)
    expect(await database().certificateOrder.count({ where: { certificate_id: id } })).toBe(0)
  })

  test('is nobody else’s', async () => {
    const id = String(must(202, await order(wish())).at('certificate', 'id'))
    const path = `/console/certificates/${id}/renew`
    must(404, await ask('POST', path, { token: who.stranger }))
    must(403, await ask('POST', path, { token: who.reader }))
    await refused(id)
    must(204, await ask('DELETE', `/console/certificates/${id}`, { token: who.member }))
  })
})
