import { expect, test } from 'vitest'
import { attentionOf, type Everything } from './attention.ts'

const nothing: Everything = {
  load_balancers: [],
  listeners: [],
  pools: [],
  members: [],
  health_monitors: [],
  certificates: [],
}
const now = Date.parse('2026-11-21T12:00:00Z')
const fine = {
  id: 'id',
  name: 'name',
  loadbalancer_id: 'lb',
  admin_state_up: true,
  provisioning_status: 'ACTIVE',
  operating_status: 'ONLINE',
  status_reason: null,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: null,
} as const

/** Only what the function reads: rows with all forty attributes would hide it. */
function everything(some: Partial<Record<keyof Everything, readonly object[]>>): Everything {
  return { ...nothing, ...some } as Everything
}

test('what is well needs nobody', () => {
  const all = everything({
    load_balancers: [fine],
    listeners: [{ ...fine, protocol: 'HTTP', default_pool_id: 'pool' }],
    pools: [{ ...fine, listeners: [{ id: 'l' }], members: [{ id: 'm' }] }],
    members: [{ ...fine, health: null }],
    health_monitors: [fine],
  })
  expect(attentionOf(all, now)).toEqual([])
})

test('a refused change is bad, and says why', () => {
  const all = everything({
    load_balancers: [{ ...fine, id: 'lb', provisioning_status: 'ERROR', status_reason: 'Port 80 is taken.' }],
    health_monitors: [
      { ...fine, pool_id: 'pool', provisioning_status: 'ERROR', updated_at: '2026-01-02T00:00:00.000Z' },
    ],
  })
  expect(attentionOf(all, now)).toEqual([
    {
      loadbalancer_id: 'lb',
      kind: 'health_monitor',
      id: 'id',
      pool_id: 'pool',
      name: 'name',
      tone: 'bad',
      message: 'The data plane refused the last change.',
      since: '2026-01-02T00:00:00.000Z',
    },
    {
      loadbalancer_id: 'lb',
      kind: 'load_balancer',
      id: 'lb',
      pool_id: null,
      name: 'name',
      tone: 'bad',
      message: 'Port 80 is taken.',
      since: '2026-01-01T00:00:00.000Z',
    },
  ])
})

test('a failing member is bad since its health changed, and comes before what is merely odd', () => {
  const all = everything({
    members: [
      { ...fine, pool_id: 'p', operating_status: 'ERROR', health: { reason: 'Connection refused', changed_at: 0 } },
    ],
    pools: [{ ...fine, listeners: [{ id: 'l' }], members: [] }],
    listeners: [
      { ...fine, protocol: 'HTTP', default_pool_id: null },
      { ...fine, protocol: 'TCP', default_pool_id: null },
      { ...fine, protocol: 'PROMETHEUS', default_pool_id: null },
      { ...fine, operating_status: 'DEGRADED', default_pool_id: 'p', connection_limit: 5 },
      { ...fine, protocol: 'TCP', default_pool_id: null, admin_state_up: false },
    ],
  })
  const told = attentionOf(all, now)
  expect(told.map(({ pool_id }) => pool_id)).toEqual(['p', null, null, null, null])
  expect(told.map(({ tone, kind, message, since }) => [tone, kind, message, since.slice(0, 10)])).toEqual([
    ['bad', 'member', 'Connection refused', '1970-01-01'],
    ['warn', 'pool', 'It has no members, so traffic that is sent to it goes nowhere.', '2026-01-01'],
    ['warn', 'listener', 'It has no default pool: it answers 503.', '2026-01-01'],
    ['warn', 'listener', 'It has no default pool: it closes connections.', '2026-01-01'],
    ['warn', 'listener', 'It stands at its connection limit of 5.', '2026-01-01'],
  ])
})

test('a member without a name is called by its address', () => {
  const failing = { ...fine, name: '', pool_id: 'p', protocol_port: 80, operating_status: 'ERROR', health: null }
  const all = everything({
    members: [
      { ...failing, address: '10.0.0.4' },
      { ...failing, address: 'fd00::4' },
    ],
  })
  expect(attentionOf(all, now).map(({ name }) => name)).toEqual(['10.0.0.4:80', '[fd00::4]:80'])
})

test('a certificate that ends soon is told, gravely when it is near and in use; what nothing uses comes last', () => {
  const ending = (name: string, days: number, used_by: readonly object[] = [{ id: 'l' }]) => ({
    ...fine,
    id: name,
    name,
    kind: 'CERTIFICATE',
    used_by,
    acme: null,
    not_before: '2026-01-01T00:00:00Z',
    not_after: new Date(now + days * 86_400_000).toISOString(),
    chain: [],
    chain_end: 'KNOWN',
    key_bits: null,
    signature_algorithm: 'sha256',
  })
  const certificates = [
    ending('idle', -3, []),
    ending('far', 60),
    ending('month', 29.5),
    ending('week', 6.5),
    ending('ended', -2),
    ending('day', 1.2),
  ]
  const found = attentionOf(everything({ certificates }), now)
  expect(found.map(({ name, tone, message }) => [name, tone, message])).toEqual([
    ['day', 'bad', 'It ends in 1 day, on 2026-11-22.'],
    ['week', 'bad', 'It ends in 6 days, on 2026-11-28.'],
    ['ended', 'bad', 'It ended on 2026-11-19: clients refuse it.'],
    ['month', 'warn', 'It ends in 29 days, on 2026-12-21.'],
    ['idle', 'warn', 'It ended on 2026-11-18: clients refuse it. Nothing uses it.'],
  ])
  expect(found[0]).toMatchObject({ kind: 'certificate', id: 'day', loadbalancer_id: null })
})
