import { describe, expect, test } from 'vitest'
import { exampleGraph, exampleId, exampleListener, examplePolicy, exampleRule } from '../graph/graph.examples.ts'
import type { Graph } from '../graph/graph.ts'
import { issuesOf } from '../graph/rules.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import { builtParts, everyPath, httpsRedirect, plainListener, redirectPolicy, redirectTag } from './https-redirect.ts'

const secure = exampleListener({
  id: exampleId(11),
  protocol: 'TERMINATED_HTTPS',
  protocol_port: 8_443,
  default_tls_container_ref: exampleId(70),
})
const tags = [redirectTag(secure)]
const plain = exampleListener({ ...plainListener(secure), id: exampleId(12), default_pool_id: null, tags })
const policy = (given: Partial<L7Policy> = {}) =>
  examplePolicy({ ...redirectPolicy(secure), redirect_pool_id: null, listener_id: plain.id, tags, ...given })
const rule = exampleRule(everyPath)

function built(given: Partial<Graph> = {}): Graph {
  return exampleGraph({ listeners: [secure, plain], l7_policies: [policy()], l7_rules: [rule], ...given })
}

describe('what the switch has built', () => {
  test('is known again, and is no loop', () => {
    expect(httpsRedirect(built(), secure)).toMatchObject({ state: 'on', changes: [], l7policy_id: policy().id })
    expect(builtParts(built(), secure)).toEqual({ l7policy_id: policy().id, listener_id: plain.id })
    expect(issuesOf(built())).toEqual([])
  })

  test.each([
    ['Policy to-https is switched off.', { l7_policies: [policy({ admin_state_up: false })] }],
    ['Policy to-https does something else now.', { l7_policies: [policy({ action: 'REJECT' })] }],
    ['Policy to-https takes other requests now.', { l7_rules: [{ ...rule, invert: true }] }],
    ['Policy to-https takes other requests now.', { l7_rules: [] }],
    ['Policy to-https stands at position 2: others come first.', { l7_policies: [policy({ position: 2 })] }],
    ['Listener http-80 is switched off.', { listeners: [secure, { ...plain, admin_state_up: false }] }],
    ['Its policy is gone.', { l7_policies: [], l7_rules: [] }],
  ] as const)('tells when it was changed: %s', (sentence, given) => {
    expect(httpsRedirect(built(given), secure)).toMatchObject({ state: 'changed', changes: [sentence] })
  })

  test('stays where there is more on it', () => {
    const withPool = built({ listeners: [secure, { ...plain, default_pool_id: exampleId(20) }] })
    expect(builtParts(withPool, secure)).toEqual({ l7policy_id: policy().id, listener_id: null })
    expect(httpsRedirect(withPool, secure).changes).toEqual(['Listener http-80 has a pool.'])
  })

  test('is another port’s where the tag says so', () => {
    const other = { ...secure, id: exampleId(13), protocol_port: 443 }
    const { state, obstacle } = httpsRedirect(built({ listeners: [secure, other, plain] }), other)
    expect(state).toBe('off')
    expect(obstacle).toMatch(/^Policy to-https of listener http-80 redirects all of port 80/)
  })
})

test('a listener that terminates TLS can not be sent to itself, whatever host is asked for', () => {
  const looping = built({ l7_policies: [policy({ listener_id: secure.id })] })
  expect(issuesOf(looping).map((one) => one.message)).toEqual([expect.stringMatching(/round in circles/)])
})
