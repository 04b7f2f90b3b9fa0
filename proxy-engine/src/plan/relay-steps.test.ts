import { expect, test } from 'vitest'
import { compileLoadBalancer } from '../compile/compile.ts'
import type { CompiledLoadBalancer } from '../compile/compiled.ts'
import { desiredOf, everyAbility, idOf, type LoadBalancerCase } from '../compile/golden/rows.ts'
import { planAll, stepText } from './plan.ts'

type PoolCase = NonNullable<LoadBalancerCase['pools']>[number]

const resolver = { name: 'one', address: '10.0.0.4', protocol_port: 53 }
const dns = { name: 'dns', protocol: 'UDP', protocol_port: 53, default_pool: 0 } as const

function names(members: PoolCase['members'] = [resolver], given: Partial<LoadBalancerCase> & { pool?: object } = {}) {
  const { pool = {}, ...more } = given
  const pools = [{ pool: { name: 'resolvers', protocol: 'UDP' as const, ...pool }, members }]
  return compiled({ load_balancer: { name: 'names' }, listeners: [dns], pools, ...more })
}

function compiled(wanted: LoadBalancerCase): CompiledLoadBalancer {
  const answer = compileLoadBalancer(desiredOf(wanted), everyAbility)
  if ('diagnostics' in answer) throw new Error(answer.diagnostics.map((one) => one.message).join(' '))
  return answer
}

function texts(before: CompiledLoadBalancer | null, after: CompiledLoadBalancer | null): string[] {
  const of = (part: CompiledLoadBalancer | null) => (part === null ? [] : [part])
  return planAll(of(before), of(after)).map((step) => stepText(step, idOf('load_balancer', 1, 1)))
}

const told = (text: string) => [`Tell the datagram relay, without a reload: ${text}`]

test('what is alike is not told, whatever it is called', () => {
  expect(texts(names(), names([{ ...resolver, name: 'renamed' }]))).toEqual([])
})

test('listeners come and go', () => {
  expect(texts(null, names())).toEqual(told('listener dns is new'))
  expect(texts(names(), null)).toEqual(told('listener dns is gone'))
  const other = { ...dns, name: 'other', protocol_port: 54 }
  expect(texts(names(), names([resolver], { listeners: [dns, other] }))).toEqual(told('listener other is new'))
})

test('a change says what it is about', () => {
  const second = { name: 'two', address: '10.0.0.5', protocol_port: 53 }
  const both = names([resolver, second])
  expect(texts(names(), both)).toEqual(told('member two (10.0.0.5:53) is new'))
  expect(texts(both, names())).toEqual(told('member two (10.0.0.5:53) is gone'))
  expect(texts(names(), names([{ ...resolver, weight: 0 }]))).toEqual(
    told('weight of member one (10.0.0.4:53) from 1 to 0'),
  )
  expect(texts(names(), names([{ ...resolver, admin_state_up: false }]))).toEqual(
    told('member one (10.0.0.4:53) is switched off'),
  )
  expect(texts(names(), names([{ ...resolver, backup: true }]))).toEqual(told('member one (10.0.0.4:53) changed'))
  expect(texts(names(), names([resolver], { pool: { lb_algorithm: 'SOURCE_IP' } }))).toEqual(
    told('pool resolvers changed'),
  )
  expect(texts(names(), names([resolver], { listeners: [{ ...dns, connection_limit: 5 }] }))).toEqual(
    told('listener dns changed'),
  )
  expect(texts(names(), names([resolver], { pool: { admin_state_up: false } }))).toEqual(
    told('listener dns has no pool'),
  )
})

test('monitors are switched on and off', () => {
  const checked = compiled({
    load_balancer: { name: 'names' },
    listeners: [dns],
    pools: [{ pool: { name: 'resolvers', protocol: 'UDP' }, members: [resolver], monitor: { type: 'UDP-CONNECT' } }],
  })
  expect(texts(names(), checked)).toEqual(told('health monitor of pool resolvers is switched on'))
  expect(texts(checked, names())).toEqual(told('health monitor of pool resolvers is switched off'))
})

test('the relay is told before HAProxy', () => {
  const mixed = names([resolver], { listeners: [dns, { protocol: 'TCP', protocol_port: 53 }] })
  expect(texts(null, mixed)).toEqual([...told('listener dns is new'), 'Reload: load balancer names is new'])
})
