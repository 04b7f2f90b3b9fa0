import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { digestOf, openWebSocket, ownPlace, startEcho, startLoad, startWeb, talkTo } from '../harness/traffic.ts'

afterEach(endAll)

const chunk = Buffer.alloc(16_384, 'fulcrum')
const chunksInPart = 40
const rounds = 10

test('ten reloads and a hundred changes of members drop no request, no download and no WebSocket', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  // A part of the download with each round: it begins before the first reload and ends after the last.
  const download: { sendPart?: () => void } = {}
  const web = await startWeb((request, response) => {
    if (request.url !== '/long') return void response.end('hello')
    response.writeHead(200, { 'content-length': chunk.length * chunksInPart * rounds })
    download.sendPart = () => {
      for (let count = 0; count < chunksInPart; count += 1) response.write(chunk)
    }
  })
  await site.startEngine()
  const apply = (weight: number, delay: number, more: number) =>
    site.plane.apply(
      balancer(place, {
        members: Array.from({ length: 1 + more }, () => member(web.port, { weight })),
        listener: { timeout_client_data: 50_000 + delay },
      }),
    )
  await apply(1, 0, 0)
  const digest = digestOf(place, '/long')
  await until(() => download.sendPart !== undefined)
  const socket = await openWebSocket(place)
  const loads = [startLoad(place, 'keep-alive', 2), startLoad(place, 'new connections', 1)]
  let reloads = 0
  for (let round = 1; round <= rounds; round += 1) {
    const [outcome] = await apply(1, round, 0)
    reloads += outcome?.steps.filter((step) => step.do === 'reload').length ?? 0
    // Ten changes: a weight, or a member that comes or goes.
    for (let change = 0; change < 10; change += 1) await apply(1 + (change % 3), round, change % 2)
    download.sendPart?.()
    expect(await socket.say(`round ${round}`)).toBe(`round ${round}`)
  }
  expect(reloads).toBe(rounds)
  const whole = createHash('sha256')
  for (let count = 0; count < chunksInPart * rounds; count += 1) whole.update(chunk)
  expect(await digest).toBe(whole.digest('hex'))
  for (const load of loads) {
    const { failures, answered } = await load.stop()
    expect(failures).toEqual([])
    expect(answered).toBeGreaterThan(0)
  }
  // The old generations go when their last connection has ended.
  socket.socket.destroy()
  await until(() => site.processes().length === 1)
}, 90_000)

test('no more than so many generations live at the same time: the one with the fewest connections goes', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const echo = await startEcho('echo')
  await site.startEngine()
  const apply = (round: number) =>
    site.plane.apply(
      balancer(place, {
        protocol: 'TCP',
        members: [member(echo.port)],
        listener: { timeout_client_data: 50_000 + round },
      }),
    )
  for (let round = 0; round < 28; round += 1) {
    await apply(round)
    // A client holds each generation.
    await (await talkTo(place)).say('here')
    expect(site.processes().length).toBeLessThanOrEqual(26)
  }
  expect(site.logged()).toContain('engine.generation.cut')
  await until(() => site.processes().length <= 25)
}, 60_000)
