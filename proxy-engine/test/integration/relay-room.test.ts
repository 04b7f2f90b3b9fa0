import { afterEach, expect, test } from 'vitest'
import type { RelayListener } from '../../src/compile/relay-table.ts'
import { Relay } from '../../src/relay/relay.ts'
import { keysOf } from '../../src/relay/series-keys.ts'
import { datagramClient, startDatagrams } from '../harness/datagrams.ts'
import { atEnd, endAll } from '../harness/engine.ts'
import { ownPlace, type Place } from '../harness/traffic.ts'

afterEach(endAll)

function listener(listener_id: string, place: Place, port: number): RelayListener {
  const member = {
    member_id: `member of ${listener_id}`,
    address: '127.0.0.1',
    port,
    weight: 1,
    backup: false,
    isOn: true,
  }
  return {
    listener_id,
    binds: [place],
    allowed: [],
    sessionLimit: null,
    clientIdleMs: 0,
    memberIdleMs: 0,
    pool: {
      pool_id: `pool of ${listener_id}`,
      algorithm: 'ROUND_ROBIN',
      persistence: null,
      monitor: null,
      members: [{ ...member, checkAddress: '127.0.0.1', checkPort: port }],
    },
  }
}

test('where the machine has no more room, the listener with the most sessions gives up its quietest, and no other does', async () => {
  const relay = new Relay(5)
  atEnd(() => relay.end())
  const [flooded, quiet, member] = await Promise.all([ownPlace(), ownPlace(), startDatagrams('m')])
  const listeners = [listener('flooded', flooded, member.port), listener('quiet', quiet, member.port)]
  expect(await relay.serve({ loadbalancer_id: 'one', listeners })).toEqual({ refusals: [] })
  const open = (id: string) => new Map(relay.read().counters).get(keysOf(id).listener)?.active
  const patient = await Promise.all([datagramClient(quiet), datagramClient(quiet)])
  for (const client of patient) await client.ask('1')
  for (let at = 0; at < 20; at += 1) expect(await (await datagramClient(flooded)).ask(String(at))).toBe(`m ${at}`)
  expect([open('flooded'), open('quiet')]).toEqual([3, 2])
  for (const client of patient) expect(await client.ask('2')).toBe('m 2')
  expect([open('flooded'), open('quiet')]).toEqual([3, 2])
})
