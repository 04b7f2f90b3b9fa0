import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTree, removeResource } from '@/server/services/resources.ts'
import { PlayedEngine } from '@/server/testing/engine.ts'
import { type People, people } from '@/server/testing/people.ts'
import { type Asked, asking } from '../shared/testing/ask.ts'
import { neutron } from './index.ts'

const network = asking(neutron)
const nowhere = '00000000-0000-4000-8000-000000000000'
let who: People
const networks = new Map<string, string>()
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  who = await people()
  const { body } = await network('GET', '/network/v2.0/networks', { token: who.member })
  for (const one of (body as { networks: { id: string; name: string }[] }).networks) networks.set(one.name, one.id)
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const ask = (method: string, path: string, asked: Asked = {}) =>
  network(method, `/network/v2.0/floatingips${path}`, { token: who.member, ...asked })

async function create(wish: object = {}, token = who.member) {
  const floatingip = { floating_network_id: networks.get('public-net'), ...wish }
  return ask('POST', '', { token, body: { floatingip } })
}

async function created(wish: object = {}): Promise<{ id: string; floating_ip_address: string }> {
  const answer = await create(wish)
  expect([answer.status, answer.body]).toEqual([201, expect.anything()])
  return answer.at('floatingip') as { id: string; floating_ip_address: string }
}

/** Something applies changes until the test is over. */
function engine(): void {
  stops.push(new PlayedEngine().run())
}

async function vip(wish: object = {}) {
  const { load_balancer } = await createTree(who.memberActor, { vip_subnet_id: who.subnet, ...wish })
  return { id: load_balancer.id, port_id: load_balancer.vip_port_id ?? '', address: load_balancer.vip_address }
}

describe('a floating IP', () => {
  test('is an address of an external network, with the attributes that clients print', async () => {
    const answer = await create({ description: 'for the shop', dns_name: 'unused' })
    expect(answer.status).toBe(201)
    const floatingip = answer.at('floatingip') as Record<string, unknown>
    expect(floatingip).toEqual({
      id: expect.any(String),
      floating_network_id: networks.get('public-net'),
      floating_ip_address: expect.stringMatching(/^127\.20\./),
      port_id: null,
      fixed_ip_address: null,
      port_details: null,
      router_id: null,
      status: 'DOWN',
      description: 'for the shop',
      qos_policy_id: null,
      dns_name: '',
      dns_domain: '',
      port_forwardings: [],
      tags: [],
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      updated_at: floatingip['created_at'],
      revision_number: 1,
      project_id: who.project,
      tenant_id: who.project,
    })
    expect((await ask('GET', `/${floatingip['id']}`)).body).toEqual({ floatingip })
    const named = await ask('GET', `?floating_ip_address=${floatingip['floating_ip_address']}&fields=id`)
    expect(named.body).toEqual({ floatingips: [{ id: floatingip['id'] }] })
  })

  test('can be asked for by its address, once', async () => {
    expect(await created({ floating_ip_address: '127.20.7.7' })).toMatchObject({ floating_ip_address: '127.20.7.7' })
    const again = await create({ floating_ip_address: '127.20.7.7' })
    expect([again.status, again.at('NeutronError', 'type')]).toEqual([409, 'IpAddressAlreadyAllocated'])
    // Its address is no VIP's either.
    const wish = { vip_network_id: networks.get('public-net'), vip_address: '127.20.7.7' }
    await expect(createTree(who.memberActor, wish)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('leads to a VIP, becomes one of its addresses, and is told by the port', async () => {
    engine()
    const { id, port_id, address } = await vip()
    const one = await created()
    const answer = await ask('PUT', `/${one.id}`, { body: { floatingip: { port_id } } })
    expect(answer.status).toBe(200)
    expect(answer.at('floatingip')).toMatchObject({
      port_id,
      fixed_ip_address: address,
      status: 'ACTIVE',
      port_details: { device_id: `lb-${id}`, device_owner: 'Octavia' },
    })
    expect((await ask('GET', `?port_id=${port_id}`)).at('floatingips', 0, 'id')).toBe(one.id)
    const cleared = await ask('PUT', `/${one.id}`, { body: { floatingip: { port_id: null } } })
    expect(cleared.at('floatingip')).toMatchObject({ port_id: null, fixed_ip_address: null, status: 'DOWN' })
  })

  test('is associated with the VIP that it is created for, or not created at all', async () => {
    engine()
    const { port_id } = await vip()
    expect(await created({ port_id })).toMatchObject({ port_id, status: 'ACTIVE' })
    const before = (await ask('GET', '')).at('floatingips') as unknown[]
    const second = await create({ port_id })
    expect([second.status, second.at('NeutronError', 'type')]).toEqual([409, 'FloatingIPPortAlreadyAssociated'])
    expect((await ask('GET', '')).at('floatingips')).toHaveLength(before.length)
    // Another network's may lead there too.
    expect(await created({ port_id, floating_network_id: networks.get('public') })).toMatchObject({ port_id })
  })

  test('moves from one VIP to another in one call', async () => {
    engine()
    const [one, other] = [await vip(), await vip()]
    const { id } = await created({ port_id: one.port_id })
    const moved = await ask('PUT', `/${id}`, { body: { floatingip: { port_id: other.port_id } } })
    expect(moved.at('floatingip', 'fixed_ip_address')).toBe(other.address)
    expect((await ask('GET', `?port_id=${one.port_id}`)).at('floatingips')).toEqual([])
  })

  test('leads nowhere when its load balancer is deleted', async () => {
    engine()
    const { id, port_id } = await vip()
    const one = await created({ port_id })
    await removeResource(who.memberActor, 'load_balancer', id)
    expect((await ask('GET', `/${one.id}`)).at('floatingip')).toMatchObject({ port_id: null, status: 'DOWN' })
  })

  test('that the data plane refuses leads nowhere again, and the reason is told', async () => {
    const { id, port_id } = await vip()
    const data = new PlayedEngine()
    await data.apply()
    const { id: floating } = await created()
    const answer = ask('PUT', `/${floating}`, { body: { floatingip: { port_id } } })
    await data.refuse([{ about: 'load_balancer', message: 'Port 80 is taken.' }])
    stops.push(data.run())
    expect([(await answer).status, (await answer).at('NeutronError', 'message')]).toEqual([
      409,
      expect.stringContaining('Port 80 is taken.'),
    ])
    expect((await ask('GET', `/${floating}`)).at('floatingip', 'port_id')).toBeNull()
    expect(id).toBeTruthy()
  })

  test('gives its address back when it is deleted', async () => {
    engine()
    const { port_id } = await vip()
    const { id } = await created({ floating_ip_address: '127.20.9.9', port_id })
    expect((await ask('DELETE', `/${id}`)).status).toBe(204)
    expect((await ask('GET', `/${id}`)).status).toBe(404)
    await created({ floating_ip_address: '127.20.9.9' })
  })

  test('has tags, which lists can ask for', async () => {
    const { id } = await created()
    expect((await ask('PUT', `/${id}/tags`, { body: { tags: ['shop', 'shop', 'eu'] } })).body).toEqual({
      tags: ['shop', 'eu'],
    })
    expect((await ask('GET', '?tags=shop&fields=id')).at('floatingips')).toEqual([{ id }])
  })
})

test.each([
  [{ floating_network_id: nowhere }, 404, 'NetworkNotFound', `Network ${nowhere} could not be found.`],
  [{ port_id: nowhere }, 404, 'PortNotFound', `Port ${nowhere} could not be found.`],
  [{ floating_ip_address: '10.0.0.1' }, 400, 'BadRequest', 'not a valid IP for any of the subnets'],
  [{ floating_network_id: 'public' }, 400, 'BadRequest', "Invalid input for floating_network_id. Reason: 'public'"],
  [{ floating_network_id: undefined }, 400, 'BadRequest', "Required attribute 'floating_network_id' not specified"],
  [{ colour: 'red' }, 400, 'BadRequest', "Unrecognized attribute(s) 'colour'"],
  [{ description: 'two\nlines' }, 400, 'BadRequest', 'Invalid input for description'],
])('a floating IP with %j is refused with %i %s', async (wish, status, type, message) => {
  const answer = await create(wish)
  expect([answer.status, answer.at('NeutronError')]).toEqual([
    status,
    { type, message: expect.stringContaining(message), detail: '' },
  ])
})

test('a network that is not external, and an IPv6 VIP, have no floating IPs', async () => {
  const inside = await create({ floating_network_id: networks.get('private') })
  expect([inside.status, inside.at('NeutronError', 'message')]).toEqual([
    400,
    expect.stringContaining('is not a valid external network'),
  ])
  engine()
  const { port_id } = await vip({
    vip_subnet_id: undefined,
    vip_network_id: networks.get('private'),
    vip_address: '::1',
  })
  const six = await create({ port_id })
  expect([six.status, six.at('NeutronError', 'message')]).toEqual([
    400,
    expect.stringContaining('no fixed IPv4 addresses'),
  ])
})

describe('of another project', () => {
  test('a floating IP is not there, and a port neither', async () => {
    const { id } = await created()
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { floatingip: { description: 'mine' } }],
      ['DELETE', undefined],
    ] as const) {
      const answer = await ask(method, `/${id}`, { token: who.stranger, body })
      expect([answer.status, answer.at('NeutronError', 'type')]).toEqual([404, 'FloatingIPNotFound'])
    }
    expect((await ask('GET', '', { token: who.stranger })).body).toEqual({ floatingips: [] })
    const { port_id } = await vip()
    expect((await create({ port_id }, who.stranger)).at('NeutronError', 'type')).toBe('PortNotFound')
    expect((await create({ project_id: who.project }, who.stranger)).status).toBe(403)
  })

  test('a reader reads and changes nothing', async () => {
    const { id } = await created()
    const token = who.reader
    expect((await ask('GET', `/${id}`, { token })).status).toBe(200)
    expect((await create({}, token)).status).toBe(403)
    expect((await ask('PUT', `/${id}`, { token, body: { floatingip: { description: 'x' } } })).status).toBe(403)
    expect((await ask('DELETE', `/${id}`, { token })).status).toBe(403)
  })
})

describe('networks and subnets', () => {
  const made = async (path: string, body: object, token = who.admin) =>
    network('POST', `/network/v2.0/${path}`, { token, body })

  test('are created, renamed and deleted by administrators', async () => {
    const { at, status } = await made('networks', {
      network: { name: 'lan', 'router:external': 'False', admin_state_up: true },
    })
    expect(status).toBe(201)
    const network_id = String(at('network', 'id'))
    const subnet = await made('subnets', {
      subnet: { name: 'lan-1', network_id, cidr: '192.168.7.0/24', ip_version: 4, enable_dhcp: true },
    })
    expect([subnet.status, subnet.at('subnet')]).toEqual([
      201,
      expect.objectContaining({
        cidr: '192.168.7.0/24',
        gateway_ip: '192.168.7.1',
        allocation_pools: [{ start: '192.168.7.2', end: '192.168.7.254' }],
      }),
    ])
    const path = `/network/v2.0/subnets/${subnet.at('subnet', 'id')}`
    const renamed = await network('PUT', path, { token: who.admin, body: { subnet: { name: 'lan-one' } } })
    expect(renamed.at('subnet', 'name')).toBe('lan-one')
    expect((await network('DELETE', path, { token: who.admin })).status).toBe(204)
    expect((await network('DELETE', path, { token: who.admin })).at('NeutronError', 'type')).toBe('SubnetNotFound')
    expect((await network('DELETE', `/network/v2.0/networks/${network_id}`, { token: who.admin })).status).toBe(204)
  })

  test('are nobody else’s to make', async () => {
    for (const token of [who.member, who.reader]) {
      expect((await made('networks', { network: { name: 'lan' } }, token)).status).toBe(403)
      expect((await network('DELETE', `/network/v2.0/subnets/${who.subnet}`, { token })).status).toBe(403)
    }
  })

  test('stay while an address of them is taken', async () => {
    await vip()
    const subnet = await network('DELETE', `/network/v2.0/subnets/${who.subnet}`, { token: who.admin })
    expect([subnet.status, subnet.at('NeutronError', 'type')]).toEqual([409, 'SubnetInUse'])
    const whole = await network('DELETE', `/network/v2.0/networks/${networks.get('private')}`, { token: who.admin })
    expect([whole.status, whole.at('NeutronError', 'type')]).toEqual([409, 'NetworkInUse'])
  })

  test.each([
    [{ cidr: '127.10.4.0/24' }, 'overlaps with another subnet'],
    [{ cidr: '192.168.300.0/24' }, 'is not a valid IP subnet'],
    [{ cidr: undefined }, "Required attribute 'cidr' not specified"],
    [{ gateway_ip: '10.0.0.1' }, 'is not in 192.168.9.0/24'],
    [{ allocation_pools: [{ start: '192.168.9.5', end: '192.168.10.5' }] }, 'spans beyond the subnet cidr'],
    [{ allocation_pools: [{ start: '192.168.9.9', end: '192.168.9.5' }] }, 'is not valid'],
  ])('a subnet with %j is refused: %s', async (wish, message) => {
    const subnet = { network_id: networks.get('private'), cidr: '192.168.9.0/24', ...wish }
    const answer = await made('subnets', { subnet })
    expect([answer.status, answer.at('NeutronError', 'message')]).toEqual([400, expect.stringContaining(message)])
  })
})
