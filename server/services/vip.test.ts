import { beforeAll, describe, expect, test } from 'vitest'
import { PlayedEngine } from '../testing/engine.ts'
import { type People, people } from '../testing/people.ts'
import { createNetwork, createSubnet, listNetworks, listPorts, listSubnets, nextFreeAddress } from './networks.ts'
import { createTree, removeResource, updateResource } from './resources.ts'

let who: People
const subnets = new Map<string, string>()
const networks = new Map<string, string>()
const nowhere = '00000000-0000-4000-8000-000000000000'

beforeAll(async () => {
  who = await people()
  const { id: network_id } = await createNetwork(who.adminActor, { name: 'small', is_external: false })
  const pool = { start: '127.30.0.1', end: '127.30.0.2' }
  await createSubnet(who.adminActor, { name: 'small', network_id, cidr: '127.30.0.0/30', gateway_ip: null, pool })
  for (const one of await listSubnets(who.memberActor)) subnets.set(one.name, one.id)
  for (const one of await listNetworks(who.memberActor)) networks.set(one.name, one.id)
})

const create = async (wanted: object) => (await createTree(who.memberActor, wanted)).load_balancer

describe('the address of a load balancer', () => {
  test('is the next free one of the subnet, and its network and port are filled in', async () => {
    const vip_subnet_id = subnets.get('private-subnet') ?? ''
    const next = await nextFreeAddress(who.memberActor, vip_subnet_id)
    expect(next).toBe('127.10.0.10')
    const made = await create({ vip_subnet_id })
    expect(made).toMatchObject({
      vip_address: next,
      vip_network_id: networks.get('private'),
      floating_addresses: [],
      vip_vnic_type: 'normal',
      provider: 'fulcrum',
    })
    const port = (await listPorts(who.memberActor)).find(({ id }) => id === made.vip_port_id)
    expect(port).toMatchObject({
      address: next,
      subnet_id: vip_subnet_id,
      loadbalancer_id: made.id,
      name: `octavia-lb-${made.id}`,
    })
    expect(await nextFreeAddress(who.memberActor, vip_subnet_id)).toBe('127.10.0.11')
  })

  test('comes from a network: the subnet that holds it, else IPv4 first', async () => {
    const vip_network_id = networks.get('private')
    expect(await create({ vip_network_id })).toMatchObject({ vip_subnet_id: subnets.get('private-subnet') })
    expect(await create({ vip_network_id, vip_address: '::1' })).toMatchObject({
      vip_subnet_id: subnets.get('private-subnet-v6'),
    })
  })

  test('can be several, one per subnet of one network', async () => {
    const network_id = networks.get('small') ?? ''
    const pool = { start: 'fd00::10', end: 'fd00::20' }
    const wish = { name: 'small-v6', network_id, cidr: 'fd00::/64', gateway_ip: null, pool }
    const { id: v6 } = await createSubnet(who.adminActor, wish)
    const made = await create({ vip_subnet_id: subnets.get('small'), additional_vips: [{ subnet_id: v6 }] })
    expect(made).toMatchObject({
      vip_address: '127.30.0.1',
      additional_vips: [{ subnet_id: v6, ip_address: 'fd00::10' }],
    })
    const twice = { vip_subnet_id: subnets.get('small'), additional_vips: [{ subnet_id: subnets.get('small') }] }
    await expect(create(twice)).rejects.toMatchObject({ message: expect.stringContaining('Duplicate VIP subnet(s)') })
    const other = { vip_subnet_id: subnets.get('small'), additional_vips: [{ subnet_id: subnets.get('public-net') }] }
    await expect(create(other)).rejects.toMatchObject({
      message: expect.stringContaining('must belong to the same network'),
    })
  })

  test.each([
    [{}, 'invalid', 'Validation failure: VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.'],
    [{ vip_subnet_id: nowhere }, 'invalid', `Subnet ${nowhere} not found.`],
    [{ vip_network_id: nowhere }, 'invalid', `Network ${nowhere} not found.`],
    [{ vip_port_id: nowhere }, 'invalid', `Port ${nowhere} not found.`],
    [{ vip_subnet_id: nowhere, provider: 'amphora' }, 'invalid', "Provider 'amphora' is not enabled."],
    [{ vip_subnet_id: nowhere, flavor_id: nowhere }, 'invalid', 'Validation failure: Invalid flavor_id.'],
    [{ vip_subnet_id: nowhere, vip_sg_ids: [nowhere] }, 'invalid', `Security Group ${nowhere} not found.`],
  ])('%j is refused as %s: %s', async (wanted, code, message) => {
    await expect(create(wanted)).rejects.toMatchObject({ code, message })
  })

  test('outside of the subnet, or taken, or of a full subnet, is refused', async () => {
    const vip_subnet_id = subnets.get('small')
    await expect(create({ vip_subnet_id, vip_address: '127.31.0.1' })).rejects.toMatchObject({
      message: expect.stringContaining('for VIP address specified'),
    })
    const last = await create({ vip_subnet_id })
    expect(last.vip_address).toBe('127.30.0.2')
    await expect(create({ vip_subnet_id })).rejects.toMatchObject({
      message: expect.stringContaining('enough available IPs'),
    })
    await expect(create({ vip_subnet_id, vip_address: '127.30.0.2' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'The VIP IP address is already in use: 127.30.0.2',
    })
    await expect(create({ vip_port_id: last.vip_port_id })).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is free again when the load balancer is gone', async () => {
    const engine = new PlayedEngine()
    const vip_address = '127.10.9.9'
    const made = await create({ vip_subnet_id: who.subnet, vip_address })
    await engine.apply()
    await removeResource(who.memberActor, 'load_balancer', made.id)
    await engine.apply()
    expect(await create({ vip_subnet_id: who.subnet, vip_address })).toMatchObject({ vip_address })
    await engine.apply()
  })

  test('references that nothing has are refused in updates, too', async () => {
    const made = await create({ vip_subnet_id: who.subnet })
    await expect(
      updateResource(who.memberActor, 'load_balancer', made.id, { vip_qos_policy_id: nowhere }),
    ).rejects.toMatchObject({ message: `qos_policy ${nowhere} not found.` })
  })
})
