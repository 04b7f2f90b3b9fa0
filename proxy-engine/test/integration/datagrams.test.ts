import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { idOf, type LoadBalancerCase } from '../../src/compile/golden/rows.ts'
import { findAbilities } from '../../src/runtime/machine.ts'
import { until } from '../compiled-haproxy.ts'
import { type MemberCase, member, type Simple } from '../harness/balancer.ts'
import { answerers, type DatagramMember, datagramClient, startDatagrams } from '../harness/datagrams.ts'
import { atEnd, endAll, kill, openSite } from '../harness/engine.ts'
import { get, ownAddress, ownPlace, type Place, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

type Given = Pick<Simple, 'members'> & Partial<Pick<Simple, 'number' | 'pool' | 'monitor' | 'listener'>>

/** A UDP listener in front of one pool. */
function datagrams({ address, port }: Place, given: Given): LoadBalancerCase {
  const { number = 1, members, pool = {}, monitor, listener = {} } = given
  return {
    number,
    load_balancer: { name: `balancer ${number}`, vip_address: address },
    listeners: [{ name: 'dns', protocol: 'UDP', protocol_port: port, default_pool: 0, ...listener }],
    pools: [{ pool: { name: 'resolvers', protocol: 'UDP', ...pool }, members, ...(monitor ? { monitor } : {}) }],
  }
}

/** Two members with names and ids. */
async function pair(): Promise<{ a: DatagramMember; b: DatagramMember; members: [MemberCase, MemberCase] }> {
  const [a, b] = await Promise.all([startDatagrams('a'), startDatagrams('b')])
  const named = (at: number, one: DatagramMember) => member(one.port, { id: idOf('member', 1, at), name: `m${at}` })
  return { a, b, members: [named(1, a), named(2, b)] }
}

const listenerId = idOf('listener', 1, 1)

describe('sessions', () => {
  test('are shared out by weight, each stays with its member, and is counted to the datagram', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    const [first, second] = members
    const [outcome] = await site.plane.apply(datagrams(place, { members: [{ ...first, weight: 3 }, second] }))
    expect(outcome).toMatchObject({ outcome: 'applied' })
    expect(outcome?.steps.find((step) => step.do === 'set-relay')?.text).toBe(
      'Tell the datagram relay, without a reload: listener dns is new',
    )
    expect(await answerers(place, 8)).toEqual({ a: 6, b: 2 })
    const client = await datagramClient(place)
    const answers = []
    for (let at = 0; at < 5; at += 1) answers.push(await client.ask(`question ${at}`))
    const [name = ''] = (answers[0] ?? '').split(' ')
    expect(answers).toEqual([0, 1, 2, 3, 4].map((at) => `${name} question ${at}`))

    await until(() => site.plane.sum('listener', 'datagrams_out') >= 13)
    const sums = (kind: 'listener' | 'pool' | 'member') =>
      (['connections', 'datagrams_in', 'datagrams_out', 'bytes_in', 'bytes_out'] as const).map((counter) =>
        site.plane.sum(kind, counter),
      )
    // 8 of one digit, and 5 of "question 0"; answers have the name and a space before.
    const expected = [9, 13, 13, 58, 58 + 13 * 2]
    expect([sums('listener'), sums('pool'), sums('member')]).toEqual([expected, expected, expected])
    expect(site.plane.seconds.at(-1)?.series.find((one) => one.kind === 'listener')?.counters.active ?? 9).toBe(9)
  })

  test('of a drained member go on, and new ones go elsewhere; of a member that is removed, they move', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    const [first, second] = members
    await site.plane.apply(datagrams(place, { members: [first, { ...second, weight: 0 }] }))
    const client = await datagramClient(place)
    expect(await client.ask('1')).toBe('a 1')
    const [outcome] = await site.plane.apply(datagrams(place, { members: [{ ...first, weight: 0 }, second] }))
    expect(outcome?.steps.map((step) => step.text)).toEqual([
      expect.stringMatching(
        /^Tell the datagram relay, without a reload: weight of member m1 .* from 1 to 0; .* from 0 to 1$/,
      ),
    ])
    expect(await client.ask('2')).toBe('a 2')
    expect(await answerers(place, 3)).toEqual({ b: 3 })
    await site.plane.apply(datagrams(place, { members: [second] }))
    expect(await client.ask('3')).toBe('b 3')
  })

  test('of a source stay with one member, also after another session has ended, and by network where that is asked for', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    const persistence = { type: 'SOURCE_IP', cookie_name: null, persistence_timeout: 60 } as const
    const session_persistence = { ...persistence, persistence_granularity: '255.255.255.0' }
    await site.plane.apply(datagrams(place, { members, pool: { session_persistence } }))
    const one = await answerers(place, 6, '127.0.5.1')
    expect(Object.values(one)).toEqual([6])
    expect(await answerers(place, 3, '127.0.5.77')).toEqual(
      Object.fromEntries(Object.keys(one).map((name) => [name, 3])),
    )
    const other = await answerers(place, 4, '127.0.6.1')
    expect({ ...one, ...other }).toEqual({ a: expect.any(Number), b: expect.any(Number) })
  })

  test('are bounded: who comes when all are taken is refused, and a silent session makes room', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    const listener = { connection_limit: 2, timeout_client_data: 2_000, timeout_member_data: 2_000 }
    await site.plane.apply(datagrams(place, { members, listener }))
    const clients = await Promise.all([1, 2, 3].map(() => datagramClient(place)))
    const [first, second, third] = clients
    await first?.ask('x')
    await second?.ask('x')
    third?.tell('x')
    await until(() => site.plane.sum('listener', 'errors_request') === 1)
    expect(site.plane.fullListeners).toEqual([listenerId])
    expect(third?.heard).toEqual([])
    // Sessions end after two silent seconds, and then there is room.
    await until(() => site.plane.fullListeners.length === 0)
    expect(await third?.ask('y')).toMatch(/^[ab] y$/)
  })

  test('no datagram is lost while everything around them changes', async () => {
    const [site, place, { a, b, members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    await site.plane.apply(datagrams(place, { members }))
    const clients = await Promise.all(Array.from({ length: 8 }, () => datagramClient(place)))
    let isOver = false
    const asking = clients.map(async (client) => {
      let asked = 0
      for (; !isOver; asked += 1) expect(await client.ask(String(asked))).toMatch(new RegExp(`^[ab] ${asked}$`))
      return asked
    })
    const [first, second] = members
    for (let at = 1; at <= 15; at += 1) {
      const weights = [first, { ...second, weight: 1 + at }]
      await site.plane.apply(datagrams(place, { members: weights, listener: { connection_limit: 100 + at } }))
      await site.plane.apply(
        datagrams(place, { number: 2, members: weights, listener: { protocol_port: place.port + 1 } }),
      )
    }
    isOver = true
    const asked = (await Promise.all(asking)).reduce((sum, one) => sum + one, 0)
    expect(asked).toBeGreaterThan(100)
    expect(a.taken() + b.taken()).toBe(asked)
    await until(() => site.plane.sum('listener', 'datagrams_in') === asked)
  }, 60_000)
})

describe('the relay', () => {
  test('is missed by no session while the engine is killed and another one begins, and nothing is counted twice', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    const program = await site.startProgram()
    await site.plane.apply(datagrams(place, { members }))
    const client = await datagramClient(place)
    const [name = ''] = (await client.ask('1')).split(' ')
    const relay = site.relay()
    expect(relay).not.toBeNull()
    await until(() => site.plane.sum('listener', 'datagrams_in') === 1)
    await kill(program, 'SIGKILL')
    expect(await client.ask('2')).toBe(`${name} 2`)
    await site.startProgram()
    expect(await client.ask('3')).toBe(`${name} 3`)
    const [outcome] = await site.plane.apply(datagrams(place, { members, listener: { connection_limit: 7 } }))
    expect(outcome?.steps.map((step) => step.text)).toEqual([
      'Tell the datagram relay, without a reload: listener dns changed',
    ])
    expect(await client.ask('4')).toBe(`${name} 4`)
    expect(site.relay()).toEqual(relay)
    await until(() => site.plane.sum('listener', 'datagrams_in') === 4)
    expect(site.plane.sum('listener', 'connections')).toBe(1)
  }, 30_000)

  test('is back when it was killed, and ends when there is nothing left to relay, or everything is told to end', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    const engine = await site.startEngine()
    await site.plane.apply(datagrams(place, { members }))
    await answerers(place, 1)
    const first = site.relay()
    process.kill(first?.pid ?? 0, 'SIGKILL')
    await until(async () => site.relay() !== null && site.relay()?.pid !== first?.pid)
    await until(async () => (await answerers(place, 1).catch(() => null)) !== null)
    site.plane.remove(1)
    await until(() => site.relay() === null)
    await site.plane.apply(datagrams(place, { number: 2, members }))
    expect(site.relay()).not.toBeNull()
    await engine.drainAndStop()
    expect(site.relay()).toBeNull()
  }, 30_000)

  test('refuses a port that is taken, says whose it is, keeps what was good, and takes it as soon as it is free', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    const good = datagrams(place, { members })
    await site.plane.apply(good)
    const other = createSocket('udp4')
    other.bind(place.port + 7, place.address)
    await once(other, 'listening')
    const free = () => new Promise<void>((resolve) => other.close(() => resolve()))
    const bad = { ...good, listeners: [...good.listeners, { protocol: 'UDP', protocol_port: place.port + 7 } as const] }
    const [outcome] = await site.plane.apply(bad)
    expect(outcome?.outcome).toBe('refused')
    expect(outcome?.diagnostics).toEqual([
      {
        about: `listeners/${idOf('listener', 1, 2)}`,
        message: expect.stringContaining(`Port ${place.port + 7} on ${place.address} is taken`),
      },
    ])
    expect(await answerers(place, 2)).toEqual({ a: 1, b: 1 })
    await free()
    await until(() => site.plane.newest()?.outcome === 'applied')
  }, 30_000)

  test('serves the same port as HAProxy, on every address, and answers from the one that was asked', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    const web = await startNamed('web')
    await site.startEngine()
    const floating = ownAddress()
    const { ipv6 } = await findAbilities()
    const both = datagrams(place, { members })
    const wanted: LoadBalancerCase = {
      ...both,
      load_balancer: {
        ...both.load_balancer,
        floating_addresses: [floating],
        ...(ipv6 ? { additional_vips: [{ ip_address: '::1', subnet_id: null, port_id: null } as never] } : {}),
      },
      listeners: [...both.listeners, { protocol: 'TCP', protocol_port: place.port, default_pool: 1 }],
      pools: [...(both.pools ?? []), { pool: { protocol: 'TCP' }, members: [member(web.port)] }],
    }
    const [outcome] = await site.plane.apply(wanted)
    expect(outcome).toMatchObject({ outcome: 'applied', diagnostics: [] })
    expect((await get(place)).body).toBe('web')
    expect(await answerers(place, 2)).toEqual({ a: 1, b: 1 })
    expect(await answerers({ ...place, address: floating }, 2)).toEqual({ a: 1, b: 1 })
    if (ipv6) expect(await answerers({ ...place, address: '::1' }, 2)).toEqual({ a: 1, b: 1 })
    await site.plane.apply({ ...wanted, load_balancer: { ...both.load_balancer, floating_addresses: [] } })
    const gone = await datagramClient({ ...place, address: floating })
    gone.tell('anybody?')
    expect(await answerers(place, 2)).toEqual({ a: 1, b: 1 })
    expect(gone.heard).toEqual([])
  })

  test('lets in only networks that are allowed, and ends sessions of those that no longer are', async () => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    await site.plane.apply(datagrams(place, { members }))
    const inside = await datagramClient(place, '127.0.7.1')
    const outside = await datagramClient(place, '127.0.8.1')
    await inside.ask('1')
    await outside.ask('1')
    await site.plane.apply(datagrams(place, { members, listener: { allowed_cidrs: ['127.0.7.0/24'] } }))
    expect(await inside.ask('2')).toMatch(/ 2$/)
    outside.tell('2')
    await until(() => site.plane.sum('listener', 'errors_request') === 1)
    expect(outside.heard).toHaveLength(1)
  })
})

describe('members are checked', () => {
  test('by datagrams: one whose port is closed is down, its sessions move on, and it comes back', async () => {
    const [site, place, { a, members }] = await Promise.all([openSite(), ownPlace(), pair()])
    await site.startEngine()
    const monitor = { type: 'UDP-CONNECT', delay: 3, timeout: 1, max_retries: 1, max_retries_down: 1 } as const
    const [first] = members
    await site.plane.apply(datagrams(place, { members, monitor, pool: { lb_algorithm: 'SOURCE_IP' } }))
    const health = () => site.plane.health.get(first.id ?? '')
    await until(() => health()?.state === 'UP')
    const clients = await Promise.all(Array.from({ length: 6 }, (_, at) => datagramClient(place, `127.0.9.${at + 1}`)))
    for (const client of clients) await client.ask('1')
    await a.stop()
    await until(() => health()?.state === 'DOWN')
    expect(health()).toMatchObject({
      check_status: 'UDPCON',
      reason: 'The machine answers that nobody listens on the port.',
    })
    for (const client of clients) expect(await client.ask('2')).toBe('b 2')
    await startDatagrams('a', { port: a.port })
    await until(() => health()?.state === 'UP')
  }, 30_000)

  test.each(['TCP', 'HTTP'] as const)('over %s, on a port of its own', async (type) => {
    const [site, place, { members }] = await Promise.all([openSite(), ownPlace(), pair()])
    const web = await startNamed('fine')
    const [first, second] = members
    await site.startEngine()
    const monitor = { type, delay: 1, timeout: 1, max_retries: 1, max_retries_down: 1 } as const
    const checked = [
      { ...first, monitor_port: web.port },
      { ...second, monitor_port: 1 },
    ]
    await site.plane.apply(datagrams(place, { members: checked, monitor }))
    await until(() => site.plane.health.get(second.id ?? '')?.state === 'DOWN')
    await until(() => site.plane.health.get(first.id ?? '')?.state === 'UP')
    expect(site.plane.health.get(second.id ?? '')).toMatchObject({
      check_status: 'L4CON',
      reason: 'The connection failed: connection refused.',
    })
    expect(await answerers(place, 4)).toEqual({ a: 4 })
  })

  test('with nobody to give it to, a datagram is lost and counted', async () => {
    const [site, place] = await Promise.all([openSite(), ownPlace()])
    await site.startEngine()
    await site.plane.apply(datagrams(place, { members: [] }))
    const client = await datagramClient(place)
    atEnd(client.close)
    client.tell('anybody?')
    await until(() => site.plane.sum('pool', 'errors_connect') === 1)
    expect(site.plane.sum('listener', 'datagrams_in')).toBe(0)
  })
})
