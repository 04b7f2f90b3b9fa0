import { expect, test } from 'vitest'
import type { Rows } from '../api-answers.ts'
import { filterRows, parseFilter } from '../ui/property-filter.ts'
import { type ListRow, listProperties, nextSort, parseSort, printSort, sortedRows } from './list-rows.ts'

const row = (id: string, changes: Partial<Rows['load_balancer']>): ListRow => ({
  row: {
    id,
    name: id,
    description: '',
    vip_subnet_id: null,
    vip_address: '127.10.0.10',
    vip_network_id: null,
    vip_port_id: null,
    additional_vips: [],
    vip_qos_policy_id: null,
    vip_sg_ids: [],
    floating_addresses: [],
    vip_vnic_type: 'normal',
    provider: 'fulcrum',
    flavor_id: null,
    availability_zone: null,
    admin_state_up: true,
    tags: [],
    project_id: 'p',
    provisioning_status: 'ACTIVE',
    operating_status: 'ONLINE',
    status_reason: null,
    created_at: '2026-01-01T00:00:00',
    updated_at: null,
    listeners: [],
    pools: [],
    ...changes,
  },
  listeners: [],
})
const rows = [
  row('b', { operating_status: 'ERROR', vip_address: '127.10.0.9', tags: ['shop'] }),
  row('a', { vip_address: '127.10.0.10', updated_at: '2026-02-01T00:00:00' }),
  row('c', { operating_status: 'DEGRADED', vip_address: '127.10.0.100' }),
]
const order = (text: string, traffic: Record<string, number> = {}) =>
  sortedRows(rows, parseSort(text), (id) => traffic[id] ?? 0).map((one) => one.row.id)

test('addresses stand in the order of their numbers', () => {
  expect(order('address')).toEqual(['b', 'a', 'c'])
})

test('the worst health comes first, the most traffic on demand', () => {
  expect(order('health')).toEqual(['b', 'c', 'a'])
  expect(order('-traffic', { a: 1, b: 2, c: 3 })).toEqual(['c', 'b', 'a'])
  expect(order('-updated')[0]).toBe('a')
})

test('a sort survives its URL, and nonsense sorts by name', () => {
  expect(printSort(parseSort('-traffic'))).toBe('-traffic')
  expect(parseSort('nonsense')).toEqual({ key: 'name', direction: 'asc' })
  expect(parseSort(null)).toEqual({ key: 'name', direction: 'asc' })
  expect(nextSort({ key: 'name', direction: 'asc' }, 'name')).toEqual({ key: 'name', direction: 'desc' })
  expect(nextSort({ key: 'name', direction: 'asc' }, 'traffic')).toEqual({ key: 'traffic', direction: 'desc' })
})

test('a filter asks for statuses by either word, addresses and tags', () => {
  const ids = (text: string) => filterRows(rows, parseFilter(text), listProperties).map((one) => one.row.id)
  expect(ids('status: ERROR')).toEqual(['b'])
  expect(ids('status: degraded')).toEqual(['c'])
  expect(ids('tag: shop')).toEqual(['b'])
  expect(ids('127.10.0.100')).toEqual(['c'])
})
