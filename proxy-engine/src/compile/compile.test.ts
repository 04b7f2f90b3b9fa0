import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { describe, expect, test } from 'vitest'
import { compileLoadBalancer, printConfiguration, printLoadBalancer } from './compile.ts'
import type { CompiledLoadBalancer, Server } from './compiled.ts'
import { desiredOf, everyAbility, idOf, type LoadBalancerCase, paperMachine } from './golden/rows.ts'
import { serverArguments } from './print.ts'

const web: LoadBalancerCase = {
  load_balancer: { name: 'shop' },
  listeners: [{ name: 'web-80', protocol: 'HTTP', protocol_port: 80, default_pool: 0 }],
  pools: [
    {
      pool: { name: 'web', protocol: 'HTTP' },
      members: [
        { name: 'web-1', address: '10.0.0.4', protocol_port: 80 },
        { address: 'fd00::5', protocol_port: 80 },
      ],
      monitor: { type: 'HTTP' },
    },
  ],
}

test('equal input gives equal bytes, in whatever order rows and load balancers arrive', () => {
  const one = desiredOf(web)
  const other = desiredOf({ ...web, number: 2 })
  const { graph } = one
  const shuffled = { ...one, graph: { ...graph, members: graph.members.toReversed(), pools: graph.pools.toReversed() } }
  const text = printConfiguration([compiled(one), compiled(other)], paperMachine).text
  expect(printConfiguration([compiled(other), compiled(shuffled)], paperMachine).text).toBe(text)
})

test('what people call things is in remarks and titles alone, so that a new name changes nothing that runs', () => {
  const named = compiled(desiredOf(web))
  const listeners = web.listeners.map((one) => ({ ...one, name: 'another' }))
  const renamed = compiled(desiredOf({ ...web, listeners, load_balancer: { name: 'other' } }))
  expect({ ...renamed, titleOf: null }).toEqual({ ...named, titleOf: null })
  expect(renamed.titleOf('load_balancer')).toBe('load balancer other')
})

test('every line knows the resource and the load balancer that it is from', () => {
  const part = compiled(desiredOf(web))
  const { text, lines } = printConfiguration([part], { ...paperMachine, socketPath: 'engine.sock' })
  expect(lines.map((line) => line.text)).toEqual(text.trimEnd().split('\n'))
  const aboutOf = (start: string) =>
    lines.filter((line) => line.text.trim().startsWith(start)).map((line) => line.about)
  expect(aboutOf('bind 127')).toEqual([`listeners/${idOf('listener', 1, 1)}`])
  expect(aboutOf('balance')).toEqual([`pools/${idOf('pool', 1, 1)}`])
  expect(aboutOf('option httpchk')).toEqual([`health_monitors/${idOf('health_monitor', 1, 1)}`])
  expect(aboutOf('server ')).toEqual([1, 2].map((at) => `members/${idOf('member', 1, at)}`))
  expect(lines.at(-1)?.loadbalancer_id).toBe(part.loadbalancer_id)
  expect(lines.at(0)?.loadbalancer_id).toBeNull()
  expect(printLoadBalancer(part)).toEqual(
    lines.filter((line) => line.loadbalancer_id !== null).map(({ text, about }) => ({ text, about })),
  )
})

test('titles name what has no name by what tells it apart', () => {
  const listeners = [{ protocol: 'HTTP', protocol_port: 80 }] as const
  const { titleOf } = compiled(desiredOf({ ...web, load_balancer: {}, listeners }))
  const titles = {
    load_balancer: 'load balancer 127.10.0.10',
    [`listeners/${idOf('listener', 1, 1)}`]: 'listener on port 80',
    [`pools/${idOf('pool', 1, 1)}`]: 'pool web',
    [`members/${idOf('member', 1, 1)}`]: 'member web-1 (10.0.0.4:80)',
    [`members/${idOf('member', 1, 2)}`]: 'member [fd00::5]:80',
    [`health_monitors/${idOf('health_monitor', 1, 1)}`]: 'health monitor of pool web',
  }
  for (const [path, title] of Object.entries(titles)) expect(titleOf(path)).toBe(title)
  expect(titleOf(`pools/${idOf('pool', 1, 2)}`)).toBeUndefined()
})

describe('a server', () => {
  test('is told the same at run time as in the file', () => {
    const part = compiled(desiredOf(web))
    const lines = printLoadBalancer(part).map((line) => line.text)
    for (const server of part.servers) {
      expect(lines.some((line) => line.includes(`server ${server.name} ${serverArguments(server)} #`))).toBe(true)
    }
  })

  test('has a number that other members do not change', () => {
    const before = compiled(desiredOf(web)).servers
    const members = [...(web.pools?.[0]?.members ?? []), { address: '10.0.0.6', protocol_port: 80 }]
    const after = compiled(
      desiredOf({ ...web, pools: [{ pool: { protocol: 'HTTP' }, members, monitor: { type: 'HTTP' } }] }),
    ).servers
    expect(after.slice(0, 2).map(numberOf)).toEqual(before.map(numberOf))
  })

  test('of a pool that two listeners share is there for each of them, with the same number', () => {
    const listeners = [...web.listeners, { protocol: 'TCP', protocol_port: 81, default_pool: 0 } as const]
    const { servers, sections } = compiled(desiredOf({ ...web, listeners }))
    expect(sections.map((one) => one.name.split(' ')[0])).toEqual(['frontend', 'backend', 'frontend', 'backend'])
    expect(new Set(servers.map((one) => one.backend)).size).toBe(2)
    expect(new Set(servers.map(numberOf)).size).toBe(2)
  })
})

test('a ping is a check of the engine, where the monitor address is', () => {
  const members = [{ address: '10.0.0.4', protocol_port: 80, monitor_address: '10.0.0.5' }]
  const monitor = { type: 'PING', delay: 0, timeout: 0, max_retries: 2, max_retries_down: 4 } as const
  const part = compiled(desiredOf({ ...web, pools: [{ pool: { protocol: 'HTTP' }, members, monitor }] }))
  expect(part.servers[0]?.check).toBe(false)
  expect(part.engineChecks).toEqual([
    {
      loadbalancer_id: idOf('load_balancer', 1, 1),
      backend: part.servers[0]?.backend,
      server: idOf('member', 1, 1),
      member_id: idOf('member', 1, 1),
      address: '10.0.0.5',
      delaySeconds: 1,
      timeoutSeconds: 1,
      rise: 2,
      fall: 4,
    },
  ])
})

describe('refused in words, with the resource that it is about:', () => {
  const at = (kind: 'listener' | 'pool' | 'member' | 'health_monitor') => idOf(kind, 1, 1)

  test('pings that the engine can not send', () => {
    const wanted = desiredOf({ ...web, pools: [{ pool: { protocol: 'HTTP' }, monitor: { type: 'PING' } }] })
    expect(refusals(wanted, { ...everyAbility, ping: false })).toEqual([
      [`health_monitors/${at('health_monitor')}`, expect.stringContaining('Choose TCP or HTTP')],
    ])
  })

  test('IPv6 where the machine has none', () => {
    const wanted = desiredOf({ ...web, load_balancer: { vip_address: 'fd00::1' } })
    expect(refusals(wanted, { ...everyAbility, ipv6: false })).toEqual([
      ['load_balancer', expect.stringContaining('fd00::1')],
      [`members/${idOf('member', 1, 2)}`, expect.stringContaining('fd00::5')],
    ])
  })

  test('a protocol that is not served', () => {
    const wanted = desiredOf({ listeners: [{ protocol: 'SCTP', protocol_port: 53 }] })
    expect(refusals(wanted)).toEqual([[`listeners/${at('listener')}`, 'SCTP protocol listeners are not supported.']])
  })

  test('a netmask that is none, and a check that no datagram can be', () => {
    const persistence = { type: 'SOURCE_IP', cookie_name: null, persistence_timeout: null } as const
    const dns = (pool: object, monitor: object = {}) =>
      desiredOf({
        listeners: [{ protocol: 'UDP', protocol_port: 53, default_pool: 0 }],
        pools: [{ pool: { protocol: 'UDP', ...pool }, monitor: { type: 'UDP-CONNECT', ...monitor } }],
      })
    const session_persistence = { ...persistence, persistence_granularity: '255.0.255.0' }
    expect(refusals(dns({ session_persistence }))).toEqual([
      [`listeners/${at('listener')}`, '"255.0.255.0" is not a netmask such as 255.255.255.0.'],
    ])
    expect(refusals(dns({}, { type: 'PING' }))).toEqual([
      [`listeners/${at('listener')}`, 'A PING monitor can not check members that take datagrams.'],
    ])
  })

  test('a load balancer without an address', () => {
    expect(refusals(desiredOf({ ...web, load_balancer: { vip_address: null } }))).toEqual([
      [`listeners/${at('listener')}`, expect.stringContaining('no address')],
    ])
  })

  test('everything at once: a range of codes that begins after its end, and an address that is none', () => {
    const members = [{ address: 'localhost', protocol_port: 80 }]
    const pools = [
      { pool: { protocol: 'HTTP' }, members, monitor: { type: 'HTTP', expected_codes: '300-200' } },
    ] as const
    expect(refusals(desiredOf({ ...web, pools }))).toEqual([
      [`health_monitors/${at('health_monitor')}`, expect.stringContaining('200-300 is the other way round')],
      [`members/${at('member')}`, '"localhost" is not an IPv4 or IPv6 address.'],
    ])
  })
})

test('the state of the generation before is loaded when there was one', () => {
  const { text } = printConfiguration([], { ...paperMachine, stateFile: "/srv/it's here/state" })
  expect(text).toContain("    server-state-file '/srv/it'\\''s here/state'\n")
  expect(text).toContain('    load-server-state-from-file global\n')
})

function compiled(desired: DesiredLoadBalancer): CompiledLoadBalancer {
  const answer = compileLoadBalancer(desired, everyAbility)
  if ('diagnostics' in answer) throw new Error(answer.diagnostics.map((one) => one.message).join(' '))
  return answer
}

function refusals(
  desired: DesiredLoadBalancer,
  abilities = everyAbility as { haproxy: string; ping: boolean; ipv6: boolean },
) {
  const answer = compileLoadBalancer(desired, abilities)
  return 'diagnostics' in answer ? answer.diagnostics.map((one) => [one.about, one.message]) : []
}

function numberOf(server: Server): string | undefined {
  return server.words[server.words.indexOf('id') + 1]
}
