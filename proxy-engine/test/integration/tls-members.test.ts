import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { createServer, type TLSSocket } from 'node:tls'
import type { CertificateKind } from 'model/certificate/kinds'
import type { Pool } from 'model/resources/pool'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LoadBalancerCase, PoolCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, type MemberCase, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite, type Site } from '../harness/engine.ts'
import { House, type Issued } from '../harness/house.ts'
import { get, ownPlace, type Place, talkTo } from '../harness/traffic.ts'

afterEach(endAll)

const ids: Readonly<Record<CertificateKind, string>> = {
  CERTIFICATE: '0194f0c2-7000-7abc-8def-000000000001',
  AUTHORITY: '0194f0c2-7000-7abc-8def-000000000002',
  REVOCATION_LIST: '0194f0c2-7000-7abc-8def-000000000003',
}

let site: Site
let place: Place
let ours: House
beforeEach(async () => {
  const [opened, own] = await Promise.all([openSite(), ownPlace()])
  site = opened
  place = own
  ours = new House(site.folder, 'ours')
  await site.startEngine()
})

type Told = { readonly name: string; readonly alpn: string; readonly client: string | undefined }

/** A member that speaks TLS, and says what it was told. */
async function startMember(
  shown: Issued,
  { ca, isOld = false }: { readonly ca?: string; readonly isOld?: boolean } = {},
) {
  const asks = ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true }
  const options = { cert: readFileSync(shown.certificate), key: readFileSync(shown.key), ...asks }
  const told = (socket: TLSSocket) => {
    const client = socket.getPeerCertificate()?.subject?.CN?.toString()
    return JSON.stringify({ name: socket.servername || '', alpn: String(socket.alpnProtocol), client } satisfies Told)
  }
  const server = isOld
    ? createHttpsServer({ ...options, ALPNProtocols: ['http/1.1'] }, ({ socket }, response) => {
        // The next request comes over a connection of its own.
        response.setHeader('connection', 'close').end(told(socket as TLSSocket))
      })
    : createSecureServer(options, ({ stream }, response) => response.end(told(stream.session?.socket as TLSSocket)))
  const sockets = new Set<TLSSocket>()
  server.on('secureConnection', (socket: TLSSocket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
  })
  server.on('tlsClientError', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

type Wish = {
  readonly pool?: Partial<Pool>
  readonly members: readonly MemberCase[]
  readonly monitor?: PoolCase['monitor']
  readonly protocol?: 'HTTP' | 'TCP'
  readonly files?: Partial<Record<CertificateKind, string>>
}

/** One listener before a pool that speaks TLS to its members. */
function behind({ pool, members, monitor, protocol = 'HTTP', files = {} }: Wish): LoadBalancerCase {
  const kinds = Object.keys(files) as CertificateKind[]
  return {
    ...balancer(place, {
      protocol,
      members,
      pool: {
        tls_enabled: true,
        tls_container_ref: files.CERTIFICATE === undefined ? null : ids.CERTIFICATE,
        ca_tls_container_ref: files.AUTHORITY === undefined ? null : ids.AUTHORITY,
        crl_container_ref: files.REVOCATION_LIST === undefined ? null : ids.REVOCATION_LIST,
        ...pool,
      },
      ...(monitor ? { monitor } : {}),
    }),
    certificates: kinds.map((kind) => ({ id: ids[kind], pem: files[kind] ?? '' })),
  }
}

const ask = async (host = 'shop.test') => {
  const { status, body } = await get(place, { headers: { host } })
  return { status, ...((body.startsWith('{') ? JSON.parse(body) : {}) as Partial<Told>) }
}
const shop = () => ours.issue({ subject: '/CN=shop', names: ['shop.test', 'web-1.internal.test'] })
const authority = () => ({ AUTHORITY: ours.authorities })

describe('without an authority', () => {
  test('members are spoken to over TLS, by the name that the client asks for and in HTTP/2 where they can', async () => {
    const port = await startMember(new House(site.folder, 'anybody').issue({ subject: '/CN=anything' }))
    const [outcome] = await site.plane.apply(behind({ members: [member(port)] }))
    expect(outcome).toMatchObject({ outcome: 'applied', diagnostics: [] })
    expect(await ask('shop.test:8443')).toMatchObject({ status: 200, name: 'shop.test', alpn: 'h2' })
    const old = await startMember(shop(), { isOld: true })
    await site.plane.apply(behind({ members: [member(old, { name: 'Web-1.internal.test' })] }))
    expect(await ask()).toMatchObject({ status: 200, name: 'web-1.internal.test', alpn: 'http/1.1' })
  })
})

describe('with an authority', () => {
  test('a member has to be vouched for, and good for its name or for the one that is asked for', async () => {
    const port = await startMember(shop())
    const apply = (members: readonly MemberCase[], files: Wish['files'] = authority()) =>
      site.plane.apply(behind({ members, files }))
    await apply([member(port)])
    expect(await ask('shop.test')).toMatchObject({ status: 200, name: 'shop.test' })
    expect(await ask('blog.test')).toEqual({ status: 503 })
    await apply([member(port, { name: 'web-1.internal.test' })])
    expect(await ask('blog.test')).toMatchObject({ status: 200, name: 'web-1.internal.test' })
    await apply([member(port, { name: 'web-2.internal.test' })])
    expect(await ask('shop.test')).toEqual({ status: 503 })
    await apply([member(port)], { AUTHORITY: new House(site.folder, 'theirs').authorities })
    expect(await ask('shop.test')).toEqual({ status: 503 })
  })

  test('a request that asks for no name reaches no member', async () => {
    await site.plane.apply(behind({ members: [member(await startMember(shop()))], files: authority() }))
    const { say } = await talkTo(place)
    expect(await say('GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.[01] 400/)
  })

  test('a member that is revoked is not connected to, from the moment at which the list says so', async () => {
    const shown = shop()
    const port = await startMember(shown, { isOld: true })
    const apply = () =>
      site.plane.apply(behind({ members: [member(port)], files: { ...authority(), REVOCATION_LIST: ours.lists() } }))
    await apply()
    expect((await ask()).status).toBe(200)
    ours.revoke(shown)
    const [outcome] = await apply()
    expect(outcome?.steps.map((step) => step.do)).toEqual(['reload'])
    expect(await ask()).toEqual({ status: 503 })
  })

  test('is told who HAProxy is by a certificate, which is replaced without a reload', async () => {
    const port = await startMember(shop(), { ca: ours.authorities, isOld: true })
    const as = (name: string) => ours.pem(ours.issue({ subject: `/CN=${name}` }))
    await site.plane.apply(behind({ members: [member(port)], files: authority() }))
    expect((await ask()).status).toBeGreaterThanOrEqual(502)
    await site.plane.apply(behind({ members: [member(port)], files: { ...authority(), CERTIFICATE: as('balancer') } }))
    expect(await ask()).toMatchObject({ status: 200, client: 'balancer' })
    const [outcome] = await site.plane.apply(
      behind({ members: [member(port)], files: { ...authority(), CERTIFICATE: as('renewed') } }),
    )
    expect(outcome?.steps.map((step) => step.do)).toEqual(['set-certificate'])
    expect(await ask()).toMatchObject({ status: 200, client: 'renewed' })
  })

  test('members come without a reload where HAProxy has read what they need, and with one where it has not', async () => {
    const [one, other] = [await startMember(shop()), await startMember(shop())]
    const files = { ...authority(), REVOCATION_LIST: ours.lists() }
    const monitor = { type: 'HTTP', delay: 1, max_retries: 1 } as const
    const apply = async (...members: MemberCase[]) => {
      const [outcome] = await site.plane.apply(behind({ members, files, monitor }))
      return outcome?.steps.map((step) => step.do)
    }
    expect(await apply()).toEqual(['reload'])
    expect(await apply(member(one))).toEqual(['reload'])
    expect(await apply(member(one), member(other))).toEqual(['add-server'])
    const isUp = ({ check_status }: { check_status: string | null }) => check_status === 'L7OK'
    await until(() => [...site.plane.health.values()].filter(isUp).length === 2)
    for (const _ of [1, 2, 3, 4]) expect((await ask()).status).toBe(200)
    for (const _ of [1, 2, 3, 4]) expect(await ask('blog.test')).toEqual({ status: 503 })
    expect(await apply(member(one))).toEqual(['remove-server'])
  })

  test.each(['HTTP', 'HTTPS', 'TCP', 'TLS-HELLO'] as const)(
    'checks of type %s look at certificates, too',
    async (type) => {
      const theirs = new House(site.folder, 'theirs').issue({ subject: '/CN=shop', names: ['shop.test'] })
      const [good, bad] = [await startMember(shop()), await startMember(theirs)]
      const monitor = {
        type,
        delay: 1,
        timeout: 1,
        max_retries: 1,
        max_retries_down: 1,
        ...(type.startsWith('HTTP') && { domain_name: 'shop.test', http_version: 1.1 }),
      }
      await site.plane.apply(behind({ members: [member(good), member(bad)], files: authority(), monitor }))
      const ok = type.startsWith('HTTP') ? 'L7OK' : 'L6OK'
      await until(() => {
        const seen = [...site.plane.health.values()].map(({ check_status }) => check_status)
        return seen.includes(ok) && seen.includes('L6RSP')
      })
      for (const _ of [1, 2, 3, 4]) expect((await ask()).status).toBe(200)
    },
  )
})

test('bytes are put into TLS, and nobody is asked for a name', async () => {
  const shown = ours.issue({ subject: '/CN=broker' })
  const server = createServer({ cert: readFileSync(shown.certificate), key: readFileSync(shown.key) }, (socket) => {
    socket.on('error', () => socket.destroy())
    socket.on('data', (data) => socket.write(`${(socket as { servername?: unknown }).servername} ${data}`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  atEnd(() => server.close())
  const { port } = server.address() as AddressInfo
  await site.plane.apply(behind({ protocol: 'TCP', members: [member(port)], files: authority() }))
  const { say, socket } = await talkTo(place)
  expect(await say('hello')).toBe('false hello')
  socket.destroy()
  await site.plane.apply(
    behind({ protocol: 'TCP', members: [member(port, { name: 'broker.test' })], files: authority() }),
  )
  const refused = await talkTo(place)
  await once(refused.socket, 'close')
})
