import { describe, expect, test } from 'vitest'
import { claimIn, goodSignatures, type SentRequest, signedAt } from './signature.ts'

const project = '99a3fff0d03c428eac3678da6a7d0f24'
const signedHeaders = ['content-type', 'host', 'x-project-id', 'x-sdk-date']

function sent(method: string, url: string, { body = '', headers = {} as Record<string, string> } = {}): SentRequest {
  const { pathname, searchParams } = new URL(url, 'http://elb.local:8080')
  const always = { host: 'elb.local:8080', 'content-type': 'application/json', 'x-project-id': project }
  return {
    method,
    path: pathname,
    query: searchParams,
    headers: new Headers({ ...always, 'x-sdk-date': '20260102T030405Z', ...headers }),
    body: Buffer.from(body),
  }
}

function signatures(request: SentRequest, names = signedHeaders): string[] {
  return goodSignatures(request, { access_key: 'AKEXAMPLE', signedHeaders: names, signature: '' }, 'SKEXAMPLE')
}

const put = sent('PUT', `/v3/${project}/elb/l7policies/cf4360fd-8631-41ff-a6f5-b72c35da74be`, {
  body: '{"l7policy":{"name":"My policy."}}',
})
const ofPut = 'f2f25440a2870da5b405cd46c44d29b7c3b3f98667663e0d3991eb23f9559a4f'
const listed = (query: string) => sent('GET', `/v3/${project}/elb/l7policies?${query}`)
const ofList = 'e557b324523406cb5a20fdaded2b8825120d1ba3699c6c08162a7c65d5fc11eb'

describe('the signature of the vendor', () => {
  test('of an update with a body', () => {
    expect(signatures(put)).toEqual([ofPut])
  })

  test('of a list with a query, in whatever order it was sent', () => {
    expect(signatures(listed('name=a%20b%26c&priority=1&priority=2'))).toEqual([ofList])
    expect(signatures(listed('priority=2&name=a%20b%26c&priority=1'))).toEqual([ofList])
  })

  test('is another with any other part of the request', () => {
    const others = [
      sent('POST', put.path, { body: put.body.toString() }),
      sent('PUT', `${put.path}x`, { body: put.body.toString() }),
      sent('PUT', `${put.path}?limit=1`, { body: put.body.toString() }),
      sent('PUT', put.path, { body: '{"l7policy":{"name":"Another."}}' }),
      sent('PUT', put.path, { body: put.body.toString(), headers: { host: 'elb.local' } }),
      sent('PUT', put.path, { body: put.body.toString(), headers: { 'x-sdk-date': '20260102T030406Z' } }),
      sent('PUT', put.path, { body: put.body.toString(), headers: { 'x-project-id': 'another' } }),
    ]
    for (const other of others) expect(signatures(other)).not.toContain(ofPut)
    expect(signatures(put, ['host', 'x-sdk-date'])).not.toContain(ofPut)
  })

  test('is found behind a reverse proxy that tells the host which the client used', () => {
    const headers = { host: '127.0.0.1:3000', 'x-forwarded-host': 'elb.local:8080' }
    expect(signatures(sent('PUT', put.path, { body: put.body.toString(), headers }))).toContain(ofPut)
  })

  test('holds for the body that came, whatever a header says of another', () => {
    const body = put.body.toString()
    const with256 = (value: string, type = 'application/json') =>
      signatures(sent('PUT', put.path, { body, headers: { 'x-sdk-content-sha256': value, 'content-type': type } }))
    expect(with256('e1b85abaffc81b7f4a76a58c3bdc9e9e1f0f1a1c9b4f0c6f1d7d6f0c2b3a4958')).toEqual([])
    expect(with256('UNSIGNED-PAYLOAD')).toEqual([])
    expect(with256('UNSIGNED-PAYLOAD', 'application/octet-stream')).toHaveLength(1)
  })

  test('is tried for paths that were encoded once and twice', () => {
    expect(signatures(sent('GET', `/v3/${project}/elb/l7policies/my%20policy`))).toHaveLength(2)
    expect(signatures(sent('GET', `/v3/${project}/elb/l7policies/%zz`))).toHaveLength(1)
  })
})

describe('the header', () => {
  const signature = ofPut
  test('is taken apart', () => {
    const header = `SDK-HMAC-SHA256 Access=AKEXAMPLE, SignedHeaders=content-type;host, Signature=${signature}`
    expect(claimIn(header)).toEqual({ access_key: 'AKEXAMPLE', signedHeaders: ['content-type', 'host'], signature })
  })

  test.each([
    null,
    '',
    'SDK-HMAC-SHA256',
    `SDK-HMAC-SHA256 Access=, SignedHeaders=host, Signature=${signature}`,
    'SDK-HMAC-SHA256 Access=A, SignedHeaders=host, Signature=f2',
    `Bearer Access=A, SignedHeaders=host, Signature=${signature}`,
    `SDK-HMAC-SHA256 Access=A, SignedHeaders=host, Signature=${signature}, More=1`,
  ])('%j is none', (header) => {
    expect(claimIn(header)).toBeNull()
  })

  test('has its moment in another', () => {
    const at = (date: string) => signedAt(new Headers({ 'x-sdk-date': date }))
    expect(at('20260102T030405Z')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5))
    for (const wrong of ['', '20260102T030405', '20261302T030405Z', '2026-01-02T03:04:05Z'])
      expect(at(wrong)).toBeNull()
  })
})
