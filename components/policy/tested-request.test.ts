import { askedRequest } from 'model/l7/asked-request'
import type { HttpRequest } from 'model/l7/request'
import { expect, test } from 'vitest'
import { askedOf, textOfRequest } from './tested-request.ts'

const plain: HttpRequest = { method: 'GET', path: '/cart', query: '', headers: [], source: '192.0.2.1' }

test.each<[HttpRequest, string]>([
  [{ ...plain, headers: [['Host', 'shop.example.com']] }, 'http://shop.example.com/cart'],
  [{ ...plain, method: 'POST', query: 'id=1', headers: [['Host', '[fd00::1]:80']] }, 'http://[fd00::1]:80/cart?id=1'],
  [{ ...plain, source: '10.0.0.1' }, '/cart'],
  [{ ...plain, body: '{"a":\n1}' }, '/cart'],
  [
    {
      ...plain,
      headers: [
        ['Host', 'a.example'],
        ['Cookie', 'beta=1; a=b'],
        ['X-A', ''],
      ],
    },
    'http://a.example/cart',
  ],
])('what was stored is typed, and stored again as it was: %j', (request, url) => {
  const text = textOfRequest(request)
  expect(text.url).toBe(url)
  expect(askedRequest.parse(askedOf(text))).toEqual(request)
})

test('a host that fits into no URL stays a header', () => {
  expect(textOfRequest({ ...plain, headers: [['Host', 'a b']] })).toMatchObject({ url: '/cart', headers: 'Host: a b' })
})
