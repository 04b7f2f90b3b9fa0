import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/server/store/client.ts'
import { type People, people } from '@/server/testing/people.ts'
import { asking } from '../shared/testing/ask.ts'
import { consoleApi } from './index.ts'

const ask = asking(consoleApi)
const folder = mkdtempSync(path.join(tmpdir(), 'certificates-'))
afterAll(() => rmSync(folder, { recursive: true }))

const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
const fileOf = (name: string) => readFileSync(path.join(folder, name), 'utf8')

/** A root, an authority under it, and a server's certificate under that. */
function makeChain(): void {
  const extensions = (text: string) => ['-addext', text]
  const ec = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl('req', '-x509', ...ec, '-keyout', 'root.key', '-out', 'root.pem', '-days', '100', '-subj', '/O=House/CN=Root')
  const request = (name: string, subject: string, ...more: string[]) =>
    openssl('req', ...ec, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject, ...more)
  const sign = (name: string, by: string) =>
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-days', '50'],
      ...['-out', `${name}.pem`, '-copy_extensions', 'copyall'],
    )
  request('middle', '/O=House/CN=Middle', ...extensions('basicConstraints=critical,CA:TRUE'))
  sign('middle', 'root')
  request('shop', '/CN=shop.test', ...extensions('subjectAltName=DNS:shop.test,DNS:*.shop.test,IP:127.0.0.1'))
  sign('shop', 'middle')
  openssl('pkcs8', '-topk8', '-in', 'shop.key', '-out', 'shop-locked.key', '-passout', 'pass:open sesame')
  const bundle = ['pkcs12', '-export', '-inkey', 'shop.key', '-in', 'shop.pem', '-certfile', 'middle.pem']
  openssl(...bundle, '-out', 'new.p12', '-passout', 'pass:open sesame')
  openssl(...bundle, '-out', 'old.p12', '-passout', 'pass:open sesame', '-legacy')
  openssl(...bundle, '-out', 'bare.p12', '-passout', 'pass:')
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:1024',
    '-nodes',
    '-keyout',
    'weak.key',
    '-out',
    'weak.pem',
    '-subj',
    '/CN=weak.test',
    '-sha1',
    '-days',
    '9',
  )
}

/** The list of what an authority has taken back: the server's certificate where it is the one in the middle. */
function makeLists(): void {
  const own = ['database=index.txt', 'crlnumber=number', 'default_md=sha256', 'default_crl_days=9']
  writeFileSync(path.join(folder, 'ca.cnf'), ['[ca]', 'default_ca=own', '[own]', ...own, ''].join('\n'))
  writeFileSync(path.join(folder, 'index.txt'), '')
  writeFileSync(path.join(folder, 'number'), '0a\n')
  const by = (name: string) => ['-config', 'ca.cnf', '-keyfile', `${name}.key`, '-cert', `${name}.pem`]
  openssl('ca', '-gencrl', ...by('root'), '-out', 'root-list.pem', '-crldays', '30')
  openssl('ca', ...by('middle'), '-revoke', 'shop.pem')
  openssl('ca', '-gencrl', ...by('middle'), '-out', 'middle-list.pem')
}

let who: People
beforeAll(async () => {
  makeChain()
  makeLists()
  who = await people()
})

const create = (certificate: object, token = who.member) =>
  ask('POST', '/console/certificates', { token, body: { certificate } })
const pem = (name: string) => ({ certificate: fileOf(`${name}.pem`), private_key: fileOf(`${name}.key`) })
const base64Of = (name: string) => readFileSync(path.join(folder, name)).toString('base64')

describe('a certificate from PEM', () => {
  test('may have its chain in any order, and says what it is', async () => {
    const certificate = ['root', 'shop', 'middle'].map((name) => fileOf(`${name}.pem`)).join('\n')
    const answer = await create({ certificate, private_key: fileOf('shop.key') })
    expect(answer.status).toBe(201)
    const fingerprint = (name: string) =>
      new X509Certificate(fileOf(`${name}.pem`)).fingerprint256.replaceAll(':', '').toLowerCase()
    expect(answer.at('certificate')).toMatchObject({
      name: 'shop.test',
      server_names: ['shop.test', '*.shop.test', '127.0.0.1'],
      subject: 'CN=shop.test',
      issuer: 'CN=Middle, O=House',
      key_algorithm: 'EC P-256',
      signature_algorithm: 'ecdsa-with-SHA256',
      fingerprint: fingerprint('shop'),
      chain_end: 'ROOT',
      days_left: 49,
      problems: [],
      used_by: [],
    })
    expect(answer.at('certificate', 'chain', 0, 'fingerprint')).toBe(fingerprint('middle'))
    expect(answer.at('certificate', 'chain', 1, 'fingerprint')).toBe(fingerprint('root'))
  })

  test('may have its key behind a passphrase, or in the same text', async () => {
    const locked = { certificate: fileOf('shop.pem'), private_key: fileOf('shop-locked.key') }
    expect((await create({ ...locked, passphrase: 'open sesame' })).status).toBe(201)
    const wrong = await create({ ...locked, passphrase: 'open barley' })
    expect(wrong.status).toBe(400)
    expect(wrong.at('error', 'issues', 0)).toMatchObject({
      about: 'passphrase',
      message: expect.stringMatching(/does not open/),
    })
    const none = await create(locked)
    expect(none.at('error', 'issues', 0)).toMatchObject({
      about: 'passphrase',
      message: expect.stringMatching(/is encrypted/),
    })
    expect((await create({ certificate: fileOf('shop.pem') + fileOf('shop.key') })).status).toBe(201)
  })

  test('says that its chain is not complete, and that it is weak', async () => {
    const alone = await create(pem('shop'))
    expect(alone.at('certificate', 'problems')).toMatchObject([{ problem: 'incomplete', severity: 'warning' }])
    const weak = await create(pem('weak'))
    const problems = weak.at('certificate', 'problems') as { problem: string }[]
    expect(problems.map(({ problem }) => problem)).toEqual(['expiring', 'weak_key'])
  })

  test.each([
    [
      'a key of another',
      () => ({ certificate: fileOf('shop.pem'), private_key: fileOf('root.key') }),
      'private_key',
      /does not belong to the certificate \(CN=shop.test\)/,
    ],
    ['no key', () => ({ certificate: fileOf('shop.pem') }), 'private_key', /is missing/],
    ['a request', () => ({ certificate: fileOf('shop.csr') }), 'certificate', /request for a certificate/],
    ['a key in place of it', () => ({ certificate: fileOf('shop.key') }), 'certificate', /BEGIN CERTIFICATE/],
    [
      'one that is damaged',
      () => ({ ...pem('shop'), certificate: fileOf('shop.pem').replace(/\n.{40}/, '\n') }),
      'certificate',
      /damaged/,
    ],
    [
      'a name of another kind',
      () => ({ self_signed: { server_names: ['a b'], days: 3 } }),
      'self_signed/server_names/0',
      /host name/,
    ],
    ['nothing', () => ({}), 'certificate', /one of/],
    ['two things', () => ({ ...pem('shop'), pkcs12: base64Of('new.p12') }), 'certificate', /one of/],
  ])('with %s is refused in words', async (_, body, about, words) => {
    const answer = await create(body())
    expect(answer.status).toBe(400)
    expect(answer.at('error', 'issues', 0)).toMatchObject({ about, message: expect.stringMatching(words) })
  })
})

describe('a certificate from PKCS #12', () => {
  test.each(['new.p12', 'old.p12'])('opens with its passphrase: %s', async (file) => {
    const answer = await create({ name: file, pkcs12: base64Of(file), passphrase: 'open sesame' })
    expect(answer.status).toBe(201)
    expect(answer.at('certificate')).toMatchObject({
      name: file,
      subject: 'CN=shop.test',
      chain: [{ subject: 'CN=Middle, O=House' }],
    })
    for (const passphrase of ['open barley', null]) {
      const refusal = await create({ pkcs12: base64Of(file), passphrase })
      expect(refusal.status).toBe(400)
      expect(refusal.at('error', 'issues', 0, 'about')).toBe('passphrase')
    }
  })

  test('needs no passphrase when it was made without one', async () => {
    expect((await create({ pkcs12: base64Of('bare.p12') })).status).toBe(201)
  })

  test('is refused in words when it is something else', async () => {
    const answer = await create({ pkcs12: Buffer.from('something else').toString('base64') })
    expect(answer.at('error', 'message')).toMatch(/no PKCS #12 file/)
  })
})

describe('a certificate that is signed by itself', () => {
  test('is good for the names that were asked for', async () => {
    const answer = await create({ name: 'try', self_signed: { server_names: ['try.test', '127.0.0.9'], days: 90 } })
    expect(answer.status).toBe(201)
    const id = answer.at('certificate', 'id')
    const shown = await ask('GET', `/console/certificates/${id}`, { token: who.reader })
    const read = new X509Certificate(String(shown.at('certificate', 'pem')))
    expect(read.checkHost('try.test')).toBe('try.test')
    expect(read.checkIP('127.0.0.9')).toBe('127.0.0.9')
    expect(read.verify(read.publicKey)).toBe(true)
    expect(shown.at('certificate')).toMatchObject({ chain_end: 'SELF_SIGNED', problems: [], days_left: 89 })
  })
})

describe('authorities and revocation lists', () => {
  const authority = () => ({ kind: 'AUTHORITY', certificate: fileOf('root.pem') + fileOf('middle.pem') })
  const lists = () => ({ kind: 'REVOCATION_LIST', certificate: fileOf('root-list.pem') + fileOf('middle-list.pem') })

  test('authorities are kept together, and the one that ends first stands for all', async () => {
    const answer = await create(authority())
    expect(answer.status).toBe(201)
    expect(answer.at('certificate')).toMatchObject({
      kind: 'AUTHORITY',
      name: 'Middle',
      server_names: [],
      subject: 'CN=Middle, O=House',
      key_algorithm: 'EC P-256',
      chain: [{ subject: 'CN=Root, O=House' }],
      chain_end: null,
      revoked_count: null,
      days_left: 49,
      problems: [],
    })
    const { certificate } = (
      await ask('GET', `/console/certificates/${answer.at('certificate', 'id')}`, { token: who.reader })
    ).body as { certificate: { pem: string } }
    expect(certificate.pem.match(/BEGIN CERTIFICATE/g)).toHaveLength(2)
  })

  test('lists say whose they are, how many they take back, and until when they hold', async () => {
    const answer = await create(lists())
    expect(answer.status).toBe(201)
    expect(answer.at('certificate')).toMatchObject({
      kind: 'REVOCATION_LIST',
      name: 'Middle',
      subject: 'CN=Middle, O=House',
      issuer: 'CN=Middle, O=House',
      serial_number: '0b',
      key_algorithm: null,
      key_bits: null,
      signature_algorithm: 'ecdsa-with-SHA256',
      revoked_count: 1,
      days_left: 8,
      chain: [{ subject: 'CN=Root, O=House' }],
      problems: [],
    })
  })

  test('one takes the place of another of its kind', async () => {
    const id = (await create(lists())).at('certificate', 'id')
    const body = (certificate: object) => ({ token: who.member, body: { certificate } })
    const kept = await ask('PUT', `/console/certificates/${id}`, body({ certificate: fileOf('root-list.pem') }))
    expect(kept.at('certificate')).toMatchObject({ revoked_count: 0, subject: 'CN=Root, O=House' })
    const other = await ask('PUT', `/console/certificates/${id}`, body({ certificate: fileOf('root.pem') }))
    expect(other.status).toBe(400)
    const asOther = await ask('PUT', `/console/certificates/${id}`, body({ kind: 'AUTHORITY' }))
    expect(asOther.status).toBe(400)
  })

  test.each([
    [
      'a certificate that may not sign',
      () => ({ ...authority(), certificate: fileOf('shop.pem') }),
      /CN=shop.test is no/,
    ],
    [
      'a private key in it',
      () => ({ ...authority(), certificate: fileOf('root.pem') + fileOf('root.key') }),
      /private key/,
    ],
    ['a list in place of it', () => ({ ...authority(), certificate: fileOf('root-list.pem') }), /as a revocation list/],
    ['a certificate in place of a list', () => ({ ...lists(), certificate: fileOf('root.pem') }), /as an authority/],
    [
      'a damaged list',
      () => ({ ...lists(), certificate: fileOf('root-list.pem').replace(/\n.{40}/, '\n') }),
      /damaged/,
    ],
  ])('with %s they are refused in words', async (_, body, words) => {
    const answer = await create(body())
    expect(answer.status).toBe(400)
    expect(answer.at('error', 'issues', 0)).toMatchObject({
      about: 'certificate',
      message: expect.stringMatching(words),
    })
    expect(answer.text).not.toContain('PRIVATE KEY')
  })

  test.each([
    ['private_key', { private_key: 'x' }],
    ['passphrase', { passphrase: 'x' }],
  ])('no %s belongs to them', async (about, more) => {
    const answer = await create({ ...authority(), ...more })
    expect(answer.status).toBe(400)
    expect(answer.at('error', 'issues', 0, 'about')).toBe(about)
  })
})

describe('the private key', () => {
  test('is in no answer, and in the database under seal only', async () => {
    const answer = await create({ name: 'secret', ...pem('shop') })
    const id = String(answer.at('certificate', 'id'))
    const answers = [
      answer,
      await ask('GET', `/console/certificates/${id}`, { token: who.member }),
      await ask('GET', '/console/certificates', { token: who.admin }),
      await ask('PUT', `/console/certificates/${id}`, { token: who.member, body: { certificate: { name: 'other' } } }),
    ]
    for (const one of answers) expect(one.text).not.toMatch(/PRIVATE KEY|sealed/)
    const row = await database().certificate.findUniqueOrThrow({ where: { id } })
    const secret = fileOf('shop.key').split('\n')[1] ?? ''
    expect(JSON.stringify(row)).not.toContain(secret)
    expect(row.sealed_key).toMatch(/^v1\./)
  })

  test('is not repeated in a refusal', async () => {
    const answer = await create({ certificate: fileOf('root.pem'), private_key: fileOf('shop.key') })
    expect(answer.status).toBe(400)
    expect(answer.text).not.toContain('PRIVATE KEY')
  })
})

describe('who may', () => {
  test('a reader sees the certificates of the project and changes none', async () => {
    const id = (await create({ name: 'ours', ...pem('shop') })).at('certificate', 'id')
    expect((await ask('GET', `/console/certificates/${id}`, { token: who.reader })).status).toBe(200)
    expect((await create(pem('shop'), who.reader)).status).toBe(403)
    expect((await ask('DELETE', `/console/certificates/${id}`, { token: who.reader })).status).toBe(403)
  })

  test('those of another project are not there', async () => {
    const id = (await create({ name: 'ours', ...pem('shop') })).at('certificate', 'id')
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await ask(method, `/console/certificates/${id}`, { token: who.stranger })).status).toBe(404)
    }
    expect((await ask('GET', '/console/certificates', { token: who.stranger })).at('certificates')).toEqual([])
  })

  test('one that nothing uses can be deleted', async () => {
    const id = (await create(pem('shop'))).at('certificate', 'id')
    expect((await ask('DELETE', `/console/certificates/${id}`, { token: who.member })).status).toBe(204)
    expect((await ask('GET', `/console/certificates/${id}`, { token: who.member })).status).toBe(404)
  })
})
