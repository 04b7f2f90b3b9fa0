import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { acceptOf, echoFrames, openWebSocket } from './web-socket.mjs'

test('what a client says comes back as it was, in order, however the bytes are cut', async () => {
  const server = createServer()
  server.on('upgrade', (request, socket) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`)
    expect(acceptOf(request)).toMatch(/^[\w+/]{27}=$/)
    echoFrames(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const said = Array.from({ length: 500 }, (_, at) => `message ${at}`)
  const { port } = server.address() as AddressInfo
  const heard: string[] = []
  await new Promise<void>((resolve, reject) => {
    const onText = (text: string) => {
      if (heard.push(text) === said.length) resolve()
    }
    openWebSocket(`http://127.0.0.1:${port}/`, { onText, onEnd: (reason) => reject(new Error(reason)) }).then(
      ({ send }) => said.forEach(send),
      reject,
    )
  })
  server.close()
  server.closeAllConnections()
  expect(heard).toEqual(said)
})
