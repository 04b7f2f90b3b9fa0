import { execFile } from 'node:child_process'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { CertificateKind } from 'model/certificate/kinds'
import type { Listener } from 'model/resources/listener'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LoadBalancerCase, PolicyCase } from '../../src/compile/golden/rows.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite, type Site } from '../harness/engine.ts'
import { House, type Issued } from '../harness/house.ts'
import { curl } from '../harness/tls-clients.ts'
import { ownPlace, type Place, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

const run = promisify(execFile)
const ids: Readonly<Record<CertificateKind, string>> = {
  CERTIFICATE: '0194f0c2-7000-7abc-8def-000000000001',
  AUTHORITY: '0194f0c2-7000-7abc-8def-000000000002',
  REVOCATION_LIST: '0194f0c2-7000-7abc-8def-000000000003',
}
const identity = ['Verify', 'Has-Cert', 'DN', 'CN', 'SHA1', 'Not-Before', 'Not-After'].map(
  (one) => `X-SSL-Client-${one}`,
)
const insert_headers = Object.fromEntries([...identity, 'X-SSL-Issuer'].map((name) => [name, 'true']))

type Wish = Partial<Pick<Listener, 'client_authentication' | 'insert_headers'>> & {
  readonly authorities?: string
  readonly lists?: string
  readonly policies?: readonly PolicyCase[]
}

let site: Site
let place: Place
let ours: House
let theirs: House
let server: Issued
let partner: Issued
let members: { readonly web: number; readonly other: number }

beforeEach(async () => {
  const [opened, own] = await Promise.all([openSite(), ownPlace()])
  site = opened
  place = own
  ours = new House(site.folder, 'ours')
  theirs = new House(site.folder, 'theirs')
  server = ours.issue({ subject: '/CN=shop.test', names: ['shop.test'] })
  partner = ours.issue({ subject: '/O=House/CN=partner' })
  const web = await startWeb(({ headers }, response) => void response.end(JSON.stringify(headers)))
  const other = await startWeb((_, response) => void response.end('other'))
  members = { web: web.port, other: other.port }
  await site.startEngine()
})

/** One listener that asks clients for certificates, and a second pool for policies. */
function asking({ authorities, lists, policies = [], ...listener }: Wish): LoadBalancerCase {
  const known = { CERTIFICATE: ours.pem(server), AUTHORITY: authorities ?? ours.authorities, REVOCATION_LIST: lists }
  const references = {
    default_tls_container_ref: ids.CERTIFICATE,
    client_ca_tls_container_ref: ids.AUTHORITY,
    client_crl_container_ref: lists === undefined ? null : ids.REVOCATION_LIST,
  }
  return {
    ...balancer(place, {
      members: [member(members.web)],
      pools: [{ pool: { protocol: 'HTTP' }, members: [member(members.other)] }],
      listener: {
        protocol: 'TERMINATED_HTTPS',
        client_authentication: 'MANDATORY',
        ...references,
        policies,
        ...listener,
      },
    }),
    certificates: (Object.keys(ids) as CertificateKind[]).flatMap((kind) => {
      const pem = known[kind]
      return pem === undefined ? [] : { id: ids[kind], pem }
    }),
  }
}

/** What the member was told, or why the client was not let in. */
async function ask(who: Issued | null, ...more: readonly string[]) {
  const authority = path.join(site.folder, 'trusted.pem')
  writeFileSync(authority, ours.root)
  const shown = who === null ? [] : ['--cert', who.certificate, '--key', who.key]
  const { status, text } = await curl(place, { name: 'shop.test', authority, more: [...shown, ...more] })
  const body = text.split('\r\n\r\n')[1]?.split('\n')[0] ?? ''
  const headers = (body.startsWith('{') ? JSON.parse(body) : {}) as Readonly<Record<string, string>>
  return { status, body, headers }
}

/** What a client is told that is not let in. */
function refusal(who: Issued | null): Promise<string> {
  return client(
    place,
    ...(who === null ? [] : ['-cert', who.certificate, '-cert_chain', who.certificate, '-key', who.key]),
  )
}

const verified = (lists?: string, more: Wish = {}) => site.plane.apply(asking({ ...(lists && { lists }), ...more }))
const revoked = () => {
  const one = ours.issue({ subject: '/CN=gone' })
  ours.revoke(one)
  return one
}

describe('a listener that demands certificates', () => {
  test('lets in whom its authority vouches for, and nobody else', async () => {
    const gone = revoked()
    const [outcome] = await verified(ours.lists())
    expect(outcome).toMatchObject({ outcome: 'applied', diagnostics: [] })
    expect((await ask(partner)).status).toBe(200)
    expect(await refusal(null)).toMatch(/certificate required/)
    expect(await refusal(theirs.issue({ subject: '/CN=partner' }))).toMatch(/unknown ca/)
    expect(await refusal(gone)).toMatch(/certificate revoked/)
    expect(await refusal(ours.issue({ subject: '/CN=old', days: -1 }))).toMatch(/certificate expired/)
  })

  test('lets nobody in over a session that began where none is demanded', async () => {
    const open = {
      ...balancer(await ownPlace(), { number: 2, members: [] }),
      certificates: asking({}).certificates ?? [],
    }
    const [listener] = open.listeners
    if (!listener) throw new Error('There is no listener.')
    const plain = {
      ...open,
      listeners: [{ ...listener, protocol: 'TERMINATED_HTTPS' as const, default_tls_container_ref: ids.CERTIFICATE }],
    }
    await site.plane.apply(asking({}), plain)
    const from: Place = { address: plain.load_balancer?.vip_address ?? '', port: listener.protocol_port }
    for (const version of [['-tls1_3'], ['-tls1_2'], ['-tls1_2', '-no_ticket']]) {
      const session = path.join(site.folder, 'session')
      expect(await client(from, ...version, '-sess_out', session)).toMatch(/HTTP\/1\.1 503/)
      expect(await client(from, ...version, '-sess_in', session)).toMatch(/HTTP\/1\.1 503/)
      expect(await client(place, ...version, '-sess_in', session)).toMatch(/certificate required|handshake failure/)
    }
  })
})

describe('a listener that certificates are optional for', () => {
  test('tells members and policies what is wrong with one, and lets the client in', async () => {
    const gone = revoked()
    await verified(ours.lists(), { client_authentication: 'OPTIONAL', insert_headers })
    const resultOf = async (who: Issued | null) => {
      const { headers } = await ask(who)
      return [headers['x-ssl-client-has-cert'], headers['x-ssl-client-verify'], headers['x-ssl-client-cn']]
    }
    expect(await resultOf(partner)).toEqual(['1', '0', 'partner'])
    expect(await resultOf(null)).toEqual(['0', '0', ''])
    expect(await resultOf(theirs.issue({ subject: '/CN=partner' }))).toEqual([
      '1',
      expect.stringMatching(/^[1-9]/),
      'partner',
    ])
    expect(await resultOf(gone)).toEqual(['1', '23', 'gone'])
    expect(await resultOf(ours.issue({ subject: '/CN=old', days: -1 }))).toEqual(['1', '10', 'old'])
  })

  test('R15 routes by the certificate of the client', async () => {
    const to = (rules: PolicyCase['rules']): PolicyCase => ({ action: 'REDIRECT_TO_POOL', pool: 1, rules })
    const is = { compare_type: 'EQUAL_TO' } as const
    const policies: PolicyCase[] = [
      {
        action: 'REDIRECT_TO_URL',
        redirect_url: 'https://shop.test/enrol',
        rules: [{ type: 'SSL_CONN_HAS_CERT', ...is, value: 'true', invert: true }],
      },
      { action: 'REJECT', rules: [{ type: 'SSL_VERIFY_RESULT', ...is, value: '0', invert: true }] },
      to([
        { type: 'SSL_DN_FIELD', key: 'CN', compare_type: 'STARTS_WITH', value: 'part' },
        { type: 'SSL_VERIFY_RESULT', ...is, value: '0' },
      ]),
    ]
    await verified(undefined, { client_authentication: 'OPTIONAL', policies })
    expect((await ask(partner)).body).toBe('other')
    expect((await ask(ours.issue({ subject: '/CN=somebody' }))).headers['host']).toMatch(/^shop\.test/)
    expect((await ask(theirs.issue({ subject: '/CN=partner' }))).status).toBe(403)
    expect((await ask(null)).status).toBe(302)
    const [check] = policies.slice(2)
    await verified(undefined, { client_authentication: 'OPTIONAL', policies: check ? [check] : [] })
    // Without a certificate there is no result: 0 would be that of a good one.
    expect((await ask(null)).headers['host']).toMatch(/^shop\.test/)
    await verified(undefined, {
      client_authentication: 'OPTIONAL',
      policies: [to([{ type: 'SSL_VERIFY_RESULT', ...is, value: '0' }])],
    })
    expect((await ask(null)).body).not.toBe('other')
    expect((await ask(partner)).body).toBe('other')
  })
})

describe('headers about the certificate', () => {
  const claims = ['X-SSL-Client-CN: admin', 'X-SSL-Client-Verify: 0', 'x_ssl_client_dn: /CN=admin', 'X-SSL-Issuer: me']
  const claimed = claims.flatMap((one) => ['--header', one])

  test('say what is true, and nothing that the client says', async () => {
    await verified(undefined, { client_authentication: 'OPTIONAL', insert_headers })
    const { stdout } = await run('openssl', ['x509', '-in', partner.certificate, '-noout', '-fingerprint', '-sha1'])
    const { headers } = await ask(partner, ...claimed)
    expect(headers).toMatchObject({
      'x-ssl-client-verify': '0',
      'x-ssl-client-has-cert': '1',
      'x-ssl-client-dn': '/O=House/CN=partner',
      'x-ssl-client-cn': 'partner',
      'x-ssl-issuer': '/CN=ours middle',
      'x-ssl-client-sha1': stdout.trim().split('=')[1]?.replaceAll(':', ''),
      'x-ssl-client-not-before': expect.stringMatching(/^\d{12}Z$/),
      'x-ssl-client-not-after': expect.stringMatching(/^\d{12}Z$/),
    })
    expect(Object.keys(headers).filter((name) => name.startsWith('x_'))).toEqual([])
    const nobody = (await ask(null, ...claimed)).headers
    expect(identity.map((name) => nobody[name.toLowerCase()])).toEqual(['0', '0', '', '', '', '', ''])
    expect(nobody['x-ssl-issuer']).toBe('')
  })

  test('are taken from the client also where they are not inserted', async () => {
    await verified(undefined, { client_authentication: 'OPTIONAL', insert_headers: { 'X-SSL-Client-CN': 'true' } })
    const { headers } = await ask(partner, ...claimed)
    const about = Object.entries(headers).filter(([name]) => /^x[-_]ssl/.test(name))
    expect(about).toEqual([['x-ssl-client-cn', 'partner']])
    await verified(undefined, {})
    expect(Object.keys((await ask(partner, ...claimed)).headers).filter((name) => /^x[-_]ssl/.test(name))).toEqual([])
  })

  test('can not be begun by a name with a line break in it', async () => {
    await verified(undefined, { client_authentication: 'OPTIONAL', insert_headers })
    const { headers } = await ask(ours.issue({ subject: '/CN=a\nX-Evil: 1' }))
    expect(headers['x-evil']).toBeUndefined()
    expect(headers['x-ssl-client-cn']).toBe('a%0AX-Evil: 1')
  })
})

describe('who vouches is replaced without a reload', () => {
  test('a client that is revoked is out at once, also when it resumes a session', async () => {
    const going = ours.issue({ subject: '/CN=going' })
    await verified(ours.lists())
    const shown = ['-cert', going.certificate, '-key', going.key]
    const sessions = [['-tls1_3'], ['-tls1_2']].map((version) => ({
      version,
      file: path.join(site.folder, `session${version}`),
    }))
    for (const { version, file } of sessions) {
      expect(await client(place, ...version, ...shown, '-sess_out', file)).toMatch(/HTTP\/1\.1 200/)
      expect(await client(place, ...version, ...shown, '-sess_in', file)).toMatch(/Reused.*HTTP\/1\.1 200/s)
    }
    const serving = site.processes().at(-1)?.identity
    ours.revoke(going)
    const [outcome] = await verified(ours.lists())
    expect(outcome?.steps.map((step) => step.do)).toEqual(['set-certificate', 'renew-tickets'])
    expect(await refusal(going)).toMatch(/certificate revoked/)
    for (const { version, file } of sessions) {
      expect(await client(place, ...version, ...shown, '-sess_in', file)).toMatch(/certificate revoked/)
    }
    expect((await ask(partner)).status).toBe(200)
    expect(site.processes().at(-1)?.identity).toEqual(serving)
    // The keys of before do not come back with a reload.
    await verified(ours.lists(), { insert_headers })
    expect(site.processes().at(-1)?.identity).not.toEqual(serving)
    for (const { version, file } of sessions) {
      expect(await client(place, ...version, ...shown, '-sess_in', file)).toMatch(/certificate revoked/)
    }
  })

  test('other authorities let in others; what HAProxy can not be told in one command takes a reload', async () => {
    await verified()
    const guest = theirs.issue({ subject: '/CN=guest' })
    expect(await refusal(guest)).toMatch(/unknown ca/)
    const [outcome] = await verified(undefined, { authorities: ours.authorities + theirs.authorities })
    expect(outcome?.steps.map((step) => step.do)).toEqual(['set-certificate', 'renew-tickets'])
    expect([(await ask(guest)).status, (await ask(partner)).status]).toEqual([200, 200])
    const many = Array.from({ length: 30 }, (_, at) => new House(site.folder, `house ${at}`).root).join('')
    const [long] = await verified(undefined, { authorities: ours.authorities + many })
    expect(long?.steps.map((step) => step.do)).toEqual(['reload'])
    expect(await refusal(guest)).toMatch(/unknown ca/)
    expect((await ask(partner)).status).toBe(200)
  })

  test('lists that HAProxy refuses change nothing', async () => {
    await verified(ours.lists())
    const [outcome] = await verified('-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n')
    expect(outcome?.outcome).toBe('refused')
    expect((await ask(partner)).status).toBe(200)
    expect(await refusal(null)).toMatch(/certificate required/)
  })
})

test("the files of those who vouch are their owner's alone, and a client resumes its session over a reload", async () => {
  const lists = ours.lists()
  await verified(lists)
  const folder = path.join(site.folder, 'engine', 'generations', 'current', 'certificates')
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600)
  const session = path.join(site.folder, 'session')
  const shown = ['-cert', partner.certificate, '-key', partner.key]
  expect(await client(place, ...shown, '-sess_out', session)).toMatch(/HTTP\/1\.1 200/)
  const [outcome] = await verified(lists, { insert_headers })
  expect(outcome?.steps.map((step) => step.do)).toEqual(['reload'])
  expect(await client(place, ...shown, '-sess_in', session)).toMatch(/Reused.*HTTP\/1\.1 200/s)
})

/** A request over `openssl s_client`, and all that it says. It waits for the answer, behind which tickets have come. */
async function client({ address, port }: Place, ...more: readonly string[]): Promise<string> {
  const asked = run('openssl', [
    's_client',
    '-connect',
    `${address}:${port}`,
    '-ign_eof',
    '-servername',
    'shop.test',
    ...more,
  ])
  asked.child.stdin?.end('GET / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n')
  const { stdout, stderr } = await asked.catch((error: { stdout: string; stderr: string }) => error)
  return stdout + stderr
}
