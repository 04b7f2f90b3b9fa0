import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { idOf } from '../../src/compile/golden/rows.ts'
import { freePort, runRecorder, until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, startEcho, startNamed, startWeb, talkTo } from '../harness/traffic.ts'

afterEach(endAll)

test('networks that are allowed may change while clients come, over IPv6 too', async () => {
  const site = await openSite()
  const place = { address: '::1', port: await freePort('::1') }
  const web = await startNamed('web')
  await site.startEngine()
  const apply = (...allowed_cidrs: string[]) =>
    site.plane.apply(balancer(place, { members: [member(web.port)], listener: { allowed_cidrs } }))
  await apply('::1/128')
  expect((await get(place)).body).toBe('web')
  await apply('2001:db8::/32')
  await expect(get(place)).rejects.toThrow()
  await apply('2001:db8::/32', '::/0')
  expect((await get(place)).body).toBe('web')
})

test.each([
  { protocol: 'PROXY', begins: /^PROXY TCP4 127\.0\.9\.1 / },
  { protocol: 'PROXYV2', begins: /^\r\n\r\n\0\r\nQUIT\n/ },
] as const)('members of a $protocol pool are told who the client is', async ({ protocol, begins }) => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const recorder = await runRecorder()
  atEnd(recorder.stop)
  await site.startEngine()
  await site.plane.apply(balancer(place, { protocol: 'TCP', pool: { protocol }, members: [] }))
  // Added while HAProxy runs: it has the same options as from a file.
  const members = [member(recorder.port)]
  const [outcome] = await site.plane.apply(balancer(place, { protocol: 'TCP', pool: { protocol }, members }))
  expect(outcome?.steps.map((step) => step.do)).toEqual(['add-server'])
  const client = connect({ port: place.port, host: place.address, localAddress: '127.0.9.1' })
  atEnd(() => client.destroy())
  await once(client, 'connect')
  client.write('hello')
  await until(() => recorder.received().includes('hello'))
  expect(recorder.received().toString('latin1')).toMatch(begins)
})

test('a member that does not answer in time is given up, and its client is told', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const silent = await startWeb(() => undefined)
  await site.startEngine()
  const listener = { timeout_member_data: 300 }
  await site.plane.apply(balancer(place, { members: [member(silent.port)], listener }))
  expect((await get(place)).status).toBe(504)
  await until(() => site.plane.sum('listener', 'responses_5xx') === 1)
})

test('a listener at its connection limit says so, and no longer when a client leaves', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const echo = await startEcho('echo')
  await site.startEngine()
  const listener = { connection_limit: 1 }
  await site.plane.apply(balancer(place, { protocol: 'TCP', members: [member(echo.port)], listener }))
  const client = await talkTo(place)
  await client.say('here')
  const isFull = () => site.plane.fullListeners.includes(idOf('listener', 1, 1))
  await until(isFull)
  client.socket.destroy()
  await until(() => !isFull())
})

test('however many come at once, a listener takes as many as its limit says, and refuses the next', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const echo = await startEcho('echo')
  await site.startEngine()
  const listener = { connection_limit: 3 }
  await site.plane.apply(balancer(place, { protocol: 'TCP', members: [member(echo.port)], listener }))
  const open = async () =>
    (await site.ask(`show table connections:${idOf('listener', 1, 1)}`)).match(/conn_cur=(\d+)/)?.[1]
  for (const round of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']) {
    const clients = await Promise.all([talkTo(place), talkTo(place), talkTo(place)])
    await Promise.all(clients.map((one) => one.say(round)))
    await expect(talkTo(place).then((one) => one.say(round))).rejects.toThrow()
    for (const { socket } of clients) socket.destroy()
    await until(async () => (await open()) === '0')
  }
})
