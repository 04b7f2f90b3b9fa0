import { expect, test } from 'vitest'
import { defaultsOf } from '../kit/resource.ts'
import { type Certificate, certificate } from '../resources/certificate.ts'
import { certificateProblems, daysLeft, type ProblemName, problemsOfCertificate } from './problems.ts'

const now = Date.parse('2026-06-15T12:00:00Z')
const good: Certificate = {
  ...defaultsOf(certificate),
  id: '1',
  name: 'shop',
  description: '',
  kind: 'CERTIFICATE',
  project_id: 'p',
  server_names: ['shop.test'],
  subject: 'CN=shop.test',
  issuer: 'CN=Authority',
  serial_number: '01',
  fingerprint: 'aa',
  key_algorithm: 'RSA 2048',
  key_bits: 2_048,
  signature_algorithm: 'sha256WithRSAEncryption',
  not_before: '2026-01-01T00:00:00.000Z',
  not_after: '2026-12-31T00:00:00.000Z',
  chain: [],
  chain_end: 'PUBLIC_ROOT',
  revoked_count: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: null,
}
const authority = { subject: 'CN=Authority', issuer: 'CN=Root', not_before: good.not_before, fingerprint: 'bb' }

test('a good certificate has no problem', () => {
  expect(problemsOfCertificate(good, now)).toEqual([])
  expect(daysLeft(good, now)).toBe(198)
})

const broken: Record<ProblemName, { readonly with: Partial<Certificate>; readonly says: RegExp }> = {
  expired: { with: { not_after: '2026-06-15T11:59:59.000Z' }, says: /ended on 2026-06-15/ },
  not_yet_valid: { with: { not_before: '2026-06-16T00:00:00.000Z' }, says: /begins on 2026-06-16/ },
  expiring: { with: { not_after: '2026-06-17T00:00:00.000Z' }, says: /ends in 1 day,/ },
  chain_expired: {
    with: { chain: [{ ...authority, not_after: '2026-02-01T00:00:00.000Z' }] },
    says: /CN=Authority in its chain ended on 2026-02-01/,
  },
  incomplete: { with: { chain_end: 'UNKNOWN' }, says: /ends at CN=Authority, which is not part of it/ },
  weak_key: { with: { key_algorithm: 'RSA 1024', key_bits: 1_024 }, says: /2048 bits or more/ },
  weak_signature: { with: { signature_algorithm: 'sha1WithRSAEncryption' }, says: /can be forged/ },
}

test.each(Object.keys(certificateProblems) as ProblemName[])('%s is told in words', (name) => {
  const [problem, ...others] = problemsOfCertificate({ ...good, ...broken[name].with }, now)
  expect(others).toEqual([])
  expect(problem).toMatchObject({ problem: name, severity: certificateProblems[name].severity })
  expect(problem?.message).toMatch(broken[name].says)
})

test('one that ended has no days left', () => {
  expect(daysLeft({ not_after: '2026-06-14T12:00:00.000Z' }, now)).toBe(-1)
})

const inFiveDays = { not_after: '2026-06-20T12:00:00.000Z', chain_end: null }

test('of a list it is told what its end means, and only when it is near', () => {
  const list = { ...good, ...inFiveDays, kind: 'REVOCATION_LIST' as const, key_algorithm: null, revoked_count: 2 }
  expect(problemsOfCertificate(list, now)).toEqual([])
  expect(problemsOfCertificate(list, now + 6 * 86_400_000)).toMatchObject([
    { problem: 'expired', message: 'It ended on 2026-06-20: every certificate of its authority is refused.' },
  ])
})

test('authorities need a root among them', () => {
  const middle = { ...good, chain_end: 'UNKNOWN' as const, kind: 'AUTHORITY' as const }
  expect(problemsOfCertificate(middle, now)).toMatchObject([
    { problem: 'incomplete', message: expect.stringMatching(/Add the root/) },
  ])
})

test('nobody has to believe the signature of an authority', () => {
  const authority = {
    ...good,
    chain_end: null,
    kind: 'AUTHORITY' as const,
    signature_algorithm: 'sha1WithRSAEncryption',
  }
  expect(problemsOfCertificate(authority, now)).toEqual([])
})
