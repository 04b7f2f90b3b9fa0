import { examplePolicy } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { treatmentWords } from './treatment-words.ts'

test('a card says in a few words what a policy does besides, and nothing where it does nothing', () => {
  expect(treatmentWords(examplePolicy())).toEqual([])
  const header = { key: 'X-A', value_type: 'USER_DEFINED' as const, value: '1' }
  const policy = examplePolicy({
    redirect_pools_sticky_session_config: { enable: true, timeout: 30 },
    insert_headers_config: { configs: [header] },
    remove_headers_config: { configs: [{ key: 'X-B' }] },
    traffic_limit_config: { qps: 1_000, per_source_ip_qps: 5, burst: 0 },
  })
  expect(treatmentWords(policy)).toEqual([
    'clients stay for 30 minutes',
    '2 request headers',
    'at most 1,000 a second',
    '5 a second from one client',
  ])
})
