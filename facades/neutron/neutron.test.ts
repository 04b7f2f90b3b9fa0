import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { asking, origin } from '../shared/testing/ask.ts'
import { neutron } from './index.ts'

const network = asking(neutron)
let who: People
beforeAll(async () => {
  who = await people()
})

test('the version document is for everybody', async () => {
  const answer = await network('GET', '/network/')
  expect([answer.status, answer.body]).toEqual([
    200,
    { versions: [{ id: 'v2.0', status: 'CURRENT', links: [{ rel: 'self', href: `${origin}/network/v2.0/` }] }] },
  ])
})

async function list(query: string): Promise<Record<string, unknown>[]> {
  const answer = await network('GET', `/network/v2.0/${query}`, { token: who.reader })
  expect(answer.status).toBe(200)
  const rows = answer.at(query.split('?')[0] ?? '')
  return Array.isArray(rows) ? rows : []
}

describe('subnets', () => {
  test('have the attributes that clients read', async () => {
    const [subnet] = await list('subnets?name=private-subnet')
    expect(subnet).toMatchObject({
      name: 'private-subnet',
      cidr: '127.10.0.0/16',
      ip_version: 4,
      allocation_pools: [{ start: expect.stringMatching(/^127\.10\./), end: expect.stringMatching(/^127\.10\./) }],
      dns_nameservers: [],
      host_routes: [],
    })
    expect(subnet?.['tenant_id']).toBe(subnet?.['project_id'])
    const shown = await network('GET', `/network/v2.0/subnets/${subnet?.['id']}`, { token: who.reader })
    expect(shown.body).toEqual({ subnet })
  })

  test.each([
    ['subnets?ip_version=6', ['private-subnet-v6']],
    ['subnets?name=private-subnet&name=private-subnet-v6', ['private-subnet', 'private-subnet-v6']],
    ['subnets?cidr=127.20.0.0/16', ['public-net']],
    ['subnets?name=nowhere', []],
    ['subnets?name=private-subnet&colour=red', ['private-subnet']],
    ['networks?router:external=True', ['public', 'public-net']],
    ['networks?name=public', ['public']],
    ['networks?router:external=false', ['private']],
  ])('and networks are filtered: %s', async (query, names) => {
    expect((await list(query)).map((one) => one['name']).sort()).toEqual([...names].sort())
  })

  test('show only the fields that are asked for', async () => {
    const [subnet] = await list('subnets?name=private-subnet&fields=name&fields=cidr')
    expect(subnet).toEqual({ name: 'private-subnet', cidr: '127.10.0.0/16' })
  })
})

describe('what is not there', () => {
  test.each([
    ['subnets', 'SubnetNotFound', 'Subnet'],
    ['networks', 'NetworkNotFound', 'Network'],
    ['ports', 'PortNotFound', 'Port'],
    ['floatingips', 'FloatingIPNotFound', 'Floating IP'],
  ])('of %s is a %s', async (plural, type, title) => {
    const answer = await network('GET', `/network/v2.0/${plural}/nowhere`, { token: who.reader })
    expect([answer.status, answer.body]).toEqual([
      404,
      { NeutronError: { type, message: `${title} nowhere could not be found.`, detail: '' } },
    ])
  })

  test.each([
    ['GET', '/network/v2.0/routers', 404, null],
    ['DELETE', '/network/v2.0/subnets', 405, 'GET, POST'],
  ])('%s %s is refused', async (method, path, status, allowed) => {
    const answer = await network(method, path, { token: who.admin })
    expect([answer.status, answer.at('NeutronError', 'detail')]).toEqual([status, ''])
    expect(answer.headers.get('allow')).toBe(allowed)
  })
})

test.each(['/network/v2.0/subnets', '/network/v2.0/networks', '/network/v2.0/ports/x', '/network/v2.0/nothing'])(
  '%s is refused without a token, in the form of Keystone',
  async (path) => {
    const answer = await network('GET', path)
    expect([answer.status, answer.at('error', 'title')]).toEqual([401, 'Unauthorized'])
  },
)
