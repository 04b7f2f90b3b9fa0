import { describe, expect, test } from 'vitest'
import { compileLoadBalancer } from '../compile/compile.ts'
import type { CompiledLoadBalancer, MapRow } from '../compile/compiled.ts'
import { desiredOf, everyAbility, idOf, type LoadBalancerCase } from '../compile/golden/rows.ts'
import { plan, stepText } from './plan.ts'
import type { Step } from './step.ts'

const first = { name: 'web-1', address: '10.0.0.4', protocol_port: 80 }
const second = { name: 'web-2', address: '10.0.0.5', protocol_port: 80 }
const listener = { name: 'web-80', protocol: 'HTTP', protocol_port: 80, default_pool: 0 } as const

const shop = (change: Partial<LoadBalancerCase> = {}): LoadBalancerCase => ({
  load_balancer: { name: 'shop' },
  listeners: [listener],
  pools: [pool([first])],
  ...change,
})
const pool = (members: NonNullable<LoadBalancerCase['pools']>[number]['members'] = [], row = {}, monitor = {}) => ({
  pool: { name: 'web', protocol: 'HTTP' as const, ...row },
  members,
  monitor: { type: 'HTTP' as const, ...monitor },
})

describe('without a reload:', () => {
  test('nothing, when nothing that runs has changed', () => {
    expect(plan([compiled(shop())], [compiled(shop({ load_balancer: { name: 'renamed' } }))])).toEqual([])
  })

  test('a member comes', () => {
    expect(texts(shop(), shop({ pools: [pool([first, second])] }))).toEqual([
      'Add member web-2 (10.0.0.5:80) to pool web, without a reload',
    ])
  })

  test('a member goes', () => {
    expect(texts(shop({ pools: [pool([first, second])] }), shop())).toEqual([
      'Remove member web-2 (10.0.0.5:80) from pool web, without a reload',
    ])
  })

  test('a weight changes', () => {
    expect(texts(shop(), shop({ pools: [pool([{ ...first, weight: 5 }])] }))).toEqual([
      'Set the weight of member web-1 (10.0.0.4:80) in pool web from 1 to 5, without a reload',
    ])
  })

  test('a member is switched off and on', () => {
    const off = shop({ pools: [pool([{ ...first, admin_state_up: false }])] })
    expect(texts(shop(), off)).toEqual(['Switch member web-1 (10.0.0.4:80) in pool web off, without a reload'])
    expect(texts(off, shop())).toEqual(['Switch member web-1 (10.0.0.4:80) in pool web on, without a reload'])
  })

  test('members come before others go', () => {
    const before = shop({ pools: [pool([{ ...first, id: idOf('member', 9, 9) }, second])] })
    const after = shop({ pools: [pool([first, { ...second, admin_state_up: false }])] })
    expect(steps(before, after).map((step) => step.do)).toEqual(['add-server', 'set-state', 'remove-server'])
  })

  test('a pool of two listeners is changed for both', () => {
    const listeners = [listener, { ...listener, protocol_port: 81 }]
    const after = shop({ listeners, pools: [pool([first, second])] })
    expect(steps(shop({ listeners }), after).map((step) => step.do)).toEqual(['add-server', 'add-server'])
  })

  test('a ping monitor comes: the engine runs it', () => {
    const bare = { ...pool([first]) }
    const { monitor: _, ...unchecked } = bare
    expect(steps(shop({ pools: [unchecked] }), shop({ pools: [pool([first], {}, { type: 'PING' })] }))).toEqual([])
  })

  test('policies change: rows that came, went, or have another value are counted', () => {
    const rows: MapRow[] = [
      ['h|a.example', '1'],
      ['h|b.example', '2'],
      ['h|c.example', '3'],
    ]
    const others: MapRow[] = [
      ['h|a.example', '1'],
      ['h|b.example', '3'],
      ['h|d.example', '2'],
    ]
    const running = withRows(shop(), rows)
    expect(plan([running], [withRows(shop(), rows)])).toEqual([])
    expect(planTexts([running], [withRows(shop(), others)])).toEqual([
      'Swap the policies of listener web-80: 3 rows changed, without a reload',
    ])
    expect(planTexts([running], [withRows(shop(), rows.slice(1))])).toEqual([
      'Swap the policies of listener web-80: 1 row changed, without a reload',
    ])
  })

  test('policies are swapped when new members are there, and before old ones go', () => {
    const before = withRows(shop({ pools: [pool([{ ...first, id: idOf('member', 9, 9) }])] }), [['h|a', '1']])
    const after = withRows(shop(), [['h|a', '2']])
    expect(plan([before], [after]).map((step) => step.do)).toEqual(['add-server', 'swap-map', 'remove-server'])
  })

  test('a load balancer without anything that listens comes and goes', () => {
    const empty = compiled({ listeners: [] })
    expect(plan([], [empty])).toEqual([])
    expect(plan([empty], [])).toEqual([])
  })
})

describe('a reload says why:', () => {
  const other = { ...listener, name: 'web-81', protocol_port: 81 }
  const everything: readonly (readonly [string, Partial<LoadBalancerCase>, Partial<LoadBalancerCase>, string])[] = [
    ['a new listener', {}, { listeners: [listener, other] }, 'listener web-81 is new; pool web is in use now'],
    [
      'a listener that is gone',
      { listeners: [listener, other] },
      {},
      'listener web-81 is gone; pool web is no longer in use',
    ],
    [
      'a listener that is switched off',
      {},
      { listeners: [{ ...listener, admin_state_up: false }] },
      'listener web-80 is switched off; pool web is no longer in use',
    ],
    [
      'a listener that is switched on',
      { listeners: [{ ...listener, admin_state_up: false }] },
      {},
      'listener web-80 is switched on; pool web is in use now',
    ],
    [
      'an attribute of a listener',
      {},
      { listeners: [{ ...listener, connection_limit: 5 }] },
      'listener web-80 changed',
    ],
    ['a timeout of members', {}, { listeners: [{ ...listener, timeout_member_data: 5 }] }, 'listener web-80 changed'],
    ['another algorithm', {}, { pools: [pool([first], { lb_algorithm: 'SOURCE_IP' })] }, 'pool web changed'],
    ['a path to check', {}, { pools: [pool([first], {}, { url_path: '/up' })] }, 'health monitor of pool web changed'],
    [
      'the pause between checks',
      {},
      { pools: [pool([first, second], {}, { delay: 9 })] },
      'health monitor of pool web changed',
    ],
    [
      'a monitor that is switched off',
      {},
      { pools: [pool([first], {}, { admin_state_up: false })] },
      'health monitor of pool web is switched off',
    ],
    ['a backup member', {}, { pools: [pool([{ ...first, backup: true }])] }, 'member web-1 (10.0.0.4:80) changed'],
    [
      'the whole load balancer',
      {},
      { load_balancer: { name: 'shop', admin_state_up: false } },
      'listener web-80 is switched off; pool web is no longer in use',
    ],
  ]

  test('not of policies that are written in another way because another one came', () => {
    const rejecting = {
      ...{ name: 'crawlers', action: 'REJECT' as const },
      rules: [{ type: 'HEADER' as const, key: 'User-Agent', compare_type: 'CONTAINS' as const, value: 'Bot' }],
    }
    const sharing = {
      ...{ name: 'split', action: 'REDIRECT_TO_POOL' as const },
      redirect_pools_config: [0, 1].map((at) => ({ pool_id: idOf('pool', 1, at + 1), weight: 1 })),
      rules: [{ type: 'PATH' as const, compare_type: 'STARTS_WITH' as const, value: '/' }],
    }
    const withPolicies = (...policies: readonly (typeof rejecting | typeof sharing)[]) =>
      shop({ listeners: [{ ...listener, policies }], pools: [pool([first]), pool([second])] })
    expect(texts(withPolicies(rejecting), withPolicies(rejecting, sharing))).toEqual([
      'Reload: listener web-80 changed; pool web is in use now',
    ])
  })

  test.each(everything)('%s', (_title, before, after, text) => {
    expect(texts(shop(before), shop(after))).toEqual([`Reload: ${text}`])
  })

  test('a load balancer that comes or goes', () => {
    expect(planTexts([], [compiled(shop())])).toEqual(['Reload: load balancer shop is new'])
    expect(planTexts([compiled(shop())], [])).toEqual(['Reload: load balancer shop is gone'])
  })

  test('when nobody knows what runs', () => {
    expect(planTexts(null, [compiled(shop())])).toEqual(['Reload: what runs is not known'])
  })
})

test('policies that come with their listener, or whose lookups change, come with the reload', () => {
  const other = { ...listener, connection_limit: 5 }
  const before = withRows(shop(), [['h|a', '1']])
  expect(planTexts([before], [withRows(shop({ listeners: [other] }), [['h|a', '2']])])).toEqual([
    'Reload: listener web-80 changed',
  ])
  expect(planTexts([], [before])).toEqual(['Reload: load balancer shop is new'])
})

test('a reload takes all changes with it, and tells each load balancer only of its own', () => {
  const stranger = (weight: number) => compiled({ ...shop({ pools: [pool([{ ...first, weight }])] }), number: 2 })
  const after = compiled(shop({ listeners: [{ ...listener, connection_limit: 5 }] }))
  const [step, ...more] = plan([compiled(shop()), stranger(1)], [after, stranger(7)])
  expect(more).toEqual([])
  expect(step).toEqual({
    do: 'reload',
    because: [{ loadbalancer_id: idOf('load_balancer', 1, 1), text: 'listener web-80 changed' }],
    loadbalancer_ids: [idOf('load_balancer', 1, 1), idOf('load_balancer', 2, 1)],
  })
  if (step) expect(stepText(step, idOf('load_balancer', 2, 1))).toBe('Reload, which another load balancer needed')
})

/** What runs with these policies on its one listener. */
function withRows(wanted: LoadBalancerCase, rows: readonly MapRow[]): CompiledLoadBalancer {
  const listener_id = idOf('listener', 1, 1)
  const map = {
    name: `listener:${listener_id}`,
    listener_id,
    about: `listeners/${listener_id}`,
    mode: 'http' as const,
    isVersioned: true,
    rows,
  }
  return { ...compiled(wanted), maps: [map] }
}

function compiled(wanted: LoadBalancerCase): CompiledLoadBalancer {
  const answer = compileLoadBalancer(desiredOf(wanted), everyAbility)
  if ('diagnostics' in answer) throw new Error(answer.diagnostics.map((one) => one.message).join(' '))
  return answer
}

function steps(before: LoadBalancerCase, after: LoadBalancerCase): Step[] {
  return plan([compiled(before)], [compiled(after)])
}

function texts(before: LoadBalancerCase, after: LoadBalancerCase): string[] {
  return planTexts([compiled(before)], [compiled(after)])
}

function planTexts(before: readonly CompiledLoadBalancer[] | null, after: readonly CompiledLoadBalancer[]): string[] {
  return plan(before, after).map((step) => stepText(step, idOf('load_balancer', 1, 1)))
}
