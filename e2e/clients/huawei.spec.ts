import path from 'node:path'
import { type Backend, startBackend } from '../backend.ts'
import { expect, test } from '../fixtures.ts'
import { ask } from '../requests.ts'
import { until } from '../until.ts'
import { type ElbClient, elbClient } from './huawei.ts'
import { runWith } from './terminal.ts'

let backends: readonly Backend[] = []
test.beforeAll(async () => {
  backends = [await startBackend('stable'), await startBackend('canary')]
})
test.afterAll(async ({ api }) => {
  await api.removeAll()
  for (const one of backends) await one.kill()
})

/** A load balancer with a listener and two pools, by the SDK alone; `vip` is where it is asked. */
async function makeShop(elb: ElbClient, subnet: string) {
  const { loadbalancer } = await elb.create('loadbalancers', {
    loadbalancer: { name: 'sdk', vip_subnet_cidr_id: subnet, availability_zone_list: ['az-1'] },
  })
  const { listener } = await elb.create('listeners', {
    listener: {
      ...{ loadbalancer_id: loadbalancer.id, protocol: 'HTTP', protocol_port: 8_085, name: 'web' },
      enhance_l7policy_enable: true,
    },
  })
  const pools: string[] = []
  for (const { name, address, port } of backends) {
    const wish = { lb_algorithm: 'ROUND_ROBIN', protocol: 'HTTP', name, loadbalancer_id: loadbalancer.id }
    const { pool } = await elb.create('pools', { pool: wish })
    await elb.create(`pools/${pool.id}/members`, { member: { address, protocol_port: port } })
    pools.push(pool.id)
  }
  await active(elb, `loadbalancers/${loadbalancer.id}`)
  return { id: loadbalancer.id, listener_id: listener.id, pools, url: `http://${loadbalancer.vip_address}:8085` }
}

/** As the vendor's Terraform provider waits. */
async function active(elb: ElbClient, where: string): Promise<void> {
  await until(async () => (await elb.show(where)).loadbalancer.provisioning_status === 'ACTIVE', { says: where })
}

test('the SDK of Huawei Cloud signs its way through policies and rules, and traffic follows', async ({
  product,
  api,
}) => {
  test.setTimeout(90_000)
  const { access_key } = await api.call<{ access_key: { id: string; secret: string } }>(
    'POST',
    '/console/access-keys',
    {
      access_key: { description: 'sdk' },
    },
  )
  const { projects } = await api.call<{ projects: { id: string; name: string }[] }>('GET', '/identity/v3/auth/projects')
  const project_id = projects.find((one) => one.name === 'default')?.id ?? ''
  const subnets = await api.call<{ subnets: { id: string }[] }>('GET', '/network/v2.0/subnets?name=private-subnet')
  const access = { ak: access_key.id, sk: access_key.secret, project_id }
  const elb = elbClient(product.url, access)
  const shop = await makeShop(elb, subnets.subnets[0]?.id ?? '')
  const settled = () => active(elb, `loadbalancers/${shop.id}`)

  const { l7policy } = await elb.create('l7policies', {
    l7policy: {
      ...{ action: 'REDIRECT_TO_POOL', listener_id: shop.listener_id, name: 'sdk-p', priority: 10 },
      redirect_pools_config: [{ pool_id: shop.pools[0], weight: '20' }],
      redirect_pools_sticky_session_config: { enable: true, timeout: 10 },
      redirect_pools_extend_config: {
        ...{ rewrite_url_enable: true, rewrite_url_config: { path: '/new/$1' } },
        traffic_limit_config: { qps: 100, per_source_ip_qps: 10, burst: 5 },
      },
      rules: [{ type: 'PATH', compare_type: 'REGEX', value: '/a/(.*)' }],
    },
  })
  expect(l7policy).toMatchObject({ provisioning_status: 'ACTIVE', redirect_pools_config: [{ weight: 20 }] })
  const { l7policy: fixed } = await elb.create('l7policies', {
    l7policy: {
      ...{ action: 'FIXED_RESPONSE', listener_id: shop.listener_id, name: 'a&b ü', priority: 11 },
      fixed_response_config: { status_code: '418', content_type: 'text/html', message_body: '<b>short & "stout"</b>' },
      rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/a' }],
    },
  })
  await settled()
  expect(await ask(`${shop.url}/a/b`)).toMatchObject({ status: 200, body: 'stable' })
  expect(await ask(`${shop.url}/about`)).toMatchObject({ status: 418, body: '<b>short & "stout"</b>' })

  const listed = await elb.list('l7policies', {
    ...{ limit: 2, listener_id: [shop.listener_id], display_all_rules: true, priority: [10, 11] },
    name: ['sdk-p', 'a&b ü'],
  })
  expect(listed.l7policies.map((one: { name: string }) => one.name)).toEqual(['sdk-p', 'a&b ü'])
  const where = `l7policies/${l7policy.id}`
  const updated = await elb.update(where, { l7policy: { name: 'My policy.', description: 'Update policy.' } })
  expect([updated.httpStatusCode, updated.l7policy.name, updated.l7policy.priority]).toEqual([200, 'My policy.', 10])

  const conditions = [{ value: 'v*', key: 'X-A' }]
  const { rule } = await elb.create(`${where}/rules`, {
    rule: { compare_type: 'EQUAL_TO', type: 'HEADER', conditions },
  })
  expect((await elb.list(`${where}/rules`)).rules).toHaveLength(2)
  await elb.update(`${where}/rules/${rule.id}`, { rule: { conditions: [{ key: 'X-A', value: 'w*' }] } })
  await settled()
  expect((await ask(`${shop.url}/a/b`)).status).toBe(418)
  expect((await ask(`${shop.url}/a/b`, { headers: { 'x-a': 'with' } })).body).toBe('stable')

  const batch = [
    { id: l7policy.id, priority: 11 },
    { id: fixed.id, priority: 10 },
  ]
  expect((await elb.create('l7policies/batch-update-priority', { l7policies: batch })).httpStatusCode).toBe(202)
  await settled()
  expect((await ask(`${shop.url}/a/b`, { headers: { 'x-a': 'with' } })).status).toBe(418)

  const refused = await elb
    .create('l7policies', { l7policy: { action: 'FIXED_RESPONSE', listener_id: shop.listener_id, priority: 10_001 } })
    .catch((error: unknown) => error)
  expect(refused).toMatchObject({ httpStatusCode: 400, errorCode: 'ELB.8902', requestId: expect.any(String) })
  expect((await elb.remove(`${where}/rules/${rule.id}`)).httpStatusCode).toBe(204)
  expect((await elb.remove(where)).httpStatusCode).toBe(204)
  await expect(elb.show(where)).rejects.toMatchObject({ httpStatusCode: 404, errorCode: 'ELB.8904' })

  const forger = elbClient(product.url, { ...access, sk: 'not the secret' })
  await expect(forger.list('l7policies')).rejects.toMatchObject({ httpStatusCode: 401, errorCode: 'ELB.1103' })
  await elb.remove(`loadbalancers/${shop.id}/force-elb`)
  await expect(elb.show(`loadbalancers/${shop.id}`)).rejects.toMatchObject({ httpStatusCode: 404 })
  await api.call('DELETE', `/console/access-keys/${access_key.id}`)
})

test('openstacksdk finds the API in the catalog and does the same with a token', async ({ product, api }) => {
  test.setTimeout(90_000)
  const [{ address, port } = { address: '', port: 0 }] = backends
  const program = ['/usr/bin/python3', path.join(import.meta.dirname, 'elb.py'), address, String(port)] as const
  const output = await runWith(product.url, program)
  expect(output.match(/^passed .*$/gm) ?? []).toEqual(
    ['catalog', 'policies', 'traffic', 'pages', 'rules', 'refusals', 'deletes'].map((one) => `passed ${one}`),
  )
  await api.removeAll()
})
