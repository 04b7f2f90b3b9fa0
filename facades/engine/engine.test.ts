import { contractVersion } from 'model/contract/desired-state'
import { describe, expect, test } from 'vitest'
import { engineToken } from '@/server/testing/engine-token.ts'
import { asking } from '../shared/testing/ask.ts'
import { engine } from './index.ts'

const ask = asking(engine)
const bearer = () => ({ authorization: `Bearer ${engineToken()}` })
const desired = `/engine/desired?after=0&node=n1&contract=${contractVersion}`
const abilities = { haproxy: '2.6.12', ping: true, ipv6: true }
const report = { contract: contractVersion, node: 'n1', revision: 0, abilities, outcomes: [], removed: [], probes: [] }
const samples = { node: 'n1', session: 's', sequence: 1, seconds: [], health: [], full_listeners: [] }

describe('the desk of the engines', () => {
  test.each([{}, { authorization: 'Bearer wrong' }, { authorization: 'Bearer ' }, { authorization: 'Basic x' }])(
    'knows nobody by %j',
    async (headers) => {
      for (const [method, path] of [
        ['GET', desired],
        ['POST', '/engine/report'],
        ['POST', '/engine/samples'],
        ['GET', '/engine/x'],
      ]) {
        const answer = await ask(method ?? '', path ?? '', { headers })
        expect([answer.status, answer.at('error', 'code')]).toEqual([401, 'unauthenticated'])
      }
    },
  )

  test('gives everything to an engine that starts', async () => {
    const answer = await ask('GET', desired, { headers: bearer() })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ is_complete: true, load_balancers: [], removed: [], probes: [] })
  })

  test('takes a report and samples', async () => {
    for (const [path, body] of [
      ['/engine/report', report],
      ['/engine/samples', samples],
    ] as const) {
      const answer = await ask('POST', path, { headers: bearer(), body })
      expect([path, answer.status, answer.text]).toEqual([path, 204, ''])
    }
  })

  test('refuses an engine of another contract', async () => {
    const query = await ask('GET', desired.replace(/contract=\d+/, 'contract=999'), { headers: bearer() })
    expect(query.status).toBe(409)
    const told = await ask('POST', '/engine/report', { headers: bearer(), body: { ...report, contract: 999 } })
    expect(told.status).toBe(409)
  })

  test.each([
    ['GET', '/engine/desired', undefined, 400],
    ['GET', '/engine/desired?after=-1&node=n&contract=1', undefined, 400],
    ['GET', '/engine/desired?after=x&node=n&contract=1', undefined, 400],
    ['POST', '/engine/report', {}, 400],
    ['POST', '/engine/report', [], 400],
    ['POST', '/engine/samples', { ...samples, seconds: 'many' }, 400],
    ['GET', '/engine/nothing', undefined, 404],
  ])('%s %s with %j is refused', async (method, path, body, status) => {
    expect((await ask(method, path, { headers: bearer(), body })).status).toBe(status)
  })

  test('says which method a path takes when it is another', async () => {
    const answer = await ask('GET', '/engine/report', { headers: bearer() })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
  })
})
