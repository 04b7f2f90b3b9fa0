import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { DomainError } from 'model/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authoritiesFromPem } from './authorities.ts'
import { descriptionOfAuthorities, descriptionOfLists } from './description.ts'
import { materialFromPem } from './pem.ts'
import { materialFromPkcs12 } from './pkcs12.ts'
import { revocationLists } from './revocation-list.ts'

// biome-ignore-start lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
/** Each of these takes up to a hundredth of a second: `DAMAGED_FILES=10000` tries more. */
const numRuns = Number(process.env['DAMAGED_FILES'] ?? 250)
// biome-ignore-end lint/style/noProcessEnv: see above.

const folder = mkdtempSync(path.join(tmpdir(), 'damaged-'))
afterAll(() => rmSync(folder, { recursive: true }))
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
const read = (name: string) => readFileSync(path.join(folder, name))
const passphrase = 'open sesame'

beforeAll(() => {
  const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'a.key', '-out', 'a.pem']
  openssl('req', '-x509', ...made, '-subj', '/CN=a.test', '-days', '9')
  const rounds = ['-topk8', '-iter', '64', '-in', 'a.key', '-out', 'locked.key', '-passout', `pass:${passphrase}`]
  openssl('pkcs8', ...rounds)
  const bundle = [
    'pkcs12',
    '-export',
    '-inkey',
    'a.key',
    '-in',
    'a.pem',
    '-passout',
    `pass:${passphrase}`,
    '-iter',
    '64',
  ]
  openssl(...bundle, '-out', 'new.p12')
  openssl(...bundle, '-out', 'old.p12', '-legacy')
  writeFileSync(path.join(folder, 'index.txt'), 'R\t400101000000Z\t250101000000Z\t01\tunknown\t/CN=gone\n')
  writeFileSync(path.join(folder, 'number'), '0a\n')
  const own = ['database=index.txt', 'crlnumber=number', 'default_md=sha256', 'default_crl_days=9']
  writeFileSync(path.join(folder, 'ca.cnf'), ['[ca]', 'default_ca=own', '[own]', ...own, ''].join('\n'))
  const signed = ['-config', 'ca.cnf', '-keyfile', 'a.key', '-cert', 'a.pem']
  openssl('ca', '-gencrl', ...signed, '-out', 'list.pem')
})

type Damage = { readonly at: number; readonly how: 'flip' | 'cut' | 'drop' | 'repeat'; readonly bits: number }
const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.double({ min: 0, max: 0.9999, noNaN: true }),
  how: fc.constantFrom('flip', 'cut', 'drop', 'repeat'),
  bits: fc.integer({ min: 1, max: 255 }),
})

function damaged(bytes: Buffer, all: readonly Damage[]): Buffer {
  return all.reduce((now, { at, how, bits }) => {
    const place = Math.floor(at * now.length)
    const copy = Buffer.from(now)
    if (how === 'flip') copy[place] = (copy[place] ?? 0) ^ bits
    if (how === 'cut') return copy.subarray(0, place)
    if (how === 'drop') return Buffer.concat([copy.subarray(0, place), copy.subarray(place + (bits % 16) + 1)])
    if (how === 'repeat') return Buffer.concat([copy.subarray(0, place), copy.subarray(Math.max(0, place - bits))])
    return copy
  }, bytes)
}

/** What is damaged is read all the same, or refused in words that tell nothing of what was in it. */
function refusedInWords(work: () => unknown, secret: string): void {
  try {
    work()
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError)
    const { code, issues } = error as DomainError
    expect(code).toBe('invalid')
    expect(JSON.stringify(issues)).not.toContain(secret)
  }
}

test.each(['new.p12', 'old.p12'])('a damaged PKCS #12 file is refused in words: %s', (file) => {
  const whole = read(file)
  expect(materialFromPkcs12(whole, passphrase).chain).toHaveLength(1)
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (all) => {
      refusedInWords(() => materialFromPkcs12(damaged(whole, all), passphrase), passphrase)
    }),
    { numRuns },
  )
})

test.each(['a.key', 'locked.key'])('damaged PEM is refused in words: %s', (file) => {
  const secret = read(file).toString().split('\n')[1] ?? ''
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), fc.boolean(), (all, isKey) => {
      const certificate = isKey ? read('a.pem') : damaged(read('a.pem'), all)
      const private_key = isKey ? damaged(read(file), all) : read(file)
      const input = { certificate: certificate.toString(), private_key: private_key.toString(), passphrase }
      refusedInWords(() => materialFromPem(input), secret)
    }),
    { numRuns },
  )
})

const texts = {
  'a.pem': (text: string) => descriptionOfAuthorities(authoritiesFromPem(text)),
  'list.pem': (text: string) => descriptionOfLists(revocationLists(text)),
}

test.each(Object.keys(texts) as (keyof typeof texts)[])(
  'damaged authorities and lists are refused in words: %s',
  (file) => {
    const whole = read(file)
    const whoseBytes = Buffer.from(whole.toString().split('\n').slice(1, -2).join(''), 'base64')
    const label = /BEGIN ([A-Z0-9 ]+)/.exec(whole.toString())?.[1] ?? ''
    const pem = (bytes: Buffer) => `-----BEGIN ${label}-----\n${bytes.toString('base64')}\n-----END ${label}-----\n`
    expect(texts[file](pem(whoseBytes))).toEqual(texts[file](whole.toString()))
    const secret = read('a.key').toString().split('\n')[1] ?? ''
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), fc.boolean(), (all, isText) => {
        const text = isText ? damaged(whole, all).toString() : pem(damaged(whoseBytes, all))
        refusedInWords(() => texts[file](text), secret)
      }),
      { numRuns },
    )
  },
)

test('text full of beginnings is read in one go', () => {
  const text = '-----BEGIN CERTIFICATE-----\n'.repeat(36_000)
  expect(() => authoritiesFromPem(text)).toThrow(/no certificate in it/)
  const long = `-----BEGIN X509 CRL-----\n${'MIIB\n'.repeat(200_000)}-----END X509 CRL-----`
  expect(() => revocationLists(long)).toThrow(/damaged/)
})

test('a file that would keep the process busy is refused at once', () => {
  const rounds = ['-topk8', '-iter', '2000001', '-in', 'a.key', '-out', 'slow.key', '-passout', 'pass:x']
  openssl('pkcs8', ...rounds)
  const input = { certificate: read('a.pem').toString(), private_key: read('slow.key').toString(), passphrase: 'x' }
  expect(() => materialFromPem(input)).toThrow(/too long/)
  const bundle = ['pkcs12', '-export', '-inkey', 'a.key', '-in', 'a.pem', '-passout', 'pass:x', '-iter', '2000001']
  openssl(...bundle, '-nomac', '-out', 'slow.p12')
  expect(() => materialFromPkcs12(read('slow.p12'), 'x')).toThrow(/too long/)
})
