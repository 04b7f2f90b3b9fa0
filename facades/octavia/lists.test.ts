import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { origin } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { base, lb, makeTree, must, settled, type Tree } from './testing/tree.ts'

/** Shown, and not stored: they follow from other rows. */
const derived = ['healthmonitor_id', 'vnic_type']

let who: People
let token: string
const trees: Tree[] = []
let theirs: Tree

beforeAll(async () => {
  who = await people()
  token = who.member
  const stop = playEngine()
  for (const name of ['a', 'b', 'c']) trees.push(await makeTree({ token, subnet: who.subnet }, name))
  theirs = await makeTree({ token: who.stranger, subnet: who.subnet }, 'theirs')
  for (const [at, tags] of [['red', 'big'], ['red'], []].entries()) {
    const id = trees[at]?.loadbalancer ?? ''
    must(200, await lb('PUT', `${base}/loadbalancers/${id}`, { token, body: { loadbalancer: { tags } } }))
    await settled(token, id)
  }
  return stop
})

async function names(query: string, as = token): Promise<unknown[]> {
  const answer = must(200, await lb('GET', `${base}/loadbalancers?${query}`, { token: as }))
  const rows = answer.at('loadbalancers')
  return Array.isArray(rows) ? rows.map((row) => row.name) : []
}

describe('a list', () => {
  test('has what the project owns, the oldest first', async () => {
    expect(await names('')).toEqual(['a-lb', 'b-lb', 'c-lb'])
    expect(await names('', who.reader)).toEqual(['a-lb', 'b-lb', 'c-lb'])
    expect(await names('', who.stranger)).toEqual(['theirs-lb'])
  })

  test('has everything for an administrator, or one project', async () => {
    expect(await names('', who.admin)).toEqual(['a-lb', 'b-lb', 'c-lb', 'theirs-lb'])
    expect(await names(`project_id=${who.otherProject}`, who.admin)).toEqual(['theirs-lb'])
  })

  test('is empty for ids of another project', async () => {
    for (const query of [`id=${theirs.loadbalancer}`, 'name=theirs-lb']) expect(await names(query)).toEqual([])
    for (const path of [`listeners?loadbalancer_id=${theirs.loadbalancer}`, `healthmonitors?pool_id=${theirs.pool}`]) {
      const answer = must(200, await lb('GET', `${base}/${path}`, { token }))
      expect(answer.at(path.split('?')[0] ?? '')).toEqual([])
    }
  })

  test('takes the pool in the path as a filter too, which openstacksdk sends, and no other pool', async () => {
    const pool = trees[0]?.pool ?? ''
    const of = async (pool_id: string) =>
      must(200, await lb('GET', `${base}/pools/${pool}/members?pool_id=${pool_id}&fields=name`, { token })).at(
        'members',
      )
    expect(await of(pool)).toEqual([{ name: 'a-member' }])
    expect(await of(theirs.pool)).toEqual([])
  })

  test('is refused with a marker of another project as with one that never was', async () => {
    const answers = await Promise.all(
      [theirs.loadbalancer, 'abc'].map((marker) => lb('GET', `${base}/loadbalancers?marker=${marker}`, { token })),
    )
    expect(answers.map((one) => [one.status, one.at('faultstring')])).toEqual([
      [400, `Supplied pagination marker '${theirs.loadbalancer}' is not valid.`],
      [400, "Supplied pagination marker 'abc' is not valid."],
    ])
  })
})

describe('a filter', () => {
  test.each([
    ['name=b-lb', ['b-lb']],
    ['name=B-LB', []],
    ['admin_state_up=True', ['a-lb', 'b-lb', 'c-lb']],
    ['admin_state_up=no', []],
    ['provisioning_status=ACTIVE&name=a-lb', ['a-lb']],
    ['provisioning_status=NONSENSE', []],
    ['description=', ['a-lb', 'b-lb', 'c-lb']],
    ['tags=red', ['a-lb', 'b-lb']],
    ['tags=red,big', ['a-lb']],
    ['tags=red&tags=big', ['a-lb']],
    ['tags-any=big,none', ['a-lb']],
    ['not-tags=red,big', ['b-lb', 'c-lb']],
    ['not-tags-any=red,big', ['c-lb']],
    ['tags=red&not-tags-any=big', ['b-lb']],
  ])('%s keeps %j', async (query, kept) => {
    expect(await names(query)).toEqual(kept)
  })

  test('takes every attribute that is shown and has one value', async () => {
    const places = [
      ['loadbalancers', ''],
      ['listeners', ''],
      ['pools', ''],
      ['healthmonitors', ''],
      ['l7policies', ''],
      ['members', `pools/${trees[0]?.pool}/`],
      ['rules', `l7policies/${trees[0]?.l7policy}/`],
    ] as const
    for (const [plural, parent] of places) {
      const path = `${base}/${parent}${plural}`
      const shown = must(200, await lb('GET', path, { token })).at(plural, 0)
      for (const [name, value] of Object.entries(Object(shown))) {
        if (value === null || typeof value === 'object' || derived.includes(name)) continue
        const query = new URLSearchParams([[name, String(value)]])
        const answer = await lb('GET', `${path}?${query}`, { token })
        expect([plural, name, answer.status, answer.at(plural, 0, 'id')]).toEqual([
          plural,
          name,
          200,
          expect.anything(),
        ])
      }
    }
  })

  test('of listeners and pools is the load balancer in either spelling', async () => {
    for (const name of ['loadbalancer_id', 'load_balancer_id']) {
      const answer = must(200, await lb('GET', `${base}/pools?${name}=${trees[1]?.loadbalancer}`, { token }))
      expect(answer.at('pools', 0, 'name')).toBe('b-pool')
      expect(answer.at('pools', 'length')).toBe(1)
    }
  })

  test.each([
    ['loadbalancers?nothing=1', 'One or more arguments are either duplicate or invalid'],
    ['loadbalancers?name=a&name=b', 'One or more arguments are either duplicate or invalid'],
    ['loadbalancers?constructor=1', 'One or more arguments are either duplicate or invalid'],
    ['loadbalancers?additional_vips=1', 'One or more arguments are either duplicate or invalid'],
    ['listeners?protocol_port=eighty', "Invalid input for field/attribute protocol_port. Value: 'eighty'."],
    ['listeners?protocol_port=99999999999', "Invalid input for field/attribute protocol_port. Value: '99999999999'."],
    ['loadbalancers?admin_state_up=maybe', 'Value not an unambiguous boolean: maybe'],
    ['loadbalancers?limit=abc', "Supplied pagination limit 'abc' is not valid."],
    ['loadbalancers?sort=zzz', "Supplied sort key 'zzz' is not valid."],
    ['loadbalancers?sort=tags', "Supplied sort key 'tags' is not valid."],
    ['loadbalancers?sort=name:up', "Supplied sort direction 'up' is not valid."],
  ])('%s is refused: %s', async (path, faultstring) => {
    const answer = await lb('GET', `${base}/${path}`, { token })
    expect([answer.status, answer.at('faultstring')]).toEqual([400, expect.stringContaining(faultstring)])
  })
})

describe('pages', () => {
  test('are walked by their links, forth and back', async () => {
    const first = must(
      200,
      await lb('GET', `${base}/loadbalancers?limit=2&sort=name:desc&fields=name&fields=id`, { token }),
    )
    expect(first.at('loadbalancers')).toEqual([
      { id: trees[2]?.loadbalancer, name: 'c-lb' },
      { id: trees[1]?.loadbalancer, name: 'b-lb' },
    ])
    const next = String(first.at('loadbalancers_links', 0, 'href'))
    expect(first.at('loadbalancers_links', 0, 'rel')).toBe('next')
    expect(next.startsWith(`${origin}${base}/loadbalancers?`)).toBe(true)
    const second = must(200, await lb('GET', next.slice(origin.length), { token }))
    expect(second.at('loadbalancers')).toEqual([{ id: trees[0]?.loadbalancer, name: 'a-lb' }])
    expect(second.at('loadbalancers_links', 'length')).toBe(1)
    expect(second.at('loadbalancers_links', 0, 'rel')).toBe('previous')
    const previous = String(second.at('loadbalancers_links', 0, 'href'))
    const back = must(200, await lb('GET', previous.slice(origin.length), { token }))
    expect(back.at('loadbalancers')).toEqual(first.at('loadbalancers'))
  })

  test('are sorted by either spelling of the keys', async () => {
    expect(await names('sort=name:desc')).toEqual(['c-lb', 'b-lb', 'a-lb'])
    expect(await names('sort_key=name&sort_dir=desc')).toEqual(['c-lb', 'b-lb', 'a-lb'])
  })
})

describe('fields', () => {
  test('cut an object down to them, and a comma list names none', async () => {
    const path = `${base}/loadbalancers/${trees[0]?.loadbalancer}`
    const cut = must(200, await lb('GET', `${path}?fields=name&fields=nothing`, { token }))
    expect(cut.body).toEqual({ loadbalancer: { name: 'a-lb' } })
    expect(must(200, await lb('GET', `${path}?fields=id,name`, { token })).body).toEqual({ loadbalancer: {} })
  })
})

test('a page may have a thousand policies, each with its rules', async () => {
  const rules = [{ type: 'PATH', compare_type: 'EQUAL_TO', value: '/' }]
  const l7policies = Array.from({ length: 1_000 }, () => ({ action: 'REJECT', rules }))
  const listeners = [{ protocol: 'HTTP', protocol_port: 80, l7policies }]
  const loadbalancer = { name: 'many', vip_subnet_id: who.subnet, listeners }
  const created = must(201, await lb('POST', `${base}/loadbalancers`, { token, body: { loadbalancer } }))
  const id = created.at('loadbalancer', 'listeners', 0, 'id')
  const rows = must(200, await lb('GET', `${base}/l7policies?listener_id=${id}&limit=1000`, { token })).at('l7policies')
  expect(Array.isArray(rows) && rows.length).toBe(1_000)
  expect(Array.isArray(rows) && rows.every((row) => row.rules.length > 0)).toBe(true)
})
