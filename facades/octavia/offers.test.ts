import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { makeOffers } from './testing/scene.ts'
import { base, lb, must, settled } from './testing/tree.ts'

let who: People
beforeAll(async () => {
  who = await people()
  return playEngine()
})

const ask = (method: string, path: string, body?: object, token = who.admin) =>
  lb(method, `${base}${path}`, { token, body })

async function flavorWith(data: object, name: string): Promise<string> {
  const flavor_data = JSON.stringify(data)
  const profile = { name, provider_name: 'fulcrum', flavor_data }
  const made = must(201, await ask('POST', '/flavorprofiles', { flavorprofile: profile }))
  const flavor = { name, flavor_profile_id: made.at('flavorprofile', 'id') }
  return String(must(201, await ask('POST', '/flavors', { flavor })).at('flavor', 'id'))
}

describe('a flavor profile', () => {
  test('is created, shown, changed and deleted', async () => {
    const profile = { name: 'small', provider_name: 'fulcrum', flavor_data: '{"listener_limit": 2}' }
    const made = must(201, await ask('POST', '/flavorprofiles', { flavorprofile: profile }))
    const id = made.at('flavorprofile', 'id')
    expect(made.at('flavorprofile')).toEqual({ id, ...profile })
    expect(must(200, await ask('GET', `/flavorprofiles/${id}`)).at('flavorprofile')).toEqual({ id, ...profile })
    const patch = { flavor_data: '{}', name: 'smaller' }
    const changed = must(200, await ask('PUT', `/flavorprofiles/${id}`, { flavorprofile: patch }))
    expect(changed.at('flavorprofile')).toEqual({ id, ...profile, ...patch })
    const list = must(200, await ask('GET', '/flavorprofiles?name=smaller'))
    expect(list.body).toEqual({ flavorprofiles: [{ id, ...profile, ...patch }], flavorprofile_links: [] })
    must(204, await ask('DELETE', `/flavorprofiles/${id}`))
    expect((await ask('GET', `/flavorprofiles/${id}`)).at('faultstring')).toBe(`Flavor profile ${id} not found.`)
  })

  test.each([
    [{ flavor_data: '{bad' }, 400, '{bad is not a valid option for flavor_data'],
    [{ provider_name: 'amphora' }, 400, "Provider 'amphora' is not enabled."],
    [{ flavor_data: '{"cores": 4}' }, 501, "Provider 'fulcrum' does not support a requested option: "],
    [{ flavor_data: '{"member_limit": 0}' }, 501, 'member_limit: Value should be greater or equal to 1'],
    [{ flavor_data: '[]' }, 501, "Provider 'fulcrum' does not support a requested option: "],
    [{ flavor_data: { a: 1 } }, 400, 'Value should be string'],
    [{ flavor_data: ' '.repeat(4_097) }, 400, 'Value should have a maximum character requirement of 4096'],
    [{ name: '' }, 400, 'Value should have a minimum character requirement of 1'],
    [
      { flavor_data: null },
      400,
      "Invalid input for field/attribute flavor_data. Value: 'None'. Mandatory field missing.",
    ],
  ])('with %j is refused', async (given, status, faultstring) => {
    const flavorprofile = { name: 'bad', provider_name: 'fulcrum', flavor_data: '{}', ...given }
    const answer = await ask('POST', '/flavorprofiles', { flavorprofile })
    expect([answer.status, answer.at('faultstring')]).toEqual([status, expect.stringContaining(faultstring)])
  })

  test('that a flavor uses keeps its settings, and its name may change', async () => {
    const { usedFlavorProfile: id } = await makeOffers(who, 'used')
    for (const flavorprofile of [{ flavor_data: '{}' }, { provider_name: 'fulcrum' }]) {
      const answer = await ask('PUT', `/flavorprofiles/${id}`, { flavorprofile })
      expect([answer.status, answer.at('faultstring')]).toEqual([
        409,
        `Flavor profile ${id} is in use and cannot be modified.`,
      ])
    }
    must(200, await ask('PUT', `/flavorprofiles/${id}`, { flavorprofile: { name: 'renamed' } }))
    expect((await ask('DELETE', `/flavorprofiles/${id}`)).status).toBe(409)
  })
})

describe('a flavor', () => {
  test('has a name of its own, a profile that is there, and is seen by everybody', async () => {
    const id = await flavorWith({}, 'f1')
    const taken = await ask('POST', '/flavors', { flavor: { name: 'f1', flavor_profile_id: id } })
    expect([taken.status, taken.at('faultstring')]).toEqual([400, 'Validation failure: Invalid flavor_profile_id.'])
    const shown = must(200, await ask('GET', `/flavors/${id}`, undefined, who.stranger)).at('flavor')
    const profile = (shown as { flavor_profile_id: string }).flavor_profile_id
    expect(shown).toEqual({ id, name: 'f1', description: '', enabled: true, flavor_profile_id: profile })
    const again = await ask('POST', '/flavors', { flavor: { name: 'f1', flavor_profile_id: profile } })
    expect([again.status, again.at('faultstring')]).toEqual([409, 'A flavor of f1 already exists.'])
    const other = await ask('PUT', `/flavors/${id}`, { flavor: { flavor_profile_id: profile } })
    expect([other.status, other.at('faultstring')]).toEqual([
      400,
      'Unknown attribute for argument flavor_.flavor: flavor_profile_id',
    ])
  })

  test('is chosen by load balancers while it is enabled, and can not be deleted while one has it', async () => {
    const id = await flavorWith({}, 'chosen')
    const body = { loadbalancer: { vip_subnet_id: who.subnet, flavor_id: id } }
    const made = must(201, await ask('POST', '/loadbalancers', body, who.member))
    expect(made.at('loadbalancer', 'flavor_id')).toBe(id)
    const answer = await ask('DELETE', `/flavors/${id}`)
    expect([answer.status, answer.at('faultstring')]).toEqual([409, `Flavor ${id} is in use and cannot be modified.`])
    must(200, await ask('PUT', `/flavors/${id}`, { flavor: { enabled: 'false' } }))
    const refused = await ask('POST', '/loadbalancers', body, who.member)
    const words = `The selected flavor is not allowed in this deployment: ${id}`
    expect([refused.status, refused.at('faultstring')]).toEqual([400, words])
    const unknown = { loadbalancer: { vip_subnet_id: who.subnet, flavor_id: who.subnet } }
    const none = await ask('POST', '/loadbalancers', unknown, who.member)
    expect([none.status, none.at('faultstring')]).toEqual([400, 'Validation failure: Invalid flavor_id.'])
  })

  test('limits what a load balancer may hold, and never what it holds already', async () => {
    const flavor_id = await flavorWith({ listener_limit: 1, member_limit: 2 }, 'tiny')
    const listener = { name: 'one', protocol: 'TCP', protocol_port: 1 }
    const tree = { vip_subnet_id: who.subnet, flavor_id, listeners: [listener] }
    const made = must(201, await ask('POST', '/loadbalancers', { loadbalancer: tree }, who.member))
    const loadbalancer_id = String(made.at('loadbalancer', 'id'))
    await settled(who.member, loadbalancer_id)
    const more = { listener: { loadbalancer_id, protocol: 'TCP', protocol_port: 2 } }
    const answer = await ask('POST', '/listeners', more, who.member)
    const words = 'The flavor tiny allows 1 of this kind on one load balancer: Listener'
    expect([answer.status, answer.at('faultstring')]).toEqual([403, words])
    const two = { ...tree, listeners: [listener, { ...listener, protocol_port: 2 }] }
    expect((await ask('POST', '/loadbalancers', { loadbalancer: two }, who.member)).status).toBe(403)
    const id = made.at('loadbalancer', 'listeners', 0, 'id')
    must(200, await ask('PUT', `/listeners/${id}`, { listener: { name: 'other' } }, who.member))
  })
})

describe('an availability zone', () => {
  test('is known by its name, which stays', async () => {
    const { usedZoneProfile: availability_zone_profile_id } = await makeOffers(who, 'zone')
    const zone = { name: 'az 1/a', description: 'first', availability_zone_profile_id }
    const made = must(201, await ask('POST', '/availabilityzones', { availability_zone: zone }))
    expect(made.at('availability_zone')).toEqual({ ...zone, enabled: true })
    const path = `/availabilityzones/${encodeURIComponent(zone.name)}`
    must(200, await ask('GET', path, undefined, who.reader))
    const renamed = await ask('PUT', path, { availability_zone: { name: 'az2' } })
    expect([renamed.status, renamed.at('faultstring')]).toEqual([
      400,
      'Unknown attribute for argument availability_zone_.availability_zone: name',
    ])
    const twice = await ask('POST', '/availabilityzones', { availability_zone: zone })
    expect([twice.status, twice.at('faultstring')]).toEqual([409, 'A availability zone of az 1/a already exists.'])
    must(204, await ask('DELETE', path))
  })

  test('says from which networks VIPs come', async () => {
    const subnet = await lb('GET', `${base}/loadbalancers`, { token: who.member })
    expect(subnet.status).toBe(200)
    const availability_zone_data = JSON.stringify({ valid_vip_networks: ['00000000-0000-4000-8000-000000000000'] })
    const profile = { name: 'far', provider_name: 'fulcrum', availability_zone_data }
    const made = must(201, await ask('POST', '/availabilityzoneprofiles', { availability_zone_profile: profile }))
    const availability_zone_profile_id = made.at('availability_zone_profile', 'id')
    const zone = { name: 'far', availability_zone_profile_id }
    must(201, await ask('POST', '/availabilityzones', { availability_zone: zone }))
    const body = { loadbalancer: { vip_subnet_id: who.subnet, availability_zone: 'far' } }
    const answer = await ask('POST', '/loadbalancers', body, who.member)
    expect([answer.status, answer.at('faultstring')]).toEqual([
      400,
      'Validation failure: Supplied VIP network_id is not allowed by the configuration of this deployment.',
    ])
    const nowhere = { loadbalancer: { vip_subnet_id: who.subnet, availability_zone: 'nowhere' } }
    const none = await ask('POST', '/loadbalancers', nowhere, who.member)
    expect([none.status, none.at('faultstring')]).toEqual([400, 'Validation failure: Invalid availability zone.'])
  })

  test('of a load balancer can not be deleted', async () => {
    const { availabilityzones: availability_zone } = await makeOffers(who, 'busy')
    must(
      201,
      await ask(
        'POST',
        '/loadbalancers',
        { loadbalancer: { vip_subnet_id: who.subnet, availability_zone } },
        who.member,
      ),
    )
    const answer = await ask('DELETE', `/availabilityzones/${availability_zone}`)
    expect([answer.status, answer.at('faultstring')]).toEqual([
      409,
      `Availability Zone ${availability_zone} is in use and cannot be modified.`,
    ])
  })
})

describe('the provider', () => {
  test('says what profiles may say', async () => {
    const flavors = must(200, await ask('GET', '/providers/fulcrum/flavor_capabilities'))
    expect(flavors.at('flavor_capabilities', 0)).toEqual({
      name: 'listener_limit',
      description: 'The most listeners of one load balancer.',
    })
    const zones = must(200, await ask('GET', '/providers/fulcrum/availability_zone_capabilities'))
    expect(zones.at('availability_zone_capabilities', 0, 'name')).toBe('valid_vip_networks')
    const other = await ask('GET', '/providers/amphora/flavor_capabilities')
    expect([other.status, other.at('faultstring')]).toEqual([400, "Provider 'amphora' is not enabled."])
  })
})
