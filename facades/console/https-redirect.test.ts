import { askedHost } from 'model/l7/asked-host'
import { beforeAll, describe, expect, test } from 'vitest'
import { createCertificate } from '@/server/services/certificates.ts'
import { type People, people } from '@/server/testing/people.ts'
import { base, lb, must, settled } from '../octavia/testing/tree.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'

const ask = asking(consoleApi)
let who: People
let certificate: string

beforeAll(async () => {
  who = await people()
  const source = { from: 'self-signed', server_names: ['shop.test'], days: 60 } as const
  certificate = (
    await createCertificate(who.memberActor, { name: 'shop', description: '', kind: 'CERTIFICATE', source })
  ).id
  return playEngine()
})

/** A load balancer with a listener that terminates TLS, and what else is given. */
async function scene(protocol_port: number, others: readonly object[] = []) {
  const secure = { protocol: 'TERMINATED_HTTPS', protocol_port, default_tls_container_ref: certificate }
  const loadbalancer = { name: 'secure', vip_subnet_id: who.subnet, listeners: [secure, ...others] }
  const created = must(201, await lb('POST', `${base}/loadbalancers`, { token: who.member, body: { loadbalancer } }))
  const id = String(created.at('loadbalancer', 'id'))
  await settled(who.member, id)
  const listener = String(created.at('loadbalancer', 'listeners', 0, 'id'))
  const path = `/console/listeners/${listener}/https-redirect`
  return {
    id,
    listener,
    other: String(created.at('loadbalancer', 'listeners', 1, 'id')),
    use: (method: string, token = who.member) => ask(method, path, { token }),
    done: () => settled(who.member, id),
    graph: async () => (await ask('GET', `/console/load-balancers/${id}`, { token: who.member })).at('graph') as Graph,
  }
}

type Row = Readonly<Record<string, unknown>> & { readonly id: string }
type Graph = { readonly listeners: Row[]; readonly l7_policies: Row[]; readonly l7_rules: Row[] }

async function change(kind: string, id: string, body: object) {
  must(200, await lb('PUT', `${base}/${kind}/${id}`, { token: who.member, body }))
}

describe('the switch of a listener that terminates TLS', () => {
  test('builds a listener on port 80 with a policy and its rule, and takes them away again', async () => {
    const { use, graph, done, listener } = await scene(8_443)
    const before = must(200, await use('GET')).at('https_redirect')
    expect(before).toMatchObject({ state: 'off', obstacle: null, listener_id: null })
    const on = must(200, await use('PUT')).at('https_redirect')
    expect(on).toMatchObject({ state: 'on', changes: [] })
    await done()
    const built = await graph()
    const plain = built.listeners.find((one) => one.id !== listener)
    expect(plain).toMatchObject({ name: 'http-80', protocol: 'HTTP', protocol_port: 80, default_pool_id: null })
    const policy = { action: 'REDIRECT_PREFIX', redirect_http_code: 301, position: 1, listener_id: plain?.id }
    expect(built.l7_policies).toMatchObject([{ ...policy, redirect_prefix: `https://${askedHost}:8443` }])
    expect(built.l7_rules).toMatchObject([{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }])
    must(200, await use('PUT'))
    expect(await graph()).toEqual(built)
    must(204, await use('DELETE'))
    await done()
    expect(await graph()).toMatchObject({ listeners: [{ id: listener }], l7_policies: [], l7_rules: [] })
    must(204, await use('DELETE'))
  })

  test('puts its policy before those of a listener that is there, and leaves that where it was', async () => {
    const rules = [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/old' }]
    const web = { name: 'web', protocol: 'HTTP', protocol_port: 80, l7policies: [{ action: 'REJECT', rules }] }
    const { use, graph, done, other } = await scene(443, [web])
    const foreseen = must(200, await use('GET')).at('https_redirect', 'effect')
    expect(foreseen).toMatch(/^Listener web is on port 80 already: it gets a policy, before its policy/)
    must(200, await use('PUT'))
    await done()
    const policies = (await graph()).l7_policies.map(({ action, position, listener_id }) => [
      action,
      position,
      listener_id,
    ])
    expect(policies).toEqual(
      expect.arrayContaining([
        ['REJECT', 2, other],
        ['REDIRECT_PREFIX', 1, other],
      ]),
    )
    must(204, await use('DELETE'))
    await done()
    const rest = await graph()
    expect(rest.l7_policies).toMatchObject([{ action: 'REJECT', position: 1 }])
    expect(rest.listeners).toHaveLength(2)
  })

  test('says what was changed since, and leaves a listener that has more on it', async () => {
    const { use, graph, done } = await scene(443)
    must(200, await use('PUT'))
    await done()
    const [policy] = (await graph()).l7_policies
    await change('l7policies', String(policy?.id), { l7policy: { redirect_prefix: 'https://elsewhere.test' } })
    await done()
    expect(must(200, await use('GET')).at('https_redirect')).toMatchObject({
      state: 'changed',
      changes: ['Policy to-https does something else now.'],
    })
    expect(must(409, await use('PUT')).at('error', 'message')).toMatch(
      /was changed since: Policy to-https does something else/,
    )
    const l7policy = { listener_id: policy?.['listener_id'], action: 'REJECT', name: 'mine' }
    must(201, await lb('POST', `${base}/l7policies`, { token: who.member, body: { l7policy } }))
    await done()
    expect(must(200, await use('GET')).at('https_redirect', 'effect')).toBe(
      'Removes policy to-https. Listener http-80 stays: there is more on it.',
    )
    must(204, await use('DELETE'))
    await done()
    const rest = await graph()
    expect(rest.l7_policies).toMatchObject([{ name: 'mine' }])
    expect(rest.listeners).toHaveLength(2)
  })

  test.each([
    [
      'port 80 is taken',
      443,
      [{ name: 'raw', protocol: 'TCP', protocol_port: 80 }],
      'Port 80 is taken by listener raw, which speaks TCP: nothing can be redirected there.',
    ],
    ['it is on port 80 itself', 80, [], 'This listener is on port 80 itself.'],
    [
      'a policy does so already',
      443,
      [
        {
          name: 'web',
          protocol: 'HTTP',
          protocol_port: 80,
          l7policies: [
            {
              name: 'mine',
              action: 'REDIRECT_PREFIX',
              redirect_prefix: 'https://shop.test',
              rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }],
            },
          ],
        },
      ],
      'Policy mine of listener web redirects all of port 80 to https://shop.test already.',
    ],
  ])('says why not when %s', async (_, port, others, reason) => {
    const { use, graph } = await scene(port, others)
    const before = await graph()
    expect(must(200, await use('GET')).at('https_redirect', 'obstacle')).toBe(reason)
    const answer = must(409, await use('PUT'))
    expect(answer.at('error', 'message')).toBe(reason)
    expect(await graph()).toEqual(before)
  })

  test('is for listeners that terminate TLS, and for people who may change them', async () => {
    const { use, other } = await scene(443, [{ protocol: 'HTTP', protocol_port: 8_080 }])
    const path = `/console/listeners/${other}/https-redirect`
    expect((await ask('PUT', path, { token: who.member })).at('error', 'message')).toMatch(
      /Only a listener that terminates TLS/,
    )
    for (const token of [who.stranger, who.reader]) must(403, await use('PUT', token))
    for (const token of [who.stranger, who.reader]) must(403, await use('DELETE', token))
    must(403, await use('GET', who.stranger))
    must(200, await use('GET', who.reader))
  })

  test('builds nothing when the quota has no room for all of it', async () => {
    const { use, graph } = await scene(443)
    const before = await graph()
    const quota = { l7policy: 0 }
    must(202, await lb('PUT', `${base}/quotas/${who.project}`, { token: who.admin, body: { quota } }))
    expect(must(403, await use('PUT')).at('error', 'message')).toMatch(/[Qq]uota/)
    expect(await graph()).toEqual(before)
    must(202, await lb('DELETE', `${base}/quotas/${who.project}`, { token: who.admin }))
  })
})
