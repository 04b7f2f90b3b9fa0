import { once } from 'node:events'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { CounterName } from 'model/contract/sample'
import { afterEach, expect, test } from 'vitest'
import type { LoadBalancerCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member, type Simple } from '../harness/balancer.ts'
import { selfMade } from '../harness/certificates.ts'
import { endAll, openSite, type Site } from '../harness/engine.ts'
import { curl, handshake, secured } from '../harness/tls-clients.ts'
import { ownPlace, type Place, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

const id = (number: number) => `0194f0c2-7000-7abc-8def-${String(number).padStart(12, '0')}`

type Secure = { readonly certificates: Readonly<Record<number, string>>; readonly listener?: Simple['listener'] }

/** One listener that terminates TLS, its first certificate the default and the others by name. */
function secure(place: Place, port: number, { certificates, listener = {} }: Secure): LoadBalancerCase {
  const ids = Object.keys(certificates).map((number) => id(Number(number)))
  const [first = '', ...others] = ids
  const references = { default_tls_container_ref: first, sni_container_refs: others }
  return {
    ...balancer(place, {
      members: [member(port)],
      listener: { protocol: 'TERMINATED_HTTPS', ...references, ...listener },
    }),
    certificates: Object.entries(certificates).map(([number, pem]) => ({ id: id(Number(number)), pem })),
  }
}

/** A member that says how it was asked, and a file with the certificates that clients trust. */
async function opened(...trusted: readonly string[]) {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startWeb(({ headers, url }, response) => {
    response.end(JSON.stringify({ url, proto: headers['x-forwarded-proto'], host: headers.host }))
  })
  const authority = path.join(site.folder, 'authority.pem')
  writeFileSync(authority, trusted.join(''))
  await site.startEngine()
  return { site, place, port: web.port, authority }
}

test('each name is served its own certificate, over HTTP/2 and HTTP/1.1; an unknown name gets the default', async () => {
  const [shop, blog] = [selfMade('shop.test'), selfMade('*.blog.test')]
  const { site, place, port, authority } = await opened(shop, blog)
  const insert_headers = { 'X-Forwarded-Proto': 'true' }
  const [outcome] = await site.plane.apply(
    secure(place, port, { certificates: { 1: shop, 2: blog }, listener: { insert_headers, hsts_max_age: 300 } }),
  )
  expect(outcome).toMatchObject({ outcome: 'applied', diagnostics: [] })
  const answer = await curl(place, { name: 'shop.test', authority, path: '/a' })
  expect(answer).toMatchObject({ status: 200, http: '2' })
  expect(answer.text).toContain('"proto":"https"')
  expect(answer.text).toMatch(/strict-transport-security: max-age=300/i)
  expect(await curl(place, { name: 'my.blog.test', authority, more: ['--http1.1'] })).toMatchObject({
    status: 200,
    http: '1.1',
  })
  await expect(curl(place, { name: 'other.test', authority })).rejects.toThrow(/subject name|SSL/)
  const unknown = await secured(place, { name: 'other.test' })
  expect(unknown.getPeerCertificate().subject.CN).toBe('shop.test')
  unknown.destroy()
})

test('policies decide about what came over TLS, and HSTS stands on their answers too', async () => {
  const shop = selfMade('shop.test')
  const { site, place, port, authority } = await opened(shop)
  const policies = [
    { action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/private' }] },
    {
      action: 'REDIRECT_TO_URL',
      redirect_url: 'https://other.test/',
      rules: [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'old.test' }],
    },
  ] as const
  await site.plane.apply(secure(place, port, { certificates: { 1: shop }, listener: { policies, hsts_max_age: 60 } }))
  const refused = await curl(place, { name: 'shop.test', authority, path: '/private' })
  expect(refused.status).toBe(403)
  expect(refused.text).toMatch(/strict-transport-security: max-age=60/i)
  const moved = await curl(place, { name: 'shop.test', authority, more: ['--header', 'Host: old.test'] })
  expect(moved.text).toMatch(/location: https:\/\/other\.test\//i)
})

test('old versions are refused unless they were chosen', async () => {
  const shop = selfMade('shop.test')
  const { site, place, port } = await opened()
  await site.plane.apply(secure(place, port, { certificates: { 1: shop } }))
  const old = ['-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0']
  expect(await handshake(place, ...old)).toMatch(/alert protocol version|unsupported protocol/)
  expect(await handshake(place, '-tls1_2')).toMatch(/Protocol *: TLSv1\.2/)
  expect(await handshake(place, '-tls1_3')).toMatch(/TLSv1\.3/)
  await site.plane.apply(
    secure(place, port, {
      certificates: { 1: shop },
      listener: {
        tls_versions: ['TLSv1.1', 'TLSv1.2'],
        tls_ciphers: 'ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES128-GCM-SHA256',
      },
    }),
  )
  expect(await handshake(place, ...old)).toMatch(/Protocol *: TLSv1\.1/)
  expect(await handshake(place, '-tls1_3')).toMatch(/alert protocol version/)
})

test('a client resumes its session over a reload', async () => {
  const shop = selfMade('shop.test')
  const { site, place, port } = await opened()
  const apply = (connection_limit: number) =>
    site.plane.apply(secure(place, port, { certificates: { 1: shop }, listener: { connection_limit } }))
  await apply(100)
  const first = await secured(place, { name: 'shop.test' })
  const [session] = (await once(first, 'session')) as [Buffer]
  first.destroy()
  const [outcome] = await apply(200)
  expect(outcome?.steps.map((step) => step.do)).toEqual(['reload'])
  const second = await secured(place, { name: 'shop.test', session })
  expect(second.isSessionReused()).toBe(true)
  second.destroy()
})

test('a certificate is replaced under handshakes, without a reload and without a failure', async () => {
  const [before, after] = [selfMade('shop.test'), selfMade('shop.test')]
  const { site, place, port } = await opened()
  await site.plane.apply(secure(place, port, { certificates: { 1: before } }))
  const fingerprint = async () => {
    const socket = await secured(place, { name: 'shop.test' })
    const { fingerprint256 } = socket.getPeerCertificate()
    socket.destroy()
    return fingerprint256
  }
  const old = await fingerprint()
  const serving = site.processes().at(-1)?.identity
  const seen: string[] = []
  let isOver = false
  const client = async () => {
    while (!isOver) seen.push(await fingerprint())
  }
  const clients = Promise.all([client(), client(), client(), client()])
  await until(() => seen.length > 20)
  const [outcome] = await site.plane.apply(secure(place, port, { certificates: { 1: after } }))
  expect(outcome?.steps.map((step) => step.do)).toEqual(['set-certificate'])
  // From the moment at which the engine has said so, everybody is served the new one.
  expect(await fingerprint()).not.toBe(old)
  const soFar = seen.length
  await until(() => seen.length > soFar + 20)
  isOver = true
  await clients
  expect(site.processes().at(-1)?.identity).toEqual(serving)
  expect(new Set(seen).size).toBe(2)
})

test('what was replaced without a reload is served after a crash of HAProxy', async () => {
  const [before, after] = [selfMade('shop.test'), selfMade('shop.test')]
  const { site, place, port, authority } = await opened(after)
  await site.plane.apply(secure(place, port, { certificates: { 1: before } }))
  await site.plane.apply(secure(place, port, { certificates: { 1: after } }))
  await crash(site)
  await until(async () => (await curl(place, { name: 'shop.test', authority }).catch(() => null))?.status === 200)
})

async function crash(site: Site): Promise<void> {
  const [running] = site.processes()
  if (running) process.kill(running.identity.pid, 'SIGKILL')
  await until(() => site.processes().some(({ identity }) => identity.pid !== running?.identity.pid))
}

test('a certificate that is not there is told by name, and what ran goes on', async () => {
  const shop = selfMade('shop.test')
  const { site, place, port, authority } = await opened(shop)
  await site.plane.apply(secure(place, port, { certificates: { 1: shop } }))
  const without = {
    ...secure(place, port, { certificates: { 1: shop, 2: shop } }),
    certificates: [{ id: id(1), pem: shop }],
  }
  const [outcome] = await site.plane.apply(without)
  expect(outcome).toMatchObject({ outcome: 'refused' })
  expect(outcome?.diagnostics[0]?.message).toContain(`Certificate ${id(2)} can not be read`)
  expect((await curl(place, { name: 'shop.test', authority })).status).toBe(200)
})

test("the files with private keys are their owner's alone, and nothing of them is logged", async () => {
  const shop = selfMade('shop.test')
  const { site, place, port } = await opened()
  await site.plane.apply(secure(place, port, { certificates: { 1: shop } }))
  const folder = path.join(site.folder, 'engine', 'generations', 'current', 'certificates')
  const files = readdirSync(folder).map((name) => path.join(folder, name))
  expect(files.filter((file) => file.endsWith('.pem'))).toHaveLength(1)
  for (const file of [
    ...files,
    path.join(folder, '..', 'state.json'),
    path.join(site.folder, 'engine', 'ticket.keys'),
  ]) {
    expect(statSync(file).mode & 0o777).toBe(0o600)
  }
  expect(site.logged()).not.toContain('PRIVATE KEY')
  expect(JSON.stringify(site.plane.reports)).not.toContain('PRIVATE KEY')
})

test('of a thousand certificates a client gets the one of its name, and each can be replaced without a reload', async () => {
  const shop = selfMade('shop.test')
  const { site, place, port } = await opened()
  const many = namedAlike('n000.many.test', 999)
  const given = { 1: shop, ...Object.fromEntries(many.map((pem, at) => [at + 2, pem])) }
  const [outcome] = await site.plane.apply(secure(place, port, { certificates: given }))
  expect(outcome).toMatchObject({ outcome: 'applied', diagnostics: [] })
  const names = ['n000.many.test', 'n001.many.test', 'n500.many.test', 'n997.many.test', 'n998.many.test']
  expect(await Promise.all(names.map((name) => subjectFor(place, name)))).toEqual(names)
  expect(await subjectFor(place, 'nobody.test')).toBe('shop.test')
  const [replaced] = await site.plane.apply(
    secure(place, port, { certificates: { ...given, 502: selfMade('n500.many.test') } }),
  )
  expect(replaced?.steps.map((step) => step.do)).toEqual(['set-certificate'])
  expect(await subjectFor(place, 'n500.many.test')).toBe('n500.many.test')
})

test('handshakes are counted by version, those that resume a session too, and failures by their reason', async () => {
  const shop = selfMade('shop.test')
  const { site, place, port, authority } = await opened(selfMade('other.test'))
  await site.plane.apply(secure(place, port, { certificates: { 1: shop } }))
  const first = await secured(place, { name: 'shop.test' })
  const [session] = (await once(first, 'session')) as [Buffer]
  first.destroy()
  const second = await secured(place, { name: 'shop.test', session })
  // The other side has finished, too, when it answers.
  second.write('GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n')
  await once(second, 'data')
  second.destroy()
  await handshake(place, '-tls1_2')
  await handshake(place, '-tls1_1', '-cipher', 'DEFAULT:@SECLEVEL=0')
  // It has a key of another kind than this cipher is for.
  await handshake(place, '-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256')
  const told = (counter: CounterName) => site.plane.sum('listener', counter)
  let tries = 0
  do {
    tries += 1
    const untrusting = curl(place, { name: 'shop.test', authority }).catch((error: Error) => error.message)
    expect(await untrusting).toMatch(/certificate/)
    // It leaves the rest of the handshake unread, and the reset of that may overtake its alert: then all that is known is that it went away.
    const explained = () => told('tls_failed_distrust') + told('tls_failed_closed')
    await until(() => explained() === tries && told('tls_failed') === 2 + tries)
  } while (told('tls_failed_distrust') === 0)
  expect({
    v1_3: told('tls_v1_3'),
    v1_2: told('tls_v1_2'),
    all: told('tls_handshakes'),
    resumed: told('tls_resumed'),
    version: told('tls_failed_version'),
    cipher: told('tls_failed_cipher'),
    distrust: told('tls_failed_distrust'),
    closed: told('tls_failed_closed'),
    other: told('tls_failed_other'),
  }).toEqual({ v1_3: 2, v1_2: 1, all: 3, resumed: 1, version: 1, cipher: 1, distrust: 1, closed: tries - 1, other: 0 })
})

/**
 * Certificates that differ in the number of their name alone, made of one: the name stands in them as it is. Nobody checks what they have
 * signed themselves, and making a thousand keys would take a minute.
 */
function namedAlike(name: string, count: number): string[] {
  const [certificate = '', key = ''] = selfMade(name).split(/(?=-----BEGIN (?:EC )?PRIVATE KEY)/)
  const bytes = Buffer.from(certificate.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64').toString('latin1')
  return Array.from({ length: count }, (_, at) => {
    const own = bytes.replaceAll(name, name.replace('000', String(at).padStart(3, '0')))
    const text = Buffer.from(own, 'latin1').toString('base64').replaceAll(/.{64}/g, '$&\n')
    return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n${key}`
  })
}

async function subjectFor(place: Place, name: string): Promise<string> {
  const socket = await secured(place, { name })
  const { CN } = socket.getPeerCertificate().subject
  socket.destroy()
  return String(CN)
}
