import { expect, test } from 'vitest'
import { curlRequest } from './curl-request.ts'

test.each([
  ['curl http://a.test/x', { method: 'GET', url: 'http://a.test/x', headers: [] }],
  ['curl -I a.test', { method: 'HEAD', url: 'http://a.test', headers: [] }],
  [
    `curl 'https://a.test/cart?x=1&y=2' \\\n  -H 'Accept-Language: de' --header="X-A: it's \\"on\\"" -b 'beta=1; s=2' --compressed`,
    {
      method: 'GET',
      url: 'https://a.test/cart?x=1&y=2',
      headers: [
        ['Accept-Language', 'de'],
        ['X-A', 'it\'s "on"'],
        ['Cookie', 'beta=1; s=2'],
      ],
    },
  ],
  ['curl -sS -o /dev/null --data-raw x=1 http://a.test/', { method: 'POST', url: 'http://a.test/', headers: [] }],
  ['curl -XDELETE --url http://a.test/1', { method: 'DELETE', url: 'http://a.test/1', headers: [] }],
])('%s', (text, request) => expect(curlRequest(text)).toEqual(request))

test.each(['http://a.test/', 'wget http://a.test/', 'curl -v'])('%s is no request of curl', (text) =>
  expect(curlRequest(text)).toBe(null),
)
