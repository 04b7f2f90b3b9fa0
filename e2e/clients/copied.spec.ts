import { type ApiCall, curlCommand, tokenCommand } from '../../components/forms/curl.ts'
import { openstackCommand } from '../../components/forms/openstack.ts'
import {
  associateCall,
  createFloatingIpCall,
  createSubnetCall,
  removeCall,
} from '../../components/networks/network-calls.ts'
import { expect, test } from '../fixtures.ts'
import { firstVip } from '../own-networks.ts'
import { administratorPassword, freePort } from '../product.ts'
import { Terminal } from './terminal.ts'

// What the console offers under "Copy as" is run as it stands: by the openstack client, or by curl.

const lbaas = '/load-balancer/v2/lbaas'
let shell: Terminal

test.beforeEach(async ({ product }) => {
  shell = new Terminal(product.url, 'warm')
  const command = tokenCommand(product.url, { user: 'admin', project: 'default' })
  await shell.type(command.replace('PASSWORD', administratorPassword))
})
test.afterEach(async ({ api }) => {
  shell.close()
  await api.removeAll()
})

const call = (method: ApiCall['method'], path: string, body?: unknown): ApiCall => ({ method, path, body })

test('every command that is copied does what its button does', async ({ product, api }) => {
  test.setTimeout(120_000)
  const { id: loadbalancer_id } = await api.create({ name: 'copied' })
  const ids = new Map([['LB', loadbalancer_id]])
  const known = (text: string) => text.replaceAll(/\b[A-Z]{2,}_ID\b/g, (name) => ids.get(name.slice(0, -3)) ?? name)
  /** Runs a call in one of the two languages, and waits until the data plane has it. */
  const run = async (language: 'openstack' | 'curl', one: ApiCall) => {
    const filled = JSON.parse(known(JSON.stringify(one))) as ApiCall
    const command = language === 'curl' ? curlCommand(filled, product.url) : openstackCommand(filled)
    expect(command).not.toBeNull()
    await shell.type(command ?? '')
    await api.settled(loadbalancer_id)
  }
  const first = async (name: string, path: string) => {
    const [rows = []] = Object.values(await api.lbaas<Record<string, { id: string }[]>>('GET', known(path)))
    ids.set(name, rows[0]?.id ?? '')
    return rows[0] ?? {}
  }
  const protocol_port = await freePort(firstVip)

  const listener = { name: "it's $HOME", loadbalancer_id: 'LB_ID', protocol: 'HTTP', protocol_port }
  await run('openstack', call('POST', `${lbaas}/listeners`, { listener: { ...listener, connection_limit: 50 } }))
  expect(await first('LISTENER', '/listeners')).toMatchObject({ name: "it's $HOME", connection_limit: 50 })

  const session_persistence = { type: 'HTTP_COOKIE', cookie_name: null }
  const pool = {
    name: 'web',
    listener_id: 'LISTENER_ID',
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
    session_persistence,
  }
  await run('curl', call('POST', `${lbaas}/pools`, { pool }))
  expect(await first('POOL', '/pools')).toMatchObject({ name: 'web', session_persistence })

  const members = `${lbaas}/pools/POOL_ID/members`
  const member = { name: 'one', address: '127.0.0.9', protocol_port: 8080, weight: 3, backup: true }
  await run('openstack', call('POST', members, { member: { ...member, monitor_port: 9090 } }))
  expect(await first('MEMBER', '/pools/POOL_ID/members')).toMatchObject({ ...member, monitor_port: 9090 })
  await run(
    'openstack',
    call('PUT', `${members}/MEMBER_ID`, { member: { weight: 0, backup: false, monitor_port: null } }),
  )
  expect(await first('MEMBER', '/pools/POOL_ID/members')).toMatchObject({
    weight: 0,
    backup: false,
    monitor_port: null,
  })

  const healthmonitor = { pool_id: 'POOL_ID', type: 'HTTP', delay: 5, timeout: 2, max_retries: 3, url_path: '/up' }
  await run('openstack', call('POST', `${lbaas}/healthmonitors`, { healthmonitor }))
  expect(await first('MONITOR', '/healthmonitors')).toMatchObject({ type: 'HTTP', url_path: '/up' })

  const rule = { type: 'HEADER', key: 'x-tenant', compare_type: 'EQUAL_TO', value: 'a b' }
  const l7policy = {
    listener_id: 'LISTENER_ID',
    name: 'tenant',
    action: 'REDIRECT_TO_POOL',
    redirect_pool_id: 'POOL_ID',
  }
  await run(
    'openstack',
    call('POST', `${lbaas}/l7policies`, { l7policy: { ...l7policy, rules: [{ ...rule, value: 'a' }] } }),
  )
  expect(await first('POLICY', '/l7policies')).toMatchObject({ name: 'tenant', position: 1 })
  expect(await first('RULE', '/l7policies/POLICY_ID/rules')).toMatchObject({ key: 'x-tenant', value: 'a' })
  const rules = [{ id: 'RULE_ID', value: 'b' }]
  await run(
    'openstack',
    call('PUT', '/console/l7policies/POLICY_ID', { l7policy: { action: 'REJECT', rules }, if_l7policy: { rules } }),
  )
  expect(await first('POLICY', '/l7policies')).toMatchObject({ action: 'REJECT', redirect_pool_id: null })
  expect(await first('RULE', '/l7policies/POLICY_ID/rules')).toMatchObject({ value: 'b' })

  await run('openstack', call('DELETE', `${lbaas}/l7policies/POLICY_ID/rules/RULE_ID`))

  const l7policies = [
    { name: 'b', action: 'REJECT' },
    { name: 'c', action: 'REJECT', rules: [{ ...rule, value: 'c' }] },
  ]
  await run('openstack', call('POST', '/console/listeners/LISTENER_ID/l7policies', { l7policies }))
  const order = async () =>
    (await api.lbaas<{ l7policies: { id: string; name: string }[] }>('GET', '/l7policies?sort=position')).l7policies
  expect((await order()).map(({ name }) => name)).toEqual(['tenant', 'b', 'c'])
  const [a, b, c] = (await order()).map(({ id }) => id)
  const dragged = { l7policies: [b, c, a], if_order: [a, b, c] }
  await run('openstack', call('PUT', '/console/listeners/LISTENER_ID/policy-order', dragged))
  expect((await order()).map(({ name }) => name)).toEqual(['b', 'c', 'tenant'])
  await run('curl', call('DELETE', `${lbaas}/l7policies/POLICY_ID`))
  const pasted = [
    { address: '127.0.0.10', protocol_port: 80 },
    { address: '127.0.0.11', protocol_port: 80 },
  ]
  await run('openstack', call('PUT', `${members}?additive_only=true`, { members: pasted }))
  expect((await api.lbaas<{ members: [] }>('GET', known('/pools/POOL_ID/members'))).members).toHaveLength(3)
  await run('openstack', call('DELETE', `${members}/MEMBER_ID`))
  await shell.type(openstackCommand(call('DELETE', `${lbaas}/loadbalancers/${loadbalancer_id}?cascade=true`)) ?? '')
  await expect
    .poll(async () => (await api.lbaas<{ loadbalancers: [] }>('GET', '/loadbalancers')).loadbalancers)
    .toEqual([])
})

test('commands of networks that are copied do what their buttons do', async ({ api }) => {
  test.setTimeout(60_000)
  const run = (one: ApiCall) => shell.type(openstackCommand(one) ?? 'false')
  const network = async (name: string) =>
    (await api.call<{ networks: { id: string }[] }>('GET', `/network/v2.0/networks?name=${name}`)).networks[0]?.id ?? ''
  const { id } = await api.create({ name: 'reached' })
  const { loadbalancer } = await api.lbaas<{ loadbalancer: { vip_port_id: string } }>('GET', `/loadbalancers/${id}`)
  const floating = async () =>
    (
      await api.call<{ floatingips: { id: string; port_id: string | null; description: string }[] }>(
        'GET',
        '/network/v2.0/floatingips',
      )
    ).floatingips
  const floating_network_id = await network('public-net')
  await run(createFloatingIpCall({ floating_network_id, port_id: '', description: 'for the shop' }))
  const [one] = await floating()
  expect(one).toMatchObject({ description: 'for the shop', port_id: null })
  await run(associateCall(one?.id ?? '', loadbalancer.vip_port_id))
  expect((await floating())[0]?.port_id).toBe(loadbalancer.vip_port_id)
  await run(associateCall(one?.id ?? '', null))
  expect((await floating())[0]?.port_id).toBeNull()
  await run(removeCall('floatingips', one?.id ?? ''))
  expect(await floating()).toEqual([])

  const subnet = { name: 'lan', network_id: await network('private'), cidr: '192.168.88.0/24', gateway_ip: '' }
  await run(createSubnetCall({ ...subnet, start: '192.168.88.10', end: '192.168.88.20' }))
  const { subnets } = await api.call<{ subnets: { id: string; gateway_ip: null }[] }>(
    'GET',
    '/network/v2.0/subnets?name=lan',
  )
  expect(subnets).toMatchObject([
    { gateway_ip: null, allocation_pools: [{ start: '192.168.88.10', end: '192.168.88.20' }] },
  ])
  await run(removeCall('subnets', subnets[0]?.id ?? ''))
})
