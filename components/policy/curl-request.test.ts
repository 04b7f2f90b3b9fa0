import { expect, test } from 'vitest'
import { curlRequest } from './curl-request.ts'

const form = 'application/x-www-form-urlencoded'

test.each([
  ['curl http://a.test/x', { method: 'GET', url: 'http://a.test/x', headers: [], body: '' }],
  ['curl -I a.test', { method: 'HEAD', url: 'http://a.test', headers: [], body: '' }],
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
      body: '',
    },
  ],
  [
    'curl -sS -o /dev/null --data-raw @x=1 -d y=2 --data-urlencode "z=a b" http://a.test/',
    { method: 'POST', url: 'http://a.test/', headers: [['Content-Type', form]], body: '@x=1&y=2&z=a%20b' },
  ],
  [
    `curl http://a.test/graphql -H 'content-type: application/json' -d '{"query":"mutation { pay(id: \\"1\\") }"}'`,
    {
      method: 'POST',
      url: 'http://a.test/graphql',
      headers: [['content-type', 'application/json']],
      body: '{"query":"mutation { pay(id: \\"1\\") }"}',
    },
  ],
  [
    `curl -X PUT a.test --json '{"a":1}'`,
    { method: 'PUT', url: 'http://a.test', headers: [['Content-Type', 'application/json']], body: '{"a":1}' },
  ],
  // What stands in a file is not known.
  ['curl -d @file a.test', { method: 'POST', url: 'http://a.test', headers: [['Content-Type', form]], body: '' }],
  ['curl -T file a.test', { method: 'POST', url: 'http://a.test', headers: [], body: '' }],
  ['curl -XDELETE --url http://a.test/1', { method: 'DELETE', url: 'http://a.test/1', headers: [], body: '' }],
])('%s', (text, request) => expect(curlRequest(text)).toEqual(request))

test.each(['http://a.test/', 'wget http://a.test/', 'curl -v'])('%s is no request of curl', (text) =>
  expect(curlRequest(text)).toBe(null),
)
