import { expect, test } from 'vitest'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { healthz } from './index.ts'

const ask = asking(healthz)

test('nothing serves before an engine is connected, and the answer says so', async () => {
  const before = await ask('GET', '/healthz')
  expect([before.status, before.at('database'), before.at('engines')]).toEqual([503, 'ok', []])
  expect(before.at('reason')).toEqual(expect.any(String))
  const stop = playEngine()
  await expect.poll(async () => (await ask('GET', '/healthz')).status).toBe(200)
  const after = await ask('GET', '/healthz')
  expect(after.body).toMatchObject({ control_plane: 'ok', engines: [{ connected: true, haproxy: '2.6.12' }] })
  await stop()
})
