import { createServer, type Server, type Socket } from 'node:net'
import { type RelayQuestion, relayVersion } from './control-words.ts'
import type { Relay } from './relay.ts'

/** Answers the engine over a unix socket in its folder: one line, one answer. `onEnd` is called after the relay has ended. */
export function openControl(relay: Relay, socketPath: string, onEnd: () => void): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const chunks: Buffer[] = []
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => void answer(relay, { socket, text: Buffer.concat(chunks).toString() }, onEnd))
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, () => resolve(server))
  })
}

type Asked = { readonly socket: Socket; readonly text: string }

async function answer(relay: Relay, { socket, text }: Asked, onEnd: () => void): Promise<void> {
  // Somebody who only looked whether anybody is there.
  if (text === '') return void socket.end()
  // The engine's own words, over a socket that nobody else can open.
  const question = JSON.parse(text) as RelayQuestion
  const said = await answerTo(relay, question)
  socket.end(JSON.stringify(said), () => {
    if (question.do === 'end') onEnd()
  })
}

async function answerTo(relay: Relay, question: RelayQuestion): Promise<object> {
  switch (question.do) {
    case 'hello':
      return { version: relayVersion, pid: process.pid, parts: relay.parts }
    case 'serve':
      return await relay.serve(question.part)
    case 'read':
      return relay.read()
    case 'end':
      await relay.end()
      return {}
  }
}
