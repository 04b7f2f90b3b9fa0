import { exampleGraph, exampleId } from 'model/graph/graph.examples'
import { inherited } from 'model/l7/inherited'
import { expect, test } from 'vitest'
import { headerDraft, type PolicyDraft, policyDraft, ruleDraft } from './draft.ts'
import { effectOf, exampleUrl } from './effect.ts'

const graph = exampleGraph()
const [listener] = graph.listeners
if (listener === undefined) throw new Error('the example has no listener')
const pattern = ruleDraft({ type: 'PATH', compare_type: 'REGEX', value: '^/first/(.*)/(.*)/end$' })
const seen = (draft: Partial<PolicyDraft>, url: string, headers = '') =>
  effectOf(graph, policyDraft({ redirect_pool_id: exampleId(20), rules: [pattern], ...draft }), {
    listener,
    text: { method: 'GET', url, headers, source: '203.0.113.9', body: '' },
  })

test('a member is asked for what the groups of the path say, with headers set and taken out', () => {
  const draft = {
    rewrite_url_config: { host: inherited.host, path: '/$1/$2', query: inherited.query },
    insert_headers_config: [headerDraft({ key: 'X-Client', value_type: 'SYSTEM_DEFINED', value: 'CLIENT-IP' })],
    remove_headers_config: ['X-Debug'],
  }
  expect(seen(draft, 'http://a.test/first/aaa/bbb/end?k=v')).toEqual({
    unmet: [],
    effect: {
      kind: 'forward',
      method: 'GET',
      forwarded: {
        host: 'a.test',
        path: '/aaa/bbb',
        query: 'k=v',
        inserted: [['X-Client', '203.0.113.9']],
        removed: ['X-Debug'],
      },
    },
  })
})

test('a redirect in parts keeps what it is told to keep', () => {
  const draft = {
    action: 'REDIRECT_TO_URL' as const,
    redirect_url_config: {
      ...inherited,
      protocol: 'HTTPS',
      port: '443',
      query: `${inherited.query}&x=1`,
      status_code: '308',
    },
  }
  expect(seen(draft, 'http://a.test/first/a/b/end?k=v').effect).toEqual({
    kind: 'redirect',
    code: 308,
    location: 'https://a.test/first/a/b/end?k=v&x=1',
  })
})

test('a request that the policy would not take says which condition does not hold; half a pattern breaks nothing', () => {
  expect(seen({}, 'http://a.test/second').unmet).toEqual(['path matches ^/first/(.*)/(.*)/end$'])
  expect(seen({ rules: [{ ...pattern, value: '(' }] }, 'http://a.test/').unmet).toHaveLength(1)
  expect(seen({}, 'no url at all').effect).toBeNull()
})

test('the example is a URL that the conditions are about', () => {
  const rules = [
    ruleDraft({ compare_type: 'WILDCARD', value: '*.a.test' }),
    ruleDraft({ type: 'PATH', compare_type: 'STARTS_WITH', added: ['/api', '/v2'] }),
    ruleDraft({ type: 'QUERY_STRING', key: 'q', value: '1' }),
  ]
  expect(exampleUrl({ rules })).toBe('http://abc.a.test/api?q=1')
  expect(exampleUrl({ rules: [] })).toBe('http://www.example.com/')
})
