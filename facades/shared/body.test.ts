import { DomainError, type ErrorCode } from 'model/errors'
import { describe, expect, test } from 'vitest'
import { acceptsJson } from './accept.ts'
import { jsonBody } from './body.ts'

const post = (body: string, type = 'application/json') =>
  new Request('http://lb/', { method: 'POST', body, headers: { 'content-type': type } })

async function codeOf(reading: Promise<unknown>): Promise<ErrorCode | 'read'> {
  try {
    await reading
    return 'read'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

describe('a body', () => {
  test('is read as JSON, with or without a character set', async () => {
    expect(await jsonBody(post('{"a": 1}', 'application/json; charset=utf-8'))).toEqual({ a: 1 })
  })
  test('has characters of any plane', async () => {
    expect(await jsonBody(post('{"name": "\\ud83d\\ude00"}'))).toEqual({ name: '\u{1F600}' })
  })
  test('that is empty is undefined, whatever it calls itself', async () => {
    expect(await jsonBody(post('', 'text/plain'))).toBeUndefined()
  })
  test.each([
    ['text/plain', '{}', 'unsupported_media_type'],
    ['application/json', '{', 'invalid'],
    ['application/json', '['.repeat(40) + ']'.repeat(40), 'invalid'],
    ['application/json', '{"name": "half of it \\ud83d"}', 'invalid'],
    ['application/json', '{"\\udc00": [1]}', 'invalid'],
    ['application/json', '['.repeat(200_000), 'invalid'],
    ['application/json', `"${'x'.repeat(9_000_000)}"`, 'invalid'],
  ])('of %s that can not be taken is refused', async (type, text, code) => {
    expect(await codeOf(jsonBody(post(text, type)))).toBe(code)
  })
})

describe('an Accept header', () => {
  const accepts = (accept: string | null) =>
    acceptsJson(new Request('http://lb/', { headers: accept === null ? {} : { accept } }))
  test.each([null, '', '*/*', 'application/json', 'text/html, application/*;q=0.1', 'Application/JSON;charset=utf-8'])(
    '%j takes JSON',
    (accept) => {
      expect(accepts(accept)).toBe(true)
    },
  )
  test.each(['text/html', 'application/xml', 'application/json;q=0', '*/*;q=0.0'])('%j does not', (accept) => {
    expect(accepts(accept)).toBe(false)
  })
})
