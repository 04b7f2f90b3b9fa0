import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { base, lb, makeTree, must, settled, type Tree } from './testing/tree.ts'

let who: People
let token: string
let tree: Tree
let path: string

beforeAll(async () => {
  who = await people()
  token = who.member
  const stop = playEngine()
  tree = await makeTree({ token, subnet: who.subnet }, 'batch')
  path = `${base}/pools/${tree.pool}/members`
  return stop
})

const one = { name: 'one', address: '127.0.0.1', protocol_port: 80, weight: 10, tags: ['t'] }
const two = { name: 'two', address: '127.0.0.2', protocol_port: 80 }

async function put(members: unknown, query = '') {
  const answer = await lb('PUT', `${path}${query}`, { token, body: { members } })
  await settled(token, tree.loadbalancer)
  return answer
}

async function members(): Promise<Record<string, unknown>[]> {
  const rows = must(200, await lb('GET', `${path}?sort=name`, { token })).at('members')
  return Array.isArray(rows) ? rows : []
}

beforeEach(async () => {
  must(202, await put([one, two]))
})

describe('a batch of members', () => {
  test('answers 202 without a body', async () => {
    const answer = await put([one, two])
    expect([answer.status, answer.text]).toEqual([202, ''])
    expect(answer.headers.get('content-type')).toBeNull()
  })

  test('updates in place what has the address and port, and deletes what is missing', async () => {
    const before = (await members()).find((row) => row['name'] === 'one')
    must(202, await put([{ address: '127.0.0.1', protocol_port: '80' }]))
    const after = await members()
    expect(after).toHaveLength(1)
    expect(after[0]).toMatchObject({ id: before?.['id'], name: '', weight: 1, tags: [] })
  })

  test('only adds and updates when it says so', async () => {
    must(202, await put([{ name: 'three', address: '127.0.0.3', protocol_port: 80 }], '?additive_only=true'))
    expect((await members()).map((row) => row['name'])).toEqual(['one', 'three', 'two'])
  })

  test('that is empty deletes all', async () => {
    must(202, await put([]))
    expect(await members()).toEqual([])
    must(202, await put([]))
  })

  test.each([
    [
      'the same known member twice',
      [one, one],
      400,
      'Validation failure: Member must be updated only once in the same request.',
    ],
    [
      'the same new member twice',
      [
        { address: '127.0.0.7', protocol_port: 1 },
        { address: '127.0.0.7', protocol_port: 1 },
      ],
      409,
      'Another member on this pool is already using ip 127.0.0.7 on protocol_port 1',
    ],
    [
      'an unknown attribute',
      [{ ...one, colour: 'red' }],
      400,
      'Unknown attribute for argument member_.members: colour',
    ],
    [
      'a bad attribute',
      [one, { ...two, weight: 257 }],
      400,
      "Invalid input for field/attribute weight. Value: '257'. Value should be lower or equal to 256",
    ],
  ])('with %s is refused and changes nothing', async (_, wanted, status, faultstring) => {
    const before = await members()
    const answer = await put(wanted)
    expect([answer.status, answer.at('faultstring')]).toEqual([status, faultstring])
    expect(await members()).toEqual(before)
  })

  test('says which member is wrong', async () => {
    const answer = await put([one, { ...two, weight: 257 }])
    expect(answer.at('issues')).toEqual([
      { about: 'members/1/weight', message: 'Value should be lower or equal to 256' },
    ])
  })
})

test('a member is found only under its own pool', async () => {
  const pool = { loadbalancer_id: tree.loadbalancer, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
  const other = must(201, await lb('POST', `${base}/pools`, { token, body: { pool } })).at('pool', 'id')
  const id = String((await members())[0]?.['id'])
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const body = method === 'PUT' ? { member: {} } : undefined
    const answer = await lb(method, `${base}/pools/${other}/members/${id}`, { token, body })
    expect([method, answer.status, answer.at('faultstring')]).toEqual([method, 404, `Member ${id} not found.`])
  }
})
