import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { DomainError } from 'model/errors'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { materialFromPem } from './pem.ts'
import { materialFromPkcs12 } from './pkcs12.ts'

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

test('a file that would keep the process busy is refused at once', () => {
  const rounds = ['-topk8', '-iter', '2000001', '-in', 'a.key', '-out', 'slow.key', '-passout', 'pass:x']
  openssl('pkcs8', ...rounds)
  const input = { certificate: read('a.pem').toString(), private_key: read('slow.key').toString(), passphrase: 'x' }
  expect(() => materialFromPem(input)).toThrow(/too long/)
  const bundle = ['pkcs12', '-export', '-inkey', 'a.key', '-in', 'a.pem', '-passout', 'pass:x', '-iter', '2000001']
  openssl(...bundle, '-nomac', '-out', 'slow.p12')
  expect(() => materialFromPkcs12(read('slow.p12'), 'x')).toThrow(/too long/)
})
